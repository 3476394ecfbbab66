"""Whether one period can end later than another, from what two snapshots say in words."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from holdord.language.checks.bounds import FIRST, YEARS, comparable, outlasting
from holdord.language.checks.phrases import day
from holdord.language.periods import parse_period
from holdord.words.change import Kind
from holdord.words.period import (
    After,
    Calendar,
    Duration,
    EndOf,
    FiscalSpan,
    FiscalYears,
    Fixed,
    OfEvent,
    last_day,
)

_EVENT = "event"


def longer(before: str, after: str, calendars: tuple[Calendar, Calendar]) -> tuple[Kind, str]:
    """How the change of a period is judged, over every date its event may have; and why.

    Where it can hold longer in any case it is longer; so is one that counts from another event, for nobody
    can tell.
    """
    old, new = parse_period(before).period, parse_period(after).period
    if isinstance(old, Fixed) and isinstance(new, Fixed) and old.event == new.event:
        if calendars[0] == calendars[1] or not (_by_years(old) or _by_years(new)):
            return _fixed(old, new, calendars[1])
        return _over_dates(old, new, calendars)
    if not comparable(new, old):
        return Kind.LONGER, "it counts from something else now, so that it may be longer"
    if old == new:
        return Kind.WORDING, "the same period"
    if outlasting(new, old, calendars[1]) is None:
        return Kind.SHORTER, "it never holds longer than before"
    return Kind.LONGER, "it is ended by something else now, and can hold longer than before"


def _fixed(old: Fixed, new: Fixed, calendar: Calendar) -> tuple[Kind, str]:
    if found := outlasting(new, old, calendar):
        on, now, was = found.on, found.longer_until, found.shorter_until
        return Kind.LONGER, _example(new, on, now, was) if on and now and was else "it holds longer"
    if outlasting(old, new, calendar):
        return Kind.SHORTER, "it ends earlier, whatever the day of the event"
    return Kind.WORDING, "the same end for every day of the event"


def _over_dates(old: Fixed, new: Fixed, calendars: tuple[Calendar, Calendar]) -> tuple[Kind, str]:
    """Day by day, under the financial years of either side."""
    earlier = False
    for on in _days(calendars):
        was, now = last_day(old, on, calendars[0]), last_day(new, on, calendars[1])
        if now > was:
            return Kind.LONGER, _example(new, on, now, was)
        earlier = earlier or now < was
    if earlier:
        return Kind.SHORTER, "it ends earlier, or on the same day"
    return Kind.ARRANGEMENT, "the same end for every day of the event"


def _example(period: Fixed, on: date, now: date, was: date) -> str:
    event = period.event.replace("_", " ")
    return f"{event} on {day(on)}: it is kept until {day(now)}, where it was kept until {day(was)}"


def _days(calendars: tuple[Calendar, Calendar]) -> Iterator[date]:
    changes = [s.from_date for c in calendars for s in c.fiscal_years.spans if s.from_date]
    start = min([FIRST, *(date(change.year - 2, 1, 1) for change in changes)])
    stop = max([FIRST, *(date(change.year + 2, 1, 1) for change in changes)]).replace(month=1, day=1)
    stop = stop.replace(year=stop.year + YEARS)
    while start < stop:
        yield start
        start += timedelta(1)


def _by_years(period: Fixed) -> bool:
    anchor = period.anchor
    while not isinstance(anchor, OfEvent):
        if isinstance(anchor, EndOf) and anchor.unit == "fiscal_year":
            return True
        anchor = anchor.of
    return False


def length(said: str) -> float:
    """A length of time in days, near enough to tell which of two is longer; nothing is none at all."""
    if not said:
        return 0.0
    period = parse_period(f"{said} after {_EVENT}").period
    assert isinstance(period, Fixed)
    assert isinstance(period.anchor, After)
    of: Duration = period.anchor.duration
    return of.months * 30.436875 + of.days + (of.hours + of.minutes / 60) / 24


def calendar_of(snapshot: Mapping[str, Any]) -> Calendar:
    """The controller's calendar that a snapshot states."""
    stated = snapshot["controller"]["calendar"]
    spans = tuple(
        FiscalSpan(_day(begins), _day(first_end), int(month), int(day))
        for begins, first_end, month, day in stated["years"]
    )
    return Calendar(ZoneInfo(stated["zone"]), FiscalYears(spans))


def _day(text: str) -> date | None:
    return None if text == "None" else date.fromisoformat(text)
