"""A section while it is being written: what is wording, and what tells facts."""

from dataclasses import dataclass, field

from holdord.letters.letter import Bullets, Heading, Paragraph
from holdord.letters.policy.text import PolicyBlock
from holdord.words.prose import SectionKey


@dataclass(slots=True)
class Draft:
    """The blocks of a section, each with whether it is wording only.

    Wording makes way where the company has said the section in words of its own; what tells facts stays.
    """

    key: SectionKey
    blocks: list[tuple[PolicyBlock, bool]] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    def says(self, text: str) -> None:
        """A paragraph that the company can say otherwise."""
        self.blocks.append((Paragraph(text), True))

    def words(self, items: tuple[str, ...]) -> None:
        """A list that the company can say otherwise."""
        self.blocks.append((Bullets(items), True))

    def tells(self, text: str, *facts: str) -> None:
        """A paragraph of facts."""
        self.adds(Paragraph(text), *facts)

    def lists(self, items: "list[str] | tuple[str, ...]", *facts: str) -> None:
        """A list of facts, or nothing where there is none."""
        if items:
            self.adds(Bullets(tuple(items)), *facts)

    def heads(self, text: str) -> None:
        """A heading within the section, over facts."""
        self.adds(Heading(text, 3))

    def adds(self, block: PolicyBlock, *facts: str) -> None:
        """Any block of facts."""
        self.blocks.append((block, False))
        self.facts += facts

    def said(self, *, replaced: bool) -> tuple[PolicyBlock, ...]:
        """The blocks that stay."""
        return tuple(block for block, wording in self.blocks if not (wording and replaced))
