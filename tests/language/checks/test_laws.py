"""The law as policies cite it: the right rule is recognised, and its period computed as the act says."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from holdord.language.laws import LAWS, law_cited, superseded_by
from holdord.words.period import Calendar, FiscalYears, last_day
from holdord.words.transfers import ADEQUATE, ADEQUATE_IN_PART, EEA

DENMARK = Calendar(ZoneInfo("Europe/Copenhagen"), FiscalYears.every(12, 31))
SPLIT_YEAR = Calendar(ZoneInfo("Europe/Oslo"), FiscalYears.every(6, 30))


@pytest.mark.parametrize(
    ("cited", "rule"),
    [
        ("bogføringsloven § 12", "bogføringsloven § 12"),
        ("Bogføringsloven", "bogføringsloven § 12"),
        ("bogføringsloven §§ 4 og 12, stk. 1", "bogføringsloven § 12"),
        ("lov om bogføring § 12", "bogføringsloven § 12"),
        ("bokføringsloven § 13", "bokføringsloven § 13"),
        ("bokføringsloven § 13 første ledd nr. 1", "bokføringsloven § 13"),
        ("bokføringsloven § 13 første ledd nr. 5", "bokføringsloven § 13 nr. 5-8"),
        ("hvidvaskloven § 30, stk. 2", "hvidvaskloven § 30"),
        ("hvitvaskingsloven § 30", "hvitvaskingsloven § 30"),
        ("tv-overvågningsloven § 4 c, stk. 4", "tv-overvågningsloven § 4 c"),
        ("arbejdstidsloven § 4 b, stk. 3", "arbejdstidsloven § 4 b"),
        ("forældelsesloven § 3", "forældelsesloven § 3"),
        ("foreldelsesloven § 2", "foreldelsesloven § 2"),
    ],
)
def test_a_rule_is_recognised_as_people_cite_it(cited: str, rule: str) -> None:
    law = law_cited(cited)
    assert law is not None
    assert law.cited == rule


@pytest.mark.parametrize("cited", ["", "bogføringsloven § 4", "skatteloven § 12", "bogføringsloven § 120"])
def test_what_is_not_known_here_is_not_taken_for_a_rule(cited: str) -> None:
    assert law_cited(cited) is None


@pytest.mark.parametrize(
    ("cited", "calendar", "event", "until"),
    [
        ("bogføringsloven § 12", DENMARK, date(2025, 3, 14), date(2030, 12, 31)),
        ("bogføringsloven § 12", SPLIT_YEAR, date(2025, 7, 2), date(2031, 6, 30)),
        ("bokføringsloven § 13", DENMARK, date(2025, 5, 1), date(2030, 12, 31)),
        ("bokføringsloven § 13 nr. 6", DENMARK, date(2025, 5, 1), date(2029, 6, 30)),
        ("bokføringsloven § 13 nr. 6", SPLIT_YEAR, date(2026, 5, 1), date(2029, 12, 31)),
        ("tv-overvågningsloven § 4 c", DENMARK, date(2026, 1, 1), date(2026, 1, 31)),
        ("forældelsesloven § 3", DENMARK, date(2026, 4, 10), date(2029, 4, 10)),
    ],
)
def test_the_last_day_is_the_one_the_act_gives(
    cited: str, calendar: Calendar, event: date, until: date
) -> None:
    law = law_cited(cited)
    assert law is not None
    assert last_day(law.period("event"), event, calendar) == until


def test_the_old_section_on_bookkeeping_is_known_as_old() -> None:
    assert superseded_by("bogføringsloven § 10").startswith("§ 12")
    assert superseded_by("bogføringsloven § 12") == ""


def test_every_law_has_a_source_and_a_sentence() -> None:
    for law in LAWS:
        assert law.source
        assert law.about[0].islower()
        assert not law.about.endswith(".")


def test_a_country_stands_in_one_list_only() -> None:
    assert not EEA & ADEQUATE.keys()
    assert not EEA & ADEQUATE_IN_PART.keys()
    assert not ADEQUATE.keys() & ADEQUATE_IN_PART.keys()
    assert {"DK", "NO", "IS", "LI", "AX"} <= EEA
    assert not {"GL", "FO", "SJ", "GB", "CH", "US"} & EEA
