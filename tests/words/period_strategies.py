"""Random rules, calendars and events for the tests of periods."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from holdord.words.period import (
    UNITS,
    After,
    Calendar,
    Duration,
    EndOf,
    FiscalSpan,
    FiscalYears,
    Fixed,
    OfEvent,
)

ONE_DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)

ZONES = [
    ZoneInfo(name)
    for name in ("Europe/Copenhagen", "Europe/Oslo", "UTC", "America/New_York", "Australia/Lord_Howe")
]
# Zones that have changed their clocks at or around midnight, or skipped or repeated a whole day.
AWKWARD_ZONES = [
    ZoneInfo(name)
    for name in (
        "America/St_Johns",
        "America/Havana",
        "America/Sao_Paulo",
        "Asia/Beirut",
        "Pacific/Apia",
        "Pacific/Kwajalein",
    )
]


def moments(first_year: int, last_year: int) -> st.SearchStrategy[datetime]:
    """Moments in UTC between two years."""
    first, last = datetime(first_year, 1, 1), datetime(last_year, 12, 31)  # noqa: DTZ001
    return st.datetimes(first, last, timezones=st.just(UTC))


event_days = st.dates(date(1990, 1, 1), date(2110, 12, 31))
event_instants = moments(1990, 2110)
events = event_days | event_instants

durations = (
    st.builds(Duration, months=st.integers(1, 250), days=st.integers(0, 400))
    | st.builds(Duration, days=st.integers(1, 4000))
    | st.builds(Duration, hours=st.integers(0, 2000), minutes=st.integers(1, 300))
)

anchors = st.recursive(
    st.just(OfEvent("happened")),
    lambda inner: st.builds(After, durations, inner) | st.builds(EndOf, st.sampled_from(UNITS), inner),
    max_leaves=6,
)
rules = st.builds(Fixed, anchors)


@st.composite
def month_days(draw: st.DrawFn) -> tuple[int, int]:
    day = draw(
        st.sampled_from([(6, 30), (12, 31), (2, 28), (3, 31), (9, 30)])
        | st.dates(date(2024, 1, 1), date(2024, 12, 31))
    )
    return day if isinstance(day, tuple) else (day.month, day.day)


@st.composite
def fiscal_histories(draw: st.DrawFn) -> FiscalYears:
    """Financial years that change up to three times, each change beginning where a year ended."""
    founded = draw(st.none() | st.dates(date(1985, 1, 1), date(2020, 12, 31)))
    spans = [_span(draw, founded)]
    for _ in range(draw(st.integers(0, 3))):
        before = FiscalYears(tuple(spans))
        earliest = spans[-1].from_date or date(1990, 1, 1)
        eve = before.end_of(earliest + timedelta(days=draw(st.integers(0, 9000))))
        spans.append(_span(draw, eve + ONE_DAY))
    return FiscalYears(tuple(spans))


def _span(draw: st.DrawFn, begins: date | None) -> FiscalSpan:
    month, day = draw(month_days())
    if begins is None or draw(st.booleans()):
        return FiscalSpan(begins, None, month, day)
    plain = FiscalYears.every(month, day)
    first_end = plain.end_of(begins)
    second_end = plain.end_of(first_end + ONE_DAY)
    is_allowed = (second_end - begins).days < 540  # below 18 months, whatever their lengths
    return FiscalSpan(begins, second_end if is_allowed and draw(st.booleans()) else first_end, month, day)


calendars = st.builds(Calendar, st.sampled_from(ZONES + AWKWARD_ZONES), fiscal_histories())
