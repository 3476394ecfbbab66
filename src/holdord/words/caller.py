"""A caller: a program of the company's, or of one it shares data with, that holds a token of the API."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Scope(StrEnum):
    """What a token allows; nothing follows from another."""

    CREATE = "requests:create"
    READ = "requests:read"  # to follow the requests that this caller created
    VOUCH = "requests:vouch"  # to say that it is known who asks
    MAY = "may"
    CONFIRM = "notices:confirm"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who holds a token, as the store knows it; the token itself is known to the caller alone.

    `id` (K-…) is random, `name` that of one valid token at a time: a token that is replaced by another of its
    name is the same caller. `recipient` names the one recipient of the policy whose notices it may confirm;
    empty for all. `used_on` is the last day on which it was used (UTC).
    """

    id: str
    name: str
    scopes: frozenset[Scope]
    per_minute: int
    made_at: datetime
    made_by: str = ""
    recipient: str = ""
    expires: datetime | None = None
    used_on: date | None = None
    revoked_at: datetime | None = None

    @property
    def author(self) -> str:
        """How the caller is named where somebody must stand who did something."""
        return f"api:{self.name}"
