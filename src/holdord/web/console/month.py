"""A picture of the days ahead: how many requests are due on each, as bars; drawn here, with no script."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from holdord.words.clock import is_working_day

DAYS = 31
_STEP, _BAR, _TALL = 20, 14, 90


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the picture, in the units of its drawing."""

    day: date
    count: int
    x: int
    y: int
    height: int
    works: bool
    labelled: bool

    @property
    def middle(self) -> int:
        """Where a text above or below the bar is centred."""
        return self.x + _BAR // 2


@dataclass(frozen=True, slots=True)
class Month:
    """All bars, and the size of the drawing."""

    bars: tuple[Bar, ...]
    total: int
    width: int = DAYS * _STEP + 8
    height: int = _TALL + 44
    floor: int = _TALL + 20

    @property
    def busy(self) -> list[Bar]:
        """The days on which something is due: what the picture says in words."""
        return [bar for bar in self.bars if bar.count]


def month(days: Iterable[date], today: date, country: str) -> Month:
    """The picture of the days on which something is due."""
    due = Counter(days)
    ahead = [today + timedelta(days=n) for n in range(DAYS)]
    most = max([due[day] for day in ahead], default=0) or 1
    bars = []
    for place, day in enumerate(ahead):
        height = round(_TALL * due[day] / most)
        bars.append(
            Bar(
                day,
                due[day],
                place * _STEP + 4,
                _TALL + 20 - height,
                height,
                is_working_day(day, country),
                place % 7 == 0,
            )
        )
    return Month(tuple(bars), sum(bar.count for bar in bars))
