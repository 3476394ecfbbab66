"""What the store tells about requests: plain frozen records, known without Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from holdord.words.request import Channel, State


@dataclass(frozen=True, slots=True)
class RequestEvent:
    """Something that happened to a request. `facts` hold reasons, laws and names of the policy."""

    at: datetime
    kind: str
    by: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Once:
    """That a request is to be made once: who asks, under which key of their own, and everything they ask."""

    caller: str
    key: str
    body: str

    def __repr__(self) -> str:
        return f"Once({self.caller})"


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
    """A notice that a recipient must get (Art. 19), and how far it has come.

    `sent_at` is when it first went out, `chased` how often it was sent again after that, `tries` how often
    the next sending has failed. `next_at` is when something is to be done about it; None once it is
    confirmed, or handed over to a person of staff (`handed_at`, and why: `handed_for`). `confirmed_by` says
    who did: "link", "webhook", the name of an API token, or a member of staff.
    """

    id: str
    request: str
    recipient: str
    at: datetime
    sent_at: datetime | None = None
    confirmed_at: datetime | None = None
    chased: int = 0
    tries: int = 0
    next_at: datetime | None = None
    handed_at: datetime | None = None
    handed_for: str = ""
    confirmed_by: str = ""

    @property
    def sendings(self) -> int:
        """How often it has gone out."""
        return 0 if self.sent_at is None else 1 + self.chased


@dataclass(frozen=True, slots=True)
class Code:
    """A code that a letter tells: what it opens ("proof", "answer"), and until when."""

    kind: str
    code: str
    expires: datetime

    def __repr__(self) -> str:
        return f"Code({self.kind})"


@dataclass(frozen=True, slots=True)
class Keep:
    """Something to be put into the vault together with a change, in place of all of its kind."""

    kind: str
    content: bytes
    expires: datetime

    def __repr__(self) -> str:
        return f"Keep({self.kind})"


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter to be sent; `content` is its id in the vault, `tries` how often it was tried before."""

    id: int
    request: str
    kind: str
    content: str
    tries: int


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A letter that could not be sent, and about which nobody has decided yet.

    `why` is "address" (it was not taken), "letter" (what it says was not), "server" (it was not reached),
    "unfit" (no message could be made of it), "gone" (it was no longer kept), or "" where nobody noted it.
    `state` and `channel` are those of the request.
    """

    id: int
    request: str
    kind: str
    key: str
    content: str
    at: datetime
    why: str
    state: State
    channel: Channel


@dataclass(frozen=True, slots=True)
class Queued:
    """A letter to be queued, once for each (request, kind, key)."""

    kind: str
    request: str
    letter: Keep
    not_before: datetime
    key: str = ""


@dataclass(frozen=True, slots=True)
class MailState:
    """How far a letter has come: sent, given up, or perhaps sent; none of them while it waits."""

    id: int
    sent_at: datetime | None = None
    failed_at: datetime | None = None
    unsure_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """What became of a letter; of one that was queued long ago it is not known when that was."""

    kind: str
    key: str
    queued_at: datetime | None
    sent_at: datetime | None = None
    failed_at: datetime | None = None
    unsure_at: datetime | None = None
    settled_at: datetime | None = None

    @property
    def stand(self) -> str:
        """ "waiting", "sent", "unsure", "given-up", or "otherwise": its person was told in another way."""
        if self.failed_at:
            return "otherwise" if self.sent_at else "given-up"
        return "sent" if self.sent_at else "unsure" if self.unsure_at else "waiting"

    @property
    def at(self) -> datetime | None:
        """When it came to stand so; None while it is on its way."""
        return self.settled_at or self.failed_at or self.sent_at or self.unsure_at


@dataclass(frozen=True, slots=True)
class Reception:
    """A file of a person's data that another company hands over to us: expected, arrived, or decided about.

    `settled_as` is "taken" or "discarded"; `sha256` and `size` are those of the file.
    """

    id: str
    made_at: datetime
    made_by: str
    expires: datetime
    arrived_at: datetime | None = None
    sha256: str = ""
    size: int = 0
    settled_at: datetime | None = None
    settled_by: str = ""
    settled_as: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """Who looked at what, when."""

    by: str
    what: str
    at: datetime
