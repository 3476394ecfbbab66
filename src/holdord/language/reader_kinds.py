"""The kinds of value that can stand under a key: read by `reader_values`, shown to editors by `schema`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

LANGUAGES = ("da", "nb", "en")
"""The languages in which texts can be stated (ISO 639-1)."""

NAME = r"[a-z][a-z0-9_]*"
PROMISE_NAME = r"[A-Za-z][A-Za-z0-9_]*"


@dataclass(frozen=True, slots=True)
class Words:
    """A text that is not empty. With a `pattern`, one that fits it wholly; `such_as` says what fits."""

    pattern: str = ""
    such_as: str = ""
    strict: str = ""
    """A narrower reading that only the reader makes: "country", "date", "fact", "time zone" or "url"."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The same text in several languages, or a plain text in the controller's first."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names that must have been stated in a section; one alone may stand without brackets."""

    of: str
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """One name that must have been stated in a section."""

    of: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of several."""

    words: type[StrEnum] | tuple[str, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The words there are."""
        return tuple(self.words) if isinstance(self.words, tuple) else tuple(map(str, self.words))


@dataclass(frozen=True, slots=True)
class Choices:
    """A list of words, without repetition; one alone may stand without brackets."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YesNo:
    """`yes` or `no`, also `true` or `false`."""


@dataclass(frozen=True, slots=True)
class PeriodText:
    """A period as people write it; with a `bound`, one that may begin with its words."""

    bound: str = ""


@dataclass(frozen=True, slots=True)
class DurationText:
    """A length of time."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of columns, or of tables; one alone may stand without brackets."""


@dataclass(frozen=True, slots=True)
class MapOf:
    """A map from names of the user's own (`key` is their pattern) to values of one kind.

    `noun` is what one entry is. With `of`, the names must have been stated in that section.
    """

    noun: str
    kind: "Kind"
    key: str = NAME
    of: str = ""


@dataclass(frozen=True, slots=True)
class ListOf:
    """Several values of a kind; one alone may stand without brackets."""

    kind: "Kind"


@dataclass(frozen=True, slots=True)
class Either:
    """A scalar of one kind, or a list or map of the other."""

    scalar: "Kind"
    other: "Kind"


@dataclass(frozen=True, slots=True)
class Item:
    """A key of a map: the kind of its value, whether it must be there, and what it means."""

    key: str
    kind: "Kind"
    meaning: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A map with fixed keys, in the order in which they are best written."""

    noun: str
    items: tuple[Item, ...]
    by_key: Mapping[str, Item] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {item.key: item for item in self.items})


Kind: TypeAlias = (
    Words
    | Texts
    | Names
    | Name
    | Choice
    | Choices
    | YesNo
    | PeriodText
    | DurationText
    | Columns
    | MapOf
    | ListOf
    | Either
    | Shape
)
