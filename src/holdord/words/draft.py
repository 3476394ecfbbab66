"""What was read in a policy written for people: its sentences, and the facts drafted from them.

A drafted fact is a proposal. It always has the sentence that says it; where a word was supplied that the text
does not have, `guess` says which. Nothing acts on a draft: a person looks at it and makes it a policy.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a line of the text is."""

    HEADING = "heading"
    PROSE = "prose"
    ITEM = "item"  # of a list
    ROW = "row"  # of a table
    LINE = "line"  # short and alone: of an address, a signature


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, heading, list item or table row of the text.

    `line` counts from 1 in the file; `headings` are those above it, the nearest first; `lead` is the sentence
    that introduces its list; `cells` with `columns` are a row's. `low` is the text to look for words in.
    """

    text: str
    line: int
    role: Role = Role.PROSE
    headings: tuple[str, ...] = ()
    lead: str = ""
    cells: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    low: str = ""

    @property
    def heading(self) -> str:
        """The nearest heading above; empty at the beginning."""
        return self.headings[0] if self.headings else ""


class Kind(StrEnum):
    """What a drafted fact is about."""

    CONTROLLER = "controller"  # name, number, address, email …: `name` which, `value` what
    AUTHORITY = "authority"
    PEOPLE = "people"
    CATEGORY = "category"
    PURPOSE = "purpose"
    BASIS = "basis"  # `name` the basis, `about` the purposes
    PERIOD = "period"  # `name` what it is about, `value` the period in the language's words
    RIGHT = "right"
    TERM = "term"  # what goes with a right: free of charge, for the future only
    RECIPIENT = "recipient"  # by name
    DISCLOSURE = "disclosure"  # to a kind of recipient, or under a condition
    TRANSFER = "transfer"
    COOKIE = "cookie"
    MEASURE = "measure"
    NEVER = "never"  # what the text says is not done
    DUTY = "duty"  # what is done at a time: told of a change, of a breach, answered within
    PRINCIPLE = "principle"
    VERSION = "version"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Drafted:
    """One fact, with the sentence that says it."""

    kind: Kind
    name: str
    value: str = ""
    sentence: Sentence = Sentence("", 0)
    guess: str = ""
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unclear:
    """A sentence that promises something and was not understood, with the reason."""

    sentence: Sentence
    about: str
    reason: str


@dataclass(frozen=True, slots=True)
class Draft:
    """All that was read. `language` is the text's own; `missing` what a complete policy needs beyond it."""

    language: str
    sentences: tuple[Sentence, ...] = ()
    facts: tuple[Drafted, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    missing: tuple[str, ...] = field(default=())
