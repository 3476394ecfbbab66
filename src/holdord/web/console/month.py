"""Pictures of the time ahead, as bars: what is due on each day, what goes in each month; without a script."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from holdord.words.clock import is_working_day

DAYS = 42
"""Six weeks: a month and the days that holidays can add to it, so that no request of today is beyond them."""

_TALL, _ABOVE, _BELOW = 90, 20, 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in the units of its drawing. `day` is its first day; None is now."""

    day: date | None
    count: int
    x: int
    y: int
    width: int
    height: int
    works: bool = True
    labelled: bool = True

    @property
    def middle(self) -> int:
        """Where a text above or below the bar is centred."""
        return self.x + self.width // 2

    @property
    def above(self) -> int:
        """Where its number stands."""
        return self.y - 4

    @property
    def short(self) -> str:
        """Its number, in few characters."""
        return f"{self.count:,}".replace(",", "\u202f") if self.count < 100_000 else f"{self.count // 1000}k"


@dataclass(frozen=True, slots=True)
class Picture:
    """All bars, and the size of the drawing."""

    bars: tuple[Bar, ...]
    total: int
    width: int
    height: int = _TALL + _ABOVE + _BELOW
    floor: int = _TALL + _ABOVE
    top: int = _ABOVE
    tall: int = _TALL
    under: int = _TALL + _ABOVE + 18

    @property
    def busy(self) -> list[Bar]:
        """The bars that are not empty: what the picture says in words."""
        return [bar for bar in self.bars if bar.count]


def month(days: Iterable[date], today: date, country: str) -> Picture:
    """The picture of the days on which something is due."""
    due = Counter(days)
    ahead = [today + timedelta(days=n) for n in range(DAYS)]
    counts = [due[day] for day in ahead]
    works = [is_working_day(day, country) for day in ahead]
    labelled = [place % 7 == 0 for place in range(DAYS)]
    return _drawn(ahead, counts, works, labelled, step=15, bar=10)


def months(due_now: int, coming: Sequence[tuple[str, int]]) -> Picture:
    """The picture of what goes: now, and in each month ("2026-11")."""
    days = [None, *(date.fromisoformat(f"{name}-01") for name, _ in coming)]
    counts = [due_now, *(count for _, count in coming)]
    every = [True] * len(days)
    return _drawn(days, counts, every, every, step=48, bar=30)


def _drawn(
    days: Sequence[date | None],
    counts: Sequence[int],
    works: Sequence[bool],
    labelled: Sequence[bool],
    step: int,
    bar: int,
) -> Picture:
    most = max(counts, default=0) or 1
    bars = []
    for place, (day, count) in enumerate(zip(days, counts, strict=True)):
        height = max(round(_TALL * count / most), 2 if count else 0)
        x, y = place * step + (step - bar) // 2, _TALL + _ABOVE - height
        bars.append(Bar(day, count, x, y, bar, height, works[place], labelled[place]))
    return Picture(tuple(bars), sum(counts), len(bars) * step)
