"""What a program asks for is done once, whatever died in between; its token says who it is."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.test.utils import CaptureQueriesContext

from holdord.store.request_records import Once
from holdord.words.caller import Scope
from holdord.words.request import Channel, Request, Right, State, Strength
from holdord.workflows.allowing import may
from holdord.workflows.calling import PREFIX, caller_of, new_token
from holdord.workflows.office import Office
from holdord.workflows.requests.contents import newest
from holdord.workflows.requests.receiving import receive
from tests.servers import Database

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import MARKER, NOW, shop  # noqa: E402

ONCE = Once("api:webshop", "a-random-key", "everything that was asked")


@pytest.fixture
def office(new_database: Callable[[str], Database], tmp_path: Path) -> Iterator[Office]:
    with shop(tmp_path / "policy", new_database("sqlite")).office() as opened:
        yield opened
        opened.store.close()


def ask(office: Office, strength: Strength = Strength.SESSION) -> Request:
    id = receive(
        office, Right.ACCESS, Channel.API, "da", {"email": MARKER}, MARKER, {}, "Hej", NOW, "api:webshop",
        strength, ONCE,
    )  # fmt: skip
    return office.store.request(id)


class _Died(Exception):
    """The program was killed here."""


@pytest.mark.parametrize("strength", [Strength.CLAIMED, Strength.SESSION])
@pytest.mark.parametrize("step", range(5))
def test_a_request_that_was_half_written_is_completed_when_it_is_asked_for_again(
    office: Office, monkeypatch: pytest.MonkeyPatch, step: int, strength: Strength
) -> None:
    """Every commit is a step after which the server may be gone."""
    left = step

    def counted(name: str) -> Callable[..., object]:
        method = getattr(type(office.store), name)

        def call(self: object, *rest: object, **named: object) -> object:
            nonlocal left
            if not left:
                raise _Died
            left -= 1
            return method(self, *rest, **named)

        return call

    with monkeypatch.context() as patched:
        for name in ("new_request", "put", "move"):
            patched.setattr(type(office.store), name, counted(name))
        with suppress(_Died):
            ask(office, strength)
    request = ask(office, strength)
    assert ask(office, strength) == request
    assert [one.id for one in office.store.requests()] == [request.id]
    assert request.state is (State.ASKED if strength is Strength.CLAIMED else State.OPEN)
    kinds = ["keys", "contact", "words"]
    assert [len(office.store.contents(request.id, kind)) for kind in kinds] == [1, 1, 1]
    assert newest(office.store, request.id, "words") == "Hej"
    events = [event.kind for event in office.store.events(request.id)]
    assert events == (["received"] if strength is Strength.CLAIMED else ["received", "proved"])


def test_a_request_that_is_over_is_not_filled_again_by_being_asked_for_once_more(office: Office) -> None:
    request = ask(office, Strength.CLAIMED)
    office.store.move(request.id, 0, at=NOW, by="", note_kind="unproved", state=State.CLOSED)
    office.store.drop_contents(request.id)
    assert ask(office, Strength.CLAIMED).state is State.CLOSED
    assert office.store.contents(request.id, "keys") == []


def test_whether_data_may_be_used_takes_two_queries_from_the_token_to_the_answer(office: Office) -> None:
    _, token = new_token(office, "webshop", {Scope.MAY}, NOW, "anna")
    subject = office.store.subject({"email": {MARKER.lower()}})
    assert subject
    office.store.consent(subject, "newsletter", True, NOW)
    assert caller_of(office, token, NOW), "the day is remembered by now"
    with CaptureQueriesContext(office.store._connection) as asked:
        assert caller_of(office, token, NOW)
        assert may(office.policy, office.store, {"email": MARKER}, "newsletter", NOW).may
    assert len(asked) == 2


def test_a_token_says_who_calls_and_when_it_was_used_last(office: Office) -> None:
    id, token = new_token(office, "webshop", {Scope.MAY}, NOW, "anna")
    assert token.startswith(PREFIX)
    assert len(token) > 50
    caller = caller_of(office, token, NOW)
    assert caller is not None
    assert (caller.id, caller.per_minute) == (id, 60_000)
    later = NOW + timedelta(days=3)
    assert caller_of(office, token, later)
    known = caller_of(office, token, later)
    assert known is not None
    assert known.used_on == later.date()
    for wrong in ("", PREFIX, token.removeprefix(PREFIX), f" {token}", f"{token}\0", "x" * 10_000):
        assert caller_of(office, wrong, NOW) is None
