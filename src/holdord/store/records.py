"""What the store tells about its contents: plain frozen records, known without Django."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from holdord.words.facts import Condition, Rows
from holdord.words.finding import Finding
from holdord.words.place import NOWHERE, Place

ObjectionState = Literal["made", "upheld", "rejected", "withdrawn"]
Ground = Literal["accuracy", "unlawful", "claim", "objection"]
EndState = Literal["done", "stopped"]

GROUNDS: tuple[Ground, ...] = ("accuracy", "unlawful", "claim", "objection")
"""The grounds of Art. 18(1)(a)-(d)."""

OBJECTION_STATES: tuple[ObjectionState, ...] = ("made", "upheld", "rejected", "withdrawn")


class StoreFault(Exception):
    """The store cannot do what was asked; `finding` says why, what to do, and never a personal value."""

    def __init__(self, code: str, message: str, help: str = "", place: str = "") -> None:
        super().__init__(message)
        self.finding = Finding(code, message, help, Place(file=place) if place else NOWHERE)


@dataclass(frozen=True, slots=True)
class Consent:
    """What a subject said to a purpose at some moment, yes or no (Art. 7(1)).

    `text_digest` and `language` say which text was agreed to, `how` by which act, `by` who wrote it down.
    """

    subject: str
    purpose: str
    given: bool
    at: datetime
    text_digest: str = ""
    language: str = ""
    how: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Objection:
    """A step of an objection to one purpose (Art. 21): made, then upheld, rejected or withdrawn."""

    subject: str
    purpose: str
    state: ObjectionState
    at: datetime
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person's word on one purpose is at a moment, and since when; and a restriction, if one stands.

    `consent` is None where there never was any; `objection` the latest step that counts, "" for none. One
    that was only made does not undo an objection that was upheld before it.
    """

    consent: bool | None = None
    consented_at: datetime | None = None
    objection: str = ""
    objected_at: datetime | None = None
    restricted: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold: nothing of a person, of certain rows, or of the rows that meet a condition may end.

    It has a reason, an owner who answers for it, and a day on which it must be looked at again; it ends by
    a person's decision only.
    """

    id: str
    place: str | Condition | Rows
    reason: str
    owner: str
    review_on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Restriction:
    """A restriction of a subject's data (Art. 18). `until` is when to look at it again; it lifts nothing.

    `categories` are the policy's names of what is restricted; without any it is all of the person's data.
    """

    id: str
    subject: str
    ground: Ground
    at: datetime
    by: str = ""
    until: date | None = None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """What an erasure request ends for people of whom something must stay, from a moment on.

    Each of the `people` is given by rows that are theirs alone; `consents` are taken as withdrawn and
    `objections` as upheld, both by the names of purposes.
    """

    people: tuple[Rows, ...]
    consents: tuple[str, ...]
    objections: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """The one run of a plan, and whether this claim was the `first`."""

    run: str
    first: bool


@dataclass(frozen=True, slots=True)
class RunState:
    """Where the run of a plan stands. `done` holds the receipts of the transactions already recorded.

    `state` is "running", "done" or "stopped" (with its `reason`).
    """

    id: str
    plan: str
    kind: str
    state: str
    reason: str
    started: datetime
    ended: datetime | None
    by: str
    done: frozenset[str]


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many rows were expected to go, as foreseen at a time under a policy."""

    policy: str
    at: datetime
    counts: Any
