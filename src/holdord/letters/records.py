"""What letters are made from, beside the nouns of the policy: plain records of what was found and decided.

A letter knows only what it is given. Whoever fills these gives the person's own values and nobody else's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from holdord.words.plan import Kept
from holdord.words.policy import Policy, Text
from holdord.words.request import Right


class Restricting(StrEnum):
    """Why data is restricted: the four cases of Art. 18(1)."""

    CONTESTED = "contested"
    UNLAWFUL = "unlawful"
    CLAIM = "claim"
    OBJECTION = "objection"

    @property
    def article(self) -> str:
        """The point of Art. 18(1) that this is."""
        return f"Art. 18(1)({'abcd'[list(Restricting).index(self)]})"


@dataclass(frozen=True, slots=True)
class Case:
    """The request a letter is about: in which language, for which right, received and written when."""

    policy: Policy
    right: Right
    reference: str
    language: str
    received: date
    today: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class HeldField:
    """A field of what is held: its name, its category ("" for what belongs to none), and words of its own."""

    name: str
    category: str = ""
    says: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeldRows:
    """The person's rows of one collection. `withheld` counts values kept back because they are others'."""

    system: str
    collection: str
    fields: tuple[HeldField, ...]
    rows: tuple[tuple[object, ...], ...]
    withheld: int = 0
    says: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """An automated decision (Art. 22): what was decided, by which logic, with what consequence.

    `reference` is how the person names it when they want a human to look at it.
    """

    what: str
    when: date | None
    logic: str
    consequence: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Ours:
    """What the system for requests holds itself: its own policy, and the purposes that hold something."""

    policy: Policy
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GivenOn:
    """That data of the person was passed on, on a day: to whom, on which ground, and which categories.

    `recipient` is a name of the policy, "" where it is none; `to` is who it was.
    """

    on: date
    recipient: str
    to: str
    ground: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What an answer to access tells: what is held, what holds it until when, and who was given it.

    `recipients` are names of the policy; None means all that are given a category that is held. `held_back`
    are parts that are not given, each with its ground (Art. 15(4), national exceptions). `rows` hold what is
    held here too, for the purposes of `ours`; where nothing else is held, `only_ours`. `disclosures` are
    passings-on besides, as they happened.
    """

    rows: tuple[HeldRows, ...]
    kept: tuple[Kept, ...] = ()
    recipients: tuple[str, ...] | None = None
    decisions: tuple[Decision, ...] = ()
    held_back: tuple["Refused", ...] = ()
    by_hand: tuple["Noted", ...] = ()
    ours: Ours | None = None
    only_ours: bool = False
    disclosures: tuple[GivenOn, ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """What somebody who looked in a place says is there, or did there. `where` is a name of the policy."""

    where: str
    words: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A part that is refused: what, why in a sentence, and the source of law."""

    what: str
    reason: str
    law: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Data that has gone: its categories (names of the policy) and whether whole rows went."""

    system: str
    collection: str
    categories: tuple[str, ...]
    rows: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Copies:
    """Copies that go later: where, and the last day on which they can still be there; None for none named."""

    system: str
    by: date | None


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did. `told` are names of recipients told (Art. 19).

    `restricted` says why what a restriction stops is restricted, by the id of the restriction.
    """

    on: date
    gone: tuple[Gone, ...] = ()
    kept: tuple[Kept, ...] = ()
    copies: tuple[Copies, ...] = ()
    told: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    public: bool = False
    by_hand: tuple[Noted, ...] = ()
    ours: Ours | None = None
    restricted: Mapping[str, Restricting] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """A correction: what, and what it says now. What it said before need not be told again."""

    what: str
    now: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """An objection to one purpose (Art. 21(1)), whether it was upheld, and how it was weighed."""

    purpose: str
    upheld: bool
    reasoning: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class Portable:
    """What goes into a file for another company; what is left out, with the reason; who was sent it."""

    rows: tuple[HeldRows, ...]
    left_out: tuple[Refused, ...] = ()
    sent_to: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A decision of a machine looked at again by a human (Art. 22(3))."""

    what: str
    changed: bool
    reasoning: str
    decided: datetime | date
    outcome: str
