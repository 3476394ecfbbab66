"""How a promise has stood, as a picture: a line that steps between four heights; without a script.

The higher the better, so that nobody has to tell colours apart.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from holdord.store.promise_records import Stood
from holdord.words.standing import State

SPAN = timedelta(days=366)
_WIDE, _STEP, _LEFT, _TOP = 640, 34, 96, 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `x` on, for `width`, it stood in a state, at the height `y`."""

    state: State
    x: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The stretches of the last year, the points of the line, the rows' names and the months below."""

    stretches: tuple[Stretch, ...]
    rows: tuple[tuple[State, int], ...]
    months: tuple[tuple[date, int], ...]
    left: int = _LEFT
    width: int = _LEFT + _WIDE
    height: int = _TOP + 4 * _STEP + 24
    floor: int = _TOP + 4 * _STEP

    @property
    def points(self) -> str:
        """The line, as SVG takes it."""
        return " ".join(f"{one.x},{one.y} {one.x + one.width},{one.y}" for one in self.stretches)


def timeline(history: Sequence[Stood], now: datetime) -> Timeline:
    """The picture of what was written down, the newest first, up to now."""
    begins = max(now - SPAN, history[-1].at if history else now)
    begins = min(begins, now - timedelta(minutes=1))
    whole = (now - begins).total_seconds()

    def place(at: datetime) -> int:
        return _LEFT + round(_WIDE * max(0.0, (at - begins).total_seconds()) / whole)

    stretches, ends = [], now
    for one in history:
        if ends <= begins:
            break
        x = place(one.at)
        stretches.append(Stretch(one.state, x, _height(one.state), max(place(ends) - x, 2)))
        ends = one.at
    rows = tuple((state, _height(state)) for state in State)
    return Timeline(tuple(reversed(stretches)), rows, tuple(_months(begins, now, place)))


def _height(state: State) -> int:
    return _TOP + state.rank * _STEP + _STEP // 2


def _months(begins: datetime, now: datetime, place: Callable[[datetime], int]) -> list[tuple[date, int]]:
    first = begins.date().replace(day=1)
    found = []
    while first <= now.date():
        at = datetime(first.year, first.month, 1, tzinfo=now.tzinfo)
        if at >= begins:
            found.append((first, place(at)))
        first = (first + timedelta(days=32)).replace(day=1)
    step = 1 + len(found) // 7
    return found[::step]
