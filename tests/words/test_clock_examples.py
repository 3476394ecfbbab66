"""The rest of the worked examples, for both countries, and the other calendar ours is held against."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import holidays as library
import pytest

from holdord.words.clock import BREACH_HOURS, due_for, hours_after, weeks_after
from holdord.words.holidays import HOLIDAYS_VERSION, holidays

D = date.fromisoformat
ZONES = {"DK": ZoneInfo("Europe/Copenhagen"), "NO": ZoneInfo("Europe/Oslo")}


@pytest.mark.parametrize("country", ZONES)
@pytest.mark.parametrize(
    ("received", "chained"),
    [
        ("2026-03-05", "2026-06-05"),
        ("2026-01-31", "2026-04-28"),
        ("2024-01-31", "2024-04-29"),
        ("2026-08-31", "2026-11-30"),
        ("2026-11-20", "2027-02-20"),
        ("2026-12-01", "2027-03-01"),
    ],
)
def test_the_day_to_aim_at_is_one_month_and_then_two(country: str, received: str, chained: str) -> None:
    moment = datetime.fromisoformat(f"{received}T12:00").replace(tzinfo=ZONES[country])
    assert due_for(moment, ZONES[country], country).chained == D(chained)


@pytest.mark.parametrize("country", ZONES)
def test_the_rule_names_the_calendar_and_its_version(country: str) -> None:
    moment = datetime(2026, 3, 5, 12, tzinfo=ZONES[country])
    rule = due_for(moment, ZONES[country], country).rule
    assert rule.endswith(f"{country} holidays {HOLIDAYS_VERSION}")


@pytest.mark.parametrize(
    ("received", "plain", "danish", "norwegian"),
    [
        ("2026-11-20", "2026-12-04", "2026-12-04", "2026-12-04"),
        ("2026-03-20", "2026-04-03", "2026-04-07", "2026-04-07"),
        ("2026-04-17", "2026-05-01", "2026-05-01", "2026-05-04"),
    ],
)
def test_two_weeks_in_both_countries(received: str, plain: str, danish: str, norwegian: str) -> None:
    for country, moved in (("DK", danish), ("NO", norwegian)):
        assert weeks_after(D(received), 2, country) == D(plain)
        assert weeks_after(D(received), 2, country, roll=True) == D(moved)


@pytest.mark.parametrize(
    ("aware", "limit"),
    [
        ("2026-11-20T16:20", "2026-11-23T16:20"),
        ("2026-03-27T14:00", "2026-03-30T15:00"),
        ("2026-10-23T14:00", "2026-10-26T13:00"),
        ("2026-04-02T10:00", "2026-04-05T10:00"),
        ("2026-12-24T09:30", "2026-12-27T09:30"),
    ],
)
def test_the_hours_of_a_breach_are_the_same_in_norway(aware: str, limit: str) -> None:
    end = hours_after(datetime.fromisoformat(aware).replace(tzinfo=ZONES["NO"]), BREACH_HOURS)
    assert end.astimezone(ZONES["NO"]).replace(tzinfo=None) == datetime.fromisoformat(limit)


@pytest.mark.parametrize(
    ("day", "weekday"),
    [
        ("2026-05-01", "Friday"),
        ("2026-05-17", "Sunday"),
        ("2027-05-01", "Saturday"),
        ("2027-05-17", "Monday"),
        ("2028-05-01", "Monday"),
        ("2028-05-17", "Wednesday"),
    ],
)
def test_the_norwegian_days_of_may(day: str, weekday: str) -> None:
    assert D(day).strftime("%A") == weekday
    assert D(day) in holidays("NO", D(day).year)
    assert (D(day) in holidays("DK", D(day).year)) is (day == "2027-05-17")  # Whit Monday


@pytest.mark.parametrize("country", ZONES)
def test_the_library_has_exactly_our_days_from_1990_to_2100(country: str) -> None:
    for year in range(1990, 2101):
        assert set(holidays(country, year)) == set(library.country_holidays(country, years=year)), year


def test_what_the_library_calls_optional_in_denmark_is_no_holiday_here() -> None:
    optional = library.country_holidays("DK", years=2026, categories=("optional",))
    assert set(optional) == {D("2026-05-01"), D("2026-06-05"), D("2026-12-24"), D("2026-12-31")}
    assert not set(optional) & set(holidays("DK", 2026))
