"""Public holidays of Denmark and Norway: the calendars of known years, and those of a library beside them."""

from datetime import date, timedelta

import holidays as library
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdord.words.holidays import COUNTRIES, easter, holidays

EASTERS = {2024: "03-31", 2025: "04-20", 2026: "04-05", 2027: "03-28", 2028: "04-16", 2038: "04-25"}


@pytest.mark.parametrize(("year", "day"), EASTERS.items())
def test_easter_is_where_the_church_has_it(year: int, day: str) -> None:
    assert easter(year) == date.fromisoformat(f"{year}-{day}")


@given(st.integers(1600, 4000))
def test_easter_is_a_sunday_between_22_march_and_25_april(year: int) -> None:
    day = easter(year)
    assert day.weekday() == 6
    assert date(year, 3, 22) <= day <= date(year, 4, 25)


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, ["04-02", "04-03", "04-05", "04-06", "05-14", "05-24", "05-25"]),
        (2027, ["03-25", "03-26", "03-28", "03-29", "05-06", "05-16", "05-17"]),
        (2028, ["04-13", "04-14", "04-16", "04-17", "05-25", "06-04", "06-05"]),
    ],
)
def test_the_movable_holidays_of_three_years(year: int, days: list[str]) -> None:
    movable = {date.fromisoformat(f"{year}-{day}") for day in days}
    fixed = {date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)}
    assert set(holidays("DK", year)) == movable | fixed
    assert set(holidays("NO", year)) == movable | fixed | {date(year, 5, 1), date(year, 5, 17)}


def test_general_prayer_day_was_a_holiday_in_denmark_until_2023() -> None:
    assert holidays("DK", 2023)[date(2023, 5, 5)] == "General Prayer Day"
    assert date(2024, 4, 26) not in holidays("DK", 2024)
    assert date(2023, 5, 5) not in holidays("NO", 2023)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("day", ["06-05", "12-24", "12-31"])
def test_days_on_which_many_offices_are_closed_are_no_holidays(country: str, day: str) -> None:
    assert date.fromisoformat(f"2026-{day}") not in holidays(country, 2026)


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_library_has_the_same_calendar_for_a_hundred_years(country: str) -> None:
    for year in range(1990, 2100):
        theirs = set(library.country_holidays(country, years=year))
        sundays = {date(year, 1, 1) + timedelta(days=n) for n in range(366)}
        ours = set(holidays(country, year))
        assert ours == theirs - {day for day in sundays if day.weekday() == 6 and day not in ours}, year


def test_a_country_whose_rules_are_not_known_has_none() -> None:
    assert holidays("SE", 2026) == {}
