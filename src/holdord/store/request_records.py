"""What the store tells about requests: plain frozen records, known without Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RequestEvent:
    """Something that happened to a request. `facts` hold reasons, laws and names of the policy."""

    at: datetime
    kind: str
    by: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """What a person has to do by hand, and who did it."""

    id: str
    request: str
    system: str
    what: str
    assigned: str
    at: datetime
    done_at: datetime | None = None
    done_by: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that a recipient must get (Art. 19), and how far it has come."""

    id: str
    request: str
    recipient: str
    at: datetime
    sent_at: datetime | None = None
    confirmed_at: datetime | None = None
    chased: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """A code that a letter tells: what it opens ("proof", "answer"), and until when."""

    kind: str
    code: str
    expires: datetime

    def __repr__(self) -> str:
        return f"Code({self.kind})"


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter to be sent; `content` is its id in the vault, `tries` how often it was tried before."""

    id: int
    request: str
    kind: str
    content: str
    tries: int


@dataclass(frozen=True, slots=True)
class Look:
    """Who looked at what, when."""

    by: str
    what: str
    at: datetime
