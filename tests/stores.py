"""New stores, made once: the tests open a thousand of them, and what costs is to work out the migrations.

The first store of its kind in a process is migrated in earnest. What that left is put into every later one:
the file is copied (SQLite), or the same statements are run again (PostgreSQL). Whoever tests migrations asks
for `real_migrations`.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connections, transaction

from holdord.store import opening

Statements = list[tuple[str, Any]]


class Templates:
    """What the first migration of each kind of store left, by the apps that were installed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[tuple[str, ...], Path] = {}
        self._statements: dict[tuple[str, ...], Statements] = {}
        self._migrate: Callable[[Any, str], None] = opening._migrate
        self._make: Callable[[Path], None] = opening._make_file

    def make_file(self, file: Path) -> None:
        """The file of a new store, with its tables in it where they have been made before."""
        known = self._files.get(_kind())
        if known is None or file.exists():
            self._make(file)
            return
        self._make(file)
        shutil.copyfile(known, file)
        for alias in connections.settings:  # as for an empty file: none is open to one that was there before
            if connections.settings[alias]["NAME"] == str(file):
                connections[alias].close()

    def migrate(self, connection: Any, alias: str) -> None:
        """Bring a store up to date: a new one by what was done to the first, others in earnest."""
        kind = _kind()
        if connection.introspection.table_names():
            self._migrate(connection, alias)
        elif connection.vendor == "sqlite":
            self._migrate(connection, alias)
            self._keep(kind, connection)
        elif kind in self._statements:
            with (
                transaction.atomic(using=alias),
                connection.cursor() as cursor,
            ):  # one commit, not five hundred
                for sql, values in self._statements[kind]:
                    cursor.execute(sql, values)
        else:
            heard: Statements = []
            with connection.execute_wrapper(_listening(heard)):
                self._migrate(connection, alias)
            self._statements[kind] = heard

    def _keep(self, kind: tuple[str, ...], connection: Any) -> None:
        if kind in self._files:
            return
        file = self._folder / f"store{len(self._files)}.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", (str(file),))
        self._files[kind] = file


def _kind() -> tuple[str, ...]:
    return tuple(app.label for app in apps.get_app_configs())


def _listening(heard: Statements) -> Callable[..., Any]:
    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if not sql.lstrip().upper().startswith(("SELECT", "SHOW")):
            heard.extend((sql, each) for each in (params if many else [params]))
        return answer

    return listen


@pytest.fixture(scope="session", autouse=True)
def new_stores(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every new store of this process is made from the first."""
    templates = Templates(tmp_path_factory.mktemp("stores"))
    opening._make_file = templates.make_file
    opening._migrate = templates.migrate


@pytest.fixture
def real_migrations(new_stores: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """New stores are migrated in earnest."""
    made = opening._migrate.__self__  # type: ignore[attr-defined]
    monkeypatch.setattr(opening, "_make_file", made._make)
    monkeypatch.setattr(opening, "_migrate", made._migrate)
