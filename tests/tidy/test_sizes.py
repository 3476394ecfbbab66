"""Nobody chose their file of five thousand lines: it is stopped on the way there."""

import ast
from pathlib import Path

from tests.tidy.tree import nothing_found, place, python_files, syntax, text

FILE_LINES = 500
FUNCTION_LINES = 60


def _long_functions(path: Path) -> list[str]:
    found = []
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                found.append(f"{place(path, node.lineno)}: {node.name} has {lines} lines")
    return found


def test_no_file_has_more_than_500_lines() -> None:
    sizes = ((path, text(path).count("\n")) for path in python_files())
    found = [f"{place(path)}: {lines} lines" for path, lines in sizes if lines > FILE_LINES]
    nothing_found(found, f"split it by meaning, so that no part has more than {FILE_LINES} lines")


def test_no_function_has_more_than_60_lines() -> None:
    found = [line for path in python_files("src", "bench", "examples") for line in _long_functions(path)]
    nothing_found(found, "let the function decide and give the work to functions named for what they compute")
