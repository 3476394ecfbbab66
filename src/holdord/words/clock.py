"""Until when a request must be answered, and the other clocks of the law and of promises.

The rules are those of Regulation (EEC, Euratom) No 1182/71, which Norway's domstolloven §§ 148-149 gives the
same dates as. Where the law leaves a doubt, the earlier day is taken: an answer that is early is never late.

Time comes in as an argument. A day is one of the controller's time zone.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from holdord.words.holidays import HOLIDAYS_VERSION, holidays

ANSWER_MONTHS = 1
EXTENDED_MONTHS = 3
"""One month from receipt, or three from receipt where it was extended by two (GDPR Art. 12(3))."""

BREACH_HOURS = 72
"""From becoming aware to the notification of the authority (Art. 33(1)); a proposal of 2025 would make it
96."""

REMIND_BEFORE = (14, 7, 2, 0)
"""Days before the last day on which staff are reminded."""


def is_working_day(day: date, country: str) -> bool:
    """Monday to Friday and no public holiday (Art. 2(2)): arbejdsdag, arbeidsdag."""
    return day.weekday() < 5 and day not in holidays(country, day.year)


def next_working_day(day: date, country: str) -> date:
    """The day itself, or the first working day after it (Art. 3(4))."""
    while not is_working_day(day, country):
        day += timedelta(days=1)
    return day


def working_days_after(day: date, count: int, country: str) -> date:
    """The last of so many working days; the day of the event is not counted (Art. 3(1))."""
    if count < 0:
        raise ValueError("working days are counted forward")
    for _ in range(count):
        day = next_working_day(day + timedelta(days=1), country)
    return day


def months_after(day: date, months: int) -> date:
    """The same date so many months later, or the last of its month where that is shorter (Art. 3(2)(c))."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def due_in_months(received: date, months: int, country: str) -> date:
    """The last day of a period of months, moved to the next working day where it is none (Art. 3(4))."""
    return next_working_day(months_after(received, months), country)


def weeks_after(day: date, weeks: int, country: str, roll: bool = False) -> date:
    """The same weekday so many weeks later. A promise to a person is not moved on; with `roll` it is."""
    last = day + timedelta(weeks=weeks)
    return next_working_day(last, country) if roll else last


def hours_after(moment: datetime, hours: int) -> datetime:
    """So many hours later, in UTC: through nights, holidays and changes to and from summer time.

    Art. 3(4) moves no period in hours. The hour of the event counts, which gives the earlier limit.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return moment.astimezone(UTC) + timedelta(hours=hours)


@dataclass(frozen=True, slots=True)
class Due:
    """The days of one request.

    `due` is the last day for the answer, with what pauses added; `strict` the same without pauses.
    `extended` is the outer limit if the time is extended, three months from receipt; `chained` the earlier
    day that one month and then two give, to aim at. An extension must be told, with its reasons, by
    `extension_notice_by`. `rule` says how this was reckoned.
    """

    strict: date
    due: date
    extended: date
    chained: date
    extension_notice_by: date
    rule: str


Pause = tuple[datetime, datetime | None]
"""From when the person was asked for something until it came; None while it has not."""


def due_for(
    received: datetime,
    zone: ZoneInfo,
    country: str,
    pauses: Sequence[Pause] = (),
    extended: bool = False,
) -> Due:
    """The days of a request that arrived at a moment (Art. 12(3)).

    While reasonable doubt about who asks is being cleared, time may be suspended (Art. 12(6)): each pause
    that has ended moves `due` by its whole days; one that goes on moves nothing yet. Whoever wants to be
    safe keeps to `strict`.
    """
    arrived = _day(received, zone)
    first = due_in_months(arrived, ANSWER_MONTHS, country)
    outer = due_in_months(arrived, EXTENDED_MONTHS, country)
    strict = outer if extended else first
    raw = months_after(arrived, EXTENDED_MONTHS if extended else ANSWER_MONTHS)
    over = sorted((_day(since, zone), _day(until, zone)) for since, until in pauses if until)
    raw = _paused(arrived, raw, over)
    return Due(
        strict=strict,
        due=next_working_day(raw, country),
        extended=outer,
        chained=months_after(months_after(arrived, ANSWER_MONTHS), EXTENDED_MONTHS - ANSWER_MONTHS),
        extension_notice_by=months_after(arrived, ANSWER_MONTHS),
        rule=f"Regulation 1182/71, {country} holidays {HOLIDAYS_VERSION}",
    )


def _paused(arrived: date, raw: date, pauses: Sequence[tuple[date, date]]) -> date:
    """The last day moved by the days of the pauses, in order: each day once, and none before the arrival.

    A pause that begins when the last day is over moves nothing: what is late is not made good by asking.
    """
    counted = arrived
    for since, until in pauses:
        if until < since:
            raise ValueError("a pause ends after it begins")
        if since > raw:
            break
        since = max(since, counted)
        if until > since:
            raw += until - since
            counted = until
    return raw


def reminders(due: date, country: str) -> tuple[date, ...]:
    """The days on which to remind of a last day, each a working day not after it; the earliest first."""
    found = set()
    for before in REMIND_BEFORE:
        day = due - timedelta(days=before)
        while not is_working_day(day, country):
            day -= timedelta(days=1)
        found.add(day)
    return tuple(sorted(found))


def _day(moment: datetime, zone: ZoneInfo) -> date:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return moment.astimezone(zone).date()
