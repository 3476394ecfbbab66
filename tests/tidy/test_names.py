"""A name says what a thing is, in the words of the field; these words fit anything and so say nothing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.tidy.tree import nothing_found, place, python_files, syntax

EMPTY_WORDS = {"process", "handle", "manage", "data", "info", "util", "utils", "helper", "helpers"}
REQUIRED = {
    "data": "the step of smtplib in which the mail server is given a letter",
    "handle": "the method that Django calls of a management command",
    **dict.fromkeys(
        ("handle_starttag", "handle_endtag", "handle_data"), "what html.parser calls while it reads a page"
    ),
}
"""Names that a framework demands, and why."""


def _words(name: str) -> set[str]:
    """The words of a name: ``RowData`` and ``row_data`` both are row and data."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name)}


def _names(path: Path) -> Iterator[tuple[int, str]]:
    yield 0, "" if path.stem == "__init__" else path.stem
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name


def _is_public(name: str) -> bool:
    return bool(name) and not name.startswith("_") and name not in REQUIRED


def test_a_name_is_taken_apart_into_its_words() -> None:
    assert _words("RowDATA") == _words("row_data") == {"row", "data"}
    assert not _words("database_processor") & EMPTY_WORDS


def test_no_public_name_uses_a_word_that_fits_anything() -> None:
    found = [
        f"{place(path, line)}: {name}"
        for path in python_files("src", "bench")
        for line, name in _names(path)
        if _is_public(name) and _words(name) & EMPTY_WORDS
    ]
    nothing_found(found, f"name it for what it does; none of {', '.join(sorted(EMPTY_WORDS))}")
