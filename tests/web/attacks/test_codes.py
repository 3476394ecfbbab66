"""Codes: used again, guessed, late, for something else. None of it can be told from any other."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.store.asking import code_sent
from tests.web.attacks.test_somebody_elses_request import NOBODY, plain
from tests.web.public import Public, Visitor

EMAIL = "codes@x.example"
WRONG = "ZZZZ9999"


@pytest.fixture
def asked(public: Public, request: pytest.FixtureRequest) -> tuple[Visitor, str, str, str]:
    """A visitor, their request, the link of the mail, and its code."""
    email = f"{abs(hash(request.node.name))}{EMAIL}"
    visitor = public.visitor()
    id = public.ask(visitor, "en", "rectification", email, category="name", words="it is wrong")
    link = public.link(email, "confirm", id)
    return visitor, id, link, link.rstrip("/").rpartition("/")[2]


def test_opening_the_link_uses_nothing_up_and_the_button_only_once(
    public: Public, asked: tuple[Visitor, str, str, str]
) -> None:
    visitor, id, link, code = asked
    for _ in range(3):  # programs that look for evil in mail open links, several times
        assert public.visitor().get(link).status == 200
        assert public.visitor().send("HEAD", link).status == 200
    assert visitor.post(f"/en/confirm/{id}/", {"code": code}, at=link).status == 303
    again = public.visitor()
    assert again.post(f"/en/confirm/{id}/", {"code": code}).status == 422
    assert "seen" not in again.jar


def test_after_five_guesses_even_the_right_code_is_worth_nothing(
    public: Public, asked: tuple[Visitor, str, str, str]
) -> None:
    _, id, _, code = asked
    guesser = public.visitor()
    for _ in range(5):
        assert guesser.post(f"/en/confirm/{id}/", {"code": WRONG}).status == 422
    assert public.visitor().post(f"/en/confirm/{id}/", {"code": code}).status == 422


def test_a_code_can_be_typed_as_people_type(public: Public, asked: tuple[Visitor, str, str, str]) -> None:
    visitor, id, _, code = asked
    typed = f" {code[:4].lower()}-{code[4:].lower()} "
    assert visitor.post(f"/en/confirm/{id}/", {"code": typed}, at=f"/en/sent/{id}/").status == 303


def test_wrong_used_late_and_unknown_look_the_same(
    public: Public, asked: tuple[Visitor, str, str, str]
) -> None:
    visitor, id, _, code = asked
    someone = public.visitor()
    wrong = someone.post(f"/en/confirm/{id}/", {"code": WRONG})
    empty = someone.post(f"/en/confirm/{id}/", {})
    unknown = someone.post(f"/en/confirm/{NOBODY}/", {"code": WRONG})
    assert visitor.post(f"/en/confirm/{id}/", {"code": code}).status == 303
    used = someone.post(f"/en/confirm/{id}/", {"code": code})
    code_sent(public.store, id, "LATE2345", datetime.now(UTC) - timedelta(seconds=1))
    late = someone.post(f"/en/confirm/{id}/", {"code": "LATE2345"})
    told = [plain(page, id, NOBODY) for page in (wrong, empty, unknown, used, late)]
    assert all(one == told[0] for one in told)
    assert wrong.status == 422


def test_what_cannot_unlock_an_answer_looks_the_same_too(
    public: Public, asked: tuple[Visitor, str, str, str]
) -> None:
    visitor, id, _, code = asked
    someone = public.visitor()
    token = f"/en/confirm/{id}/"
    pages = [
        someone.post(f"/en/answer/{id}/", {"code": WRONG}, at=token),
        someone.post(f"/en/answer/{id}/", {"code": code}, at=token),  # it proves, and opens nothing
        someone.post(f"/en/answer/{NOBODY}/", {"code": WRONG}, at=token),
        someone.post(f"/en/answer/{id}/", {}, at=token),
    ]
    told = [plain(page, id, NOBODY) for page in pages]
    assert all(one == told[0] for one in told)
    assert visitor.post(f"/en/confirm/{id}/", {"code": code}).status == 303, "nothing of it used the code up"


def test_the_page_of_a_link_names_the_right_for_its_own_code_alone(
    public: Public, asked: tuple[Visitor, str, str, str]
) -> None:
    _, id, link, code = asked
    named = "You have asked us to correct your data."
    page = public.visitor().get(link).text
    assert named in page
    assert "If it was not you" in page
    assert "opplysningene" in public.visitor().get(link.replace("/en/", "/nb/", 1)).text
    someone = public.visitor()
    pages = [
        someone.get(f"/en/confirm/{id}/{WRONG}/"),
        someone.get(f"/en/confirm/{NOBODY}/{WRONG}/"),
        someone.get(f"/en/confirm/{NOBODY}/{code}/"),
    ]
    assert not any(named in one.text for one in pages)
    told = [plain(one, id, NOBODY, code, WRONG) for one in pages]
    assert all(one == told[0] for one in told), "a guess learns nothing, not even that somebody asked"
    for _ in range(4):
        someone.get(f"/en/confirm/{id}/{WRONG}/")
    assert named not in public.visitor().get(link).text, "a guess in a link is a try as any other"
    assert public.visitor().post(f"/en/confirm/{id}/", {"code": code}).status == 422


def test_of_a_code_that_is_typed_its_mail_and_the_page_after_it_name_the_right(
    public: Public, asked: tuple[Visitor, str, str, str]
) -> None:
    _, id, link, code = asked
    (mail,) = [letter.get_content() for letter in public.postbox.letters if link in letter.get_content()]
    assert mail.index("You have asked us to correct your data.") < mail.index(code)
    typing = public.visitor()
    for page in (f"/en/sent/{id}/", f"/en/confirm/{id}/", f"/en/request/{id}/"):
        unknown = typing.get(page.replace(id, NOBODY))
        assert plain(typing.get(page), id) == plain(unknown, NOBODY), "an id alone tells nothing"
    answer = typing.post(f"/en/confirm/{id}/", {"code": code}, at=f"/en/sent/{id}/")
    after = typing.get(answer.header("Location"))
    assert after.heading() == "Have something corrected"
    assert f'action="/en/request/{id}/take-back/"' in after.text, "whoever did not mean that can undo it"


def test_the_code_of_one_request_opens_no_other(public: Public, asked: tuple[Visitor, str, str, str]) -> None:
    _, _, _, code = asked
    other = public.visitor()
    id = public.ask(other, "en", "access", "other-codes@x.example")
    public.link("other-codes@x.example", "confirm", id)
    assert other.post(f"/en/confirm/{id}/", {"code": code}).status == 422


def test_one_client_cannot_try_many_codes_over_many_requests(public: Public) -> None:
    from holdord.web.centre.proving import TRIES

    guesser = public.visitor()
    ids = [f"Q-BBBBBBBBB{a}{b}C" for a in "BCDFGHJ" for b in "BCDFGHJ"][: TRIES + 1]
    statuses = [guesser.post(f"/en/confirm/{id}/", {"code": WRONG}).status for id in ids]
    assert statuses == [422] * TRIES + [429]
    assert guesser.post(f"/en/answer/{NOBODY}/", {"code": WRONG}, at=f"/en/confirm/{NOBODY}/").status == 429


def test_the_code_goes_to_no_other_page_and_no_other_site(
    public: Public, asked: tuple[Visitor, str, str, str]
) -> None:
    visitor, id, link, code = asked
    page = visitor.get(link)
    assert page.header("Referrer-Policy") == "same-origin"
    assert set(re.findall(r'(?:src|href|action)="(https?:)?//', page.text)) == set(), (
        "and nothing is elsewhere"
    )
    assert page.header("Cache-Control") == "no-store"
    assert f'action="/en/confirm/{id}/"' in page.text
    answer = visitor.post(f"/en/confirm/{id}/", {"code": code}, at=link)
    assert code not in answer.header("Location")
    assert code not in (public.server.folder / "log").read_text()
    assert code not in (public.server.folder / "worker.log").read_text()


def test_new_codes_can_be_asked_for_a_few_times_only(
    public: Public, asked: tuple[Visitor, str, str, str]
) -> None:
    from holdord.web.centre.proving import AGAIN

    visitor, id, _, _ = asked
    statuses = [visitor.post(f"/en/again/{id}/", at=f"/en/sent/{id}/").status for _ in range(AGAIN + 1)]
    assert statuses == [303] * AGAIN + [429]
    one, other = public.visitor(), public.visitor()
    unknown = one.post(f"/en/again/{NOBODY}/", at=f"/en/sent/{NOBODY}/")
    known = other.post(f"/en/again/{id}/", at=f"/en/sent/{id}/")
    assert known.status == 429, "counted for the request, whoever asks"
    assert unknown.status == 303, "as for one that is there"
