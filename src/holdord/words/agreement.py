"""What a company and its processor have agreed in writing (Art. 28(3))."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from holdord.words.period import Duration
from holdord.words.place import NOWHERE, Place


class Clause(StrEnum):
    """What an agreement must lay down, Art. 28(3)(a)-(h), in that order."""

    INSTRUCTIONS = "instructions"
    CONFIDENTIALITY = "confidentiality"
    SECURITY = "security"
    SUB_PROCESSORS = "sub_processors"
    RIGHTS = "rights"
    ASSISTANCE = "assistance"
    DELETION = "deletion"
    AUDITS = "audits"

    @property
    def article(self) -> str:
        """The point of Art. 28(3) that this clause is."""
        return f"Art. 28(3)({'abcdefgh'[list(Clause).index(self)]})"


@dataclass(frozen=True, slots=True)
class Agreement:
    """A data processing agreement: signed when, kept where, about what and for how long.

    `clauses` tells for each of (a)-(h) where in the document it stands; one that is not there is missing.
    `review` is how often somebody reads it again: counted from the latest confirmation, or from signing.
    """

    signed: date
    document: str
    subject: Mapping[str, str] = field(default_factory=dict)
    lasts: Mapping[str, str] = field(default_factory=dict)
    review: Duration | None = None
    clauses: Mapping[str, str] = field(default_factory=dict)
    place: Place = NOWHERE

    @property
    def missing(self) -> tuple[Clause, ...]:
        """The clauses of Art. 28(3) that it is not said to have."""
        return tuple(clause for clause in Clause if not self.clauses.get(clause, "").strip())
