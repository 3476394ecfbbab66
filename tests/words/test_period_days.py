"""Days and financial years as a controller counts them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdord.words.days import FiscalSpan, FiscalYears, end_of_day, local_day, start_of_day
from tests.words.period_strategies import (
    AWKWARD_ZONES,
    ONE_DAY,
    TICK,
    ZONES,
    event_days,
    event_instants,
    fiscal_histories,
)

D = date.fromisoformat


# -- financial years


@pytest.mark.parametrize(
    ("month", "day", "of", "end"),
    [
        (12, 31, "2025-03-14", "2025-12-31"),
        (6, 30, "2025-07-02", "2026-06-30"),
        (6, 30, "2026-06-30", "2026-06-30"),
        (4, 15, "2026-04-16", "2027-04-15"),
        (2, 28, "2026-03-01", "2027-02-28"),
        (2, 28, "2027-03-01", "2028-02-29"),
        (2, 29, "2026-03-01", "2027-02-28"),
        (2, 29, "2028-02-29", "2028-02-29"),
    ],
)
def test_a_day_lies_in_the_financial_year_that_ends_next(month, day, of, end):
    assert FiscalYears.every(month, day).end_of(D(of)) == D(end)


def test_the_end_of_february_can_be_said_either_way():
    assert FiscalYears.every(2, 28) == FiscalYears.every(2, 29)


def test_a_first_year_may_last_eighteen_months():
    years = FiscalYears((FiscalSpan(D("2024-01-15"), D("2025-06-30"), 6, 30),))
    assert years.end_of(D("2024-06-30")) == D("2025-06-30")
    assert years.end_of(D("2025-07-01")) == D("2026-06-30")


def test_what_was_paid_before_a_company_was_founded_stands_in_its_first_accounts():
    years = FiscalYears((FiscalSpan(D("2024-01-15"), None, 12, 31),))
    assert years.end_of(D("2023-05-01")) == D("2024-12-31")


def test_a_change_of_the_financial_year_leaves_earlier_years_as_they_were():
    years = FiscalYears(
        (
            FiscalSpan(None, None, 12, 31),
            FiscalSpan(D("2022-01-01"), D("2022-06-30"), 6, 30),
            FiscalSpan(D("2024-07-01"), D("2025-12-31"), 12, 31),
        )
    )
    ends = {"2021-12-31": "2021-12-31", "2022-01-01": "2022-06-30", "2022-07-01": "2023-06-30"}
    ends |= {"2024-06-30": "2024-06-30", "2024-07-01": "2025-12-31", "2026-01-01": "2026-12-31"}
    assert {day: str(years.end_of(D(day))) for day in ends} == ends


@pytest.mark.parametrize(
    ("spans", "reason"),
    [
        ([], "at least one end"),
        ([(None, None, 6, 31)], "cannot end on 06-31"),
        ([(None, None, 13, 1)], "cannot end on 13-01"),
        ([(None, None, 2, 30)], "cannot end on 02-30"),
        ([(None, "2025-12-31", 12, 31)], "no date it begins on"),
        ([("2024-01-01", "2025-07-31", 7, 31)], "one day to 18 months"),
        ([("2024-07-01", "2024-06-30", 6, 30)], "one day to 18 months"),
        ([("2024-01-01", "2025-03-31", 6, 30)], "yet the years from then on end on 06-30"),
        ([(None, None, 12, 31), (None, None, 6, 30)], "only the first"),
        ([("2024-01-01", None, 12, 31), ("2023-01-01", None, 12, 31)], "in order"),
        ([(None, None, 12, 31), ("2026-07-01", None, 6, 30)], "the year before it ends on 2026-12-31"),
        (
            [("2024-01-15", "2025-06-30", 6, 30), ("2025-01-01", None, 12, 31)],
            "the year before it ends on 2025-06-30",
        ),
    ],
)
def test_financial_years_that_contradict_each_other_are_refused(spans, reason):
    dated = tuple((begins and D(begins), end and D(end), month, day) for begins, end, month, day in spans)
    with pytest.raises(ValueError, match=reason):
        FiscalYears(dated)


@given(fiscal_histories(), event_days)
@settings(max_examples=300, deadline=None)
def test_financial_years_follow_each_other_without_gap_or_overlap(years, day):
    end = years.end_of(day)
    assert end >= day
    assert years.end_of(end) == end
    assert years.end_of(end + ONE_DAY) > end
    assert years.end_of(day + ONE_DAY) in (end, years.end_of(end + ONE_DAY))


# -- days


def test_a_day_begins_at_local_midnight():
    assert start_of_day(ZoneInfo("Europe/Oslo"), D("2026-07-01")) == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert end_of_day(ZoneInfo("Europe/Oslo"), D("2026-12-31")) == datetime(2026, 12, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("America/Havana", "2023-11-05", "2023-11-05T04:00:00+00:00"),  # midnight comes twice: the first
        ("America/St_Johns", "2006-10-29", "2006-10-29T03:30:00+00:00"),  # put back at 00:01: the second
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00+00:00"),  # no midnight: at 01:00
        ("America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00+00:00"),  # an hour more before midnight
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00+00:00"),  # no such day: as the next one
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00+00:00"),
    ],
)
def test_a_day_begins_for_good_where_clocks_are_changed_at_midnight(zone, day, begins):
    assert start_of_day(ZoneInfo(zone), D(day)) == datetime.fromisoformat(begins)


@given(st.sampled_from(ZONES + AWKWARD_ZONES), event_instants)
@settings(max_examples=500, deadline=None)
def test_every_instant_lies_in_exactly_one_day(zone, instant):
    day = local_day(zone, instant)
    assert start_of_day(zone, day) <= instant < end_of_day(zone, day)


@pytest.mark.parametrize("zone", ZONES + AWKWARD_ZONES, ids=str)
def test_days_begin_one_after_the_other(zone):
    """And where a day is over the next begins, to the microsecond."""
    begins = start_of_day(zone, date(1960, 1, 1))
    for number in range(1, 70 * 366):
        day = date(1960, 1, 1) + timedelta(days=number)
        next_begins = start_of_day(zone, day)
        assert timedelta(0) <= next_begins - begins <= timedelta(hours=48)
        if next_begins > begins:
            assert local_day(zone, next_begins - TICK) == day - ONE_DAY
        assert local_day(zone, next_begins) >= day
        begins = next_begins


def test_the_first_and_the_last_day_there_are_can_be_asked_for():
    for zone in ZONES + AWKWARD_ZONES:
        assert local_day(zone, datetime.min.replace(tzinfo=UTC)) == date.min
        assert local_day(zone, datetime.max.replace(tzinfo=UTC)) == date.max
        assert end_of_day(zone, date.max) == datetime.max.replace(tzinfo=UTC)
