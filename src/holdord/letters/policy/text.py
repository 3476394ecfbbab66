"""The policy text before it looks like anything: sections with their keys, the facts they tell, the promises.

A section's key is its anchor on the page, and each sentence that promises something has one of its own:
`promise-NAME`. So the board, a letter or a browser can point at the very sentence.
"""

from dataclasses import dataclass
from typing import TypeAlias

from holdord.letters.letter import Block
from holdord.words.prose import SectionKey
from holdord.words.version import VersionLine


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that promises something, under the promise's name."""

    promise: str
    text: str

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return anchor_of(self.promise)


@dataclass(frozen=True, slots=True)
class Promised:
    """A list of sentences that promise something."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text; with `promises`, the one in which they are made."""

    text: str
    promises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Own:
    """A paragraph, or with `bullets` a list, of the company's own words: each item is a row of parts."""

    items: tuple[tuple[Part, ...], ...]
    bullets: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Short entries, each under what it is about: ("Adresse", "Havnegade 1")."""

    entries: tuple[tuple[str, str], ...]


PolicyBlock: TypeAlias = Block | Promised | Own | Terms


@dataclass(frozen=True, slots=True)
class Section:
    """A section: `facts` are those it tells ("purposes.newsletter"), `promises` those that stand in it."""

    key: SectionKey
    heading: str
    blocks: tuple[PolicyBlock, ...]
    facts: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyText:
    """A whole policy in one language."""

    language: str
    title: str
    sections: tuple[Section, ...]
    version: VersionLine | None = None

    def section(self, key: str) -> Section | None:
        """The section of a key, where the policy has it."""
        return next((one for one in self.sections if one.key == key), None)


def anchor_of(promise: str) -> str:
    """The id of a promise's sentence on the page."""
    return f"promise-{promise}"


def words_of(section: Section) -> str:
    """All that a section says, without its looks: a line a part."""
    return "\n".join([section.heading, *(line for block in section.blocks for line in _lines(block))])


def _lines(block: PolicyBlock) -> list[str]:
    match block:
        case Promised(sentences):
            return [one.text for one in sentences]
        case Own(items):
            return ["".join(part.text for part in item) for item in items]
        case Terms(entries):
            return [f"{label}: {value}" for label, value in entries]
    return _lines_of_letter(block)


def _lines_of_letter(block: Block) -> list[str]:
    found = []
    for name in block.__slots__:
        value = getattr(block, name)
        rows = value if name == "rows" else (value,)
        for row in rows:
            found += [row] if isinstance(row, str) else list(row) if isinstance(row, tuple) else []
    return found
