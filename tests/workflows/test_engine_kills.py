"""Workers killed with -9 at any moment: every run comes to its end, and every effect is there once."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from holdord.workflows.engine import Client
from tests.servers import Database
from tests.workflows.engine_worker import AT_ONCE, STEPS, make_ledger, read_ledger, register
from tests.workflows.engine_worker import start as start_worker

Start = Callable[..., BaseProcess]
RUNS = 50
FEW = 15
PATIENCE = 30.0


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, new_database: Callable[[str], Database]) -> str | None:
    """The address of a store of each kind; None for the file in the folder."""
    if request.param == "sqlite":
        return None
    return new_database("postgresql").url.replace("postgresql+psycopg:", "postgresql:")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    register()
    make_ledger(tmp_path / "ledger.sqlite3")
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
def start(ledger: Path, tmp_path: Path) -> Iterator[Start]:
    """``start(store, "w1")``: a worker in a process of its own; none outlives the test."""
    begun: list[BaseProcess] = []

    def starting(store: str | None, name: str | None = None) -> BaseProcess:
        begun.append(start_worker(store, tmp_path, ledger, name))
        return begun[-1]

    yield starting
    for process in begun:
        process.kill()
        process.join()


def until(holds: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait for something; fail when it does not come."""
    ends = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.02)


def effects(ledger: Path) -> int:
    return int(str(read_ledger(ledger, "SELECT count(*) FROM effect")[0][0]))


def test_runs_of_workers_killed_at_random_all_end_with_each_effect_once(
    store: str | None, ledger: Path, tmp_path: Path, start: Start
) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    workers = [None if store is None else f"w{n}" for n in range(1 if store is None else 2)]
    with Client.open(store, tmp_path) as client:
        for number in range(RUNS):
            client.enqueue("test-three-steps", f"Q-{number}", f"Q-{number}")
        alive = [start(store, name) for name in workers]
        kills = 0
        while effects(ledger) < RUNS * len(STEPS) and kills < 40:
            before = effects(ledger)
            until(partial(lambda before: effects(ledger) > before, before))
            time.sleep(chance.uniform(0, 0.1))
            one = chance.randrange(len(alive))
            alive[one].kill()
            alive[one].join()
            alive[one] = start(store, workers[one])
            kills += 1
        until(lambda: all(client.state(f"Q-{number}") == "done" for number in range(RUNS)))
        for process in alive:
            process.terminate()
        for process in alive:
            process.join(15)
            assert process.exitcode in (0, -signal.SIGTERM)  # the latest may not have begun yet
    assert kills >= 5, "the test killed too little to say anything"
    assert effects(ledger) == RUNS * len(STEPS)
    tried = read_ledger(ledger, "SELECT run, step, count(*) FROM attempt GROUP BY run, step")
    again = sum(int(str(times)) - 1 for _, _, times in tried)
    assert again <= kills * AT_ONCE, "more was done again than was in flight"


def test_a_worker_that_never_returns_is_replaced_by_another(
    store: str | None, ledger: Path, tmp_path: Path, start: Start
) -> None:
    with Client.open(store, tmp_path) as client:
        for number in range(AT_ONCE):
            client.enqueue("test-hanging", f"Q-{number}", f"Q-{number}")
        gone = start(store, "gone")
        until(lambda: len(read_ledger(ledger, "SELECT 1 FROM attempt")) == AT_ONCE)
        other = start(store, "other")
        time.sleep(1.8)  # longer than it takes to be thought dead
        assert {client.state(f"Q-{number}") for number in range(AT_ONCE)} == {"running"}
        gone.kill()
        until(lambda: all(client.state(f"Q-{number}") == "done" for number in range(AT_ONCE)), 10)
        other.terminate()
        other.join(15)
        assert other.exitcode == 0
    assert len(read_ledger(ledger, "SELECT 1 FROM attempt")) == 2 * AT_ONCE


def test_a_worker_asked_to_stop_hands_its_runs_on_at_once(
    store: str | None, ledger: Path, tmp_path: Path, start: Start
) -> None:
    with Client.open(store, tmp_path) as client:
        for number in range(FEW):
            client.enqueue("test-three-steps", f"Q-{number}", f"Q-{number}")
        first = start(store)
        until(lambda: effects(ledger) > 5)
        assert first.pid
        first.terminate()
        first.join(15)
        assert first.exitcode == 0
        assert effects(ledger) < FEW * len(STEPS)
        assert "running" not in {client.state(f"Q-{number}") for number in range(FEW)}
        second = start(store, "second")
        until(lambda: all(client.state(f"Q-{number}") == "done" for number in range(FEW)))
        second.kill()
        second.join()
        assert second.exitcode == -signal.SIGKILL
    assert len(read_ledger(ledger, "SELECT 1 FROM attempt")) == FEW * len(STEPS), "a step was done twice"


def test_a_worker_that_was_only_slow_notes_nothing_of_runs_that_were_given_away(
    new_database: Callable[[str], Database], ledger: Path, tmp_path: Path, start: Start
) -> None:
    store = new_database("postgresql").url.replace("postgresql+psycopg:", "postgresql:")
    keys = [f"Q-{number}" for number in range(AT_ONCE)]
    with Client.open(store, tmp_path) as client:
        for key in keys:
            client.enqueue("test-hanging", key, key)
        slow = start(store, "slow")
        until(lambda: len(read_ledger(ledger, "SELECT 1 FROM attempt")) == AT_ONCE)
        time.sleep(0.2)
        assert slow.pid
        os.kill(slow.pid, signal.SIGSTOP)
        other = start(store, "other")
        until(lambda: all(client.state(key) == "done" for key in keys))
        (tmp_path / "go").touch()
        os.kill(slow.pid, signal.SIGCONT)
        time.sleep(0.5)
        for process in (slow, other):
            process.terminate()
            process.join(15)
            assert process.exitcode == 0
        assert all(client.state(key) == "done" for key in keys)
    assert len(read_ledger(ledger, "SELECT 1 FROM attempt")) == 2 * AT_ONCE
