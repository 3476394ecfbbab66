"""Retention periods: until when a purpose holds a datum, counted from an event.

A *period* says how long a purpose needs its data: "5 years after end of fiscal year of invoice".
It is a tree of three kinds of *anchor*, and an anchor is a point in time: the event itself
(`OfEvent`), the end of the unit of the calendar in which another point lies (`EndOf`), or a point
some duration later (`After`). Every anchor is a non-decreasing function of the event, and that is
what the engine stands on: whether a row's period has ended at *now* is the same question as whether
its event lies before a cutoff, so one cutoff serves a table of any size (`bound`).

Counting is that of Regulation (EEC, Euratom) No 1182/71, Art. 3(1)-(2): the day of the event is not
counted; a period of days, weeks, months or years ends with the last hour of its last day; a period
of months or years ends on the date that bears the same number, or on the last day of a month that
has no such date. Art. 3(4), which moves an end from a weekend to the next working day, protects
someone who has to act; nobody acts when data expires, so nothing is moved here.

Days are days in the controller's time zone. Hours and minutes are elapsed time: a clock that is put
back does not lengthen them. Whatever is in doubt is resolved towards keeping longer, never early.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import ClassVar, Literal, NamedTuple, TypeAlias, get_args
from zoneinfo import ZoneInfo

from holdord.words.days import (
    EARLIEST,
    LATEST,
    TICK,
    add_days,
    add_months,
    earlier,
    end_of_day,
    last_of_month,
    later,
    local_day,
    month_length,
    start_of_day,
)
from holdord.words.days import Calendar as Calendar
from holdord.words.days import FiscalSpan as FiscalSpan
from holdord.words.days import FiscalYears as FiscalYears

Unit: TypeAlias = Literal["day", "week", "month", "quarter", "half_year", "calendar_year", "fiscal_year"]

UNITS: tuple[Unit, ...] = get_args(Unit)

# fmt: off
NUMBER_WORDS = ("one", "two", "three", "four", "five", "six",
                "seven", "eight", "nine", "ten", "eleven", "twelve")
# fmt: on

# Words that cannot be an event's name, for they say something else wherever an event can stand.
NEVER_EVENTS = frozenset(
    {"a", "an", "the", "after", "from", "of", "until", "while", "and", "or", "half", *NUMBER_WORDS}
)
# A name of several words with one of these among them is written with underscores, for spaced out it
# would read as something else ("end_of_month_of_stay").
_KEPT_TOGETHER = NEVER_EVENTS | {"end", "withdrawn"}

_LONGEST_YEARS = 1000


# ----------------------------------------------------------------------------------- the periods


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: months and days by the calendar, or hours and minutes by the clock.

    Years, half years and quarters are months; weeks are days; sixty minutes are an hour. Months are
    added before days. The two kinds do not mix ("1 day and 12 hours" may mean 36 hours, or noon on the
    day after): nest them, or say 36 hours. Raises ValueError for a length that is zero, negative,
    mixed or over 1,000 years.
    """

    months: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0

    def __post_init__(self) -> None:
        amounts = (self.months, self.days, self.hours, self.minutes)
        if any(amount < 0 for amount in amounts):
            raise ValueError("a length of time cannot be negative")
        if not any(amounts):
            raise ValueError("a length of time cannot be zero")
        if self.by_calendar and self.by_clock:
            raise ValueError("days, months and years cannot be joined with hours and minutes")
        if self.months / 12 + self.days / 365 + (self.hours + self.minutes / 60) / 8760 > _LONGEST_YEARS:
            raise ValueError(f"a length of time cannot be over {_LONGEST_YEARS} years")
        object.__setattr__(self, "hours", self.hours + self.minutes // 60)
        object.__setattr__(self, "minutes", self.minutes % 60)

    @property
    def by_calendar(self) -> bool:
        """Whether it counts in days or longer units."""
        return bool(self.months or self.days)

    @property
    def by_clock(self) -> bool:
        """Whether it counts in hours and minutes."""
        return bool(self.hours or self.minutes)

    def __str__(self) -> str:
        years, months = divmod(self.months, 12)
        parts = [_count(years, "year")]
        if years and months == 6:
            parts = [f"{years}½ years"]
        else:
            parts.append(_count(months, "month"))
        parts += [_count(self.days, "day"), _count(self.hours, "hour"), _count(self.minutes, "minute")]
        *front, last = filter(None, parts)
        return f"{', '.join(front)} and {last}" if front else last


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}" if number else ""


@dataclass(frozen=True, slots=True)
class OfEvent:
    """The event itself: the moment it happened, or the end of the day where only a date is known."""

    name: str

    def __post_init__(self) -> None:
        if not self.name.isidentifier():
            raise ValueError("the name of an event is one word of letters, digits and underscores")
        if self.name.lower() in NEVER_EVENTS:
            raise ValueError(f"'{self.name}' cannot be the name of an event: it means something in a period")

    def __str__(self) -> str:
        words = self.name.split("_")
        if all(words) and not _KEPT_TOGETHER.intersection(word.lower() for word in words):
            return " ".join(words)
        return self.name


@dataclass(frozen=True, slots=True)
class EndOf:
    """The end of the last day of the unit of the calendar in which `of` lies.

    Weeks end on Sunday (ISO 8601), quarters and half years are those of the calendar year, financial
    years those of the controller. Months counted on from the end of a month or of anything longer run
    to ends of months: three and a half years after 30 June 2026 is then 31 December 2029.
    """

    unit: Unit
    of: Anchor

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"the calendar has no unit of the name '{self.unit}'")

    def __str__(self) -> str:
        return f"end of {self.unit.replace('_', ' ')} of {self.of}"


@dataclass(frozen=True, slots=True)
class After:
    """The point that lies `duration` after `of`."""

    duration: Duration
    of: Anchor

    def __str__(self) -> str:
        return f"{self.duration} after {self.of}"


Anchor: TypeAlias = OfEvent | EndOf | After


@dataclass(frozen=True, slots=True)
class Fixed:
    """A period that ends by the date of an event: the purpose holds until `anchor`."""

    anchor: Anchor

    def __post_init__(self) -> None:
        if self.anchor == OfEvent("withdrawn"):
            raise ValueError("'until withdrawn' ends by a consent's withdrawal, not by an event of that name")

    @property
    def event(self) -> str:
        """The name of the event it counts from."""
        anchor = self.anchor
        while not isinstance(anchor, OfEvent):
            anchor = anchor.of
        return anchor.name

    def __str__(self) -> str:
        return str(self.anchor) if isinstance(self.anchor, After) else f"until {self.anchor}"


@dataclass(frozen=True, slots=True)
class UntilWithdrawn:
    """The purpose holds until the person withdraws the consent it rests on (Art. 7(3) GDPR)."""

    event: ClassVar[None] = None

    def __str__(self) -> str:
        return "until withdrawn"


@dataclass(frozen=True, slots=True)
class WhileKept:
    """The purpose holds as long as the row is kept elsewhere: in `collection` of `system`."""

    system: str
    collection: str

    event: ClassVar[None] = None

    def __post_init__(self) -> None:
        if not self.system or "." in self.system or not self.collection:
            raise ValueError("who keeps the data is said as system and collection, joined by a dot")

    def __str__(self) -> str:
        return f"while kept by {self.system}.{self.collection}"


@dataclass(frozen=True, slots=True)
class Indefinitely:
    """No end: for data that is anonymous, and so is nobody's (recital 26 GDPR)."""

    event: ClassVar[None] = None

    def __str__(self) -> str:
        return "indefinitely, anonymous only"


Period: TypeAlias = Fixed | UntilWithdrawn | WhileKept | Indefinitely


# ------------------------------------------------------------------------- from event to end, and back


class Bound(NamedTuple):
    """Where the events that have ended stop: `event < day` for dates, `event < instant` for moments."""

    day: date
    instant: datetime


def last_day(period: Fixed, event: date | datetime, calendar: Calendar) -> date:
    """The last day, in the controller's zone, on which the purpose still holds.

    A rule in hours that ends during a day names that day. Raises ValueError for a moment without a
    time zone and for a period that no date ends.
    """
    return _last_day(_steps(_anchor(period), calendar.fiscal_years), _as_event(event), calendar.zone)


def lasts_until(every: Duration, since: date, calendar: Calendar) -> date:
    """The last day on which what was done on a day, and is done again each `every`, still counts."""
    return last_day(Fixed(After(every, OfEvent("done"))), since, calendar)


def free_from(period: Fixed, event: date | datetime, calendar: Calendar) -> datetime:
    """The first instant, in UTC, at which the purpose no longer holds; non-decreasing in `event`.

    `event` is a date or a moment with a time zone; ValueError otherwise, and for a period that no
    date ends. What would lie beyond the year 9999 is given as the end of that year.
    """
    point = _run(_steps(_anchor(period), calendar.fiscal_years), _as_event(event), calendar.zone)
    return _as_instant(calendar.zone, point)


def bound(period: Fixed, now: datetime, calendar: Calendar) -> Bound:
    """The cutoff at `now`: an event lies before it exactly if `free_from(event) <= now`.

    `now` is a moment with a time zone between the years 1900 and 2300; ValueError otherwise. Instants
    have a resolution of one microsecond.
    """
    if now.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    if not 1900 <= now.year <= 2300:
        raise ValueError(f"the year {now.year} is out of range: retention is computed from 1900 to 2300")
    now = now.astimezone(UTC)
    zone = calendar.zone
    # Going from the outermost step inwards, each turns "my result is in time" into "my argument is".
    limit = Bound(local_day(zone, now), now + TICK)
    for step in reversed(_steps(_anchor(period), calendar.fiscal_years)):
        if isinstance(step, _Shift):
            instant = earlier(limit.instant, step.by)
            limit = Bound(local_day(zone, earlier(instant, TICK)), instant)
        else:
            day = _first_reaching(step, limit.day)
            limit = Bound(day, start_of_day(zone, day))
    return limit


def compare(a: Fixed, b: Fixed, calendar: Calendar, start: date, stop: date) -> date | None:
    """The first event date from `start` up to but not including `stop` on which `a` outlasts `b`.

    None if there is none. Both periods are taken to count from the same event.
    """
    zone = calendar.zone
    of_a = _steps(_anchor(a), calendar.fiscal_years)
    of_b = _steps(_anchor(b), calendar.fiscal_years)
    for ordinal in range(start.toordinal(), stop.toordinal()):
        day = date.fromordinal(ordinal)
        if _last_day(of_a, day, zone) > _last_day(of_b, day, zone):
            return day
    return None


# ------------------------------------------------------------------------------------- the steps


class _Shift(NamedTuple):
    """A step of elapsed time, from one instant to another."""

    by: timedelta


class _DayRule(NamedTuple):
    """A step from one day to another: non-decreasing, never backwards.

    `least` and `most` are the days it usually moves on: where a search for its inverse begins.
    """

    run: Callable[[date], date]
    least: int
    most: int


# A day, and whether months counted on from it run to ends of months.
_Point: TypeAlias = tuple[date, bool]
_Move: TypeAlias = Callable[[date, bool], _Point]


def _anchor(period: Period) -> Anchor:
    if not isinstance(period, Fixed):
        raise ValueError(f"'{period}' is not ended by the date of an event")
    return period.anchor


@lru_cache(maxsize=4096)
def _steps(anchor: Anchor, fiscal_years: FiscalYears) -> tuple[_Shift | _DayRule, ...]:
    """The anchor as steps from the event outwards; neighbouring steps in days are one step."""
    steps: list[_Shift | _DayRule] = []
    moves: list[_Move] = []
    least = most = 0
    for node in _inside_out(anchor):
        if isinstance(node, After) and node.duration.by_clock:
            if moves:
                steps.append(_DayRule(_in_turn(tuple(moves)), least, most))
                moves, least, most = [], 0, 0
            steps.append(_Shift(timedelta(hours=node.duration.hours, minutes=node.duration.minutes)))
            continue
        moves.append(_move(node, fiscal_years))
        few, many = _usual_days(node)
        least, most = least + few, most + many
    if moves:
        steps.append(_DayRule(_in_turn(tuple(moves)), least, most))
    return tuple(steps)


def _inside_out(anchor: Anchor) -> list[EndOf | After]:
    nodes: list[EndOf | After] = []
    while not isinstance(anchor, OfEvent):
        nodes.append(anchor)
        anchor = anchor.of
    return nodes[::-1]


def _usual_days(node: EndOf | After) -> tuple[int, int]:
    if isinstance(node, After):
        days = node.duration.months * 30.436875 + node.duration.days
        return max(0, int(days) - 4), int(days) + 5
    longest = {"day": 0, "week": 6, "month": 30, "quarter": 91, "half_year": 183}
    return 0, longest.get(node.unit, 366)


def _in_turn(moves: tuple[_Move, ...]) -> Callable[[date], date]:
    def run(day: date) -> date:
        at_month_end = False
        for move in moves:
            day, at_month_end = move(day, at_month_end)
        return day

    return run


def _move(node: EndOf | After, fiscal_years: FiscalYears) -> _Move:
    if isinstance(node, After):
        return _move_on(node.duration.months, node.duration.days)
    if node.unit == "day":
        return lambda day, at_month_end: (day, at_month_end)
    if node.unit == "week":
        return lambda day, at_month_end: (add_days(day, 7 - day.isoweekday()), False)
    if node.unit == "fiscal_year":
        return _move_to_fiscal_year_end(fiscal_years)
    months = {"month": 1, "quarter": 3, "half_year": 6, "calendar_year": 12}[node.unit]
    return lambda day, at_month_end: (last_of_month(day.year, -(-day.month // months) * months), True)


def _move_on(months: int, days: int) -> _Move:
    def move(day: date, at_month_end: bool) -> _Point:
        if months:
            day = add_months(day, months, at_month_end)
        return (add_days(day, days), False) if days else (day, at_month_end)

    return move


def _move_to_fiscal_year_end(fiscal_years: FiscalYears) -> _Move:
    def move(day: date, at_month_end: bool) -> _Point:
        end = fiscal_years.end_of(day)
        return end, end.day == month_length(end.year, end.month)

    return move


def _run(steps: tuple[_Shift | _DayRule, ...], point: date | datetime, zone: ZoneInfo) -> date | datetime:
    for step in steps:
        if isinstance(step, _Shift):
            point = later(_as_instant(zone, point), step.by)
        else:
            point = step.run(local_day(zone, point) if isinstance(point, datetime) else point)
    return point


def _last_day(steps: tuple[_Shift | _DayRule, ...], event: date | datetime, zone: ZoneInfo) -> date:
    point = _run(steps, event, zone)
    return local_day(zone, earlier(point, TICK)) if isinstance(point, datetime) else point


def _first_reaching(rule: _DayRule, target: date) -> date:
    """The first day that the rule takes to `target` or later."""
    run, of = rule.run, date.fromordinal
    top = target.toordinal()
    high = max(top - rule.least, 1)
    stride = 64
    while run(of(high)) < target:  # ends at `top`, for no rule moves backwards
        high = min(top, high + stride)
        stride *= 2
    low = min(top - rule.most, high) - 1
    while low > 0 and run(of(low)) >= target:
        high, low = low, low - stride
        stride *= 2
    low = max(low, 0)  # before the first day there is
    while high - low > 1:
        middle = (low + high) // 2
        if run(of(middle)) < target:
            low = middle
        else:
            high = middle
    return of(high)


def _as_event(event: date | datetime) -> date | datetime:
    if not isinstance(event, datetime):
        return event
    if event.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    try:
        return event.astimezone(UTC)
    except OverflowError:
        return EARLIEST if event.year == 1 else LATEST


def _as_instant(zone: ZoneInfo, point: date | datetime) -> datetime:
    return point if isinstance(point, datetime) else end_of_day(zone, point)
