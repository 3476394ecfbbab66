"""Automated decisions: what a machine decides about people by itself, and where it writes down that it did.

A decision with legal or similarly significant effects may be made by a machine alone only on one of three
grounds, and the person can have a human look at it, say what they think, and contest it (Art. 22(2)-(3)).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from holdord.words.place import NOWHERE, Place


class Allowed(StrEnum):
    """Why a machine may decide alone: the three cases of Art. 22(2)."""

    CONTRACT = "contract"
    LAW = "law"
    EXPLICIT_CONSENT = "explicit_consent"

    @property
    def article(self) -> str:
        """The point of Art. 22(2) that this is."""
        return f"Art. 22(2)({'abc'[list(Allowed).index(self)]})"


@dataclass(frozen=True, slots=True)
class AutomatedDecision:
    """A kind of decision. `says` what is decided, `logic` how, `consequences` what it means (Art. 13(2)(f)).

    `categories` are the data it uses; where some are special, `special` is the exception of Art. 9(2)(a) or
    (g) that allows it (Art. 22(4)). `reviewed_by` is who looks at one again: a person, or a role that has the
    power to change it. `outcomes` say in words what the register writes as a code.
    """

    name: str
    allowed: Allowed
    says: Mapping[str, str] = field(default_factory=dict)
    law: str = ""
    categories: tuple[str, ...] = ()
    special: str | None = None
    logic: Mapping[str, str] = field(default_factory=dict)
    consequences: Mapping[str, str] = field(default_factory=dict)
    reviewed_by: str = ""
    outcomes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Recorded:
    """That a collection is a register: each row is a decision of a kind, with its outcome and its time."""

    decision: str
    outcome: str
    made: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class OwnDecision:
    """One decision about one person. `reference` names it and reveals nothing; `outcome` is personal.

    `alone` tells whether the row is this person's alone: only then can its outcome be changed for them.
    """

    reference: str
    decision: str
    system: str
    collection: str
    row: str
    made: date | None
    outcome: str | None = field(repr=False)
    alone: bool = True
