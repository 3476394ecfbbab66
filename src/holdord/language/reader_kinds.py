"""The kinds of value that can stand under a key: read by `reader_values`, shown to editors by `schema`.

Named tuples, not dataclasses: there are many, and every command waits for their import.
"""

from enum import StrEnum
from typing import NamedTuple, TypeAlias

from holdord.words.languages import LANGUAGES as LANGUAGES

"""The languages in which texts can be stated (ISO 639-1)."""

NAME = r"[a-z][a-z0-9_]*"
PROMISE_NAME = r"[A-Za-z][A-Za-z0-9_]*"


class Words(NamedTuple):
    """A text that is not empty. With a `pattern`, one that fits it wholly; `such_as` says what fits."""

    pattern: str = ""
    such_as: str = ""
    strict: str = ""
    """A narrower reading that only the reader makes, by its name: "country", "date", "variable"."""


class Texts(NamedTuple):
    """The same text in several languages, or a plain text in the controller's first."""


class Names(NamedTuple):
    """Names that must have been stated in a section; one alone may stand without brackets."""

    of: str
    may_be_empty: bool = False
    also: str = ""
    """A second section in which the name may be stated."""


class Name(NamedTuple):
    """One name that must have been stated in a section, or in a second one."""

    of: str
    also: str = ""


class Choice(NamedTuple):
    """One word of several."""

    words: type[StrEnum] | tuple[str, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The words there are."""
        return tuple(self.words) if isinstance(self.words, tuple) else tuple(map(str, self.words))


class Choices(NamedTuple):
    """A list of words, without repetition; one alone may stand without brackets."""

    values: tuple[str, ...]


class YesNo(NamedTuple):
    """`yes` or `no`, also `true` or `false`."""


class PeriodText(NamedTuple):
    """A period as people write it; with a `bound`, one that may begin with its words."""

    bound: str = ""


class DurationText(NamedTuple):
    """A length of time."""


class Columns(NamedTuple):
    """Names of columns, tables or triggers; one alone may stand without brackets."""


class MapOf(NamedTuple):
    """A map from names of the user's own (`key` is their pattern) to values of one kind.

    `noun` is what one entry is. With `of`, the names must have been stated in that section; with `among`,
    they are some of these.
    """

    noun: str
    kind: "Kind"
    key: str = NAME
    of: str = ""
    among: tuple[str, ...] = ()


class ListOf(NamedTuple):
    """Several values of a kind; one alone may stand without brackets."""

    kind: "Kind"


class Either(NamedTuple):
    """A scalar of one kind, or a list or map of the other."""

    scalar: "Kind"
    other: "Kind"


class Item(NamedTuple):
    """A key of a map: the kind of its value, whether it must be there, and what it means.

    Where it is missing the reader says so, unless the noun's builder knows better words (`in_words`).
    """

    key: str
    kind: "Kind"
    meaning: str
    required: bool = False
    in_words: bool = False


class Shape:
    """A map with fixed keys, in the order in which they are best written."""

    __slots__ = ("by_key", "items", "noun")

    def __init__(self, noun: str, items: tuple[Item, ...]) -> None:
        self.noun = noun
        self.items = items
        self.by_key = {item.key: item for item in items}


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
