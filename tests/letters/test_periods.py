"""Every period can be said in every language, and those of real policies the way a person says them."""

from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given

from holdord import demo
from holdord.language import load
from holdord.language.periods import parse_period
from holdord.language.reading.vocabulary import table
from holdord.letters.days import day, listed, minute, number
from holdord.letters.events import EVENTS
from holdord.letters.letter import LANGUAGES
from holdord.letters.periods import length, period, reach
from holdord.words.period import Duration, Fixed, Indefinitely, UntilWithdrawn, WhileKept
from holdord.words.policy import Policy
from tests.language.test_periods_policies import RULES
from tests.words.period_strategies import durations, rules

SAID = {
    "2 years after last contact": (
        "2 år efter den seneste kontakt",
        "2 år etter den siste kontakten",
        "2 years after the last contact",
    ),
    "5 years after end of fiscal year of invoice": (
        "5 år efter udgangen af det regnskabsår, som fakturaen ligger i",
        "5 år etter utgangen av det regnskapsåret som fakturaen ligger i",
        "5 years after the end of the financial year of the invoice",
    ),
    "5 years after end of calendar year of end of fiscal year of payment": (
        "5 år efter udgangen af det kalenderår, hvor regnskabsåret for betalingen slutter",
        "5 år etter utgangen av det kalenderåret der regnskapsåret for betalingen slutter",
        "5 years after the end of the calendar year in which the financial year of the payment ends",
    ),
    "3 years and 6 months after end of fiscal year of correspondence": (
        "3½ år efter udgangen af det regnskabsår, som brevvekslingen ligger i",
        "3½ år etter utgangen av det regnskapsåret som brevvekslingen ligger i",
        "3½ years after the end of the financial year of the correspondence",
    ),
    "until end of month of 2 years after last contact": (
        "indtil udgangen af den måned, der ligger 2 år efter den seneste kontakt",
        "til utgangen av den måneden som ligger 2 år etter den siste kontakten",
        "until the end of the month that lies 2 years after the last contact",
    ),
    "until unsubscribed": ("indtil afmeldingen", "til avmeldingen", "until the unsubscription"),
    "until withdrawn": (
        "indtil du trækker dit samtykke tilbage",
        "til du trekker samtykket ditt tilbake",
        "until you withdraw your consent",
    ),
    "1 hour after last seen": (
        "1 time efter dit seneste besøg",
        "1 time etter ditt siste besøk",
        "1 hour after your last visit",
    ),
}


def stated(text: str):
    found = parse_period(text).period
    assert found is not None
    return found


@pytest.mark.parametrize("text", SAID)
def test_a_period_is_said_in_the_idiom_of_each_language(text: str) -> None:
    assert tuple(period(stated(text), language) for language in LANGUAGES) == SAID[text]


def of_examples() -> list[tuple[str, str]]:
    """(company, period) of every period that an example company states."""
    found = []
    for path in Path(__file__).parents[2].glob("src/holdord/demo/*/policy/*.yaml"):
        for document in yaml.load_all(path.read_text(), yaml.CSafeLoader):
            for purpose in (document.get("purposes") or {}).values():
                stated = [purpose[name] for name in ("keep", "at_least", "at_most") if name in purpose]
                found += [(path.parents[1].name, one) for one in stated]
    return sorted(set(found))


@cache
def policy_of(company: str) -> Policy:
    loaded = load(demo.policy_folder(company)).policy
    assert loaded is not None
    return loaded


@pytest.mark.parametrize("text", RULES)
def test_periods_of_real_policies_count_from_something_that_has_a_word(text: str) -> None:
    for language in LANGUAGES:
        assert not {"“", "«"} & set(period(stated(text), language)), f"say '{text}' in words/event_names.py"


@pytest.mark.parametrize(("company", "text"), of_examples())
def test_periods_of_the_examples_count_from_something_that_has_a_word(company: str, text: str) -> None:
    policy = policy_of(company)
    words = {name: one.says for name, one in policy.events.items()}
    for language in policy.controller.texts:
        assert not {"“", "«"} & set(period(stated(text), language, words)), f"say '{text}' in its events"


def test_the_examples_are_read() -> None:
    assert len(of_examples()) > 10


def test_an_event_nobody_has_a_word_for_is_named_or_said_as_the_policy_says_it() -> None:
    found = stated("2 years after harvest")
    assert period(found, "da") == "2 år efter begivenheden “harvest”"
    assert period(found, "nb", {"harvest": {"nb": "innhøstingen"}}) == "2 år etter innhøstingen"


@given(rules)
def test_any_period_can_be_said(rule: Fixed) -> None:
    for language in LANGUAGES:
        said = period(rule, language)
        assert said
        assert "{" not in said
        assert "  " not in said


@given(durations)
def test_any_length_is_said_with_its_numbers(of: Duration) -> None:
    years, months = divmod(of.months, 12)
    amounts = [years, 0 if years and months == 6 else months, of.days, of.hours, of.minutes]
    for language in LANGUAGES:
        said = length(of, language)
        assert [n for n in amounts if n and number(n, language) not in said] == []


def test_periods_without_a_date_are_said() -> None:
    for language in LANGUAGES:
        for of in (UntilWithdrawn(), Indefinitely(), WhileKept("customers", "backend")):
            assert period(of, language)


def test_every_event_that_reading_a_policy_drafts_has_a_word() -> None:
    assert len(table("events")) > 20
    states = [name.partition(".")[2] for name in table("phrases") if name.startswith("state.")]
    assert states
    for name in (*table("events"), *states, "session_end", "backup"):
        assert name in EVENTS, f"say '{name}' in words/event_names.py"


def test_every_event_has_a_word_in_each_language() -> None:
    assert all(len(said) == 3 and all(said) for said in EVENTS.values())


def test_dates_numbers_and_lists_are_in_the_idiom_of_each_language() -> None:
    first = date(2026, 3, 1)
    assert [day(first, one) for one in LANGUAGES] == ["1. marts 2026", "1. mars 2026", "1 March 2026"]
    assert day("2031-12-31", "nb") == "31. desember 2031"
    at = datetime(2026, 5, 17, 8, 5)  # noqa: DTZ001
    assert minute(at, "da") == "17. maj 2026 kl. 08.05"
    assert minute(at, "en") == "17 May 2026 at 08:05"
    assert [number(12345, one) for one in LANGUAGES] == ["12.345", "12\u00a0345", "12,345"]
    assert listed(["a", "b", "c"], "nb") == "a, b og c"
    assert listed(["a", "b"], "da", either=True) == "a eller b"
    assert listed([], "en") == ""


def test_a_longer_period_reaches_further_and_one_without_an_event_furthest() -> None:
    rules_stated = (
        "until account closed",
        "1 hour after visit",
        "30 days after visit",
        "6 months after draw",
        "2 years after contact",
        "5 years after payment",
        "5 years after end of fiscal year of payment",
        "5 years after end of calendar year of end of fiscal year of payment",
        "until withdrawn",
    )
    reaches = [reach(stated(one)) for one in rules_stated]
    assert reaches == sorted(reaches)
    assert len(set(reaches)) == len(reaches)
