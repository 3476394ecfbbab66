"""One layout for every policy: sections and keys in their order, two blanks a level, comments kept.

`format_text` changes how a file looks and never what it says: what comes out is read again, and must state
the same facts and hold the same comments, or nothing is changed. Scalars keep the spelling they have.
The order is that of the language's shapes; names of the user's own keep theirs.
"""

from collections.abc import Iterable
from pathlib import Path

from holdord.language.format_layout import written
from holdord.language.format_parts import Entry, Part, comments_of, read_parts
from holdord.language.nodes import ListNode, MapNode, Node, read_documents
from holdord.language.reader_files import read_file
from holdord.language.reader_kinds import Either, Kind, ListOf, MapOf, Shape
from holdord.language.reader_shapes import POLICY, SYSTEM
from holdord.words.finding import Finding
from holdord.words.place import Place


class Unformattable(ValueError):
    """A text that cannot be laid out: what is wrong with it must be mended first. `findings` say what."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings[0].message)
        self.findings = findings


def format_text(text: str, file: str = "") -> str:
    """The text in canonical layout; formatting twice changes nothing more.

    Raises Unformattable where the text cannot be read as YAML, with the findings at their places in `file`.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    read = read_documents(file, text)
    if read.findings:
        raise Unformattable(read.findings)
    if not_maps := [root for root in read.roots if not isinstance(root, MapNode)]:
        raise Unformattable([_not_a_map(root.place) for root in not_maps])
    documents = read_parts(text)
    for document in documents:
        if document.root is not None and document.root.entries:
            _order_document(document.root)
    formatted = written(documents)
    if not _says_the_same(text, formatted):
        raise Unformattable([_refusal(file)])
    return formatted


def format_files(paths: Iterable[Path]) -> dict[Path, tuple[str, str]]:
    """The text of each file as it stands, and in canonical layout; nothing is written.

    Raises Unformattable, with the findings of all files, if any of them cannot be laid out.
    """
    findings: list[Finding] = []
    texts: dict[Path, tuple[str, str]] = {}
    for path in paths:
        text = read_file(path, findings)
        if text is None:
            continue
        try:
            texts[path] = (text, format_text(text, str(path)))
        except Unformattable as refused:
            findings.extend(refused.findings)
    if findings:
        raise Unformattable(findings)
    return texts


def _order_document(root: Part) -> None:
    """Orders a document; what stands above it, parted by a blank line, stays there."""
    first = root.entries[0].before
    head = first[: len(first) - first[::-1].index("")] if "" in first else []
    del first[: len(head)]
    keys = [entry.key.source for entry in root.entries if entry.key]
    _order(root, SYSTEM if "system" in keys and "language" not in keys else POLICY)
    root.entries[0].before[:0] = head


def _order(part: Part, kind: Kind | None) -> None:
    """Puts the keys of every map with fixed keys into the order of its shape, unknown ones last."""
    match kind:
        case Either():
            _order(part, kind.other)
        case Shape() if part.kind == "map":
            places = {key: place for place, key in enumerate(kind.by_key)}
            part.entries.sort(key=lambda entry: places.get(_key(entry), len(places)))
            for entry in part.entries:
                item = kind.by_key.get(_key(entry))
                _order(entry.value, item.kind if item else None)
        case MapOf() | ListOf() if part.kind != "scalar":
            for entry in part.entries:
                _order(entry.value, kind.kind)
    _hoist_comments(part)


def _key(entry: Entry) -> str:
    return entry.key.source if entry.key else ""


def _hoist_comments(part: Part) -> None:
    """A comment above the first key of an item of a list stands above the item: both begin in one line."""
    for entry in part.entries:
        inner = entry.value
        while part.kind == "list" and inner.entries and not inner.flow:
            first = inner.entries[0]
            entry.before.extend(line for line in first.before if line)
            first.before.clear()
            inner = first.value if inner.kind == "list" else Part("scalar", 0, 0)


def _says_the_same(before: str, after: str) -> bool:
    """Whether two texts state the same facts in the same order of lists, and hold the same comments."""
    old, new = read_documents("", before), read_documents("", after)
    if new.findings or list(map(_facts, old.roots)) != list(map(_facts, new.roots)):
        return False
    return sorted(comments_of(before)) == sorted(comments_of(after))


def _facts(node: Node) -> object:
    if isinstance(node, MapNode):
        return {key.text: _facts(value) for key, value in node}
    if isinstance(node, ListNode):
        return [_facts(item) for item in node.items]
    return node.text


def _not_a_map(place: Place) -> Finding:
    help = "a document is a map of sections, or of a system's keys"
    return Finding("wrong-value", "this document states neither a policy nor a system", help, place)


def _refusal(file: str) -> Finding:
    return Finding(
        "format-refused",
        "this file cannot be laid out anew without changing what it says",
        "write its long texts in quotes, in one line each, and format it again",
        Place(file),
    )
