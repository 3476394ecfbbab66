"""Ends of periods and their inverse: examples, and laws that hold for every rule, calendar and event."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdord.words.period import (
    After,
    Calendar,
    Duration,
    EndOf,
    FiscalYears,
    Fixed,
    Indefinitely,
    OfEvent,
    UntilWithdrawn,
    WhileKept,
    _DayRule,
    _first_reaching,
    bound,
    compare,
    free_from,
    last_day,
)
from tests.words.period_strategies import (
    ONE_DAY,
    TICK,
    calendars,
    event_days,
    event_instants,
    events,
    moments,
    rules,
)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
DANISH = Calendar(COPENHAGEN, FiscalYears.every(12, 31))
TO_JUNE = Calendar(COPENHAGEN, FiscalYears.every(6, 30))
HAPPENED = OfEvent("happened")


def after(of=HAPPENED, **duration) -> Fixed:
    return Fixed(After(Duration(**duration), of))


def copenhagen(*fields: int, fold: int = 0) -> datetime:
    return datetime(*fields, tzinfo=COPENHAGEN, fold=fold).astimezone(UTC)


def has_ended(period: Fixed, event: date | datetime, now: datetime, calendar: Calendar) -> bool:
    limit = bound(period, now, calendar)
    return event < (limit.instant if isinstance(event, datetime) else limit.day)


# -- forward


@pytest.mark.parametrize(
    ("duration", "event", "last"),
    [
        ({"days": 1}, "2026-03-01", "2026-03-02"),
        ({"days": 30}, "2026-02-01", "2026-03-03"),
        ({"months": 1}, "2026-01-31", "2026-02-28"),
        ({"months": 1}, "2028-01-31", "2028-02-29"),
        ({"months": 1}, "2026-02-28", "2026-03-28"),
        ({"months": 6}, "2026-06-30", "2026-12-30"),
        ({"months": 12}, "2028-02-29", "2029-02-28"),
        ({"months": 48}, "2028-02-29", "2032-02-29"),
        ({"months": 12}, "1999-02-28", "2000-02-28"),
        ({"months": 60}, "2026-11-20", "2031-11-20"),
        ({"months": 1, "days": 1}, "2026-01-31", "2026-03-01"),
    ],
)
def test_a_period_ends_on_the_same_date_or_on_the_last_day_of_a_shorter_month(duration, event, last):
    assert last_day(after(**duration), date.fromisoformat(event), DANISH) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("unit", "event", "last"),
    [
        ("day", "2026-11-20", "2026-11-20"),
        ("week", "2026-11-16", "2026-11-22"),
        ("week", "2026-11-22", "2026-11-22"),
        ("month", "2028-02-01", "2028-02-29"),
        ("quarter", "2026-04-01", "2026-06-30"),
        ("quarter", "2026-12-31", "2026-12-31"),
        ("half_year", "2026-06-30", "2026-06-30"),
        ("half_year", "2026-07-01", "2026-12-31"),
        ("calendar_year", "2026-01-01", "2026-12-31"),
        ("fiscal_year", "2026-06-30", "2026-06-30"),
        ("fiscal_year", "2026-07-01", "2027-06-30"),
    ],
)
def test_the_end_of_a_unit_is_its_last_day(unit, event, last):
    assert last_day(Fixed(EndOf(unit, HAPPENED)), date.fromisoformat(event), TO_JUNE) == date.fromisoformat(
        last
    )


def test_months_counted_on_from_the_end_of_a_unit_run_to_ends_of_months():
    end_of_year = EndOf("fiscal_year", HAPPENED)
    assert last_day(after(end_of_year, months=42), date(2026, 6, 1), TO_JUNE) == date(2029, 12, 31)
    twice = After(Duration(months=1), After(Duration(months=2), EndOf("calendar_year", HAPPENED)))
    assert last_day(Fixed(twice), date(2026, 6, 1), TO_JUNE) == date(2027, 3, 31)


def test_days_counted_on_from_the_end_of_a_month_lead_away_from_ends_of_months():
    ten_days_on = After(Duration(days=10), EndOf("month", HAPPENED))
    assert last_day(after(ten_days_on, months=1), date(2026, 6, 1), DANISH) == date(2026, 8, 10)
    both = After(Duration(months=1, days=10), EndOf("month", HAPPENED))
    assert last_day(after(both, months=1), date(2026, 6, 1), DANISH) == date(2026, 9, 10)


def test_months_counted_on_from_a_day_or_week_keep_the_date_even_where_it_ends_a_month():
    assert last_day(after(EndOf("day", HAPPENED), months=6), date(2026, 6, 30), DANISH) == date(2026, 12, 30)
    assert date(2026, 5, 31).isoweekday() == 7
    assert last_day(after(EndOf("week", HAPPENED), months=1), date(2026, 5, 31), DANISH) == date(2026, 6, 30)
    assert last_day(after(EndOf("week", HAPPENED), months=3), date(2026, 5, 31), DANISH) == date(2026, 8, 31)


def test_months_counted_on_from_a_financial_year_that_ends_within_a_month_keep_its_date():
    calendar = Calendar(COPENHAGEN, FiscalYears.every(4, 15))
    assert last_day(after(EndOf("fiscal_year", HAPPENED), months=42), date(2026, 4, 1), calendar) == date(
        2029, 10, 15
    )


def test_days_are_those_of_the_controllers_zone():
    late_evening = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # 2 March in Copenhagen
    assert last_day(after(days=1), late_evening, DANISH) == date(2026, 3, 3)
    assert free_from(after(days=1), late_evening, DANISH) == copenhagen(2026, 3, 4)


def test_days_in_which_clocks_change_count_as_days():
    assert free_from(after(days=1), date(2026, 3, 28), DANISH) == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert free_from(after(days=1), date(2026, 10, 24), DANISH) == datetime(2026, 10, 25, 23, tzinfo=UTC)


def test_hours_are_elapsed_time_whatever_the_clocks_show():
    before_the_clock_is_put_back = copenhagen(2026, 10, 25, 2, 30)
    assert free_from(after(hours=1), before_the_clock_is_put_back, DANISH) == copenhagen(
        2026, 10, 25, 2, 30, fold=1
    )
    before_it_is_put_forward = copenhagen(2026, 3, 29, 1, 30)
    assert free_from(after(hours=1), before_it_is_put_forward, DANISH) == copenhagen(2026, 3, 29, 3, 30)
    assert free_from(after(hours=24), copenhagen(2026, 3, 28, 12), DANISH) == copenhagen(2026, 3, 29, 13)
    assert free_from(after(minutes=90), copenhagen(2026, 3, 28, 12), DANISH) == copenhagen(
        2026, 3, 28, 13, 30
    )


def test_hours_after_an_event_without_a_time_count_from_the_end_of_its_day():
    assert free_from(after(hours=1), date(2026, 3, 28), DANISH) == copenhagen(2026, 3, 29, 1)
    assert free_from(after(hours=3), date(2026, 3, 28), DANISH) == copenhagen(2026, 3, 29, 4)
    assert last_day(after(hours=1), date(2026, 3, 28), DANISH) == date(2026, 3, 29)


def test_until_an_event_ends_at_its_moment_or_at_the_end_of_its_day():
    until = Fixed(OfEvent("unsubscribed"))
    moment = datetime(2026, 11, 20, 9, 15, 0, 1, tzinfo=UTC)
    assert free_from(until, moment, DANISH) == moment
    assert free_from(until, date(2026, 11, 20), DANISH) == copenhagen(2026, 11, 21)
    assert last_day(until, date(2026, 11, 20), DANISH) == date(2026, 11, 20)


def test_hours_and_ends_of_days_nest_either_way():
    two_hours_on = after(EndOf("day", HAPPENED), hours=2)
    assert free_from(two_hours_on, copenhagen(2026, 11, 20, 9), DANISH) == copenhagen(2026, 11, 21, 2)
    assert free_from(two_hours_on, date(2026, 11, 20), DANISH) == copenhagen(2026, 11, 21, 2)
    end_of_day = Fixed(EndOf("day", After(Duration(hours=2), HAPPENED)))
    assert free_from(end_of_day, copenhagen(2026, 11, 20, 21, 59), DANISH) == copenhagen(2026, 11, 21)
    assert free_from(end_of_day, copenhagen(2026, 11, 20, 22), DANISH) == copenhagen(2026, 11, 22)


def test_what_lies_beyond_the_last_year_a_computer_can_date_stays_there():
    never = datetime.max.replace(tzinfo=UTC)
    assert free_from(after(months=60), date.max, DANISH) == never
    assert free_from(after(hours=1), never, DANISH) == never
    assert free_from(after(EndOf("week", HAPPENED), days=5), date(9999, 12, 30), DANISH) == never
    assert not has_ended(after(months=60), date.max, copenhagen(2026, 11, 20), DANISH)


def test_an_event_before_all_reckoning_has_ended():
    assert has_ended(after(months=60), date.min, copenhagen(2026, 11, 20), DANISH)
    assert has_ended(after(hours=60), datetime.min.replace(tzinfo=UTC), copenhagen(2026, 11, 20), DANISH)
    thousand_years = after(months=12_000)
    assert last_day(thousand_years, date(1026, 11, 19), DANISH) == date(2026, 11, 19)
    assert bound(thousand_years, copenhagen(2026, 11, 20), DANISH).day == date(1026, 11, 20)
    assert bound(
        after(After(Duration(months=12_000), HAPPENED), months=12_000), copenhagen(2026, 1, 1), DANISH
    ).day == date(26, 1, 1)
    endless = after(After(Duration(months=12_000), After(Duration(months=12_000), HAPPENED)), months=12_000)
    assert bound(endless, copenhagen(2026, 1, 1), DANISH).day == date.min


# -- what is no event, no moment and no length of time


def test_a_moment_without_a_time_zone_is_refused():
    naive = datetime(2026, 11, 20, 9)  # noqa: DTZ001
    for ask in (last_day, free_from):
        with pytest.raises(ValueError, match="needs a time zone"):
            ask(after(days=1), naive, DANISH)
    with pytest.raises(ValueError, match="needs a time zone"):
        bound(after(days=1), naive, DANISH)


@pytest.mark.parametrize("year", [1899, 2301])
def test_a_now_in_another_age_is_refused(year):
    with pytest.raises(ValueError, match="out of range"):
        bound(after(days=1), datetime(year, 6, 1, tzinfo=UTC), DANISH)


@pytest.mark.parametrize("period", [UntilWithdrawn(), WhileKept("crm", "contacts"), Indefinitely()])
def test_a_period_that_no_date_ends_has_no_event_and_is_not_computed(period):
    assert period.event is None
    with pytest.raises(ValueError, match=f"'{period}' is not ended by the date of an event"):
        last_day(period, date(2026, 1, 1), DANISH)


@pytest.mark.parametrize(
    ("duration", "reason"),
    [
        ({}, "zero"),
        ({"months": -1}, "negative"),
        ({"months": 12, "days": -1}, "negative"),
        ({"days": 1, "hours": 12}, "cannot be joined"),
        ({"months": 12_001}, "1000 years"),
        ({"hours": 24 * 366_000}, "1000 years"),
    ],
)
def test_a_length_of_time_that_makes_no_sense_is_refused(duration, reason):
    with pytest.raises(ValueError, match=reason):
        Duration(**duration)


def test_names_that_cannot_be_read_back_are_refused():
    for name in ("last contact", "", "5_years", "the", "half", "Two"):
        with pytest.raises(ValueError, match="name of an event"):
            OfEvent(name)
    with pytest.raises(ValueError, match="no unit"):
        EndOf("decade", HAPPENED)
    with pytest.raises(ValueError, match="withdrawal"):
        Fixed(OfEvent("withdrawn"))
    with pytest.raises(ValueError, match="joined by a dot"):
        WhileKept("crm", "")


def test_a_period_knows_the_event_it_counts_from():
    assert (
        after(EndOf("calendar_year", EndOf("fiscal_year", OfEvent("payment"))), months=60).event == "payment"
    )


# -- laws


@given(rules, events, calendars)
@settings(max_examples=500, deadline=None)
def test_an_event_has_ended_from_the_very_instant_its_period_is_over(period, event, calendar):
    end = free_from(period, event, calendar)
    if end.year < 2300:
        assert has_ended(period, event, end, calendar)
        assert not has_ended(period, event, end - TICK, calendar)


@given(rules, events, moments(1990, 2130), calendars)
@settings(max_examples=300, deadline=None)
def test_the_cutoff_and_the_end_agree_on_any_event_at_any_time(period, event, now, calendar):
    assert has_ended(period, event, now, calendar) == (free_from(period, event, calendar) <= now)


@given(rules, moments(1992, 2130), calendars)
@settings(max_examples=200, deadline=None)
def test_the_cutoffs_are_the_first_events_that_have_not_ended(period, now, calendar):
    limit = bound(period, now, calendar)
    assert free_from(period, limit.day, calendar) > now
    assert free_from(period, limit.instant, calendar) > now
    if limit.day > date.min:
        assert free_from(period, limit.day - ONE_DAY, calendar) <= now
        assert free_from(period, limit.instant - TICK, calendar) <= now


@given(rules, moments(1995, 2110), calendars)
@settings(max_examples=5, deadline=None)
def test_the_cutoff_and_the_end_agree_on_every_date_from_1990_to_2110(period, now, calendar):
    limit = bound(period, now, calendar).day
    before = datetime.min.replace(tzinfo=UTC)
    for ordinal in range(date(1990, 1, 1).toordinal(), date(2111, 1, 1).toordinal()):
        event = date.fromordinal(ordinal)
        end = free_from(period, event, calendar)
        assert (event < limit) == (end <= now)
        assert end >= before
        before = end


@given(
    rules,
    st.lists(event_days, min_size=2, max_size=2),
    st.lists(event_instants, min_size=2, max_size=2),
    calendars,
)
@settings(max_examples=300, deadline=None)
def test_a_later_event_never_ends_earlier(period, days, instants, calendar):
    for first, second in (sorted(days), sorted(instants)):
        assert free_from(period, first, calendar) <= free_from(period, second, calendar)
        assert last_day(period, first, calendar) <= last_day(period, second, calendar)


@given(rules, event_instants, calendars)
@settings(max_examples=300, deadline=None)
def test_an_event_whose_time_is_not_known_is_never_free_before_one_whose_time_is(period, moment, calendar):
    day = moment.astimezone(calendar.zone).date()
    assert free_from(period, moment, calendar) <= free_from(period, day, calendar)
    assert free_from(period, moment, calendar) >= moment


@given(rules, event_days, calendars)
@settings(max_examples=300, deadline=None)
def test_the_purpose_still_holds_on_its_last_day_and_no_longer_on_the_next(period, event, calendar):
    last = last_day(period, event, calendar)
    end = free_from(period, event, calendar)
    assert (end - TICK).astimezone(calendar.zone).date() == last
    assert last >= event


@given(st.integers(-3000, 3000), st.integers(0, 6000), st.dates(date(1900, 1, 1), date(2300, 1, 1)))
@settings(max_examples=200, deadline=None)
def test_a_search_that_begins_in_the_wrong_place_ends_in_the_right_one(least, width, target):
    def next_but_one_month(day: date) -> date:
        return date(day.year + (day.month > 10), (day.month + 1) % 12 + 1, 1)

    first = _first_reaching(_DayRule(next_but_one_month, least, least + width), target)
    assert next_but_one_month(first) >= target
    assert next_but_one_month(first - ONE_DAY) < target


# -- comparing


def test_compare_names_the_first_event_on_which_one_rule_outlasts_the_other():
    bookkeeping = after(EndOf("fiscal_year", OfEvent("invoice")), months=60)
    promise = after(OfEvent("invoice"), months=66)
    assert compare(bookkeeping, promise, DANISH, date(2026, 7, 1), date(2027, 12, 31)) == date(2027, 1, 1)
    assert compare(bookkeeping, promise, DANISH, date(2026, 6, 30), date(2027, 12, 31)) == date(2026, 6, 30)
    assert compare(bookkeeping, promise, DANISH, date(2026, 7, 1), date(2027, 1, 1)) is None
    assert compare(bookkeeping, after(months=72), DANISH, date(2000, 1, 1), date(2028, 1, 1)) is None


def test_compare_finds_what_only_a_leap_day_brings_about():
    a_year, days_365 = after(months=12), after(days=365)
    assert compare(a_year, days_365, DANISH, date(2026, 3, 1), date(2028, 1, 1)) == date(2027, 3, 1)
    assert compare(days_365, a_year, DANISH, date(1990, 1, 1), date(2018, 1, 1)) is None
    assert compare(after(days=366), a_year, DANISH, date(2027, 3, 1), date(2029, 1, 1)) == date(2028, 2, 29)


@given(rules, rules, calendars, event_days)
@settings(max_examples=40, deadline=None)
def test_compare_agrees_with_looking_at_every_day(a, b, calendar, start):
    days = [start + timedelta(days=number) for number in range(200)]
    outlasted = [day for day in days if last_day(a, day, calendar) > last_day(b, day, calendar)]
    assert compare(a, b, calendar, start, days[-1] + ONE_DAY) == (outlasted[0] if outlasted else None)
