"""The files of the project as the tidy tests look at them, and the way they report what they find."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "holdord"
PURE = ("words", "language", "planning", "letters")
BELOW_WORKFLOWS = (*PURE, "connectors", "store")
NOT_OURS = {".git", "node_modules", "__pycache__"}


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project: what git tracks or would track, else (in an archive) all there is."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode == 0:
        found = {ROOT / name for name in listed.stdout.split("\0") if name}
    else:
        found = {path for path in ROOT.rglob("*") if not _is_left_out(path)}
    return tuple(sorted(path for path in found if path.is_file()))


def _is_left_out(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return any(part in NOT_OURS or part.startswith(".venv") or part.endswith("_cache") for part in parts)


@cache
def text(path: Path) -> str:
    """The text of a file; bytes that are no UTF-8 show as question marks."""
    return path.read_bytes().decode(errors="replace")


@cache
def syntax(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(text(path), str(path))


def python_files(*folders: str) -> Iterator[Path]:
    """The Python files below these folders of the project (all without one), migrations left out."""
    places = [ROOT / folder for folder in folders or (".",)]
    for path in files():
        if path.suffix == ".py" and "migrations" not in path.parts and any(map(path.is_relative_to, places)):
            yield path


def layer_files(layers: Iterable[str]) -> Iterator[Path]:
    """The Python files of these layers of the package."""
    yield from python_files(*(f"src/holdord/{layer}" for layer in layers))


def place(path: Path, line: int = 0) -> str:
    """How a place is named in a report: ``src/holdord/words/plan.py:12``."""
    shown = path.relative_to(ROOT).as_posix()
    return f"{shown}:{line}" if line else shown


def nothing_found(found: Iterable[str], remedy: str) -> None:
    """Fails with every place on a line of its own and the remedy below."""
    lines = sorted(set(found))
    assert not lines, "\n  ".join(["", *lines]) + f"\nhelp: {remedy}"
