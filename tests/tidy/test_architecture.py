"""The architecture is a test: the arrows between the layers, and between the folders of one layer."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.tidy.tree import ROOT, SOURCE, nothing_found, place, python_files, syntax


def test_every_import_follows_the_arrows() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    held = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert held.returncode == 0, held.stdout + held.stderr


def _kinds(layer: str) -> set[str]:
    """The kinds in a layer that has a folder for each; a file beside the folders belongs to all of them."""
    return {path.name for path in (SOURCE / layer).iterdir() if (path / "__init__.py").exists()}


def _strangers(layer: str) -> list[str]:
    kinds = _kinds(layer)
    found = []
    for path in python_files(f"src/holdord/{layer}"):
        own = path.relative_to(SOURCE / layer).parts[0]
        for node in ast.walk(syntax(path)) if own in kinds else ():
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            named = module.removeprefix(f"holdord.{layer}.").split(".")[0]
            if module.startswith(f"holdord.{layer}.") and named in kinds - {own}:
                found.append(f"{place(path, node.lineno)}: {own} imports {named}")
    return found


def test_kinds_of_connectors_do_not_know_each_other() -> None:
    nothing_found(_strangers("connectors"), "put what they share in a file beside the folders, or in words")


def test_faces_of_the_web_do_not_know_each_other() -> None:
    nothing_found(_strangers("web"), "put what they share in a file beside the folders, or in workflows")
