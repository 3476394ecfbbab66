"""Forms: where a company asks people for data, and must say at once what it asks for and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from holdord.words.place import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Form:
    """A place where data is collected from people: a form on a site, a sheet of paper, a till (Art. 13(1)).

    `says` what it is called. Its `purposes` are what the data is for, `categories` what is asked for: all of
    the purposes' if none is named. `at` is its address on the web.
    """

    name: str
    purposes: tuple[str, ...]
    says: Mapping[str, str] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    at: str = ""
    place: Place = NOWHERE
