"""YAML as text with places: maps, lists and scalars, in which every scalar is what was written.

YAML guesses types (`no` is false, `1_000` a number, `12:30` seven hundred and fifty) and can repeat parts
of a document elsewhere, so that few lines become gigabytes. Both are dangerous in a file that says what may
be erased. So this reads the parser's events, not its values: nothing is guessed, and anchors, aliases, tags
and merge keys are refused where they stand. Nesting is bounded, and nothing here recurses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from holdord.language.nodes_syntax import syntax_finding
from holdord.language.spelling import shown
from holdord.words.finding import Finding
from holdord.words.place import Place

MAX_DEPTH = 20  # the language itself needs 8

LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DOCUMENT = re.compile(r"^---(?=[ \t\n]|\Z)", re.MULTILINE)


@dataclass(slots=True)
class ScalarNode:
    """A scalar as written.

    `one_line` tells that it begins and ends in the same line, so that a word in it can be pointed at;
    `broken` marks one that was refused, and has its finding already.
    """

    text: str
    place: Place
    plain: bool = True
    one_line: bool = True
    broken: bool = False

    def at(self, offset: int) -> Place:
        """The place of the character at `offset`, as far as it can be told."""
        if not self.one_line:
            return self.place
        return Place(self.place.file, self.place.line, self.place.column + offset + (not self.plain))


@dataclass(slots=True)
class ListNode:
    """A list; `place` is where it begins, `cut` marks one that could not be read to its end."""

    place: Place
    items: list["Node"] = field(default_factory=list)
    cut: bool = False


@dataclass(slots=True)
class MapNode:
    """A map in the order written; a key that is stated twice is kept the first time and found.

    `cut` marks one in which the file could not be read to the end, so that nobody misses what may be there.
    """

    place: Place
    entries: dict[str, tuple[ScalarNode, "Node"]] = field(default_factory=dict)
    cut: bool = False

    def __iter__(self) -> Iterator[tuple[ScalarNode, "Node"]]:
        return iter(self.entries.values())

    def get(self, key: str) -> "Node | None":
        """What stands under the key, if it is there."""
        entry = self.entries.get(key)
        return entry[1] if entry else None


Node: TypeAlias = ScalarNode | ListNode | MapNode


def is_spoilt(node: Node) -> bool:
    """Whether the node was refused or broke off, so that what it is says nothing of what was meant."""
    return node.broken if isinstance(node, ScalarNode) else node.cut


@dataclass(slots=True)
class Documents:
    """The documents of one file, and what was wrong with it. `complete` tells whether all of it was read."""

    roots: list[Node] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    complete: bool = True


def read_documents(file: str, text: str) -> Documents:
    """Every document of a file. After an error in one document, reading goes on with the next one."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    documents = Documents()
    if bad := _FORBIDDEN.search(text):
        documents.findings.append(_control_character(file, text, bad.start()))
        documents.complete = False
        return documents
    start, line = 0, 0
    while start < len(text):
        rest = text[start:]
        error = _Reader(file, line, documents).read(rest)
        if error is None:
            break
        documents.complete = False
        index, at_line = error
        found = _DOCUMENT.search(rest, max(index, 1)) if index <= len(rest) else None
        if found is None:
            break
        line += at_line + rest.count("\n", index, found.start())
        start += found.start()
    return documents


def _control_character(file: str, text: str, at: int) -> Finding:
    line = text.count("\n", 0, at)
    place = Place(file, line + 1, at - (text.rfind("\n", 0, at) + 1) + 1)
    return Finding(
        "file-unreadable",
        f"a character that no text can hold stands here (U+{ord(text[at]):04X})",
        "save the file as plain text in UTF-8, and see that nothing else writes to it",
        place,
    )


class _TooDeep(Exception):
    """Raised where a document nests deeper than any policy does."""


class _Reader:
    """Turns the parser's events into nodes; one per stretch of text between two errors."""

    def __init__(self, file: str, line: int, documents: Documents) -> None:
        self.file, self.line, self.documents = file, line, documents
        self.stack: list[tuple[ListNode | MapNode, ScalarNode | None]] = []
        self.root: Node | None = None

    def read(self, text: str) -> tuple[int, int] | None:
        """Reads all documents; at an error, where it was: index in the text, and line from 0."""
        event: Any = None
        try:
            for event in yaml.parse(text, Loader=LOADER):
                self.take(event)
        except yaml.MarkedYAMLError as error:
            mark: Any = error.problem_mark or error.context_mark or yaml.Mark("", 0, 0, 0, None, 0)
            self.documents.findings.append(syntax_finding(self.file, self.line, text, error, mark))
            self.finish()
            return mark.index, mark.line
        except _TooDeep:
            mark = event.start_mark
            self.found("this is nested too deeply", "no part of a policy is nested that deep", mark)
            self.finish()
            return mark.index, mark.line
        return None

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is ScalarEvent:
            self.add(self.scalar(event))
        elif kind is MappingStartEvent:
            self.open(event, MapNode(self.place(event.start_mark)))
        elif kind is SequenceStartEvent:
            self.open(event, ListNode(self.place(event.start_mark)))
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self.add(self.stack.pop()[0])
        elif kind is AliasEvent:
            self.found(
                "an alias (*) would repeat a part of the file that stands elsewhere",
                "write out what is meant: in a policy every fact stands where it is read",
                event.start_mark,
            )
            self.add(ScalarNode("", self.place(event.start_mark), broken=True))
        elif kind is DocumentStartEvent and (event.version or event.tags):
            self.found("a directive (%) changes how the file is read", "take the line out", event.start_mark)
        elif kind is DocumentEndEvent:
            self.finish()

    def open(self, event: Any, node: ListNode | MapNode) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise _TooDeep
        self.refuse_marks(event)
        # A map or list as a key of a map is taken as if it were a value: `add` finds it.
        self.stack.append((node, None))

    def scalar(self, event: Any) -> ScalarNode:
        broken = self.refuse_marks(event)
        start = event.start_mark
        one_line = start.line == event.end_mark.line
        if event.style == '"' and (bad := _FORBIDDEN.search(event.value)):
            self.report(
                "file-unreadable",
                f"this stands for a character that no text can hold (U+{ord(bad[0]):04X})",
                "take the escape (\\) out",
                self.place(start),
            )
            broken = True
        return ScalarNode(event.value, self.place(start), event.style in (None, ""), one_line, broken)

    def refuse_marks(self, event: Any) -> bool:
        """Finds an anchor or a tag on a node; tells whether the node's text can no longer be trusted."""
        if event.anchor is not None:
            self.found(
                "an anchor (&) names a part of the file to be repeated elsewhere",
                "take it out, and write the part again where it is meant",
                event.start_mark,
            )
        if event.tag is not None:
            self.found(
                "a tag (!) gives a value a type of its own",
                "take it out: here every value is read as it is written",
                event.start_mark,
            )
        return event.tag is not None

    def add(self, node: Node) -> None:
        """Puts a finished node into the map or list it stands in."""
        if not self.stack:
            self.root = node
            return
        parent, key = self.stack[-1]
        if isinstance(parent, ListNode):
            parent.items.append(node)
        elif key is None:
            self.stack[-1] = (parent, self.key(node))
        else:
            self.stack[-1] = (parent, None)
            self.put(parent, key, node)

    def key(self, node: Node) -> ScalarNode:
        if isinstance(node, ScalarNode):
            return node
        self.report(
            "yaml-syntax",
            "a key is one word, not a map or a list",
            "if braces or brackets belong to the word, put it in quotes",
            node.place,
        )
        return ScalarNode("", node.place, broken=True)

    def put(self, parent: MapNode, key: ScalarNode, node: Node) -> None:
        if key.broken:
            return
        if key.text == "<<" and key.plain:
            self.report(
                "yaml-feature",
                "a merge key (<<) would bring in facts that stand elsewhere",
                "write out what is meant: in a policy every fact stands where it is read",
                key.place,
            )
        elif key.text in parent.entries:
            first = parent.entries[key.text][0].place
            self.report(
                "duplicate-name",
                f"{shown(key.text, 'this key')} is stated twice: first in line {first.line}",
                "put the two together, or give one of them another name",
                key.place,
            )
        else:
            parent.entries[key.text] = (key, node)

    def finish(self) -> None:
        """Hands over the document read so far, unless it is empty; also one that broke off."""
        root: Node | None = self.root
        while self.stack:
            root = self.stack.pop()[0]
            root.cut = True
            if self.stack:
                self.add(root)
        self.root = None
        if root is not None and not (isinstance(root, ScalarNode) and root.plain and not root.text):
            self.documents.roots.append(root)

    def place(self, mark: Any) -> Place:
        return Place(self.file, self.line + mark.line + 1, mark.column + 1)

    def found(self, message: str, help: str, mark: Any) -> None:
        self.report("yaml-feature", message, help, self.place(mark))

    def report(self, code: str, message: str, help: str, place: Place) -> None:
        self.documents.findings.append(Finding(code, message, help, place))
