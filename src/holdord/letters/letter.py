"""A letter as it is before it looks like anything: who writes, in which language, and blocks of text.

Whatever a letter says may have been written by a stranger. A text here is only ever text: each rendering
escapes it, and none can be told by it to do anything.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias

from holdord.words.languages import LANGUAGES as LANGUAGES


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 2 stands below the title, 3 below that."""

    text: str
    level: int = 2

    def __post_init__(self) -> None:
        if self.level not in (2, 3):
            raise ValueError("a heading of a letter has level 2 or 3; level 1 is the title")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list in which the order means nothing."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head, whose first column names what each row is about. `caption` says what it shows."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if not self.head or any(len(row) != len(self.head) for row in self.rows):
            raise ValueError("a table has a head, and each of its rows as many cells as the head")


@dataclass(frozen=True, slots=True)
class Link:
    """An address on the web, on a line of its own."""

    text: str
    url: str

    def __post_init__(self) -> None:
        if not _ADDRESS.fullmatch(self.url):
            raise ValueError("a link of a letter is an http or https address without spaces and quotes")


_ADDRESS = re.compile(r"https?://[A-Za-z0-9\[\]._~:/?#@!$&()*+,;=%-]+")

Block: TypeAlias = Heading | Paragraph | Bullets | Table | Link


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: `sender` are the lines that say who writes, `reference` and `dated` stand above the title."""

    title: str
    language: str
    blocks: tuple[Block, ...]
    sender: tuple[str, ...] = ()
    reference: str = ""
    dated: str = ""
    greeting: str = ""
    closing: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"there are no letters in the language '{self.language}'")


_NOT_CHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff"
    f"{_NOT_CHARACTERS}]"
)


def shown(text: str) -> str:
    """A text as it can be shown: what is no character, or turns the writing round, becomes U+FFFD."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSHOWABLE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """A text without breaks of lines, as for a subject or a cell."""
    return " ".join(shown(text).split())


def headed(text: str) -> str:
    """A text that stands as a title, a heading or a link: on one line, and never empty."""
    return one_line(text) or "–"
