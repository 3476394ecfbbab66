"""The console's phrases, its matrix and its picture, without a server."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from holdord.web.console import phrases_da, phrases_en, phrases_nb
from holdord.web.console.month import DAYS, month, months
from holdord.web.console.permissions import MATRIX, Permission, Role, permitted
from holdord.words.clock import due_for
from tests.tidy.tree import SOURCE

ALL = {"da": phrases_da.PHRASES, "nb": phrases_nb.PHRASES, "en": phrases_en.PHRASES}


def test_every_phrase_is_there_in_three_languages_with_the_same_places_for_values() -> None:
    assert ALL["da"].keys() == ALL["nb"].keys() == ALL["en"].keys()
    for name in ALL["en"]:
        places = {tuple(sorted(re.findall(r"{(\w+)}", texts[name]))) for texts in ALL.values()}
        assert len(places) == 1, name


def test_every_phrase_that_a_page_says_exists() -> None:
    console = SOURCE / "web" / "console"
    texts = [path.read_text() for path in console.rglob("*") if path.suffix in (".html", ".py")]
    said = {name for text in texts for name in re.findall(r"['\"](c_[a-z_]+[a-z])['\"]", text)}
    assert said - ALL["en"].keys() == set()


BY_NAME = ("key", "field", "event", "fault", "basis", "stop", "look", "account")
"""Kinds of names that the tags look words up for; the others are named in templates."""

BEFORE = (
    "note_kind=",
    r"_run\(office, request, now, ",
    r"_decided\(office, request, ",
    r"_weighed\(office, request, \w+, ",
)
EVENT = re.compile(f'(?:{"|".join(BEFORE)})"([a-z-]+[a-z])"')
"""Where the workflows say what happened to a request."""


def test_no_phrase_is_there_that_no_page_says() -> None:
    console = SOURCE / "web" / "console"
    files = [path for path in console.rglob("*") if path.suffix in (".html", ".py")]
    texts = "\n".join(path.read_text() for path in files if not path.name.startswith("phrases_"))
    kinds = {*re.findall(r'term "(\w+)"', texts), *BY_NAME}
    named = set(re.findall(r"['\"](c_[a-z_]+[a-z])['\"]", texts))
    by_kind = {name for name in ALL["en"] if any(name.startswith(f"c_{kind}_") for kind in kinds)}
    assert ALL["en"].keys() - named - by_kind == set()


def test_every_permission_and_role_has_a_name() -> None:
    wanted = {f"c_may_{one}" for one in Permission} | {f"c_role_{one}" for one in Role}
    assert {name.replace("-", "_") for name in wanted} - ALL["en"].keys() == set()


def test_everything_that_happens_to_a_request_has_a_name() -> None:
    requests = SOURCE / "workflows" / "requests"
    kinds = {kind for path in requests.glob("*.py") for kind in EVENT.findall(path.read_text())}
    assert len(kinds) >= 25
    assert {kind for kind in kinds if f"c_event_{kind}".replace("-", "_") not in ALL["en"]} == set()


def test_only_the_responsible_changes_accounts_and_an_auditor_sees_no_case() -> None:
    assert {role for role in Role if Permission.MANAGE_STAFF in MATRIX[role]} == {Role.RESPONSIBLE}
    assert MATRIX[Role.AUDITOR] == {
        Permission.READ_LOG,
        Permission.SEE_STAFF,
        Permission.SEE_PROMISES,
        Permission.SEE_REGISTERS,
        Permission.SEE_HOLDS,
    }
    assert permitted(frozenset()) == frozenset()
    assert permitted({Role.READER, Role.AUDITOR}) == MATRIX[Role.READER] | MATRIX[Role.AUDITOR]


def test_the_picture_counts_what_is_due_and_marks_days_of_rest() -> None:
    today = date(2026, 11, 26)
    made = month([today, today, today + timedelta(days=3), today - timedelta(days=1)], today, "DK")
    assert (made.total, len(made.bars), len(made.busy)) == (3, DAYS, 2)
    assert made.bars[0].height == 2 * made.bars[3].height
    assert [bar.day.weekday() for bar in made.bars[:7] if not bar.works] == [5, 6]
    assert month([], today, "NO").total == 0


@pytest.mark.parametrize("country", ["DK", "NO"])
def test_a_request_of_any_day_is_due_within_the_picture(country: str) -> None:
    for n in range(5 * 366):
        today = date(2026, 1, 1) + timedelta(days=n)
        arrived = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
        due = due_for(arrived, ZoneInfo("Europe/Oslo"), country).due
        assert today + timedelta(days=27) < due < today + timedelta(days=DAYS), today


def test_the_picture_of_what_expires_shows_the_smallest_and_shortens_the_largest() -> None:
    made = months(0, [("2026-11", 1), ("2026-12", 123_456), ("2027-01", 4_321)])
    assert [bar.day for bar in made.bars] == [None, date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
    assert [bar.short for bar in made.bars] == ["0", "1", "123k", "4\u202f321"]
    assert made.bars[0].height == 0 < made.bars[1].height
    assert all(0 <= bar.x <= made.width - bar.width for bar in made.bars)
    assert months(0, []).total == 0


@pytest.mark.parametrize(("text", "repeats"), [("abcabcabca", True), ("aaaa", True), ("abcdefgh", False)])
def test_a_text_repeated_is_seen(text: str, repeats: bool) -> None:
    from holdord.web.console.passwords import _repeats

    assert _repeats(text) is repeats
