"""Risks to the people whose data it is (Art. 24, 25, 32; recitals 75-76): consequence and likelihood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from holdord.words.period import Duration
from holdord.words.place import NOWHERE, Place


class Level(StrEnum):
    """Four steps of consequence, and of likelihood, from the least."""

    NEGLIGIBLE = "negligible"
    LIMITED = "limited"
    SIGNIFICANT = "significant"
    MAXIMUM = "maximum"

    @property
    def step(self) -> int:
        """1 to 4."""
        return list(Level).index(self) + 1


class Band(StrEnum):
    """How high a risk is: what a consequence and a likelihood amount to together."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"


@dataclass(frozen=True, slots=True)
class Exposure:
    """How hard something would hit the people concerned, and how likely it is."""

    consequence: Level
    likelihood: Level

    @property
    def score(self) -> int:
        """Consequence times likelihood, 1 to 16."""
        return self.consequence.step * self.likelihood.step

    @property
    def band(self) -> Band:
        """Up to 2 low, to 6 medium, to 9 high, above very high: our figures, for no authority fixes any."""
        bands = ((2, Band.LOW), (6, Band.MEDIUM), (9, Band.HIGH), (16, Band.VERY_HIGH))
        return next(band for most, band in bands if self.score <= most)


@dataclass(frozen=True, slots=True)
class Risk:
    """What can go wrong in a system, or in a place only a person reaches, for the people in it.

    `before` is without measures, `after` with them; `reasons` say why both are what they are. It was
    `assessed` on a day and is assessed again within `every`.
    """

    name: str
    system: str
    before: Exposure
    assessed: date
    says: Mapping[str, str] = field(default_factory=dict)
    measures: tuple[str, ...] = ()
    after: Exposure | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    every: Duration | None = None
    place: Place = NOWHERE

    @property
    def remaining(self) -> Exposure:
        """What is left of it with the measures that are taken."""
        return self.after or self.before
