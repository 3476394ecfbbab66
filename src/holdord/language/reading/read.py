"""A policy's text, read: every sentence gives its facts, or is named as one that was not understood."""

import re
from collections.abc import Iterator
from itertools import groupby

from holdord.language.reading.completeness import missing
from holdord.language.reading.context import Seen, seen
from holdord.language.reading.controllers import controllers
from holdord.language.reading.held import bases, categories, people, purposes
from holdord.language.reading.periods import VAGUE, lengths
from holdord.language.reading.phrases import folded
from holdord.language.reading.promises import Promised, promising
from holdord.language.reading.recipients import countries_of_label, recipients
from holdord.language.reading.retention import cookie_rows, cookies_named, left_by, retained
from holdord.language.reading.said import disclosures, measures, rights, ruled
from holdord.language.reading.sentences import sentences_of
from holdord.language.reading.tongues import language_of
from holdord.words.draft import Draft, Drafted, Kind, Role, Sentence, Unclear

_REASONS = {
    Promised.RETENTION: "it speaks of keeping or erasing, but states no length of time and no event",
    Promised.RIGHTS: "it gives something to the reader, but not one of the rights that are known here",
    Promised.DISCLOSURE: "it speaks of passing data on, but to nobody and under no condition known here",
    Promised.SECURITY: "it speaks of protection, but names no safeguard that is known here",
    Promised.PURPOSE: "it says that data is used, but not what for in words that are known here",
}
_LASTING = re.compile(r"\b(?:så længe|så lenge|as long as)\b")
_NO_PROMISES = {Kind.PEOPLE, Kind.CONTROLLER, Kind.AUTHORITY}
_VAGUE = "it says how long in words that no calendar can follow: a length of time and an event are needed"


def read(text: str, language: str = "") -> Draft:
    """The draft of a policy's text: plain, Markdown or HTML. Without `language` it is found by its words."""
    sentences = sentences_of(text)
    tongue = language or language_of(text)
    every = [seen(sentence) for sentence in sentences]
    company = controllers(every)
    name = next((fact.value for fact in company if fact.kind is Kind.CONTROLLER and fact.name == "name"), "")
    facts = company + _of_sentences(every, name)
    facts = list(dict.fromkeys(_located(every, _stated_before_guessed(facts))))
    return Draft(tongue, sentences, tuple(facts), tuple(_unclear(every, facts, tongue)), missing(facts))


def _of_sentences(every: list[Seen], controller: str) -> list[Drafted]:
    found: list[Drafted] = []
    for _, together in groupby(every, key=lambda each: each.sentence.line):
        beside = ""
        for each in together:
            named = list(purposes(each))
            found += named
            found += categories(each)
            found += people(each)
            found += bases(each, tuple(fact.name for fact in named))
            found += retained(each, beside)
            found += cookie_rows(each)
            found += cookies_named(each)
            found += left_by(each, beside)
            found += rights(each)
            found += measures(each)
            found += disclosures(each)
            found += ruled(each, f"{beside} {folded(each.sentence.heading)}")
            found += recipients(each, controller)
            beside = f"{each.low} {beside}" if each.sentence.role is not Role.HEADING else beside
    return found


def _stated_before_guessed(facts: list[Drafted]) -> list[Drafted]:
    """The facts without a newsletter's guessed end where the text states one, or says it twice."""
    ends = [fact for fact in facts if fact.kind is Kind.PERIOD and fact.name == "newsletter"]
    stated = [fact for fact in ends if fact.value != "until unsubscribed" or not fact.guess]
    kept = stated or ends[:1]
    return [fact for fact in facts if fact not in ends or fact in kept]


def _located(every: list[Seen], facts: list[Drafted]) -> Iterator[Drafted]:
    """Recipients with the country that a label below their list gives for all of them."""
    labels = [(each.sentence.line, codes[0]) for each in every if len(codes := countries_of_label(each)) == 1]
    for fact in facts:
        if fact.kind is Kind.RECIPIENT and not any(one.startswith("country") for one in fact.about):
            code = next((code for line, code in labels if 0 < line - fact.sentence.line <= 8), "")
            if code and fact.sentence.role is not Role.ROW:
                yield Drafted(
                    fact.kind,
                    fact.name,
                    fact.value,
                    fact.sentence,
                    fact.guess,
                    (*fact.about, f"country: {code}"),
                )
                continue
        yield fact


def _unclear(every: list[Seen], facts: list[Drafted], tongue: str) -> Iterator[Unclear]:
    drawn: dict[Sentence, set[Kind]] = {}
    for fact in facts:
        drawn.setdefault(fact.sentence, set()).add(fact.kind)
    for each in every:
        sentence = each.sentence
        if sentence.role is Role.HEADING or ("reporting" in each.topics and _asks_reporter(each.low)):
            continue
        kinds = drawn.get(sentence, set())
        about = promising(sentence.text, tongue) or _by_lead(each)
        vague = (VAGUE.search(each.low) or _LASTING.search(each.low)) and (
            about is Promised.RETENTION or "retention" in each.near
        )
        if vague and Kind.PERIOD not in kinds and not lengths(each.low):
            yield Unclear(sentence, str(Promised.RETENTION), _VAGUE)
        elif about and not kinds - _NO_PROMISES and not sentence.text.endswith(":"):
            if Kind.CONTROLLER in kinds and about is Promised.PURPOSE:
                continue
            yield Unclear(sentence, str(about), _REASONS.get(about, "its words are not known here"))


def _asks_reporter(low: str) -> bool:
    return low.startswith(("du må", "du bedes", "you must", "du skal")) or " bør kunne " in low


def _by_lead(each: Seen) -> Promised | None:
    """A list item promises what its lead does: 'you have the right to:', 'we protect data by:'."""
    if each.sentence.role is not Role.ITEM or not each.sentence.lead.endswith(":"):
        return None
    for topic, about in (
        ("rights", Promised.RIGHTS),
        ("security", Promised.SECURITY),
        ("purposes", Promised.PURPOSE),
        ("recipients", Promised.DISCLOSURE),
        ("processors", Promised.PROCESSORS),
        ("categories", Promised.PURPOSE),
    ):
        if topic in each.near:
            return about
    return None
