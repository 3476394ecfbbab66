"""What a company's policy says of Holdord's own data."""

from dataclasses import dataclass

from holdord.words.period import Duration
from holdord.words.place import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class OwnTime:
    """For how long Holdord keeps what it holds itself for a purpose of its own, instead of its default."""

    name: str
    keep: Duration
    place: Place = NOWHERE
