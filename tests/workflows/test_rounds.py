"""Requests that wait at the same time are carried together; what is in the way of one holds up no other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from holdord.connectors import SystemFault
from holdord.words.finding import Finding
from holdord.words.request import Channel, Request, Right, State, Strength
from holdord.workflows.engine import RECIPIENTS, REQUESTS, ROUNDS, SHARES, Client, RunQueue, Worker
from holdord.workflows.office import STORE_FOLDER, Office
from holdord.workflows.requests import carrying, durable, receiving
from tests.company import Company
from tests.servers import Database
from tests.workflows.shop import shop
from tests.workflows.test_engine import until

QUEUES = (RunQueue(ROUNDS, 1), RunQueue(SHARES, 1), RunQueue(REQUESTS, 2), RunQueue(RECIPIENTS, 1))


@pytest.fixture
def company(new_database: Callable[[str], Database], tmp_path: Path) -> Company:
    return shop(tmp_path / "policy", new_database("sqlite"))


@pytest.fixture
def office(company: Company) -> Iterator[Office]:
    with company.office() as opened:
        yield opened
        opened.store.close()


@pytest.fixture
def client(company: Company) -> Iterator[Client]:
    with Client.open(None, company.folder / STORE_FOLDER) as opened:
        yield opened


def _asked(office: Office, count: int) -> list[str]:
    now = datetime.now(UTC)
    return [
        receiving.receive(
            office, Right.ACCESS, Channel.PHONE, "da", {"email": f"c{n}@many.example"}, "", {}, "", now,
            "rikke", Strength.STAFF,
        )
        for n in range(count)
    ]  # fmt: skip


@contextmanager
def _working(company: Company) -> Iterator[None]:
    """A worker in a thread of this process."""
    folder = company.folder / STORE_FOLDER
    worker = Worker(None, folder, lambda: _opened(company), QUEUES)
    ready = Event()
    thread = Thread(target=lambda: worker.run(lambda _: ready.set()))
    thread.start()
    assert ready.wait(30)
    try:
        yield
    finally:
        worker.stop()
        thread.join(30)


@contextmanager
def _opened(company: Company) -> Iterator[Office]:
    with company.office() as office:
        office.store  # noqa: B018 (opened here, before threads ask for it)
        yield office


def _ready(office: Office, ids: list[str]) -> Callable[[], bool]:
    return lambda: all(office.store.request(id).state is State.READY for id in ids)


def _carried_apart(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of requests that get a run of their own, as they do."""
    apart: list[str] = []
    whole = durable._carry

    def carry(office: Office, id: str) -> list[list[str]]:
        apart.append(id)
        return whole(office, id)

    monkeypatch.setattr(durable, "_carry", carry)
    return apart


def _answers(office: Office, id: str) -> int:
    return [event.kind for event in office.store.events(id)].count("answer-ready")


def test_all_that_wait_are_carried_by_one_run_and_shares_of_it(
    office: Office, client: Client, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "TOGETHER", 4)
    monkeypatch.setattr(durable, "SHARE_LASTS", 600.0)
    apart = _carried_apart(monkeypatch)
    ids = _asked(office, 10)
    for id in (*ids, *ids):
        durable.carry_soon(client, office, id)
    (number,) = office.store.rounds_waited_for()
    assert client.state(f"round {number}") == "waiting"
    with _working(company):
        until(_ready(office, ids), 60)
        until(lambda: client.state(f"round {number}/8") == "done", 60)
        until(lambda: office.store.rounds_waited_for() == [], 60)
    assert client.state(f"round {number}/12") == "unknown"
    assert apart == []
    assert {_answers(office, id) for id in ids} == {1}


def test_a_request_with_something_in_its_way_gets_a_run_of_its_own_and_holds_up_no_other(
    office: Office, client: Client, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = _asked(office, 5)
    stuck, tries, whole = ids[1], [0], carrying.carry

    def carry(office: Office, id: str, clock: carrying.Clock) -> Request:
        if id == stuck and tries[0] < 2:
            tries[0] += 1
            raise SystemFault(Finding("system-unreachable", "the shop does not answer"), permanent=False)
        return whole(office, id, clock)

    monkeypatch.setattr(carrying, "carry", carry)
    apart = _carried_apart(monkeypatch)
    for id in ids:
        durable.carry_soon(client, office, id)
    with _working(company):
        until(_ready(office, [id for id in ids if id != stuck]), 60)
        until(_ready(office, ids), 60)
    assert set(apart) == {stuck}
    assert {_answers(office, id) for id in ids} == {1}


def test_those_behind_something_slow_are_not_waited_with(
    office: Office, client: Client, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "SHARE_LASTS", -1.0)
    apart = _carried_apart(monkeypatch)
    ids = _asked(office, 3)
    for id in ids:
        durable.carry_soon(client, office, id)
    with _working(company):
        until(_ready(office, ids), 60)
    assert sorted(apart) == sorted(ids)


def test_a_round_that_nobody_asked_for_before_dying_is_carried_when_the_clock_finds_it(
    office: Office, company: Company
) -> None:
    ids = _asked(office, 2)
    for id in ids:
        office.store.join_round(id)
    with _working(company):  # what is due in this quarter of an hour begins at once
        until(_ready(office, ids), 60)
