"""Probes: what Holdord measures outside itself, and the readings that it keeps of it.

A reading holds counts and names of the policy, of tables and of columns. A value that was looked at leaves
the place where it stood for no longer than it takes to look, and is written nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What a probe found: all is as promised, something is not, or it could not be told."""

    KEPT = "kept"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a probe has found. `counts` are by names such as "shop.orders.note: card".

    `why` is the code of the finding that stood in the way, for an outcome that is unknown; `reference` the
    id of the run or such that it is about.
    """

    outcome: Outcome
    counts: Mapping[str, int] = field(default_factory=dict)
    why: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A measurement that was written down: of which probe, when, under which policy (its digest)."""

    id: int
    probe: str
    at: datetime
    policy: str
    measured: Measured

    @property
    def outcome(self) -> Outcome:
        """What was found."""
        return self.measured.outcome

    @property
    def name(self) -> str:
        """Its name on pages: "content-12"."""
        return f"{self.probe}-{self.id}"

    def count(self, *names: str) -> int:
        """What was counted under some names, together."""
        return sum(self.measured.counts.get(name, 0) for name in names)
