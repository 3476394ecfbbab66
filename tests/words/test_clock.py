"""Until when a request must be answered: known dates, and what is true of every date."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdord.words.clock import (
    due_for,
    due_in_months,
    hours_after,
    is_working_day,
    months_after,
    reminders,
    weeks_after,
    working_days_after,
)

ZONES = {"DK": ZoneInfo("Europe/Copenhagen"), "NO": ZoneInfo("Europe/Oslo")}
DAYS = st.dates(date(1990, 1, 1), date(2110, 1, 1))
COUNTRIES = st.sampled_from(["DK", "NO"])

ANSWERS = [
    # received, raw, due in Denmark, due in Norway, extended
    ("2026-03-05", "2026-04-05", "2026-04-07", "2026-04-07", "2026-06-05"),
    ("2026-01-31", "2026-02-28", "2026-03-02", "2026-03-02", "2026-04-30"),
    ("2024-01-31", "2024-02-29", "2024-02-29", "2024-02-29", "2024-04-30"),
    ("2026-08-31", "2026-09-30", "2026-09-30", "2026-09-30", "2026-11-30"),
    ("2026-04-01", "2026-05-01", "2026-05-01", "2026-05-04", "2026-07-01"),
    ("2026-04-17", "2026-05-17", "2026-05-18", "2026-05-18", "2026-07-17"),
    ("2026-05-05", "2026-06-05", "2026-06-05", "2026-06-05", "2026-08-05"),
    ("2026-11-20", "2026-12-20", "2026-12-21", "2026-12-21", "2027-02-22"),
    ("2026-11-24", "2026-12-24", "2026-12-24", "2026-12-24", "2027-02-24"),
    ("2026-11-25", "2026-12-25", "2026-12-28", "2026-12-28", "2027-02-25"),
    ("2026-12-01", "2027-01-01", "2027-01-04", "2027-01-04", "2027-03-01"),
]


def day(text: str) -> date:
    return date.fromisoformat(text)


def noon(text: str, country: str) -> datetime:
    return datetime.fromisoformat(f"{text}T12:00").replace(tzinfo=ZONES[country])


@pytest.mark.parametrize(("received", "raw", "denmark", "norway", "extended"), ANSWERS)
def test_an_answer_is_due_on_the_same_date_of_the_next_month_or_the_working_day_after(
    received: str, raw: str, denmark: str, norway: str, extended: str
) -> None:
    assert months_after(day(received), 1) == day(raw)
    for country, due in (("DK", denmark), ("NO", norway)):
        found = due_for(noon(received, country), ZONES[country], country)
        assert (found.due, found.strict, found.extended) == (day(due), day(due), day(extended))
        assert found.extension_notice_by == day(raw)
        longer = due_for(noon(received, country), ZONES[country], country, extended=True)
        assert (longer.due, longer.strict) == (day(extended), day(extended))


def test_one_month_and_then_two_can_be_earlier_than_three() -> None:
    found = due_for(noon("2026-01-31", "DK"), ZONES["DK"], "DK")
    assert (found.chained, found.extended) == (day("2026-04-28"), day("2026-04-30"))


def test_the_day_of_arrival_is_the_controllers_own() -> None:
    late = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)  # half past midnight in Copenhagen: 1 February
    assert due_for(late, ZONES["DK"], "DK").due == day("2026-03-02")
    assert due_for(late, ZoneInfo("UTC"), "DK").due == day("2026-03-02")
    assert due_for(late, ZONES["DK"], "DK").extension_notice_by == day("2026-03-01")
    with pytest.raises(ValueError, match="zone"):
        due_for(datetime(2026, 1, 31), ZONES["DK"], "DK")  # noqa: DTZ001


def test_a_pause_moves_one_of_the_two_days_and_only_once_it_is_over() -> None:
    received = noon("2026-08-31", "DK")
    since = noon("2026-09-02", "DK")
    waiting = due_for(received, ZONES["DK"], "DK", [(since, None)])
    assert waiting.due == waiting.strict == day("2026-09-30")
    over = due_for(received, ZONES["DK"], "DK", [(since, since + timedelta(days=6, hours=3))])
    assert (over.strict, over.due) == (day("2026-09-30"), day("2026-10-06"))


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([(2, 8), (5, 10)], "2026-10-09"),  # overlapping: eight days, each once
        ([(5, 10), (2, 8)], "2026-10-09"),
        ([(-9, 5)], "2026-10-06"),  # asked before the request arrived: from then on
        ([(31, 40)], "2026-10-01"),  # asked when it was too late
        ([(2, 9), (33, 35)], "2026-10-12"),  # late only without the pause before
        ([(3, 3)], "2026-10-01"),
    ],
)
def test_each_day_of_waiting_counts_once_and_only_while_there_is_time(
    pauses: list[tuple[int, int]], due: str
) -> None:
    received = noon("2026-09-01", "DK")
    moments = [
        (received + timedelta(days=since), received + timedelta(days=until)) for since, until in pauses
    ]
    found = due_for(received, ZONES["DK"], "DK", moments)
    assert (found.due, found.strict) == (day(due), day("2026-10-01"))


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    received = noon("2026-09-01", "DK")
    with pytest.raises(ValueError, match="ends after it begins"):
        due_for(received, ZONES["DK"], "DK", [(received + timedelta(days=9), received + timedelta(days=2))])


@given(st.lists(st.tuples(st.integers(-20, 60), st.integers(0, 30)), max_size=4), DAYS)
def test_waiting_never_makes_a_request_due_earlier(pauses: list[tuple[int, int]], start: date) -> None:
    received = datetime.combine(start, time(12), ZONES["DK"])
    moments = [(received + timedelta(days=a), received + timedelta(days=a + n)) for a, n in pauses]
    found = due_for(received, ZONES["DK"], "DK", moments)
    assert found.strict <= found.due <= found.strict + timedelta(days=sum(n for _, n in pauses) + 7)


@pytest.mark.parametrize(
    ("received", "count", "denmark", "norway"),
    [
        ("2026-11-20", 2, "2026-11-24", "2026-11-24"),
        ("2026-04-01", 2, "2026-04-08", "2026-04-08"),
        ("2026-04-30", 2, "2026-05-04", "2026-05-05"),
        ("2026-05-13", 2, "2026-05-18", "2026-05-18"),
        ("2026-12-23", 2, "2026-12-28", "2026-12-28"),
    ],
)
def test_a_receipt_is_promised_within_working_days(
    received: str, count: int, denmark: str, norway: str
) -> None:
    assert working_days_after(day(received), count, "DK") == day(denmark)
    assert working_days_after(day(received), count, "NO") == day(norway)


def test_two_weeks_end_on_the_same_weekday_and_are_moved_on_only_where_that_is_asked_for() -> None:
    assert weeks_after(day("2026-11-20"), 2, "DK") == day("2026-12-04")
    assert weeks_after(day("2026-03-20"), 2, "DK") == day("2026-04-03")
    assert weeks_after(day("2026-03-20"), 2, "DK", roll=True) == day("2026-04-07")
    assert weeks_after(day("2026-04-17"), 2, "DK", roll=True) == day("2026-05-01")
    assert weeks_after(day("2026-04-17"), 2, "NO", roll=True) == day("2026-05-04")


@pytest.mark.parametrize(
    ("aware", "until"),
    [
        ("2026-11-20T16:20", "2026-11-23T16:20"),
        ("2026-03-27T14:00", "2026-03-30T15:00"),
        ("2026-10-23T14:00", "2026-10-26T13:00"),
        ("2026-04-02T10:00", "2026-04-05T10:00"),
        ("2026-12-24T09:30", "2026-12-27T09:30"),
    ],
)
def test_hours_run_through_nights_holidays_and_changes_of_the_clock(aware: str, until: str) -> None:
    zone = ZONES["DK"]
    moment = datetime.fromisoformat(aware).replace(tzinfo=zone)
    found = hours_after(moment, 72)
    assert found.astimezone(zone).replace(tzinfo=None) == datetime.fromisoformat(until)
    assert found.tzinfo is UTC


@given(DAYS, st.integers(0, 40))
def test_a_period_of_months_never_leaves_its_last_month(start: date, months: int) -> None:
    end = months_after(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


@given(DAYS, DAYS, st.integers(1, 12), COUNTRIES)
def test_who_asks_later_is_never_due_earlier(one: date, other: date, months: int, country: str) -> None:
    first, second = sorted((one, other))
    assert due_in_months(first, months, country) <= due_in_months(second, months, country)


@given(DAYS, st.integers(1, 12), COUNTRIES)
def test_what_is_due_is_due_on_the_first_working_day_that_is_not_before(
    start: date, months: int, country: str
) -> None:
    raw, due = months_after(start, months), due_in_months(start, months, country)
    assert is_working_day(due, country)
    assert not any(is_working_day(raw + timedelta(days=n), country) for n in range((due - raw).days))


@given(DAYS, st.integers(0, 30), COUNTRIES)
def test_so_many_working_days_lie_between(start: date, count: int, country: str) -> None:
    end = working_days_after(start, count, country)
    days = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(is_working_day(one, country) for one in days) == count


@given(DAYS, COUNTRIES)
def test_reminders_come_on_working_days_and_not_after_the_last_day(due: date, country: str) -> None:
    found = reminders(due, country)
    assert found
    assert found[-1] <= due
    assert all(is_working_day(one, country) for one in found)
