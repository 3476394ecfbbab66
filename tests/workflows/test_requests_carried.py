"""Requests carried out: what is done in the systems and the store, once, however often it is tried."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from holdord.connectors import SystemFault
from holdord.words.request import Channel, Outcome, Right, State, Strength
from holdord.workflows.engine import Client
from holdord.workflows.office import STORE_FOLDER, Office
from holdord.workflows.requests import carrying, deciding, durable, looking, receiving
from tests.company import Company
from tests.servers import Database

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import MARKER, NOW, rows, shop  # noqa: E402


@pytest.fixture
def company(database: Database, tmp_path: Path) -> Company:
    return shop(tmp_path / "policy", database)


@pytest.fixture
def office(company: Company) -> Iterator[Office]:
    with company.office() as opened:
        yield opened
        opened.store.close()


def clock() -> datetime:
    return NOW + timedelta(days=1)


def ask(office: Office, right: Right, email: str = MARKER, now: datetime = NOW, **details: str) -> str:
    return receiving.receive(
        office, right, Channel.PHONE, "da", {"email": email}, email, details, "", now, "rikke", Strength.STAFF
    )


def test_an_erasure_waits_for_its_plan_to_be_confirmed_and_is_then_done_once(
    office: Office, company: Company
) -> None:
    id = ask(office, Right.ERASURE)
    before = rows(company)
    request = carrying.carry(office, id, clock)
    assert request.state is State.OPEN
    assert rows(company) == before
    assert carrying.carry(office, id, clock).plan == request.plan, "it is planned once"
    deciding.confirm(office, id, request.plan, "rikke", clock())
    request = carrying.carry(office, id, clock)
    assert (request.state, request.outcome) == (State.READY, Outcome.PARTLY)
    after = rows(company)
    assert after != before
    assert MARKER.lower() not in str(after["customers"]).lower()
    evidence = list(office.store.evidence())
    assert carrying.carry(office, id, clock) == request
    assert rows(company) == after
    assert list(office.store.evidence()) == evidence
    kinds = [event.kind for event in office.store.events(id)]
    assert kinds == ["received", "proved", "planned", "confirmed", "answer-ready"]


def test_rows_that_change_after_the_plan_was_confirmed_make_it_anew(office: Office, company: Company) -> None:
    id = ask(office, Right.ERASURE)
    digest = carrying.carry(office, id, clock).plan
    deciding.confirm(office, id, digest, "rikke", clock())
    company.databases["shop"].execute_script("INSERT INTO order_lines VALUES (99, 12, 'call again');"
                                             "UPDATE orders SET customer_id = 1 WHERE id = 12")  # fmt: skip
    before = rows(company)
    request = carrying.carry(office, id, clock)
    assert (request.state, request.confirmed) == (State.OPEN, "")
    assert request.plan not in ("", digest)
    assert rows(company) == before
    deciding.confirm(office, id, request.plan, "rikke", clock())
    assert carrying.carry(office, id, clock).outcome is Outcome.PARTLY


def test_of_somebody_unknown_nothing_is_held_and_nobody_has_to_confirm_that(
    office: Office, company: Company
) -> None:
    before = rows(company)
    for right, email in ((Right.ERASURE, "nobody@x.example"), (Right.ACCESS, "noone@x.example")):
        id = ask(office, right, email)
        request = carrying.carry(office, id, clock)
        assert (request.state, request.outcome) == (State.READY, Outcome.NOTHING_HELD)
    assert rows(company) == before


def test_a_system_that_is_away_leaves_the_request_as_it_is(
    office: Office, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = ask(office, Right.ERASURE)
    request = carrying.carry(office, id, clock)
    deciding.confirm(office, id, request.plan, "rikke", clock())
    monkeypatch.setenv("HOLDORD_FAULT", "")
    system = type(office.systems["shop"])

    def away(*_: object, **__: object) -> None:
        from holdord.words.finding import Finding

        raise SystemFault(Finding("system-unreachable", "the shop does not answer"), permanent=False)

    with monkeypatch.context() as patched:
        patched.setattr(system, "carry_out", away)
        with pytest.raises(SystemFault):
            carrying.carry(office, id, clock)
    assert office.store.request(id).state is State.RUNNING
    assert "answer-ready" not in [event.kind for event in office.store.events(id)]
    assert carrying.carry(office, id, clock).outcome is Outcome.PARTLY


def test_a_withdrawal_is_stated_once_and_at_once(office: Office) -> None:
    id = ask(office, Right.WITHDRAWAL, purposes="newsletter")
    for _ in range(2):
        request = carrying.carry(office, id, clock)
    assert request.outcome is Outcome.GRANTED
    assert office.stated(clock()).lapsed["newsletter"].of("shop", "customers") == {1}
    subject = office.store.subjects_of({"email": {MARKER.lower()}})[0]
    assert [one.given for one in office.store.consents(subject)] == [False]


def test_an_objection_that_must_be_weighed_restricts_meanwhile_and_waits(office: Office) -> None:
    id = ask(office, Right.OBJECTION, purposes="service")
    for _ in range(2):
        assert carrying.carry(office, id, clock).state is State.OPEN
    subject = office.store.subjects_of({"email": {MARKER.lower()}})[0]
    assert [one.state for one in office.store.objections(subject)] == ["made"]
    assert [one.ground for one in office.store.restrictions(clock())] == ["objection"]
    deciding.weigh(office, id, "service", True, "", "rikke", clock())
    assert carrying.carry(office, id, clock).outcome is Outcome.GRANTED


def test_a_restriction_stops_what_would_else_be_erased(office: Office, company: Company) -> None:
    carrying.carry(office, ask(office, Right.RESTRICTION, ground="claim"), clock)
    id = ask(office, Right.ERASURE)
    carrying.carry(office, id, clock)
    plan = looking.shown_plan(office, id)
    assert plan
    assert not any(step.collection == "customers" for unit in plan.units for step in unit.steps)
    assert any("restriction" in kept.stopped_by for kept in plan.kept)


def test_somebody_of_whom_everything_is_restricted_is_not_told_that_nothing_is_held(
    office: Office, company: Company
) -> None:
    company.databases["shop"].execute_script("DELETE FROM order_lines; DELETE FROM orders;")
    carrying.carry(office, ask(office, Right.RESTRICTION, ground="claim"), clock)
    id = ask(office, Right.ERASURE)
    request = carrying.carry(office, id, clock)
    assert (request.state, request.outcome) == (State.OPEN, None)
    deciding.confirm(office, id, request.plan, "rikke", clock())
    assert carrying.carry(office, id, clock).outcome is Outcome.PARTLY


def test_a_refusal_two_people_agreed_to_changes_nothing(office: Office, company: Company) -> None:
    id = ask(office, Right.ERASURE)
    before = rows(company)
    carrying.carry(office, id, clock)
    deciding.propose_refusal(office, id, "a claim is raised", "Art. 17(3)(e)", "carl", clock())
    deciding.agree(office, id, "rikke", clock())
    assert carrying.carry(office, id, clock).outcome is Outcome.REFUSED
    assert rows(company) == before


RUNS = 12
AWAY = 300.0


def _worker(company: Company) -> "subprocess.Popen[bytes]":
    words = [sys.executable, "-m", "holdord.cli.main", "--policy", str(company.folder), "worker"]
    return subprocess.Popen(
        words,
        env={**os.environ, **company.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def test_workers_killed_at_random_carry_every_request_to_its_end_once(
    new_database: Callable[[str], Database], tmp_path: Path
) -> None:
    company = shop(tmp_path / "policy", new_database("postgresql"))
    people = [f"c{n}@many.example" for n in range(RUNS)]
    values = ", ".join(f"({100 + n}, 'N', '{email}', 'DK', '2024-01-01')" for n, email in enumerate(people))
    company.databases["shop"].execute_script(f"INSERT INTO customers VALUES {values};")
    with company.office() as office, Client.open(None, company.folder / STORE_FOLDER) as client:
        now = datetime.now(UTC)
        ids = []
        for number, email in enumerate(people):
            right = (Right.ERASURE, Right.WITHDRAWAL)[number % 2]
            details = {"purposes": "newsletter"} if right is Right.WITHDRAWAL else {}
            id = ask(office, right, email, now, **details)
            if right is Right.ERASURE:
                deciding.confirm(office, id, looking.plan(office, id, now).digest, "rikke", now)
            durable.carry_soon(client, office, id)
            durable.carry_soon(client, office, id)
            ids.append(id)
        moments = random.Random(7)
        ends = time.monotonic() + AWAY
        life = 0.6
        while not all(office.store.mails_queued(id, "ready") for id in ids):
            assert time.monotonic() < ends, [office.store.request(id) for id in ids]
            worker = _worker(company)
            assert worker.stdout
            worker.stdout.readline()  # it is at work: killed before that, it would prove nothing
            time.sleep(moments.uniform(0.0, life))
            life *= 1.2  # on a busy machine even the first step needs its time
            worker.send_signal(signal.SIGKILL)
            worker.communicate()
        assert len(rows(company)["customers"]) == 4 + RUNS // 2
        changed: dict[str, int] = {}
        for record in office.store.evidence():
            changed[record.step] = changed.get(record.step, 0) + record.changed
        assert changed == {"shop.customers remove": RUNS // 2}
        for id in ids:
            kinds = [event.kind for event in office.store.events(id)]
            assert kinds.count("answer-ready") == 1, kinds
            assert office.store.mails_queued(id, "ready") == 1
        for email in people[1::2]:
            subject = office.store.subjects_of({"email": {email}})[0]
            assert len(office.store.consents(subject)) == 1
        office.store.close()


def test_what_nobody_has_to_decide_is_carried_on_once_its_run_has_failed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    access, planned = ask(office, Right.ACCESS), ask(office, Right.ERASURE)
    unplanned, weighed = ask(office, Right.ERASURE), ask(office, Right.OBJECTION, purposes="service")
    waiting = ask(office, Right.ACCESS)
    carrying.carry(office, planned, clock)
    carrying.carry(office, weighed, clock)
    office.store.task_new(waiting, "archive", "find", "rikke", NOW)
    monkeypatch.setattr(durable, "_now", lambda: NOW + timedelta(days=2))
    assert {id for id, _ in durable._left(office)} == {access, unplanned}
    monkeypatch.setattr(durable, "_now", lambda: NOW + timedelta(minutes=5))
    assert durable._left(office) == [], "they may be at work"


def test_no_more_runs_begin_a_second_than_a_system_bears(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = [NOW]
    monkeypatch.setattr(durable, "_now", lambda: moments[-1])
    monkeypatch.setattr(time, "sleep", lambda s: moments.append(moments[-1] + timedelta(seconds=s)))
    office.rates = {"shop": 3}
    begun = []
    for _ in range(10):
        durable._wait_for_turn(office)
        begun.append(moments[-1])
    for first, fourth in zip(begun, begun[3:], strict=False):
        assert fourth - first >= timedelta(seconds=1)
    assert begun[-1] - begun[0] < timedelta(seconds=5)
