"""Prose: the company's own words in the published policy, and the sections they stand in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from holdord.words.place import NOWHERE, Place


class SectionKey(StrEnum):
    """The sections of the published policy, in their order. A section's key is its anchor on the page too."""

    INTRODUCTION = "introduction"
    CONTROLLER = "controller"
    PURPOSES = "purposes"
    CATEGORIES = "categories"
    SOURCES = "sources"
    RECIPIENTS = "recipients"
    TRANSFERS = "transfers"
    RETENTION = "retention"
    REQUIRED = "required"
    COOKIES = "cookies"
    RIGHTS = "rights"
    WITHDRAWAL = "withdrawal"
    OBJECTION = "objection"
    AUTOMATED_DECISIONS = "automated_decisions"
    COMPLAINT = "complaint"
    SECURITY = "security"
    CHANGES = "changes"
    CONTACT = "contact"
    VERSION = "version"


@dataclass(frozen=True, slots=True)
class Prose:
    """What a company says in a section in its own words, in place of Holdord's or beside them.

    `replaces` stands in place of the sentences that Holdord would write; lists of facts stay. `adds` stands
    after them, or `before` them. `promises` are those that this text makes: in the published page each has an
    anchor there.
    """

    section: SectionKey
    replaces: Mapping[str, str] = field(default_factory=dict)
    adds: Mapping[str, str] = field(default_factory=dict)
    before: bool = False
    promises: tuple[str, ...] = ()
    place: Place = NOWHERE

    @property
    def text(self) -> Mapping[str, str]:
        """Its words, whichever they are."""
        return self.replaces or self.adds


def words_of(text: str) -> list[str]:
    """The words of a text in order, without capitals and signs."""
    return re.findall(r"\w+", text.casefold())


def likeness(one: str, other: str) -> float:
    """How much two texts are alike, from 0 to 1: the words they share among all they have."""
    here, there = set(words_of(one)), set(words_of(other))
    return len(here & there) / (len(here | there) or 1)
