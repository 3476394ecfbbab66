"""The policy text says every fact in its section, in one language, and keeps each promise's anchor."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdord.letters.law import articles
from holdord.letters.periods import period as period_said
from holdord.letters.policy import PolicyText, as_html, as_markdown, policy_text, words_of
from holdord.letters.policy.placing import placed
from holdord.letters.policy.voice import POLICY_PHRASES
from holdord.words.period import WhileKept
from holdord.words.policy import CategoryKind, Policy
from holdord.words.prose import SectionKey
from holdord.words.transfers import EEA
from holdord.words.version import VersionLine
from tests.letters.policy.policies import LANGUAGES, period, policies, said

languages = st.sampled_from(LANGUAGES)
few = settings(max_examples=40)  # each is a whole company


def words(text: PolicyText, key: str) -> str:
    section = text.section(key)
    assert section is not None, key
    return words_of(section)


def own(what: str, language: str) -> str:
    return said(what)[language]


@few
@given(policies(), languages)
def test_each_purpose_stands_there_with_its_data_its_ground_its_interest_and_its_period(
    policy: Policy, language: str
) -> None:
    text = policy_text(policy, language)
    told, kept = words(text, "purposes"), words(text, "retention")
    for name, one in policy.purposes.items():
        start = told.lower().index(own(f"doing {name}", language).lower())
        part = told[start:]
        for category in one.categories:
            assert own(category, language) in part
        assert articles(one.basis.article, language) in part
        if one.basis == "legitimate_interest" and one.interest:
            assert own(f"interest of {name}", language) in part
        if not isinstance(one.keep, WhileKept):
            assert period_said(one.keep, language) in part
            assert period_said(one.keep, language) in kept
        if one.special and any(policy.categories[c].kind is CategoryKind.SPECIAL for c in one.categories):
            assert articles(one.special.article, language) in part
        if len(policy.people) > 1:
            assert all(own(people, language) in part for people in one.people)


@few
@given(policies(), languages)
def test_each_recipient_stands_there_with_its_country_and_outside_the_eea_with_what_protects_the_data(
    policy: Policy, language: str
) -> None:
    text = policy_text(policy, language)
    told, outside = words(text, "recipients"), words(text, "transfers")
    for name, one in policy.recipients.items():
        who = own(f"who {name}", language)
        line = next(line for line in told.split("\n") if who in line.lower())
        personal = {c for c, found in policy.categories.items() if found.kind is not CategoryKind.ANONYMOUS}
        if not personal <= set(one.categories):
            assert all(own(category, language) in line for category in one.categories)
        assert not one.function or own(f"task of {name}", language) in line
        assert not one.sub_processors or own(f"helper of {name}", language) in line
        assert (who in outside.lower()) is (one.country not in EEA)
        if one.safeguards == "our own clauses" and one.country not in EEA:
            assert "our own clauses" in outside
        assert not one.sub_processors or own(f"helper of {name}", language) in outside.lower()


@few
@given(policies(), languages)
def test_everything_else_that_is_stated_stands_in_its_section(policy: Policy, language: str) -> None:
    text = policy_text(policy, language)
    expected = [
        *(("sources", f"source of {n}") for n, one in policy.purposes.items() if one.source),
        *(("required", f"required for {n}") for n, one in policy.purposes.items() if one.required),
        *(("withdrawal", f"doing {n}") for n, one in policy.purposes.items() if one.basis == "consent"),
        *(("objection", f"doing {n}") for n, one in policy.purposes.items() if one.marketing),
        *(("objection", f"overriding {n}") for n, one in policy.purposes.items()
          if one.overriding and one.basis == "legitimate_interest" and not one.marketing),
        *(("automated_decisions", f"{part}{n}") for n in range(len(policy.decisions))
          for part in ("decided", "logic", "consequence")),
        *(("security", f"done{n[-1]}") for n, one in policy.measures.items() if one.public),
        *(("retention", category) for one in policy.limits.values() for category in one.categories),
    ]  # fmt: skip
    for key, what in expected:
        assert own(what, language).lower() in words(text, key).lower(), (key, what)
    for name, cookie in policy.cookies.items():
        assert name in words(text, "cookies")
        if cookie.says:
            assert own(f"doing{name[-1]}", language) in words(text, "cookies")
    met = {category for one in policy.purposes.values() for category in one.categories}
    assert all(own(category, language) in words(text, "categories") for category in met)
    assert policy.controller.name in words(text, "controller")
    assert policy.controller.contact.email in words(text, "contact") + words(text, "controller")


@few
@given(policies(), languages)
def test_every_fact_is_said_to_stand_where_it_does(policy: Policy, language: str) -> None:
    text = policy_text(policy, language)
    facts = {fact for section in text.sections for fact in section.facts}
    for section in ("purposes", "recipients", "limits", "cookies", "decisions"):
        assert {f"{section}.{name}" for name in getattr(policy, section)} <= facts
    used = {category for one in policy.purposes.values() for category in one.categories}
    assert {f"categories.{name}" for name in used} <= facts
    assert {f"prose.{key}" for key in policy.prose} <= facts


@few
@given(policies(), languages)
def test_nothing_is_said_in_another_language(policy: Policy, language: str) -> None:
    text = policy_text(policy, language)
    whole = "\n".join(words_of(section) for section in text.sections)
    for other in LANGUAGES:
        assert (other == language) or f" {other}{other}" not in whole


@few
@given(policies(), languages)
def test_each_promise_has_its_anchor_once_whatever_the_company_says_itself(
    policy: Policy, language: str
) -> None:
    text = policy_text(policy, language)
    page, plain = as_html(text), as_markdown(text)
    for name, key in placed(policy).items():
        section = text.section(key)
        assert section is not None
        assert name in section.promises
        assert page.count(f'id="promise-{name}"') == 1
        assert plain.count(f'id="promise-{name}"') == 1
    assert {name for one in text.sections for name in one.promises} == set(policy.promises)


@few
@given(policies(), languages)
def test_own_words_stand_in_place_of_ours_or_beside_them_and_facts_stay(
    policy: Policy, language: str
) -> None:
    ours = policy_text(policy, language)
    without = policy_text(replace(policy, prose={}), language)
    for key, prose in policy.prose.items():
        section = ours.section(key)
        assert section is not None
        lines = words_of(section).split("\n")
        assert own(f"own words of {key}", language) in lines
        before = without.section(key)
        if before and not prose.replaces:
            gone = set(words_of(before).split("\n")) - set(lines)
            lead = POLICY_PHRASES[language]["promised"]
            assert gone <= {lead, *(own(f"sentence of {name}", language) for name in policy.promises)}
        if before:
            assert set(before.facts) <= set(section.facts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_stand_in_the_order_of_the_law(language: str) -> None:
    from tests.letters.company import policy

    text = policy_text(policy(), language)
    keys = [section.key for section in text.sections]
    assert keys == [key for key in SectionKey if key in keys]
    assert {"introduction", "purposes", "rights", "complaint", "version"} <= set(keys)
    assert re.fullmatch(r"(?s)<article class=\"policy\" lang=\"..\">\n<h1>.*</article>\n", as_html(text))


AT = datetime(2026, 3, 1, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("da", "Version 3, offentliggjort den 1. marts 2026 kl. 14.05. Vedtaget af Ane Bye."),
        ("nb", "Versjon 3, publisert 1. mars 2026 kl. 14.05. Vedtatt av Ane Bye."),
        ("en", "Version 3, published on 1 March 2026 at 14:05. Adopted by Ane Bye."),
    ],
)
def test_the_version_is_told_in_the_time_of_the_company(language: str, expected: str) -> None:
    from tests.letters.company import policy

    note = {"da": "ny fragtmand", "nb": "ny fraktfører", "en": "a new carrier"}
    text = policy_text(policy(), language, VersionLine(3, AT, "Ane Bye", note))
    lines = words(text, "version").split("\n")
    assert lines[1] == expected
    assert note[language] in lines[2]


def test_there_is_no_text_in_a_language_nobody_wrote() -> None:
    from tests.letters.company import policy

    with pytest.raises(ValueError, match="'sv'"):
        policy_text(policy(), "sv")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("da", "i 30 dage efter dit seneste besøg, medmindre du trækker dit samtykke tilbage inden da"),
        ("nb", "i 30 dager etter ditt siste besøk, med mindre du trekker samtykket tilbake før det"),
        ("en", "for 30 days after your last visit, unless you withdraw your consent before then"),
    ],
)
def test_what_rests_on_consent_ends_with_it_whatever_its_period(language: str, expected: str) -> None:
    from tests.letters.company import policy

    plain = policy()
    news = replace(plain.purposes["newsletter"], keep=period("30 days after last_seen"))
    text = policy_text(replace(plain, purposes={"newsletter": news}), language)
    assert expected in words(text, "purposes")
    assert expected in words(text, "retention")
