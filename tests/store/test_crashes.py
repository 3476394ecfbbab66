"""Processes record at once and are killed: no number is missing or given twice, nothing counts twice."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from holdord.store import Store, open_store
from holdord.words.evidence import broken_links
from tests.store.cast import NOW, Place, plan
from tests.store.recorder import size_of

COUNT = 60


def _recorder(place: Place, run: str, seed: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.recorder", place.url or "-", str(place.folder), run]
    return subprocess.Popen([*command, str(seed), str(COUNT)], stdout=subprocess.PIPE, text=True)


def _told(recorder: subprocess.Popen[str]) -> list[int]:
    """The receipts that the recorder says it was the first to record."""
    assert recorder.stdout is not None
    with recorder.stdout as lines:
        words = [line.split() for line in lines.read().splitlines()]
    return [int(word[0]) for word in words if len(word) == 2 and word[1] == "1"]


def _is_exact(store: Store, run: str, receipts: set[int]) -> None:
    records = list(store.evidence())
    assert [record.number for record in records] == list(range(1, len(records) + 1))
    expected = {f"unit-{receipt}": size_of(receipt) for receipt in receipts if size_of(receipt)}
    assert Counter(record.receipt for record in records) == expected
    assert store.run(run).done == {f"unit-{receipt}" for receipt in receipts}
    assert list(broken_links(iter(records), store.seals())) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_recorders_at_once_give_each_number_and_each_receipt_once(place: Place, seed: int) -> None:
    with open_store(place.url, place.folder) as store:
        run = store.begin(plan(), NOW, "anna")
        recorders = [_recorder(place, run, seed * 10 + n) for n in range(2)]
        first = [receipt for recorder in recorders for receipt in _told(recorder)]
        assert [recorder.wait() for recorder in recorders] == [0, 0]
        assert sorted(first) == list(range(COUNT))
        _is_exact(store, run, set(range(COUNT)))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_recorders_killed_at_any_time_leave_whole_records_or_none(place: Place, seed: int) -> None:
    chance = random.Random(seed)
    with open_store(place.url, place.folder) as store:
        run = store.begin(plan(), NOW, "anna")
        told: set[int] = set()
        for _ in range(3):
            recorders = [_recorder(place, run, chance.randrange(1000)) for _ in range(2)]
            for recorder in recorders:
                assert recorder.stdout is not None
                assert recorder.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0, 0.08))
            for recorder in recorders:
                os.kill(recorder.pid, signal.SIGKILL)
                told |= set(_told(recorder))
                assert recorder.wait() in (-signal.SIGKILL, 0)
            receipts = {int(receipt.removeprefix("unit-")) for receipt in store.run(run).done}
            assert told <= receipts  # what was said to be recorded is on the disk
            _is_exact(store, run, receipts)
        last = _recorder(place, run, seed)
        _told(last)
        assert last.wait() == 0
        _is_exact(store, run, set(range(COUNT)))


MEET = """
import sys
from pathlib import Path
from holdord.store import open_store
with open_store(None if sys.argv[1] == "-" else sys.argv[1], Path(sys.argv[2])) as store:
    print(*(store.subject({"email": {f"{n}@example.dk"}}) for n in range(25)))
"""


def test_processes_that_meet_a_new_person_at_once_make_one_subject_and_one_key(place: Place) -> None:
    command = [sys.executable, "-c", MEET, place.url or "-", str(place.folder)]
    meeting = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    told = {each.communicate()[0] for each in meeting}
    assert [each.returncode for each in meeting] == [0, 0, 0]
    assert len(told) == 1
    assert len(set(told.pop().split())) == 25
    assert place.execute("SELECT count(*) FROM holdord_subject") == [(25,)]
    assert place.execute("SELECT count(*) FROM holdord_secret_key") == [(1,)]
