"""The canonical layout: two blanks a level, blocks as blocks, braces as braces where they fit in a line."""

import re
from collections.abc import Iterator

from holdord.language.format_parts import Document, Entry, Part

WIDTH = 110
STEP = "  "

_BLOCK_HEADER = re.compile(r"(?P<style>[|>])(?P<marks>[-+0-9]*)(?P<rest>[^\n]*)")


def written(documents: list[Document]) -> str:
    """The text of the documents."""
    texts: list[list[str]] = []
    comments: list[str] = []
    for document in documents:
        root = document.root
        if root is None or root.kind == "scalar":  # nothing is stated: at most there are comments
            comments.extend(root.tail if root else [])
            continue
        head = [*comments, ""] if comments else []
        lines = list(_block(root, "", top=True)) if root.entries else ["{}", *root.tail]
        texts.append(head + _without_blank_ends(lines))
        comments = []
    if comments:
        texts.append([*texts.pop(), "", *comments] if texts else comments)
    return "---\n".join("\n".join(lines) + "\n" for lines in texts)


def _block(part: Part, indent: str, *, top: bool = False) -> Iterator[str]:
    """A map or list, an entry in each line."""
    wide_before = False
    for number, entry in enumerate(part.entries):
        wide = top and not _fits_in_line(entry, indent)
        above = _single_blanks(entry.before)
        if number and (wide or wide_before) and not (above and above[0] == ""):
            above.insert(0, "")
        if number == 0:
            above = _without_blank_ends(above, only_first=True)
        yield from _comments(above, indent)
        yield from _comments(entry.beside[1:], indent)
        lines = _map_entry(entry, indent) if part.kind == "map" else _list_entry(entry, indent)
        yield from _with_comment(lines, entry)
        wide_before = wide
    yield from _comments(part.tail, indent)


def _with_comment(lines: list[str], entry: Entry) -> list[str]:
    """The entry's lines, with the comment beside it."""
    if entry.beside:
        own = _own_lines(entry)
        lines[own - 1] += f"  {entry.beside[0]}"
    return lines


def _own_lines(entry: Entry) -> int:
    """How many of an entry's lines are before the entries inside it."""
    scalar = entry.value.kind == "scalar" and not entry.value.source.startswith(("|", ">"))
    return entry.value.source.count("\n") + 1 if scalar else 1


def _comments(comments: list[str], indent: str) -> Iterator[str]:
    for comment in comments:
        yield indent + comment if comment else ""


def _fits_in_line(entry: Entry, indent: str) -> bool:
    """Whether an entry of a map is written in one line."""
    value = entry.value
    if value.kind == "scalar":
        return "\n" not in value.source.rstrip()
    return _in_line(value, len(indent) + _width(entry.key)) is not None


def _width(key: Part | None) -> int:
    return len(key.source) + 2 if key else 2


def _map_entry(entry: Entry, indent: str) -> list[str]:
    assert entry.key is not None
    key = f"{indent}{entry.key.source}:"
    value = entry.value
    if value.kind == "scalar":
        first, *more = _scalar(value, indent)
        return [f"{key} {first}".rstrip(), *more]
    in_line = _in_line(value, len(indent) + _width(entry.key))
    if in_line is not None:
        return [f"{key} {in_line}"]
    return [key, *_block(value, indent + STEP)]


def _list_entry(entry: Entry, indent: str) -> list[str]:
    value = entry.value
    if value.kind == "scalar":
        first, *more = _scalar(value, indent)
        return [f"{indent}- {first}".rstrip(), *more]
    in_line = _in_line(value, len(indent) + 2)
    if in_line is not None:
        return [f"{indent}- {in_line}"]
    first, *more = _block(value, indent + STEP)
    return [f"{indent}- {first[len(indent) + 2 :]}", *more]


def _in_line(part: Part, at: int) -> str | None:
    """A map or list in braces or brackets, if it was so before and fits into the line from `at` on."""
    if not part.entries and not part.tail:
        return "{}" if part.kind == "map" else "[]"
    if not part.flow:
        return None
    text = _flow(part)
    return text if text is not None and at + len(text) <= WIDTH else None


def _flow(part: Part) -> str | None:
    """The part in one line; None where a scalar in it has several."""
    if part.kind == "scalar":
        return None if "\n" in part.source else part.source
    texts = []
    for entry in part.entries:
        value = _flow(entry.value)
        key = _flow(entry.key) if entry.key else ""
        if value is None or key is None:
            return None
        texts.append(f"{key}: {value}" if key and value else key or value)
    body = ", ".join(texts)
    return f"{{{body}}}" if part.kind == "map" else f"[{body}]"


def _scalar(part: Part, indent: str) -> list[str]:
    """The lines of a scalar; those after the first are one level deeper than its key."""
    header = _BLOCK_HEADER.match(part.source)
    if header:
        return _block_scalar(part, header, indent + STEP)
    first, *more = part.source.split("\n")
    return [first, *(indent + STEP + line.lstrip(" \t") if line.strip() else "" for line in more)]


def _block_scalar(part: Part, header: re.Match[str], indent: str) -> list[str]:
    """A text with lines of its own, moved as a whole."""
    lines = part.source[header.end() :].split("\n")[1:]
    if lines and not lines[-1]:
        lines.pop()
    stated = re.sub(r"\D", "", header["marks"])
    old = part.margin + int(stated) if stated else _indentation(lines)
    marks = header["marks"].replace(stated, str(len(STEP))) if stated else header["marks"]
    if "+" not in marks:
        while lines and not lines[-1].strip():
            lines.pop()
    moved = [indent + line[old:] if line[old:] else "" for line in lines]
    return [f"{header['style']}{marks}{header['rest'].rstrip()}", *moved]


def _indentation(lines: list[str]) -> int:
    return next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), 0)


def _single_blanks(lines: list[str]) -> list[str]:
    return [line for number, line in enumerate(lines) if line or number == 0 or lines[number - 1]]


def _without_blank_ends(lines: list[str], *, only_first: bool = False) -> list[str]:
    while lines and not lines[0]:
        lines = lines[1:]
    while not only_first and lines and not lines[-1]:
        lines = lines[:-1]
    return lines
