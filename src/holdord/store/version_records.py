"""What the store tells of versions of the policy and of who was told of them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from holdord.words.change import Change
from holdord.words.version import VersionLine

Format = Literal["html", "md", "pdf", "jsonld", "letter", "message"]
"""`letter` is the JSON of the e-mail that told of it, `message` that of what stood on the site."""


@dataclass(frozen=True, slots=True)
class Published:
    """A version: how it is signed, the digest of its policy, and what differed from the one before it."""

    line: VersionLine
    policy: str
    digest: str
    changes: tuple[Change, ...] = ()
    announced: bool = False

    @property
    def number(self) -> int:
        """Its number."""
        return self.line.number

    @property
    def substantial(self) -> bool:
        """Whether anything changed that people are told of."""
        return any(change.substantial for change in self.changes)


@dataclass(frozen=True, slots=True)
class NewText:
    """A text of a version, rendered, before it is kept; `language` is "" where it has none."""

    language: str
    format: Format
    content: bytes


@dataclass(frozen=True, slots=True)
class NewVersion:
    """All of a version that is to be published; `facts` is the policy's snapshot."""

    line: VersionLine
    policy: str
    facts: str
    digest: str
    changes: tuple[Change, ...]
    texts: tuple[NewText, ...]
    announced: bool = False
    purposes: tuple[str, ...] = ()
    objectable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Announced:
    """Who is told of a version: the people of some purposes; and how far that has come."""

    number: int
    purposes: tuple[str, ...]
    objectable: tuple[str, ...]
    listed_at: datetime | None
    unreached: int
    counts: "Counts" = field(default_factory=lambda: Counts())

    @property
    def done(self) -> bool:
        """Whether everybody was found, and no letter waits any more."""
        return self.listed_at is not None and not self.counts.waiting and not self.counts.unsure


@dataclass(frozen=True, slots=True)
class Counts:
    """How many letters there are: all, sent, waiting, perhaps sent, given up."""

    total: int = 0
    sent: int = 0
    waiting: int = 0
    unsure: int = 0
    given_up: int = 0


@dataclass(frozen=True, slots=True)
class NewTold:
    """Somebody who is to be told: by which key, the address (only for the vault), and a row of theirs."""

    key: str
    address: str = field(repr=False)
    content: bytes = field(repr=False)
    system: str
    collection: str
    row: int | str


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who was told, or is going to be; no address."""

    id: int
    number: int
    key: str
    system: str
    collection: str
    row: int | str
    sent_at: datetime | None
    unsure_at: datetime | None
    failed_at: datetime | None
    objected_at: datetime | None

    @property
    def state(self) -> str:
        """sent, unsure, given_up or waiting."""
        if self.sent_at:
            return "sent"
        if self.failed_at:
            return "given_up"
        return "unsure" if self.unsure_at else "waiting"
