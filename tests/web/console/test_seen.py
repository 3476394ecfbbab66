"""The log's lines: of the newest requests, or of one that is asked for, however old."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from holdord.web.console.seen import MOST, lines

NOW = datetime(2026, 11, 27, tzinfo=UTC)


class Kept:
    """A store of more requests than the log goes through, each received, proved and looked at."""

    def requests(self, limit: int) -> list[Any]:
        return [SimpleNamespace(id=f"Q-{n}") for n in range(limit)]

    def looks(self, id: str) -> list[Any]:
        return [SimpleNamespace(at=NOW - timedelta(hours=int(id[2:])), by="carl", what="page")]

    def events(self, id: str) -> list[Any]:
        return [SimpleNamespace(at=NOW - timedelta(days=9), by=by, kind="received") for by in ("rikke", "")]


def test_a_request_older_than_those_gone_through_is_found_by_its_id() -> None:
    store: Any = Kept()
    assert f"Q-{MOST + 7}" not in {line[4] for line in lines(store, "")}
    found = lines(store, f"Q-{MOST + 7}")
    assert [(by, verb, what) for _, by, verb, what, _ in found] == [
        ("carl", "saw", "page"),
        ("rikke", "did", "received"),
    ]


def test_the_newest_come_first_and_what_nobody_can_have_typed_finds_nothing() -> None:
    store: Any = Kept()
    found = lines(store, "")
    assert [line[0] for line in found] == sorted((line[0] for line in found), reverse=True)
    assert len(found) == MOST
    assert lines(store, "Q-1\0") == []
