"""A document as it was written: its parts with their own spelling, and the comments that belong to them.

A comment at the end of a line belongs to what stands there. A comment on a line of its own belongs to the
entry that follows; or, where it is indented deeper than that, to the end of the map or list it stands in.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from holdord.language.nodes import LOADER

_COMMENT = re.compile(r"(?:(?<=[ \t\n])|\A)#[^\n]*")
_INDICATORS = re.compile(r"[ \t]*(---|[-?])*[ \t]*")


@dataclass(slots=True)
class Entry:
    """An entry of a map (with its key) or of a list. In `before`, an empty line stands for blank lines."""

    value: "Part"
    key: "Part | None" = None
    before: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return (self.key or self.value).start


@dataclass(slots=True)
class Part:
    """A scalar, map or list as written.

    `tail` are comments after its last entry; `margin` is the column that a block of text counts from.
    """

    kind: str  # "scalar", "map" or "list"
    start: int
    column: int
    end: int = 0
    flow: bool = False
    source: str = ""
    margin: int = 0
    entries: list[Entry] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """One document: what it states, and where it begins and ends in the text."""

    start: int
    end: int = 0
    root: Part | None = None


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place where a comment can stand: an entry, with the maps and lists it is in, outermost first."""

    entry: Entry
    column: int
    inside: tuple[Part, ...]


def read_parts(text: str) -> list[Document]:
    """The documents of a text that is known to be readable, each with its comments."""
    documents, scalars = _parse(text)
    comments = list(_comments(text, scalars))
    if not documents:
        documents = [Document(0)]
    for index, document in enumerate(documents):
        document.end = documents[index + 1].start if index + 1 < len(documents) else len(text)
        own = [comment for comment in comments if document.start <= comment.start() < document.end]
        _attach(text, document, own)
    return documents


def comments_of(text: str) -> list[str]:
    """Every comment of a readable text, in order."""
    return [comment[0].rstrip() for comment in _comments(text, _parse(text)[1])]


def _parse(text: str) -> tuple[list[Document], list[Part]]:
    """The documents, and all their scalars in the order of the text."""
    documents: list[Document] = []
    scalars: list[Part] = []
    stack: list[Part] = []
    keys: list[Part | None] = []
    event: Any
    for event in yaml.parse(text, Loader=LOADER):
        kind = type(event)
        if kind is DocumentStartEvent:
            documents.append(Document(event.start_mark.index if documents else 0))
            continue
        if kind is DocumentEndEvent:
            continue
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            stack.append(_opened(event))
            keys.append(None)
            continue
        if kind is ScalarEvent:
            part = _scalar(text, event)
            part.margin = _margin(stack, keys)
            scalars.append(part)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            part = stack.pop()
            part.end = event.end_mark.index
            keys.pop()
        else:
            continue
        if not stack:
            documents[-1].root = part
        elif stack[-1].kind == "list":
            stack[-1].entries.append(Entry(part))
        elif keys[-1] is None:
            keys[-1] = part
        else:
            stack[-1].entries.append(Entry(part, keys[-1]))
            keys[-1] = None
    return documents, scalars


def _margin(stack: list[Part], keys: list[Part | None]) -> int:
    """The column of what the coming scalar stands under."""
    if not stack:
        return 0
    key = keys[-1]
    return stack[-1].column if key is None else key.column


def _opened(event: Any) -> Part:
    kind = "map" if type(event) is MappingStartEvent else "list"
    mark = event.start_mark
    return Part(kind, mark.index, mark.column, flow=bool(event.flow_style))


def _scalar(text: str, event: Any) -> Part:
    start, end = event.start_mark.index, event.end_mark.index
    return Part("scalar", start, event.start_mark.column, end, source=text[start:end])


def _comments(text: str, scalars: list[Part]) -> Iterator[re.Match[str]]:
    """Every comment: what begins with a number sign between two scalars."""
    end = 0
    for scalar in scalars:
        yield from _COMMENT.finditer(text, end, max(scalar.start, end))
        end = max(end, scalar.end)
    yield from _COMMENT.finditer(text, end)


# -- comments and blank lines


def _attach(text: str, document: Document, comments: list[re.Match[str]]) -> None:
    root = document.root
    if root is None or root.kind == "scalar":
        root = document.root = root or Part("scalar", document.start, 0)
        root.tail = [comment[0].rstrip() for comment in comments]
        return
    _unfold(root, [comment.start() for comment in comments])
    slots = sorted(_slots(root, ()), key=lambda slot: slot.entry.start)
    starts = [slot.entry.start for slot in slots]
    for comment in comments:
        line = text.rfind("\n", 0, comment.start()) + 1
        column = comment.start() - line
        after = bisect_right(starts, comment.start())
        last = slots[after - 1] if after else None
        following = slots[after] if after < len(slots) else None
        beside = not _INDICATORS.fullmatch(text, line, comment.start())
        if beside and last is not None:
            last.entry.beside.append(comment[0].rstrip())
        else:
            target = _place_of(column, last, following, root)
            target.extend([*_blank(text, line, bool(target)), comment[0].rstrip()])
    _keep_blank_lines(text, slots)


def _place_of(column: int, last: _Slot | None, following: _Slot | None, root: Part) -> list[str]:
    """Where a comment on a line of its own belongs: before the next entry, or at the end of something."""
    floor = following.column if following else -1
    inside = [part for part in (last.inside if last else ()) if floor < _column(part) <= column]
    if inside:
        return inside[-1].tail
    return following.entry.before if following else root.tail


def _blank(text: str, line: int, within: bool) -> list[str]:
    """An empty line, if one stands above this line."""
    above = text[:line].removesuffix("\n")
    is_blank = line > 0 and not above[above.rfind("\n") + 1 :].strip()
    return [""] if is_blank and (within or line > 1) else []


def _keep_blank_lines(text: str, slots: list[_Slot]) -> None:
    """Keeps a blank line right above an entry; where several entries begin together, for the outermost."""
    seen: set[int] = set()
    for slot in slots:
        start = slot.entry.start
        if start in seen:
            continue
        seen.add(start)
        line = text.rfind("\n", 0, start) + 1
        if _INDICATORS.fullmatch(text, line, start):
            slot.entry.before.extend(_blank(text, line, within=True))


def _column(part: Part) -> int:
    """The column its entries stand in."""
    if part.flow or part.kind == "map":
        first = part.entries[0] if part.entries else None
        key = (first.key or first.value) if first else part
        return key.column
    return part.column


def _slots(part: Part, inside: tuple[Part, ...]) -> Iterator[_Slot]:
    if part.flow or part.kind == "scalar":
        return
    inside = (*inside, part)
    for entry in part.entries:
        yield _Slot(entry, _column(part), inside)
        yield from _slots(entry.value, inside)


def _unfold(part: Part, comments: list[int]) -> None:
    """Braces and brackets with a comment between them are taken apart, for a comment ends its line."""
    at = bisect_left(comments, part.start)
    if part.flow and at < len(comments) and comments[at] < part.end:
        part.flow = False
        part.column = part.entries[0].value.column if part.entries else part.column
    for entry in part.entries:
        _unfold(entry.value, comments)
