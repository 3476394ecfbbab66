"""What stands around a sentence: the topics of its headings and lead, and whether a word in it is denied."""

import re
from dataclasses import dataclass
from functools import lru_cache

from holdord.language.reading.phrases import folded
from holdord.language.reading.vocabulary import Entry, table
from holdord.words.draft import Role, Sentence

_NOT = re.compile(
    r"(?<!\w)(?:ikke|aldrig|aldri|ingen|intet|ikkje|hverken|verken|ej|not|never|no|neither|nor|don't|"
    r"doesn't|won't|"
    r"cannot|can't|didn't|isn't|aren't|uden|uten|without)(?!\w)"
)
_NOT_REALLY = table("phrases")["context.not_really"].words
_NEW_CLAUSE = re.compile(
    r"[;:–(]|,? (?:men|dog|but|however|derimod|undtagen|bortset fra|bortsett fra|except|unless|"
    r"medmindre|med mindre) "
    r"|, (?:bør|kan|skal|må|vil|should|can|may|must|will) (?:du|vi|you|we)\b|, (?:og |and |eller "
    r")?(?:vi|du|der|som|hvis|når|så|we|you|which|who|that|if|when|det|de|it|they|"
    r"dersom|idet|fordi|da)\b"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence with the topics above it: `topics` of all headings and the lead, `near` of the
    nearest alone."""

    sentence: Sentence
    topics: frozenset[str]
    near: frozenset[str]

    @property
    def low(self) -> str:
        """The sentence as words are looked for in it."""
        return self.sentence.low


def seen(sentence: Sentence) -> Seen:
    """A sentence with what its headings and its lead are about."""
    lead = topics_of(sentence.lead) if sentence.role is Role.ITEM else frozenset()
    near = (topics_of(sentence.heading) if sentence.headings else frozenset()) | lead
    every = frozenset().union(*(topics_of(each) for each in sentence.headings), lead)
    return Seen(sentence, every, near)


@lru_cache(maxsize=2048)
def topics_of(text: str) -> frozenset[str]:
    """What a heading or a lead is about."""
    low = folded(text)
    return frozenset(name for name, entry in table("topics").items() if entry.words.search(low))


def denied(low: str, at: int) -> bool:
    """Whether what stands at a place of a sentence is said not to be: 'not' before it in the same clause."""
    begun = max((clause.end() for clause in _NEW_CLAUSE.finditer(low, 0, at)), default=0)
    clause = low[begun:at]
    return any(not _NOT_REALLY.match(low, begun + found.start()) for found in _NOT.finditer(clause))


def denied_clause(low: str, at: int) -> bool:
    """Whether 'not' stands anywhere in the clause of a place, before it or after it."""
    after = _NEW_CLAUSE.search(low, at)
    until = after.start() if after else len(low)
    return denied(low, until)


def holds(entry: Entry, each: Seen, beside: str = "") -> re.Match[str] | None:
    """Where an entry's words stand in a sentence, if all that it asks for is there.

    What it needs may stand `beside` too, in what was said before in the same paragraph.
    """
    low = each.low
    found = entry.words.search(low)
    if found is None or (entry.unless and entry.unless.search(low)):
        return None
    if entry.needs and not (entry.needs.search(low) or entry.needs.search(beside)):
        return None
    where = entry.where
    return found if not where or "*" in where or where & each.topics else None
