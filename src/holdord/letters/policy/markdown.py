"""The policy text as Markdown (CommonMark, with the tables that most readers know)."""

import re

from holdord.letters.letter import Bullets, Heading, Link, Paragraph, Table, headed, one_line
from holdord.letters.policy.text import Own, Part, PolicyBlock, PolicyText, Promised, Terms, anchor_of

_MARKS = re.compile(r"([\\`*_\[\]<>|~#]|&(?=#?\w+;))")
_FIRST = re.compile(r"^([-+=]|\d+[.)])(?=\s|$)")


def as_markdown(text: PolicyText) -> str:
    """The policy as Markdown. Sections and promises have the same anchors as on the page."""
    parts = [f"# {marked(headed(text.title))}"]
    for section in text.sections:
        parts.append(f'<a id="{section.key}"></a>\n\n## {marked(headed(section.heading))}')
        parts += filter(None, map(block_as_markdown, section.blocks))
    return "\n\n".join(parts) + "\n"


def block_as_markdown(block: PolicyBlock) -> str:
    """A block of the policy as Markdown."""
    match block:
        case Heading(text, level):
            return f"{'#' * level} {marked(headed(text))}"
        case Paragraph(text):
            return marked(text)
        case Bullets(items):
            return "\n".join(f"- {marked(item)}" for item in items)
        case Promised(sentences):
            return "\n".join(f'- <a id="{one.anchor}"></a>{marked(one.text)}' for one in sentences)
        case Own(items, bullets):
            said = (("- " if bullets else "") + "".join(map(_part, item)) for item in items)
            return ("\n" if bullets else "\n\n").join(said)
        case Terms(entries):
            return "\n".join(f"- **{marked(label)}:** {marked(value)}" for label, value in entries)
        case Link(text, url):
            return f"[{marked(headed(text))}](<{url}>)"
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    rule = "|" + " --- |" * len(table.head)
    rows = [table.head, *table.rows]
    head, *body = ("| " + " | ".join(map(marked, row)) + " |" for row in rows)
    return "\n".join([head, rule, *body])


def _part(part: Part) -> str:
    anchors = "".join(f'<a id="{anchor_of(name)}"></a>' for name in part.promises)
    return anchors + marked(part.text, first=False)


def marked(text: str, *, first: bool = True) -> str:
    """A text in which nothing is taken for a mark of Markdown or for HTML."""
    edges = (" " if text[:1] == " " else "", " " if text[-1:] == " " else "")
    said = _MARKS.sub(r"\\\1", one_line(text))
    if first:
        return _FIRST.sub(lambda found: f"{found[1][:-1]}\\{found[1][-1]}", said)
    return f"{edges[0]}{said}{edges[1] if said else ''}"
