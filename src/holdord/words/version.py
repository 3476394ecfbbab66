"""A version of the published policy, as its text names it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class VersionLine:
    """The line that signs a version: its number, when it was published, who adopted it, what is new."""

    number: int
    at: datetime
    adopted_by: str
    note: Mapping[str, str] = field(default_factory=dict)
