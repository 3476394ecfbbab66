"""A change of the policy is told in a sentence that names what it is about, in three languages."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from holdord.language.changes import between
from holdord.language.periods import parse_period
from holdord.letters.changes import Links, Telling, change_letter, ends_marketing, message_of, sentences
from holdord.letters.letter import LANGUAGES
from holdord.letters.phrases import Phrases
from holdord.letters.text import as_text
from holdord.planning.planner import ends_on_request
from holdord.words.change import SUBSTANTIAL, Change, Kind
from holdord.words.period import Period
from holdord.words.policy import Basis
from holdord.words.version import VersionLine
from tests.language.changes.test_changes import FACTS, WAS, _with

LINE = VersionLine(3, datetime(2026, 11, 20, 23, 30, tzinfo=UTC), "Karla Lund", {"en": "Two things are new"})
LINKS = Links("https://p.example/en/policy/versions/3/", "https://p.example/en/ask/")


def read(said: str) -> Period:
    return parse_period(said).period


def told(language: str, *changes: Change) -> tuple[str, ...]:
    return sentences(Phrases(language, WAS), changes, read)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(SUBSTANTIAL))
def test_each_kind_of_change_is_told_with_what_it_is_about(kind: Kind, language: str) -> None:
    (sentence,) = told(language, Change(kind, "purposes.newsletter", "it is so"))
    assert sentence.endswith(".")
    assert "{" not in sentence
    assert Phrases(language, WAS).purpose("newsletter") in sentence


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("purposes.relation.keep", "1 year after relation_end", "It is now 2 years after"),
        ("purposes.newsletter.categories", ["email"], "We now also use name for this: newsletter."),
        ("purposes.newsletter.people", ["customer"], "Data about subscribers is now also used"),
        ("purposes.newsletter", None, "We now use data for something new: newsletter."),
        ("recipients.host", None, "Data is now given to somebody new: runs our servers."),
        ("recipients.host.categories", ["email"], "A recipient now also gets name: runs our servers."),
        ("recipients.host.sub_processors", None, "It is given to supplies the lines."),
        ("recipients.mailer.country", "SE", "outside the EEA (the United States)"),
        ("purposes.credit_check.overriding", None, "can now be turned down on this ground: open claims."),
    ],
)
def test_a_change_back_to_how_it_is_now_is_told_in_its_own_words(path: str, value: object, said: str) -> None:
    found = told("en", *between(_with(path, value), FACTS))
    assert any(said in sentence for sentence in found), found


def test_what_is_gone_is_told_in_the_words_it_had() -> None:
    gone = Change(
        Kind.WEAKER_RIGHT, "promises.P9", "taken back", "da: Vi sletter straks / en: We erase at once"
    )
    assert told("en", gone) == ("A right or a promise is worth less than before: We erase at once.",)
    assert "Vi sletter straks" in told("da", gone)[0]


def test_an_editorial_change_is_not_told_and_none_twice() -> None:
    same = Change(Kind.MARKETING, "purposes.newsletter.marketing", "now")
    assert told("en", same, same, Change(Kind.WORDING, "purposes.diet.says", "words")) == (
        "We now use data for marketing: newsletter.",
    )


def test_a_letter_names_version_day_and_links_and_says_no_to_marketing_only_where_it_is_about_it() -> None:
    change = Change(Kind.MARKETING, "purposes.newsletter.marketing", "now")
    plain = as_text(change_letter(WAS, "en", LINE, Telling((change,)), LINKS, read))
    assert "On 21 November 2026 at 00:30 we published version 3" in " ".join(plain.split()), "where it is"
    assert LINKS.version in plain
    assert LINKS.rights in plain
    assert "Two things are new." in plain
    assert "say no to marketing" not in plain
    ending = as_text(change_letter(WAS, "en", LINE, Telling((change,), (), ("newsletter",)), LINKS, read))
    assert "You can say no to marketing at any time: newsletter." in " ".join(ending.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_message_on_the_site_has_its_words_in_each_language(language: str) -> None:
    change = Change(Kind.PURPOSE, "purposes.newsletter", "new")
    message = message_of(WAS, language, LINE.at, (change,), read)
    assert all(message[name].strip() for name in ("text", "link", "stop", "heading", "news"))


@pytest.mark.parametrize("basis", Basis)
def test_marketing_ends_by_one_click_on_whatever_ground_as_it_ends_by_a_request(basis: Basis) -> None:
    sold = replace(WAS.purposes["newsletter"], basis=basis, marketing=True)
    policy = replace(WAS, purposes={sold.name: sold})
    assert ends_on_request(sold)
    assert ends_marketing(policy, (sold.name,)) == (sold.name,)
    assert (
        ends_marketing(replace(WAS, purposes={sold.name: replace(sold, marketing=False)}), [sold.name]) == ()
    )
