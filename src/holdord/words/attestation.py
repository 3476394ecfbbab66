"""Confirmations: what no record of ours and no probe can show, a named person says, with a date."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from holdord.words.period import Duration

AHEAD = timedelta(days=30)
"""So long before it lapses somebody is reminded."""


@dataclass(frozen=True, slots=True)
class Confirmable:
    """Something of the policy that a person confirms: its fact ("measures.paper"), and how often.

    `first` is the day from which the first confirmation is counted, where there is one: an agreement's
    signing stands for its first review.
    """

    fact: str
    says: Mapping[str, str] = field(default_factory=dict)
    by: str = ""
    every: Duration | None = None
    document: bool = False
    first: date | None = None


@dataclass(frozen=True, slots=True)
class Attestation:
    """What somebody said of a fact on a day: that it is so, or (`holds` is False) that it is not.

    `by` is who says it, `written_by` the log-in under which it was written down. A document is named by its
    reference and its SHA-256, or kept in the vault under the id `kept`.
    """

    id: str
    fact: str
    by: str
    on: date
    holds: bool = True
    document: str = ""
    sha256: str = ""
    kept: str = ""
    note: str = ""
    written_by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """How a confirmable fact stands on a day: its latest confirmation, and the last day that it lasts.

    `lasts_until` is None where nothing was confirmed, where it was found not to be so, or where it need not
    be said again.
    """

    what: Confirmable
    latest: Attestation | None
    lasts_until: date | None
    day: date

    @property
    def is_due(self) -> bool:
        """Whether somebody has to confirm it now: never confirmed, lapsed, or found not to be so."""
        if self.latest is not None and not self.latest.holds:
            return True
        if self.lasts_until is not None:
            return self.lasts_until < self.day
        return self.latest is None and self.what.first is None

    @property
    def is_soon(self) -> bool:
        """Whether it lapses within a month: time to confirm it before it does."""
        return not self.is_due and self.lasts_until is not None and self.lasts_until - self.day <= AHEAD
