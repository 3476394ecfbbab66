"""The console's phrases, its matrix and its picture, without a server."""

import re
from datetime import date, timedelta

import pytest

from holdord.web.console import phrases_da, phrases_en, phrases_nb
from holdord.web.console.month import DAYS, month
from holdord.web.console.permissions import MATRIX, Permission, Role, permitted
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


def test_only_the_responsible_changes_accounts_and_an_auditor_sees_no_case() -> None:
    assert {role for role in Role if Permission.MANAGE_STAFF in MATRIX[role]} == {Role.RESPONSIBLE}
    assert MATRIX[Role.AUDITOR] == {Permission.READ_LOG, Permission.SEE_STAFF}
    assert permitted(frozenset()) == frozenset()
    assert permitted({Role.READER, Role.AUDITOR}) == MATRIX[Role.READER] | MATRIX[Role.AUDITOR]


def test_the_picture_counts_what_is_due_and_marks_days_of_rest() -> None:
    today = date(2026, 11, 26)
    made = month([today, today, today + timedelta(days=3), today - timedelta(days=1)], today, "DK")
    assert (made.total, len(made.bars), len(made.busy)) == (3, DAYS, 2)
    assert made.bars[0].height == 2 * made.bars[3].height
    assert [bar.day.weekday() for bar in made.bars[:7] if not bar.works] == [5, 6]
    assert month([], today, "NO").total == 0


@pytest.mark.parametrize(("text", "repeats"), [("abcabcabca", True), ("aaaa", True), ("abcdefgh", False)])
def test_a_text_repeated_is_seen(text: str, repeats: bool) -> None:
    from holdord.web.console.passwords import _repeats

    assert _repeats(text) is repeats
