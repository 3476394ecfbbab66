"""The time that an answer takes tells nobody who is known: no customer, no request and no account.

The processor's seconds are compared, over hundreds of forms that take turns. What the server waits for
besides is what any form waits for: the same statements reach the store (`test_enumeration`).
"""

import json
import subprocess
import sys
from bisect import bisect_left, bisect_right
from datetime import date
from pathlib import Path

import pytest

from holdord import demo
from tests.web.attacks.timed import SAMPLES
from tests.web.conftest import environment

SURE = 5.0
"""Standard deviations: by chance alone, one in two million comparisons differs by more."""

Seconds = dict[str, dict[str, list[float]]]


def _timed(folder: Path, *words: str) -> Seconds:
    demo.generate(f"sqlite:///{folder / 'shop.db'}", customers=20, today=date(2026, 11, 26), big=300)
    told = environment(
        folder,
        HOLDORD_POLICY=str(demo.policy_folder("retailer")),
        DJANGO_SETTINGS_MODULE="holdord.web.settings",
    )
    program = [sys.executable, "-m", "tests.web.attacks.timed", *words]
    done = subprocess.run(program, env=told, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    seconds: Seconds = json.loads(done.stdout.splitlines()[-1])
    return seconds


@pytest.fixture(scope="module")
def seconds(tmp_path_factory: pytest.TempPathFactory) -> Seconds:
    return _timed(tmp_path_factory.mktemp("timed"))


def apart(one: list[float], other: list[float]) -> float:
    """How far two samples lie apart, in standard deviations (Mann and Whitney's test of ranks)."""
    ranked, many, more = sorted(other), len(one), len(other)
    above = sum(bisect_left(ranked, value) + bisect_right(ranked, value) for value in one) / 2
    return float((above - many * more / 2) / (many * more * (many + more + 1) / 12) ** 0.5)


def test_samples_that_differ_are_told_apart_and_others_are_not() -> None:
    some = [float(number % 17) for number in range(200)]
    assert abs(apart(some, some)) < 1
    assert apart(some, [value + 8 for value in some]) < -SURE
    assert apart([value + 8 for value in some], some) > SURE


@pytest.mark.parametrize(
    ("what", "one", "others"),
    [
        ("form", "customer", ["nobody"]),
        ("confirm", "there", ["none"]),
        ("answer", "there", ["none"]),
        ("log-in", "anna", ["bent", "carl", "dora"]),
        ("api", "customer", ["nobody"]),
        ("may", "customer", ["nobody"]),
    ],
)
def test_it_takes_as_long_whoever_is_meant(seconds: Seconds, what: str, one: str, others: list[str]) -> None:
    told = seconds[what]
    assert told.keys() == {one, *others}
    assert all(len(samples) == SAMPLES for samples in told.values())
    distances = {other: round(apart(told[one], told[other]), 1) for other in others}
    assert max(map(abs, distances.values())) < SURE, distances


def test_a_form_that_looked_somebody_up_would_be_found_out(tmp_path: Path) -> None:
    told = _timed(tmp_path, demo.big_email("retailer"))["form"]
    assert apart(told["customer"], told["nobody"]) > SURE
