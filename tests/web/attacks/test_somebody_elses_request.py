"""Another person's request: by its id, by a link, by a cookie, by a token made up."""

import json
import re
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from holdord.web.centre.passes import ticket_of
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
    for name in ("letter.pdf", "letter.html", "answer.json", "tables.zip"):
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


def pass_for(public: Public, *passes: tuple[str, str], until: int = 0, ticket: str = "") -> str:
    """A ticket of a browser that has shown what these passes say; `ticket` is the name the store knows."""
    word = secrets.token_urlsafe(32)
    ends = until or int(time.time()) + 3600
    content = json.dumps([[id, kind, ends] for id, kind in passes]).encode()
    public.store.enter(word, ticket or ticket_of(word), content, datetime.now(UTC) + timedelta(hours=1))
    return word


def _another_kind(public: Public, ticket: str, id: str) -> str:
    """A ticket that the store knows, but that was given for something else."""
    word = secrets.token_urlsafe(32)
    pass_for(public, (id, "proved"), ticket=word)
    return word


def _digest(public: Public, ticket: str, id: str) -> str:
    """What stands in the store of a ticket, for whoever can read it."""
    word = pass_for(public, (id, "proved"))
    return public.store._entry_digest("ticket", ticket_of(word))


FORGED: dict[str, Callable[[Public, str, str], str]] = {
    "made up": lambda public, ticket, id: secrets.token_urlsafe(32),
    "the id itself": lambda public, ticket, id: id,
    "run out": lambda public, ticket, id: pass_for(public, (id, "proved"), until=int(time.time()) - 1),
    "of another request": lambda public, ticket, id: ticket,
    "for another thing": lambda public, ticket, id: pass_for(public, (id, "everything")),
    "of the company's site": _another_kind,
    "as the store keeps it": _digest,
    "with its name before it": lambda public, ticket, id: ticket_of(pass_for(public, (id, "proved"))),
    "cut short": lambda public, ticket, id: pass_for(public, (id, "proved"))[:-1],
    "made longer": lambda public, ticket, id: pass_for(public, (id, "proved")) + "A",
    "no ticket at all": lambda public, ticket, id: "",
    "very long": lambda public, ticket, id: "x" * 6000,
    "odd letters": lambda public, ticket, id: "%00%ff'\"--",
}


@pytest.mark.parametrize("how", FORGED)
def test_a_cookie_that_was_made_up_is_worth_nothing(
    public: Public, mine: tuple[Visitor, str], theirs: str, how: str
) -> None:
    stranger = public.visitor()
    stranger.jar["seen"] = FORGED[how](public, mine[0].jar["seen"], theirs)
    assert stranger.get(f"/en/request/{theirs}/").status == 403


def test_a_ticket_of_the_store_is_believed_and_so_the_forgeries_were_tested(
    public: Public, theirs: str
) -> None:
    visitor = public.visitor()
    visitor.jar["seen"] = pass_for(public, (theirs, "proved"))
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
    assert re.fullmatch(r"seen=[\w-]{43}", cookie.partition(";")[0]), "a random word and nothing else"
    written = b"".join(path.read_bytes() for path in (public.server.folder / "store").glob("store.sqlite3*"))
    assert visitor.jar["seen"].encode() not in written
    assert public.store.request(id).state is not State.ASKED


def test_a_browser_that_was_told_to_forget_sees_nothing_more_nor_does_a_copy_of_its_cookie(
    public: Public,
) -> None:
    visitor = public.visitor()
    id = public.ask(visitor, "en", "rectification", "forget@x.example", category="name", words="wrong")
    public.prove(visitor, "forget@x.example", id)
    assert visitor.get(f"/en/request/{id}/").status == 200
    thief = public.visitor()
    thief.jar["seen"] = visitor.jar["seen"]
    assert thief.get(f"/en/request/{id}/").status == 200
    answer = visitor.post("/en/leave/", at=f"/en/request/{id}/")
    assert (answer.status, answer.header("Clear-Site-Data")) == (303, '"cache"')
    assert "seen" not in visitor.jar
    for one in (visitor, thief):
        assert one.get(f"/en/request/{id}/").status == 403


def test_each_proof_gives_a_new_ticket_that_keeps_what_the_one_before_could_see(public: Public) -> None:
    visitor = public.visitor()
    ids, tickets = [], []
    for number in range(2):
        email = f"two{number}@x.example"
        ids.append(public.ask(visitor, "en", "rectification", email, category="name", words="wrong"))
        public.prove(visitor, email, ids[-1])
        tickets.append(visitor.jar["seen"])
    assert [visitor.get(f"/en/request/{id}/").status for id in ids] == [200, 200]
    stranger = public.visitor()
    stranger.jar["seen"] = tickets[0]
    assert stranger.get(f"/en/request/{ids[0]}/").status == 403
