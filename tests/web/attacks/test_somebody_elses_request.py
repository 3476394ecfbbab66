"""Another person's request: by its id, by a link, by a cookie, by a token made up."""

import re
import time
from collections.abc import Callable

import pytest
from django.core import signing

from holdord.web.centre.passes import _SALT
from holdord.words.request import State
from tests.web.public import Page, Public, Visitor

NOBODY = "Q-BBBBBBBBBBBB"


def plain(page: Page, *ids: str) -> tuple[int, list[tuple[str, str]], str]:
    """What an answer tells, without the ids in it and the token that each page has anew."""
    text = re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", page.text)
    for id in ids:
        text = text.replace(id, "Q-")
    return page.status, page.told(), text


@pytest.fixture(scope="module")
def mine(public: Public) -> tuple[Visitor, str]:
    """A visitor who proved a request of their own."""
    visitor = public.visitor()
    id = public.ask(visitor, "en", "rectification", "mine@x.example", category="name", words="it is wrong")
    public.prove(visitor, "mine@x.example", id)
    return visitor, id


@pytest.fixture(scope="module")
def theirs(public: Public) -> str:
    """Somebody else's request, proved too."""
    visitor = public.visitor()
    id = public.ask(visitor, "en", "rectification", "theirs@x.example", category="name", words="it is wrong")
    public.prove(visitor, "theirs@x.example", id)
    return id


def test_a_changed_id_shows_nothing_and_looks_as_one_that_is_none(
    mine: tuple[Visitor, str], theirs: str
) -> None:
    visitor, id = mine
    assert visitor.get(f"/en/request/{id}/").status == 200
    for path in ("request", "answer", "confirm", "sent"):
        one, other = visitor.get(f"/en/{path}/{theirs}/"), visitor.get(f"/en/{path}/{NOBODY}/")
        assert plain(one, theirs) == plain(other, NOBODY), path
    assert visitor.get(f"/en/request/{theirs}/").status == 403
    for name in ("letter.pdf", "answer.json", "tables.zip"):
        one = visitor.get(f"/en/answer/{theirs}/{name}")
        assert plain(one, theirs) == plain(visitor.get(f"/en/answer/{NOBODY}/{name}"), NOBODY)
        assert one.header("Content-Type").startswith("text/html")


def test_somebody_elses_request_cannot_be_taken_back_or_sent_a_link(
    public: Public, mine: tuple[Visitor, str], theirs: str
) -> None:
    visitor, id = mine
    before = public.store.request(theirs)
    for act in ("take-back", "link"):
        answer = visitor.post(f"/en/request/{theirs}/{act}/", at=f"/en/request/{id}/")
        assert (answer.status, answer.header("Location")) == (303, f"/en/request/{theirs}/")
    assert public.store.request(theirs) == before


def test_a_proved_address_alone_does_not_open_the_answer(mine: tuple[Visitor, str]) -> None:
    visitor, id = mine
    assert "Open our answer" in visitor.get(f"/en/answer/{id}/").text
    assert visitor.get(f"/en/answer/{id}/letter.pdf").header("Content-Type").startswith("text/html")


def _signed(public: Public, value: object, salt: str = _SALT) -> str:
    key = (public.server.folder / "store" / "web.key").read_text().strip()
    return signing.dumps(value, key=key, salt=salt)


LATER = int(time.time()) + 3600

FORGED: dict[str, Callable[[Public, str, str], str]] = {
    "signed with another key": lambda public, cookie, id: signing.dumps(
        [[id, "proved", LATER]], key="guessed", salt=_SALT
    ),
    "signed for something else": lambda public, cookie, id: _signed(public, [[id, "proved", LATER]], "other"),
    "run out": lambda public, cookie, id: _signed(public, [[id, "proved", int(time.time()) - 1]]),
    "of another kind": lambda public, cookie, id: _signed(public, [[id, "everything", LATER]]),
    "of another shape": lambda public, cookie, id: _signed(public, {id: "proved"}),
    "its first letter changed": lambda public, cookie, id: ("a" if cookie[0] != "a" else "b") + cookie[1:],
    "another's signature": lambda public, cookie, id: (
        _signed(public, [[id, "proved", LATER]], "other").partition(":")[0] + ":" + cookie.partition(":")[2]
    ),
    "cut short": lambda public, cookie, id: cookie[: len(cookie) // 2],
    "no cookie at all": lambda public, cookie, id: "",
    "very long": lambda public, cookie, id: "x" * 6000,
    "odd letters": lambda public, cookie, id: "%00%ff:1:2",
}


@pytest.mark.parametrize("how", FORGED)
def test_a_cookie_that_was_made_up_is_worth_nothing(
    public: Public, mine: tuple[Visitor, str], theirs: str, how: str
) -> None:
    stranger = public.visitor()
    stranger.jar["seen"] = FORGED[how](public, mine[0].jar["seen"], theirs)
    assert stranger.get(f"/en/request/{theirs}/").status == 403


def test_a_cookie_signed_by_the_server_is_believed_and_so_the_forgeries_were_tested(
    public: Public, theirs: str
) -> None:
    visitor = public.visitor()
    visitor.jar["seen"] = _signed(public, [[theirs, "proved", LATER]])
    assert visitor.get(f"/en/request/{theirs}/").status == 200


def test_the_cookie_is_kept_from_scripts_and_other_sites_and_says_nothing_of_the_person(
    public: Public,
) -> None:
    visitor = public.visitor()
    id = public.ask(visitor, "en", "access", "cookie@x.example")
    link = public.link("cookie@x.example", "confirm", id)
    answer = visitor.post(f"/en/confirm/{id}/", {"code": link.rstrip("/").rpartition("/")[2]}, at=link)
    (cookie,) = [one for one in answer.cookies() if one.startswith("seen=")]
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}
    told = signing.b64_decode(cookie.partition("=")[2].partition(":")[0].lstrip(".").encode())
    assert b"cookie@" not in told
    assert public.store.request(id).state is not State.ASKED


def test_a_browser_that_was_told_to_forget_sees_nothing_more(public: Public) -> None:
    visitor = public.visitor()
    id = public.ask(visitor, "en", "rectification", "forget@x.example", category="name", words="wrong")
    public.prove(visitor, "forget@x.example", id)
    assert visitor.get(f"/en/request/{id}/").status == 200
    assert visitor.post("/en/leave/", at=f"/en/request/{id}/").status == 303
    assert "seen" not in visitor.jar
    assert visitor.get(f"/en/request/{id}/").status == 403
