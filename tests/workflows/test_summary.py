"""The summary of a week arrives once at a real mail server, whoever dies; and what a worker does by clock."""

import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from holdord.connectors.faults import SUMMARY_POINTS
from holdord.words.probe import Measured, Outcome
from holdord.words.standing import State
from holdord.workflows.engine.runs import BODIES, SCHEDULES, Run
from holdord.workflows.office import Office
from holdord.workflows.probes import applicable, noted
from holdord.workflows.promises import durable
from holdord.workflows.promises.board import board
from holdord.workflows.promises.recording import record
from holdord.workflows.promises.summary import WEEK, send_summary, week_of
from tests.servers import Database
from tests.workflows.postbox import Postbox, running_postbox
from tests.workflows.worker import killed_summing_up

pytest.register_assert_rewrite("tests.workflows.board")

from tests.workflows.board import CARD, EMAIL, NOW, PROMISES, shop, standing  # noqa: E402

STAFF = "responsible@nordlys.example"


@pytest.fixture
def postbox(free_tcp_port: int) -> Iterator[tuple[Postbox, str]]:
    with running_postbox(free_tcp_port) as running:
        yield running


@pytest.fixture
def office(
    new_database: Callable[[str], Database], tmp_path: Path, postbox: tuple[Postbox, str]
) -> Iterator[Office]:
    company = shop(tmp_path / "policy", new_database("sqlite"))
    more = {"HOLDORD_SMTP_URL": postbox[1], "HOLDORD_STAFF_MAIL": STAFF}
    with Office.open(company.folder, {**company.environment, **more}) as opened:
        yield opened
        opened.store.close()


def test_it_tells_what_has_turned_since_last_week_and_goes_once(
    office: Office, postbox: tuple[Postbox, str]
) -> None:
    noted(office, "content", NOW - WEEK, Measured(Outcome.KEPT))
    record(office, NOW - WEEK)
    noted(office, "content", NOW, Measured(Outcome.BROKEN, {"shop.job_log.line: card": 3}))
    assert send_summary(office, NOW)
    assert not send_summary(office, NOW + timedelta(days=2))
    (letter,) = postbox[0].letters
    assert (letter["To"], letter["Auto-Submitted"]) == (STAFF, "auto-generated")
    text = " ".join(letter.get_content().split())
    assert "0 of 9 promises are kept." in text
    assert "No full card number. Before: kept. Now: broken." in text
    assert "the samples held 3 values that must not be stored." in text
    assert "/console/promises/" in text
    assert "@x.example" not in text
    assert send_summary(office, NOW + WEEK)
    assert len(postbox[0].letters) == 2


@pytest.mark.parametrize("point", SUMMARY_POINTS)
def test_whoever_dies_while_handing_it_over_sends_none_twice(
    office: Office, postbox: tuple[Postbox, str], point: str
) -> None:
    assert killed_summing_up(point, office.folder, dict(office.environment)) == -signal.SIGKILL
    assert not send_summary(office, NOW)
    assert len(postbox[0].letters) <= 1
    assert send_summary(office, NOW + WEEK), "the next week has its own"


def test_a_mail_server_that_is_away_is_tried_again(office: Office, postbox: tuple[Postbox, str]) -> None:
    there = dict(office.environment)
    office.environment = {**there, "HOLDORD_SMTP_URL": "smtp+plain://127.0.0.1:9"}
    assert not send_summary(office, NOW)
    office.environment = there
    assert send_summary(office, NOW + timedelta(hours=1))


@pytest.mark.parametrize("answer", ["451 later", "554 no"])
def test_a_summary_that_the_mail_server_refuses_is_tried_again(
    office: Office, postbox: tuple[Postbox, str], answer: str
) -> None:
    postbox[0].at_the_end = answer
    assert not send_summary(office, NOW)
    postbox[0].at_the_end = "250 OK"
    assert send_summary(office, NOW + timedelta(hours=1))
    assert not send_summary(office, NOW + timedelta(hours=2))
    assert len(postbox[0].letters) == 2, "the one that was refused, and the one that was taken"
    assert office.store.summary_begun(week_of(office, NOW))


def test_a_week_begins_on_monday_where_the_company_is(office: Office) -> None:
    sunday = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    assert week_of(office, sunday) == "2026-W47"
    assert week_of(office, sunday + timedelta(hours=1)) == "2026-W48"


class AtOnce:
    """What carries a run: here, without an engine."""

    def __init__(self, office: Office) -> None:
        self.context = office
        self.asked: dict[str, tuple[str, str]] = {}

    def step(self, name: str, act: Callable[[], Any]) -> Any:
        return act()

    def enqueue(self, name: str, key: str, ids: tuple[Any, ...], queue: str) -> str:
        self.asked[ids[0]] = (name, queue)
        BODIES[name](Run(key, self), *ids)  # type: ignore[arg-type]
        return key

    def go_on(self) -> None:
        return


def test_a_worker_measures_and_writes_down_by_the_clock(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {"probe-daily", "record-standings", "weekly-summary"} <= SCHEDULES.keys()
    monkeypatch.setattr(durable, "_now", lambda: NOW)
    carrier = AtOnce(office)
    durable.probe_daily(Run("probe-daily", carrier))  # type: ignore[arg-type]
    assert carrier.asked == dict.fromkeys(applicable(office.policy), ("probe", "measuring"))
    taken = office.store.latest_readings(applicable(office.policy))
    assert set(taken) == set(applicable(office.policy))
    assert set(office.store.standings(list(PROMISES))) == set(PROMISES)
    assert standing(office, "map").state is State.KEPT
    later = NOW + timedelta(days=5)
    monkeypatch.setattr(durable, "_now", lambda: later)
    durable.record_standings(Run("record-standings", carrier))  # type: ignore[arg-type]
    assert office.store.history("map")[0].state is State.UNPROVEN, "by the passing of time alone"


def test_no_summary_goes_before_monday_morning(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    early = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    monkeypatch.setattr(durable, "_now", lambda: early)
    assert durable._summary(office) is False
    monkeypatch.setattr(durable, "_now", lambda: early + timedelta(hours=3))
    assert durable._summary(office) is True


def test_no_value_of_anybody_stands_in_what_is_kept_for_the_board(office: Office) -> None:
    durable._probe(office, "content")
    durable._probe(office, "consents")
    record(office, NOW)
    assert board(office, NOW)
    for table in ("holdord_reading", "holdord_standing"):
        kept = str(office.store._rows(f"SELECT * FROM {table}")).lower()
        assert EMAIL.lower() not in kept
        assert CARD not in kept
