"""What `docs/language/periods.md` says is so."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from holdord.language.periods import PeriodError, parse_period
from holdord.words.period import Calendar, FiscalYears, free_from, last_day

PAGE = (Path(__file__).parents[2] / "docs" / "language" / "periods.md").read_text(encoding="utf-8")
CALENDAR = Calendar(ZoneInfo("Europe/Copenhagen"), FiscalYears.every(6, 30))


def rows_under(*heading: str) -> list[list[str]]:
    """The rows of the table with that heading."""
    table = PAGE.split(f"| {' | '.join(heading)} |\n", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[1:]]


@pytest.mark.parametrize(
    ("text", "event", "last", "free"), rows_under("period", "event", "kept through", "free from (UTC)")
)
def test_an_example_of_the_page_is_computed_as_it_says(text, event, last, free):
    period = parse_period(text).period
    when = datetime.fromisoformat(event).replace(tzinfo=UTC) if "T" in event else date.fromisoformat(event)
    assert last_day(period, when, CALENDAR) == date.fromisoformat(last)
    assert free_from(period, when, CALENDAR) == datetime.fromisoformat(free).replace(tzinfo=UTC)


@pytest.mark.parametrize(("text", "canonical"), rows_under("written", "canonical"))
def test_what_the_page_puts_into_one_form_is_put_into_it(text, canonical):
    assert str(parse_period(text)) == canonical


@pytest.mark.parametrize(("text", "message"), rows_under("written", "error"))
def test_what_the_page_says_is_refused_is_refused(text, message):
    with pytest.raises(PeriodError, match=f"^{re.escape(message)}$"):
        parse_period(text)


@pytest.mark.parametrize(
    "text", re.findall(r"`([^`]+)`", "".join(rows[0] for rows in rows_under("write", "it ends")))
)
def test_each_kind_of_period_can_be_read(text):
    assert parse_period(text).bound is None


def test_the_page_has_a_row_for_each_kind_of_table():
    assert len(rows_under("period", "event", "kept through", "free from (UTC)")) >= 10
    assert len(rows_under("written", "canonical")) >= 5
    assert len(rows_under("written", "error")) >= 5
