"""The rules of real policies, day by day over the 28 years after which the calendar repeats itself.

The end of each rule is worked out a second time, by a formula of its own; the cutoff is held against it
on each day, just before and just after midnight, in a company whose financial year once changed.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from holdord.language.periods import parse_period
from holdord.words.period import Calendar, FiscalSpan, FiscalYears, Fixed, bound, free_from, last_day

ONE_DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
FIRST, LAST = date(2012, 1, 1), date(2039, 12, 31)

# Calendar years until 2024; one year of 18 months; financial years to 30 June from then on.
YEARS = FiscalYears((FiscalSpan(None, None, 12, 31), FiscalSpan(date(2025, 1, 1), date(2026, 6, 30), 6, 30)))
CALENDAR = Calendar(ZoneInfo("Europe/Copenhagen"), YEARS)


def last_of_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - ONE_DAY


def in_years(day: date, years: int) -> date:
    is_missing = (day.month, day.day) == (2, 29) and (day.year + years) % 4
    return date(day.year + years, 2, 28) if is_missing else day.replace(year=day.year + years)


def in_months(day: date, months: int) -> date:
    month = day.month - 1 + months
    last = last_of_month(day.year + month // 12, month % 12 + 1)
    return min(last, last.replace(day=min(day.day, last.day)))


def end_of_fiscal_year(day: date) -> date:
    if day.year <= 2024:
        return date(day.year, 12, 31)
    if day <= date(2026, 6, 30):
        return date(2026, 6, 30)
    return date(day.year + (day.month > 6), 6, 30)


def three_and_a_half_years_on(year_end: date) -> date:
    return date(year_end.year + 4, 6, 30) if year_end.month == 12 else date(year_end.year + 3, 12, 31)


RULES: dict[str, Callable[[date], date]] = {
    "2 years after last contact": lambda day: in_years(day, 2),
    "5 years after end of relation": lambda day: in_years(day, 5),
    "at most 5 years after last contact": lambda day: in_years(day, 5),
    "until unsubscribed": lambda day: day,
    "5 years after end of fiscal year of booking": lambda day: in_years(end_of_fiscal_year(day), 5),
    "3 years and 6 months after end of fiscal year of correspondence": lambda day: three_and_a_half_years_on(
        end_of_fiscal_year(day)
    ),
    "up to 1 year after received": lambda day: in_years(day, 1),
    "at most 30 days after backup": lambda day: day + timedelta(days=30),
    "5 years after end of calendar year of end of fiscal year of payment": lambda day: date(
        end_of_fiscal_year(day).year + 5, 12, 31
    ),
    "3 years after task done": lambda day: in_years(day, 3),
    "at the latest 5½ years after invoice": lambda day: in_months(day, 66),
    "until end of month of 2 years after last contact": lambda day: last_of_month(day.year + 2, day.month),
}


def every_day():
    return (date.fromordinal(ordinal) for ordinal in range(FIRST.toordinal(), LAST.toordinal() + 1))


@pytest.mark.parametrize("text", RULES)
def test_a_rule_ends_as_its_own_formula_says_on_every_day(text):
    period = parse_period(text).period
    assert isinstance(period, Fixed)
    ends = {day: RULES[text](day) for day in every_day()}
    assert {day: last_day(period, day, CALENDAR) for day in ends} == ends


@pytest.mark.parametrize("text", RULES)
def test_the_cutoff_lets_go_exactly_what_the_formula_says_on_every_day(text):
    period = parse_period(text).period
    assert isinstance(period, Fixed)
    ends = [(RULES[text](day), day) for day in every_day()]
    first_kept = 0
    for today in every_day():
        midnight = datetime(today.year, today.month, today.day, tzinfo=CALENDAR.zone).astimezone(UTC)
        while ends[first_kept][0] < today:
            first_kept += 1
        if first_kept == 0:
            continue  # no event of these years has ended yet
        at_midnight, just_before = bound(period, midnight, CALENDAR), bound(period, midnight - TICK, CALENDAR)
        assert at_midnight.day == ends[first_kept][1]
        ends_at_this_midnight = ends[first_kept - 1][0] == today - ONE_DAY
        assert (just_before.day < at_midnight.day) == ends_at_this_midnight


def test_a_session_of_an_hour_ends_to_the_microsecond_on_every_day():
    period = parse_period("1 hour after created").period
    assert isinstance(period, Fixed)
    for day in every_day():
        created = datetime(day.year, day.month, day.day, 1, 30, tzinfo=CALENDAR.zone).astimezone(UTC)
        end = created + timedelta(hours=1)
        assert free_from(period, created, CALENDAR) == end
        assert created < bound(period, end, CALENDAR).instant
        assert not created < bound(period, end - TICK, CALENDAR).instant
