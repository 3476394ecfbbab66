"""Comparing periods finds a date whenever there is one, and never one that proves nothing."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdord.language.checks.bounds import comparable, first_outlasting, outlasting
from holdord.language.periods import parse_period
from holdord.words.period import (
    UNITS,
    After,
    Anchor,
    Calendar,
    Duration,
    EndOf,
    FiscalSpan,
    FiscalYears,
    Fixed,
    OfEvent,
    compare,
    last_day,
)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
CALENDARS = [
    Calendar(COPENHAGEN, FiscalYears.every(12, 31)),
    Calendar(COPENHAGEN, FiscalYears.every(6, 30)),
    Calendar(COPENHAGEN, FiscalYears.every(4, 15)),
    Calendar(
        COPENHAGEN,
        FiscalYears((FiscalSpan(None, None, 12, 31), FiscalSpan(date(2024, 1, 1), date(2025, 6, 30), 6, 30))),
    ),
]
AROUND = st.sampled_from([1, 2, 3, 6, 12, 18, 24, 59, 60, 61, 66, 72])


def anchors() -> st.SearchStrategy[Anchor]:
    durations = st.one_of(
        st.builds(Duration, months=AROUND),
        st.builds(Duration, days=st.sampled_from([1, 7, 14, 30, 31, 90, 365])),
        st.builds(Duration, hours=st.sampled_from([1, 24, 36, 72, 720])),
    )
    return st.recursive(
        st.just(OfEvent("invoice")),
        lambda inner: st.one_of(
            st.builds(After, durations, inner), st.builds(EndOf, st.sampled_from(UNITS), inner)
        ),
        max_leaves=4,
    )


def period(text: str) -> Any:
    return parse_period(text).period


PERIODS = anchors().filter(lambda anchor: not isinstance(anchor, OfEvent)).map(Fixed)
FISCAL = period("5 years after end of fiscal year of invoice")


@settings(max_examples=60, deadline=None)
@given(PERIODS, PERIODS, st.sampled_from(CALENDARS))
@example(FISCAL, period("5½ years after invoice"), CALENDARS[0])
@example(FISCAL, period("72 months after invoice"), CALENDARS[3])
@example(FISCAL, period("6½ years after invoice"), CALENDARS[3])
@example(period("1 month after invoice"), period("30 days after invoice"), CALENDARS[0])
@example(period("end of week of invoice"), period("6 days after invoice"), CALENDARS[0])
def test_a_date_is_found_exactly_when_there_is_one(a: Fixed, b: Fixed, calendar: Calendar) -> None:
    found = first_outlasting(a, b, calendar)
    if found is None:
        assert compare(a, b, calendar, date(2016, 1, 1), date(2044, 1, 1)) is None
    else:
        assert last_day(a, found, calendar) > last_day(b, found, calendar)


def test_a_date_before_the_financial_year_was_changed_is_found_too() -> None:
    changed = CALENDARS[3]
    found = first_outlasting(FISCAL, period("6 years after invoice"), changed)
    assert found == date(2024, 1, 1)
    assert last_day(FISCAL, found, changed) == date(2030, 6, 30)


@pytest.mark.parametrize(
    ("longer", "shorter"),
    [
        ("indefinitely, anonymous only", "100 years after invoice"),
        ("until withdrawn", "100 years after invoice"),
        ("1 day after invoice", "until withdrawn"),
        ("while kept by shop.orders", "1 year after invoice"),
        ("indefinitely, anonymous only", "until withdrawn"),
    ],
)
def test_what_no_date_ends_can_outlast_what_a_date_ends(longer: str, shorter: str) -> None:
    found = outlasting(period(longer), period(shorter), CALENDARS[0])
    assert found is not None
    assert found.on is None
    assert found.example("it is kept", "it is gone") == ""


@pytest.mark.parametrize(
    "text", ["100 years after invoice", "until withdrawn", "indefinitely, anonymous only"]
)
def test_nothing_outlasts_for_ever_and_nothing_outlasts_itself(text: str) -> None:
    stated = period(text)
    assert outlasting(stated, period("indefinitely, anonymous only"), CALENDARS[0]) is None
    assert outlasting(stated, stated, CALENDARS[0]) is None


def test_periods_from_different_events_are_not_compared() -> None:
    invoice, payment = period("9 years after invoice"), period("1 year after payment")
    assert not comparable(invoice, payment)
    assert outlasting(invoice, payment, CALENDARS[0]) is None
