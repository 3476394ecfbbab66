"""A letter as plain text: the body of an e-mail, readable everywhere."""

import textwrap
from collections.abc import Iterator

from holdord.letters.letter import (
    Block,
    Bullets,
    Heading,
    Letter,
    Link,
    Paragraph,
    Table,
    headed,
    one_line,
    shown,
)

WIDTH = 76


def as_text(letter: Letter) -> str:
    """The letter as plain text in lines that mail programs do not break again."""
    title = headed(letter.title)
    parts = [f"{title}\n{'=' * min(len(title), WIDTH)}"]
    parts += filter(None, ["\n".join(map(one_line, filter(None, (letter.reference, letter.dated))))])
    parts += filter(None, [_wrapped(letter.greeting)])
    parts += filter(None, map(_block, letter.blocks))
    parts += filter(None, ["\n".join(map(_wrapped, letter.closing[:-2]))])
    parts += filter(None, ["\n".join(map(one_line, letter.closing[-2:]))])
    parts += filter(None, ["\n".join(["-" * 4, *map(one_line, letter.sender)]) if letter.sender else ""])
    return "\n\n".join(parts) + "\n"


def _wrapped(text: str, first: str = "", others: str = "") -> str:
    lines = (
        _filled(" ".join(line.split()), others if number else first, others)
        for number, line in enumerate(shown(text).split("\n"))
    )
    return "\n".join(line for line in lines if line.strip())


def _filled(line: str, first: str, others: str) -> str:
    if len(first) + len(line) <= WIDTH:  # most lines are: this is a hundred times as fast
        return first + line if line else ""
    return textwrap.fill(
        line,
        WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            said = headed(text)
            return f"{said}\n{('-' if level == 2 else '.') * min(len(said), WIDTH)}"
        case Paragraph(text):
            return _wrapped(text)
        case Bullets(items):
            return "\n".join(_wrapped(item, "- ", "  ") for item in items)
        case Link(text, url):
            return f"{_wrapped(text)}\n{url}"
        case Table():
            return "\n".join([_wrapped(block.caption), *_rows(block)])


def _rows(table: Table) -> Iterator[str]:
    """Row by row, each cell under its head's name: text has no columns that survive a phone."""
    for first, *rest in table.rows:
        yield _wrapped(f"{table.head[0]}: {_cell(first)}", "- ", "  ")
        for name, cell in zip(table.head[1:], rest, strict=True):
            if cell:
                yield _wrapped(f"{name}: {_cell(cell)}", "  ", "    ")


def _cell(text: str) -> str:
    """A cell on one line, what stood below each other parted by semicolons."""
    return "; ".join(filter(None, map(one_line, shown(text).split("\n"))))
