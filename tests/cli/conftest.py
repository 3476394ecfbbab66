"""The command line as the tests use it: commands are called in this process, answers caught."""

import io
import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from holdord.cli.main import run
from tests.cli import shop


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        """The codes of the findings in a JSON answer."""
        return [finding["code"] for finding in self.json["findings"]]


Holdord = Callable[..., Answer]


@pytest.fixture
def holdord(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Holdord:
    """``holdord("find", "email=…")`` calls the command and catches its answer."""

    def call(*words: str, stdin: str = "") -> Answer:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        code = run(words)
        caught = capsys.readouterr()
        return Answer(code, caught.out, caught.err)

    return call


@pytest.fixture
def shop_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small shop and its policy, at which the commands look."""
    monkeypatch.setenv("SHOP_URL", shop.make(tmp_path))
    monkeypatch.setenv("HOLDORD_POLICY", str(tmp_path / "policy"))
    monkeypatch.setenv("HOLDORD_BY", "anna")
    return tmp_path


@pytest.fixture
def rows(shop_folder: Path) -> Callable[[str], list[tuple[Any, ...]]]:
    """``rows("select …")`` reads the shop's own database."""

    def read(sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(shop_folder / "shop.db")) as database:
            found = database.execute(sql).fetchall()
            database.commit()
            return found

    return read
