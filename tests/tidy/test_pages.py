"""Nothing is found without a page that explains it, and no page explains what cannot be found."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.tidy.tree import ROOT, files, nothing_found, place, python_files, syntax

PAGES = ROOT / "docs" / "findings"
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


def _starts_a_message(node: ast.AST) -> bool:
    """Whether the expression is a text of several words: the sentence that follows a finding's code."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.Constant) and " " in str(part.value) for part in node.values)
    if isinstance(node, ast.BinOp):
        return _starts_a_message(node.left) or _starts_a_message(node.right)
    return isinstance(node, ast.Constant) and " " in str(node.value)


def _codes(path: Path) -> Iterator[tuple[int, str]]:
    """Codes of findings in a file: ``f("code", "a sentence", …)`` and ``f(code="code", …)``."""
    for node in ast.walk(syntax(path)):
        if not isinstance(node, ast.Call):
            continue
        named = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
        first = node.args[:1] if len(node.args) > 1 and _starts_a_message(node.args[1]) else []
        for value in (*named, *first):
            if isinstance(value, ast.Constant) and CODE.fullmatch(str(value.value)):
                yield node.lineno, str(value.value)


def _checks() -> Iterator[tuple[Path, str]]:
    """The checks, a file each; the file's name is the code."""
    for path in python_files("src/holdord/language/checks/stated", "src/holdord/language/checks/live"):
        if path.stem != "__init__":
            yield path, path.stem.replace("_", "-")


def _all_codes() -> Iterator[tuple[str, str]]:
    yield from ((place(path), code) for path, code in _checks())
    for path in python_files("src/holdord"):
        yield from ((place(path, line), code) for line, code in _codes(path))


def test_every_finding_has_its_page() -> None:
    places: dict[str, list[str]] = {}
    for where, code in _all_codes():
        places.setdefault(code, []).append(where)
    missing = [
        f"{min(found)}: {code}" for code, found in places.items() if not (PAGES / f"{code}.md").exists()
    ]
    nothing_found(
        missing, "write docs/findings/CODE.md: what is wrong, why it matters, the remedy, an example"
    )


def test_every_page_explains_a_finding_that_can_be_found() -> None:
    texts = "\n".join(path.read_text() for path in python_files("src/holdord"))
    known = {code for _, code in _checks()} | set(re.findall(r'"([a-z0-9-]+)"', texts))
    pages = (path for path in files() if path.parent == PAGES and path.stem.lower() != "readme")
    idle = [place(path) for path in pages if path.stem not in known]
    nothing_found(idle, "remove the page, or name it for the code that the finding has")


def test_every_check_has_its_cases() -> None:
    cases = ROOT / "tests" / "language" / "checks"
    told = {path.stem.replace("_", "-") for path in files() if path.is_relative_to(cases)}
    found = [f"{place(path)}: no cases" for path, code in _checks() if code not in told]
    nothing_found(found, "write tests/language/checks/CODE.yaml with policies in which it is found, and not")
