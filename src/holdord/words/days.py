"""Days as a controller counts them: in its own time zone, and by its own financial years.

What periods are computed with (`holdord.words.period`). Two things here are less simple than they look.
Clocks are changed around midnight in some zones, so a day may begin twice or at no midnight at all;
`start_of_day` and `local_day` are exact counterparts all the same, and non-decreasing. And financial
years have a history. Everything here takes any `date` there is; what would lie beyond the year 9999 is
given as its end.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC)

_LONGEST_FIRST_YEAR_MONTHS = 18
_MONTH_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class FiscalSpan(NamedTuple):
    """From `from_date` (None: as far back as anyone asks) financial years end each `month`-`day`.

    `first_end` is the last day of the first of them, where that is not simply the first `month`-`day`
    on or after `from_date`: a first or changed year may be short, or up to 18 months long.
    """

    from_date: date | None
    first_end: date | None
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class FiscalYears:
    """When the controller's financial years end, with their history.

    Each span begins on the day after the span before it ended a year, so the years follow each other
    without gap or overlap. A year that ends on 28 or 29 February ends on the last day of February,
    in leap years too. A date before the first known year belongs to the first year: what was paid
    before a company was founded stands in its first accounts.

    Raises ValueError, with a sentence for the user, where spans contradict each other.
    """

    spans: tuple[FiscalSpan, ...]
    _starts: tuple[date, ...] = field(init=False, repr=False, compare=False)
    _first_ends: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        spans = tuple(_checked_span(FiscalSpan(*span)) for span in self.spans)
        if not spans:
            raise ValueError("a controller needs at least one end of a financial year")
        object.__setattr__(self, "spans", spans)
        object.__setattr__(self, "_starts", tuple(span.from_date or date.min for span in spans))
        object.__setattr__(self, "_first_ends", tuple(map(_first_end, spans)))
        for before, after in pairwise(spans):
            self._check_succession(before, after)

    @classmethod
    def every(cls, month: int, day: int) -> FiscalYears:
        """Financial years that have always ended on this date: `every(12, 31)`, `every(6, 30)`."""
        return cls((FiscalSpan(None, None, month, day),))

    def end_of(self, day: date) -> date:
        """The last day of the financial year in which `day` lies; non-decreasing in `day`."""
        index = bisect_right(self._starts, day) - 1
        if index < 0:
            return self._first_ends[0]
        first_end = self._first_ends[index]
        if day <= first_end:
            return first_end
        return _next_month_day(day, self.spans[index].month, self.spans[index].day)

    def _check_succession(self, before: FiscalSpan, after: FiscalSpan) -> None:
        if after.from_date is None:
            raise ValueError("only the first of several financial years can be without a date it begins on")
        if before.from_date is not None and after.from_date <= before.from_date:
            raise ValueError(
                f"financial years must be given in order: {after.from_date} follows {before.from_date}"
            )
        eve = after.from_date - ONE_DAY
        year_end = self.end_of(eve)
        if year_end != eve:
            raise ValueError(
                f"a financial year cannot begin on {after.from_date}: the year before it ends on {year_end}"
            )


def _checked_span(span: FiscalSpan) -> FiscalSpan:
    if span.month == 2 and span.day in (28, 29):
        span = span._replace(day=29)
    if not 1 <= span.month <= 12 or not 1 <= span.day <= month_length(2000, span.month):
        raise ValueError(
            f"a financial year cannot end on {span.month:02}-{span.day:02}: there is no such date"
        )
    if span.first_end is None:
        return span
    if span.from_date is None:
        raise ValueError(f"the first financial year ends on {span.first_end} but has no date it begins on")
    longest = add_months(span.from_date, _LONGEST_FIRST_YEAR_MONTHS) - ONE_DAY
    if not span.from_date <= span.first_end <= longest:
        raise ValueError(
            f"a financial year lasts from one day to 18 months, not from {span.from_date} to {span.first_end}"
        )
    if _month_day(span.first_end.year, span.month, span.day) != span.first_end:
        raise ValueError(
            f"the financial year from {span.from_date} ends on {span.first_end}, "
            f"yet the years from then on end on {span.month:02}-{span.day:02}"
        )
    return span


def _first_end(span: FiscalSpan) -> date:
    return span.first_end or _next_month_day(span.from_date or date.min, span.month, span.day)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What turns words such as "day" and "fiscal year" into dates: the controller's zone and years."""

    zone: ZoneInfo
    fiscal_years: FiscalYears


@lru_cache(maxsize=16384)
def start_of_day(zone: ZoneInfo, day: date) -> datetime:
    """The instant from which on it is `day` or later there, for good.

    Clocks are also changed around midnight: midnight may come twice, or not at all.
    """
    if day == date.min:
        return EARLIEST
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    first, second = midnight.astimezone(UTC), midnight.replace(fold=1).astimezone(UTC)
    if first == second:
        return first
    if first < second:  # midnight comes twice; was it still yesterday in between?
        return second if (second - TICK).astimezone(zone).date() < day else first
    low, high = second, first  # the clock is put forward past midnight, somewhere in between
    while high - low > TICK:
        middle = low + (high - low) // 2
        if middle.astimezone(zone).date() < day:
            low = middle
        else:
            high = middle
    return high


def end_of_day(zone: ZoneInfo, day: date) -> datetime:
    """The instant at which `day` is over there: the next day's start."""
    return LATEST if day == date.max else start_of_day(zone, day + ONE_DAY)


def local_day(zone: ZoneInfo, instant: datetime) -> date:
    """The last day that has begun for good: the exact counterpart of `start_of_day`."""
    try:
        day = instant.astimezone(zone).date()
    except OverflowError:
        return date.min if instant.year == 1 else date.max
    while start_of_day(zone, day) > instant:
        day -= ONE_DAY
    while day < date.max and start_of_day(zone, day + ONE_DAY) <= instant:
        day += ONE_DAY
    return day


def later(instant: datetime, by: timedelta) -> datetime:
    try:
        return instant + by
    except OverflowError:
        return LATEST


def earlier(instant: datetime, by: timedelta) -> datetime:
    try:
        return instant - by
    except OverflowError:
        return EARLIEST


def month_length(year: int, month: int) -> int:
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _MONTH_LENGTHS[month]


def last_of_month(year: int, month: int) -> date:
    return date(year, month, month_length(year, month))


def _month_day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, month_length(year, month)))


def _next_month_day(day: date, month: int, of_month: int) -> date:
    """The first such date on or after `day`."""
    this_year = _month_day(day.year, month, of_month)
    if day <= this_year:
        return this_year
    return date.max if day.year == date.max.year else _month_day(day.year + 1, month, of_month)


def add_months(day: date, months: int, to_month_end: bool = False) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max
    if to_month_end:
        return last_of_month(year, month + 1)
    return _month_day(year, month + 1, day.day)


def add_days(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max
