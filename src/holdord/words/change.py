"""What differs between two versions of a policy, and whether people have to be told of it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a change is, in the terms in which a policy is read."""

    PURPOSE = "purpose"  # data is used for something new, or about people it was not used about
    BASIS = "basis"  # another legal ground
    CATEGORY = "category"  # more data, or data of another kind
    SOURCE = "source"  # data that comes from elsewhere
    RECIPIENT = "recipient"  # somebody new gets data, or gets more of it
    THIRD_COUNTRY = "third_country"  # data goes outside the EEA, or is protected differently there
    LONGER = "longer"  # kept longer, or a bound that was promised is loosened
    WEAKER_RIGHT = "weaker_right"  # a right or a promise is worth less
    DECISION = "decision"  # a machine decides something new, or on more data
    PROFILING = "profiling"  # people are evaluated
    MARKETING = "marketing"
    COOKIE = "cookie"  # something new is stored in browsers
    CONTROLLER = "controller"  # another company answers
    UNKNOWN = "unknown"  # this version of Holdord does not know what the fact was
    DROPPED = "dropped"  # less is done than before
    SHORTER = "shorter"
    ADDED = "added"  # more is told or promised
    CONTACT = "contact"
    WORDING = "wording"
    ARRANGEMENT = "arrangement"  # how the company goes about it: nothing that the text tells


SUBSTANTIAL = frozenset(list(Kind)[: list(Kind).index(Kind.DROPPED)])
"""The kinds that people are told of; the others are editorial."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `fact` is its address ("purposes.newsletter.keep"); `reason` one sentence.

    `before` and `after` are the values in the policy's own words, empty where there was or is nothing.
    """

    kind: Kind
    fact: str
    reason: str
    before: str = ""
    after: str = ""

    @property
    def substantial(self) -> bool:
        """Whether people have to be told (Art. 5(1)(a), 12-14; guidelines WP 260 rev.01, points 29-30)."""
        return self.kind in SUBSTANTIAL
