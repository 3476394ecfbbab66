"""When a worker looks into a queue: at a ring, now and then without one, and never while no place is free."""

import threading
import time
from pathlib import Path

import pytest

from holdord.workflows.engine.bell import Bell, Clapper
from holdord.workflows.engine.places import Place

LONG = 30.0
MOMENT = 0.005


@pytest.fixture
def bell(tmp_path: Path) -> Bell:
    return Bell(Place(None, tmp_path))


def _heard(clapper: Clapper) -> None:
    """The look at the beginning, which nobody has to ring for, and the one after it."""
    for _ in range(2):
        assert not clapper.wait(MOMENT)


def _waiting(clapper: Clapper) -> tuple[threading.Thread, list[bool]]:
    said: list[bool] = []
    thread = threading.Thread(target=lambda: said.append(clapper.wait(LONG)))
    thread.start()
    time.sleep(0.05)
    return thread, said


def test_a_ring_ends_the_wait_and_the_queue_is_looked_into_twice(bell: Bell) -> None:
    clapper = Clapper(bell, lambda: 0, 1, MOMENT)
    _heard(clapper)
    thread, said = _waiting(clapper)
    assert said == []
    bell.ring()
    thread.join(5)
    assert said == [False]
    began = time.monotonic()
    assert not clapper.wait(LONG)
    assert time.monotonic() - began < 5, "the second look comes by itself"


def test_a_queue_with_no_place_free_is_not_looked_into_however_often_it_rings(bell: Bell) -> None:
    running = [2]
    clapper = Clapper(bell, lambda: running[0], 2, MOMENT)
    thread, said = _waiting(clapper)
    for _ in range(5):
        bell.ring()
        time.sleep(0.01)
    assert said == []
    running[0] = 1
    thread.join(5)
    assert said == [False]


def test_a_limited_queue_is_looked_into_without_a_ring_while_runs_are_at_work(bell: Bell) -> None:
    clapper = Clapper(bell, lambda: 1, 2, MOMENT, limited=True)
    _heard(clapper)
    began = time.monotonic()
    assert not clapper.wait(LONG)
    assert time.monotonic() - began < 5


def test_whoever_waits_for_a_ring_is_told_that_the_worker_stops(bell: Bell) -> None:
    clapper = Clapper(bell, lambda: 0, 2, MOMENT)
    _heard(clapper)
    thread, said = _waiting(clapper)
    bell.stop()
    thread.join(5)
    assert said == [True]


def test_whoever_waits_for_a_place_is_told_that_the_worker_stops(bell: Bell) -> None:
    thread, said = _waiting(Clapper(bell, lambda: 2, 2, MOMENT))
    bell.stop()
    thread.join(5)
    assert said == [True]
