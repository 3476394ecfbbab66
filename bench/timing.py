"""Timing two sides in turn: what slows the machine for a while then slows both."""

import gc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Timed:
    """Seconds that both sides took, sample by sample."""

    ours: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    @property
    def ours_ms(self) -> float:
        """The median of ours in milliseconds."""
        return median(self.ours) * 1000

    @property
    def floor_ms(self) -> float:
        """The median of the floor in milliseconds."""
        return median(self.floor) * 1000


def in_turn(
    subjects: Iterable[T],
    ours: Callable[[T], object],
    floor: Callable[[T], object],
    timed: Timed,
    start: int = 0,
) -> Iterator[tuple[T, object, object]]:
    """Time both sides on every subject, the one first that was second before; gives what each returned.

    Ours goes first at an even `start`. What is done between two samples is not timed. Garbage is collected
    before each, not during it.
    """
    for number, subject in enumerate(subjects, start):
        if number % 2:
            theirs = _once(floor, subject, timed.floor)
            mine = _once(ours, subject, timed.ours)
        else:
            mine = _once(ours, subject, timed.ours)
            theirs = _once(floor, subject, timed.floor)
        yield subject, mine, theirs


def _once(work: Callable[[T], object], subject: T, times: list[float]) -> object:
    gc.collect()
    gc.disable()
    try:
        begun = perf_counter()
        result = work(subject)
        times.append(perf_counter() - begun)
    finally:
        gc.enable()
    return result
