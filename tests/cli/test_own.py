"""`--own`: Holdord's own data, foreseen, shown, confirmed, and swept by night, on the command line."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from holdord.store import Store, open_store
from tests.cli.conftest import Holdord
from tests.cli.test_brake import Rows
from tests.workflows.own import asked


@pytest.fixture
def store(shop_folder: Path) -> Iterator[Store]:
    with open_store(None, shop_folder / "policy" / ".holdord") as opened:
        yield opened


def old_ones(store: Store, number: int, email: str = "p") -> None:
    """Requests that ended more than three years ago."""
    past = datetime.now(UTC) - timedelta(days=1300)
    for n in range(number):
        asked(store, f"{email}{n}@x.example", past, past)


def test_it_is_shown_and_done_once_confirmed_like_any_other_plan(
    holdord: Holdord, store: Store, rows: Rows
) -> None:
    old_ones(store, 2)
    shown = holdord("expire", "--own")
    assert shown.code == 0
    assert "holdord.requests" in shown.out
    assert len(store.requests()) == 2
    digest = holdord("expire", "--own", "--json").json["digest"]
    done = holdord("expire", "--confirm", digest)
    assert done.code == 0, done.err
    assert store.requests() == []
    assert len(rows("select id from customers")) == 2, "the company's data is another matter"
    proved = holdord("prove")
    assert proved.code == 0
    assert "holdord.requests" in proved.out


def test_what_will_go_is_foreseen_and_nothing_is_noted_as_of_another_day(
    holdord: Holdord, store: Store
) -> None:
    old_ones(store, 3)
    frida = store.subject({"email": {"frida@x.example"}})
    assert frida
    store.consent(frida, "newsletter", False, datetime.now(UTC))
    seen = holdord("forecast", "--own", "--json").json
    due = {line["collection"]: line["due_now"] for line in seen["lines"]}
    assert (due["requests"], due["events"], due["looks"]) == (3, 9, 3)
    assert store.last_forecast(datetime.now(UTC)) is None
    later = holdord("expire", "--own", "--now", "2040-01-01", "--json")
    assert later.json["saved"] is False
    assert store._rows("SELECT count(*) FROM holdord_subject WHERE unneeded IS NOT NULL") == [(0,)]


def test_by_night_it_looks_ahead_then_sweeps_and_asks_where_much_more_would_go(
    holdord: Holdord, store: Store
) -> None:
    old_ones(store, 60)
    first = holdord("expire", "--own", "--unattended", "--json")
    assert (first.code, first.json["runs"]) == (0, [])
    assert len(store.requests(limit=500)) == 60
    second = holdord("expire", "--own", "--unattended", "--by", "timer")
    assert second.code == 0, second.err
    assert store.requests() == []
    assert holdord("expire", "--own", "--unattended").out.strip() == "Nothing to do: nothing is due."
    old_ones(store, 80, "q")
    third = holdord("expire", "--own", "--unattended", "--json")
    assert (third.code, third.codes) == (3, ["more-than-forecast"])
    assert len(store.requests(limit=500)) == 80
    assert holdord("expire", "--confirm", third.json["waiting"]).code == 0
    assert store.requests() == []


def test_a_run_that_was_interrupted_is_continued_by_its_digest(
    holdord: Holdord, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_ones(store, 2)
    digest = holdord("expire", "--own", "--json").json["digest"]

    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(type(store), "record", killed)
        with pytest.raises(Killed):
            holdord("expire", "--confirm", digest)
    assert [run.plan for run in store.unfinished_runs()] == [digest]
    assert list(store.evidence()) == []
    assert holdord("run", digest).code == 0
    assert store.unfinished_runs() == []
    assert {record.collection for record in store.evidence()} >= {"requests", "events", "looks"}


def test_a_plan_of_our_own_data_is_none_of_the_companys(holdord: Holdord, store: Store) -> None:
    old_ones(store, 1)
    digest = holdord("expire", "--own", "--json").json["digest"]
    assert holdord("erase", "--confirm", digest, "--json").codes == ["another-kind-of-plan"]
    assert len(store.requests()) == 1
