"""A request: somebody uses a right of Art. 15-22, or takes a consent back (Art. 7(3)).

The HTTP request is called so in views only. A request in the store is told by ids; what the person wrote,
where they are answered and what they are given stands encrypted in the vault, and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum

LARGEST_FILE = 10_000_000
"""Bytes of a file of a person's data that one company hands over to another."""


class Right(StrEnum):
    """What a person can ask for."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    PORTABILITY = "portability"
    HUMAN_REVIEW = "human_review"
    WITHDRAWAL = "withdrawal"

    @property
    def article(self) -> str:
        """The article of the GDPR that gives the right."""
        return _ARTICLES[self]


_ARTICLES = {
    Right.ACCESS: "Art. 15",
    Right.RECTIFICATION: "Art. 16",
    Right.ERASURE: "Art. 17",
    Right.RESTRICTION: "Art. 18",
    Right.OBJECTION: "Art. 21",
    Right.PORTABILITY: "Art. 20",
    Right.HUMAN_REVIEW: "Art. 22(3)",
    Right.WITHDRAWAL: "Art. 7(3)",
}


class Channel(StrEnum):
    """How a request reached the controller."""

    WEB = "web"  # a form of the privacy centre
    SITE = "site"  # the company's own site, for a customer who is logged in there
    API = "api"  # other software of the company's
    PHONE = "phone"
    LETTER = "letter"
    EMAIL = "email"
    IN_PERSON = "in_person"


class Strength(IntEnum):
    """How well it is known who asks. What would be disclosed or lost decides how much is needed."""

    CLAIMED = 0  # only said
    ADDRESS = 1  # could open a link or read a code sent to an address the company knew already
    SESSION = 2  # logged in at the company's own site, which vouches with a signed token
    STAFF = 3  # a member of staff made sure, and says how


class State(StrEnum):
    """Where a request stands. It only goes forward, but for `open` while something is asked of the person."""

    ASKED = "asked"  # it is not yet known who asks; nothing has been looked up
    OPEN = "open"  # known who asks: to be looked at, planned, decided
    RUNNING = "running"  # decided: being carried out
    READY = "ready"  # carried out everywhere; the answer can be fetched
    ANSWERED = "answered"  # the answer was fetched or sent
    CLOSED = "closed"  # came to nothing: withdrawn, never proved, a duplicate


WAITING = (State.ASKED, State.OPEN, State.RUNNING)
"""Where the person still waits for what was asked."""


class Outcome(StrEnum):
    """How a request ended."""

    GRANTED = "granted"
    PARTLY = "partly"  # something stays or is refused, each with its ground
    REFUSED = "refused"
    NOTHING_HELD = "nothing_held"
    WITHDRAWN = "withdrawn"
    UNPROVED = "unproved"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the store knows it. `id` (Q-…) is random; `subject` the store's id of the person, or None.

    `received` is the arrival through one of the controller's channels (Art. 12(3)), not when it was opened.
    `due` is the last day for the answer, `strict_due` the same without pauses; `details` are choices among
    the policy's names (purposes, categories), never free text. `plan` is the digest of the plan shown, and
    `confirmed` that of the plan confirmed; they are equal or a new look is needed.
    """

    id: str
    right: Right
    channel: Channel
    language: str
    received: datetime
    state: State
    due: date
    strict_due: date
    strength: Strength = Strength.CLAIMED
    subject: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    plan: str = ""
    confirmed: str = ""
    outcome: Outcome | None = None
    extended: bool = False
    paused_since: datetime | None = None
    assigned: str = ""
    version: int = 0

    @property
    def purposes(self) -> list[str]:
        """The purposes that were chosen: those objected to, or whose consent is taken back."""
        return [name for name in self.details.get("purposes", "").split(",") if name]
