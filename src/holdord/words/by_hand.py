"""Places that only a person reaches."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from holdord.words.place import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class ByHand:
    """Where data stands that no connector reaches: paper, a program without an interface.

    `says` tells what it is and what to look for there; `asks` who looks: the log-in of a member of staff.
    """

    name: str
    categories: tuple[str, ...]
    asks: str
    people: tuple[str, ...] = ()
    says: Mapping[str, str] = field(default_factory=dict)
    place: Place = NOWHERE
