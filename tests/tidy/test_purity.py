"""Time is an argument, chance too: below the workflows nothing reads a clock, draws lots or keeps a log.

import-linter holds the arrows between modules (`[tool.importlinter]` in `pyproject.toml`); what it cannot
see, a call such as ``datetime.now()``, is looked for here.
"""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tidy.tree import (
    BELOW_WORKFLOWS,
    PURE,
    ROOT,
    layer_files,
    nothing_found,
    place,
    python_files,
    syntax,
)

CLOCKS = {"now", "today", "utcnow"}
CLOCK_OWNERS = {"datetime", "date", "timezone"}
CLOCK_KEYWORDS = {"auto_now", "auto_now_add"}
CHANCE = {"uuid1", "uuid4", "urandom", "getrandbits"}
CHANCE_MODULES = {"random", "secrets"}
LOG_MODULES = {"logging", "structlog", "loguru", "warnings"}
LOG_METHODS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
SQL_CLOCK = re.compile(
    r"\b(current_timestamp|current_date|localtimestamp|sysdate|(now|random|rand)\(\))", re.I
)

CHANCE_IS_THE_WORK = {
    "src/holdord/store/keys.py": "makes the secret key: it must be drawn, nothing may be able to compute it",
    "src/holdord/store/names.py": "makes ids that tell nothing of what they name",
}


def _name(node: ast.AST) -> str:
    """The last name of an expression: ``now`` of ``datetime.now``."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module.split(".")[0]


def clocks_read(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Calls of now() and today(), the names handed on uncalled (``default=timezone.now``), time.time()."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in CLOCKS or ast.unparse(node.func) in ("time.time", "time.time_ns"):
                yield node.lineno, ast.unparse(node.func)
        elif isinstance(node, ast.Attribute) and node.attr in CLOCKS and _name(node.value) in CLOCK_OWNERS:
            yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from ((node.lineno, "time.time") for alias in node.names if alias.name.startswith("time"))
        elif isinstance(node, ast.keyword) and node.arg in CLOCK_KEYWORDS:
            yield node.value.lineno, node.arg or ""


def lots_drawn(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Imports of random and secrets, uses of uuid4 and urandom."""
    yield from ((line, name) for line, name in _imported(tree) if name in CHANCE_MODULES)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and _name(node) in CHANCE:
            yield node.lineno, _name(node)


def logs_kept(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Imports of a logger, and print."""
    yield from ((line, name) for line, name in _imported(tree) if name in LOG_MODULES)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield node.lineno, "print"


def values_logged(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Log calls whose text is put together before the logger sees it: f-strings, %, format, +."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        is_log = node.func.attr in LOG_METHODS and "log" in _name(node.func.value).lower()
        if is_log and not isinstance(node.args[0], ast.Constant | ast.Name | ast.Attribute):
            yield node.lineno, ast.unparse(node)[:80]


def clocks_in_sql(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Strings, docstrings left out, that would make the database read its clock or draw lots."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield from ((node.lineno, hit[0]) for hit in SQL_CLOCK.finditer(node.value))


Search = Callable[[ast.Module], Iterator[tuple[int, str]]]


def _found(search: Search, paths: Iterator[Path]) -> list[str]:
    return [f"{place(path, line)}: {what}" for path in paths for line, what in search(syntax(path))]


@pytest.mark.parametrize(
    ("search", "source"),
    [
        (clocks_read, "from datetime import datetime\nx = datetime.now()"),
        (clocks_read, "Field(default=timezone.now)"),
        (clocks_read, "Field(auto_now_add=True)"),
        (clocks_read, "import time\ntime.time()"),
        (clocks_read, "from time import time"),
        (lots_drawn, "import random"),
        (lots_drawn, "from secrets import token_hex"),
        (lots_drawn, "from uuid import uuid4\nuuid4()"),
        (logs_kept, "import logging"),
        (logs_kept, "print(row)"),
        (values_logged, "logger.info(f'erased {email}')"),
        (values_logged, "self.log.warning('erased %s' % email)"),
        (clocks_in_sql, "sql = 'DELETE FROM a WHERE b < now()'"),
    ],
)
def test_each_search_finds_what_it_is_for(search: Search, source: str) -> None:
    assert list(search(ast.parse(source)))


@pytest.mark.parametrize(
    "source", ["facts.now", "self.now - period", "def cutoff(now): return now", "'''now()'''"]
)
def test_a_time_that_was_handed_in_is_no_clock(source: str) -> None:
    assert not list(clocks_read(ast.parse(source)))
    assert not list(clocks_in_sql(ast.parse(source)))


def test_nothing_below_the_workflows_reads_a_clock() -> None:
    found = _found(clocks_read, layer_files(BELOW_WORKFLOWS)) + _found(clocks_in_sql, layer_files(PURE))
    nothing_found(found, "take the time as an argument; the workflows read the clock once")


def test_nothing_below_the_workflows_draws_lots() -> None:
    paths = (path for path in layer_files(BELOW_WORKFLOWS) if place(path) not in CHANCE_IS_THE_WORK)
    nothing_found(
        _found(lots_drawn, paths), "take the value as an argument, or compute it from what is there"
    )


def test_a_file_that_may_draw_lots_still_does() -> None:
    named = [ROOT / name for name in CHANCE_IS_THE_WORK]
    idle = [place(path) for path in named if path.exists() and not list(lots_drawn(syntax(path)))]
    nothing_found(idle, "take it from CHANCE_IS_THE_WORK in this file")


def test_nothing_below_the_workflows_keeps_a_log() -> None:
    found = _found(logs_kept, layer_files(BELOW_WORKFLOWS))
    nothing_found(found, "return a finding, or raise one; the workflows decide what is logged")


def test_no_log_call_puts_values_into_its_text() -> None:
    found = _found(values_logged, python_files("src"))
    nothing_found(found, "log a fixed sentence with counts and ids as arguments, never a value of a row")
