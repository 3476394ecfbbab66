"""Comparing periods: can one ever outlast another, and on which date of the event?

A pair of periods is compared for every possible date of the event. Most pairs need no calendar: the
shortest and the longest time that each can take decide. For the rest, every day of a round of leap years is
tried, or only the days on which an outcome can change, where the periods are made of months and ends of
months or longer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from holdord.language.checks.phrases import day
from holdord.words.days import month_length
from holdord.words.period import (
    After,
    Anchor,
    Calendar,
    EndOf,
    Fixed,
    Indefinitely,
    OfEvent,
    Period,
    compare,
    last_day,
)

FIRST = date(2026, 1, 1)
"""Where the search for a date begins; no period depends on the year beyond leap days and financial years."""

YEARS = 4  # a round of leap years, after which ends move on by the same days
WEEKDAY_YEARS = 28  # a round of weekdays and leap years together
_SLACK = 2


@dataclass(frozen=True, slots=True)
class Outlasting:
    """An event's date on which one period outlasts another, with the last day of each.

    `event` is empty, and the dates are None, where it is not a date that decides.
    """

    longer: Period
    shorter: Period
    event: str = ""
    on: date | None = None
    longer_until: date | None = None
    shorter_until: date | None = None

    def example(self, longer: str, shorter: str) -> str:
        """The pair of dates as a sentence, with a verb phrase for either side, such as "must be kept"."""
        if self.on is None or self.longer_until is None or self.shorter_until is None:
            return ""
        event = self.event.replace("_", " ")
        return (
            f"{event} on {day(self.on)}: {longer} until {day(self.longer_until)}, "
            f"yet {shorter} after {day(self.shorter_until)}"
        )


def comparable(a: Period, b: Period) -> bool:
    """Whether it can be told which of two periods ends later: not when they count from different events."""
    if isinstance(a, Fixed) and isinstance(b, Fixed):
        return a.event == b.event
    return type(a) is not type(b) or a == b


def outlasting(a: Period, b: Period, calendar: Calendar) -> Outlasting | None:
    """A case in which `a` holds longer than `b`, or None when there is none or it cannot be told."""
    if a == b or not comparable(a, b) or isinstance(b, Indefinitely):
        return None
    if isinstance(a, Fixed) and isinstance(b, Fixed):
        on = first_outlasting(a, b, calendar)
        if on is None:
            return None
        return Outlasting(a, b, a.event, on, last_day(a, on, calendar), last_day(b, on, calendar))
    return Outlasting(a, b)


@lru_cache(maxsize=4096)
def first_outlasting(a: Fixed, b: Fixed, calendar: Calendar) -> date | None:
    """A date of the event on which `a` outlasts `b`: the first from 2026 on, else one before; or None."""
    shortest_a, longest_a = _reach(a.anchor)
    shortest_b, longest_b = _reach(b.anchor)
    if a == b or longest_a <= shortest_b:
        return None
    if shortest_a > longest_b + _SLACK:
        return FIRST
    for start, stop in _spans(a, b, calendar):
        found = compare(a, b, calendar, start, stop)
        if found is not None:
            return found
    return None


def _reach(anchor: Anchor) -> tuple[float, float]:
    """The fewest and the most days that an anchor can lie after its event."""
    if isinstance(anchor, OfEvent):
        return 0, 0
    few, many = _reach(anchor.of)
    if isinstance(anchor, EndOf):
        return few, many + _LONGEST[anchor.unit]
    length = anchor.duration
    clock = (length.hours * 60 + length.minutes) / 1440
    # Elapsed time counts from the end of the event's day, and a day may have 23 or 25 hours.
    few += max(0, int(length.months * 30.4) - 3) + length.days + max(0, int(clock) - 1)
    return few, many + length.months * 30.5 + 4 + length.days + (clock + 2 if clock else 0)


_LONGEST = {
    "day": 1,
    "week": 6,
    "month": 30,
    "quarter": 91,
    "half_year": 183,
    "calendar_year": 365,
    "fiscal_year": 549,  # a first or changed year of 18 months
}


def _spans(a: Fixed, b: Fixed, calendar: Calendar) -> Iterator[tuple[date, date]]:
    """The spans of days to try, from 2026 on and then before, ends excluded."""
    parts = [*_parts(a.anchor), *_parts(b.anchor)]
    units = {part.unit for part in parts if isinstance(part, EndOf)}
    years = WEEKDAY_YEARS if "week" in units else YEARS
    first = _first_year(calendar) if "fiscal_year" in units else FIRST
    smooth = not units & {"week"} and not any(isinstance(p, After) and _counts_days(p) for p in parts)
    if "fiscal_year" in units and not _at_month_ends(calendar):
        smooth = False
    for start, stop in ((FIRST, FIRST.replace(year=FIRST.year + years)), (first, FIRST)):
        if smooth:
            yield start, start + timedelta(1)
            yield from _turning_days(start, stop)
        else:
            yield start, stop


def _parts(anchor: Anchor) -> Iterator[After | EndOf]:
    while not isinstance(anchor, OfEvent):
        yield anchor
        anchor = anchor.of


def _counts_days(part: After) -> bool:
    return bool(part.duration.days) or part.duration.by_clock


def _at_month_ends(calendar: Calendar) -> bool:
    """Whether every financial year ends with a month."""
    return all(span.day == month_length(2024, span.month) for span in calendar.fiscal_years.spans)


def _first_year(calendar: Calendar) -> date:
    """Where the history of financial years begins, two years before its first change."""
    changes = [span.from_date for span in calendar.fiscal_years.spans if span.from_date]
    return min([FIRST, *(date(change.year - 2, 1, 1) for change in changes)])


def _turning_days(start: date, stop: date) -> Iterator[tuple[date, date]]:
    """The days around the ends of months.

    Within a month, the end of a period made of months and ends of months or longer moves on by a day with
    each day, or stands still. So the difference of two such periods is greatest on the first of the month,
    or from the 28th on, where months that lack a day cut it short.
    """
    at = start
    while at < stop:
        at = at.replace(day=28)
        following = (at + timedelta(4)).replace(day=1)
        yield at, following + timedelta(1)
        at = following
