"""The policy text as PDF/UA, by the template of the letters."""

from collections.abc import Iterator

from holdord.letters.letter import Block, Bullets, Heading, Letter, Paragraph
from holdord.letters.pdf import as_pdf as letter_as_pdf
from holdord.letters.policy.text import Own, PolicyBlock, PolicyText, Promised, Terms


def as_pdf(text: PolicyText) -> bytes:
    """The policy as a PDF/UA-1 file, the same bytes for the same text."""
    return letter_as_pdf(Letter(text.title, text.language, tuple(_blocks(text))))


def _blocks(text: PolicyText) -> Iterator[Block]:
    for section in text.sections:
        yield Heading(section.heading)
        for block in section.blocks:
            yield from _plain(block)


def _plain(block: PolicyBlock) -> Iterator[Block]:
    match block:
        case Promised(sentences):
            yield Bullets(tuple(one.text for one in sentences))
        case Own(items, bullets):
            said = tuple("".join(part.text for part in item) for item in items)
            yield from (Bullets(said),) if bullets else map(Paragraph, said)
        case Terms(entries):
            yield Bullets(tuple(f"{label}: {value}" for label, value in entries))
        case _:
            yield block
