"""What the store knows that shows how promises stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from holdord.words.standing import State


@dataclass(frozen=True, slots=True)
class Stood:
    """From a moment on a promise stood so; `why` are the parts of a Reason, as plain values."""

    promise: str
    at: datetime
    state: State
    why: Mapping[str, Any]
    policy: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open request, and the last day for its answer."""

    id: str
    due: date


@dataclass(frozen=True, slots=True)
class Asked:
    """How one right is served: who waits and has not long any more, and the request answered last."""

    waiting: tuple[Waiting, ...] = ()
    answered: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NoticesOpen:
    """Notices to recipients that nobody has confirmed: how many, since when; `handed` are with staff."""

    count: int = 0
    oldest: datetime | None = None
    handed: int = 0
