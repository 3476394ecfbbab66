"""Opening the store: Django with the least it needs, and the tables brought up to date when they are not."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, OperationalError, connections

from holdord.store import settings as least
from holdord.store.addresses import database
from holdord.store.base import LOCK_SPACE, Lock, mark_of
from holdord.store.entries import SiteEntries
from holdord.store.facts import FactsOf
from holdord.store.logins import Logins
from holdord.store.promises import Promises
from holdord.store.publications import Publications
from holdord.store.receptions import Receptions
from holdord.store.recognising import Recognising
from holdord.store.records import StoreFault
from holdord.store.registers import Registers
from holdord.store.rounds import Rounds
from holdord.store.runs import Runs
from holdord.store.standing import StandingOf
from holdord.store.tokens import Tokens

LABEL = "holdord_store"
NO_TABLE = ("SQLITE_ERROR", "42P01")
"""What SQLite and PostgreSQL answer where a table is not there."""

_MIGRATION_SECONDS = 120
_numbers = count(1)


class Store(
    FactsOf,
    StandingOf,
    Recognising,
    Runs,
    Rounds,
    SiteEntries,
    Tokens,
    Receptions,
    Publications,
    Registers,
    Logins,
    Promises,
):
    """The store. Methods that write are one transaction each, on the disk when they return.

    The exceptions say so: what is made again, or lasts with what is written next.

    May be used from several threads: each gets its own connection.
    """

    @property
    def file(self) -> str:
        """The SQLite file; empty where the store is in PostgreSQL."""
        described = self._connection.settings_dict
        return str(described["NAME"]) if described["ENGINE"].endswith("sqlite3") else ""

    def close(self) -> None:
        """Close this thread's connection."""
        self._connection.close()

    def see_keys(self) -> None:
        """Raise StoreFault where a secret that the store was written with is not in its folder."""
        self._secret_key(make=False)
        if self._rows("SELECT 1 FROM holdord_vault_key"):
            self._opener(make=False)

    def server_clock(self, now: datetime) -> datetime:
        """The time by the database's own clock; by ours where the database is a file."""
        if self._connection.vendor == "sqlite":
            return now
        found: datetime = self._rows("SELECT clock_timestamp()")[0][0]
        return found

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def opened(url: str | None, folder: Path) -> Store:
    """The store at an address, made or brought up to date at need (see `holdord.store.open_store`)."""
    described = database(url, folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise StoreFault(
            "store-unreachable", "the folder of the store cannot be made", "choose another one.", str(folder)
        ) from None
    _set_up()
    store = Store(_alias(described), folder)
    with store._faults():
        if described["ENGINE"].endswith("sqlite3"):
            _make_file(Path(described["NAME"]))
        _bring_up_to_date(store, folder)
    return store


def existing(url: str | None, folder: Path) -> tuple[Store | None, bool]:
    """A store as it stands, None where none was made, and whether it is up to date; changes nothing.

    Raises StoreFault where it cannot be reached, or was written by a newer version.
    """
    described = database(url, folder)
    if described["ENGINE"].endswith("sqlite3") and not Path(described["NAME"]).exists():
        return None, False
    _set_up()
    store = Store(_alias(described), folder)
    with store._faults():
        return store, _up_to_date(store._connection)


def _set_up() -> None:
    """Django as it is already set up by the server, else with our least settings.

    DJANGO_SETTINGS_MODULE is not read: in a developer's shell it names their shop, not us.
    """
    if not settings.configured:
        settings.configure(**{name: getattr(least, name) for name in dir(least) if name.isupper()})
        apps.populate(settings.INSTALLED_APPS)  # of `setup` what a store needs: no addresses, mail, logging
    if not apps.ready:
        django.setup()
    if not apps.is_installed("holdord.store"):
        raise StoreFault(
            "store-settings",
            "Django is already set up without the store",
            'add "holdord.store" to INSTALLED_APPS.',
        )


def _alias(described: dict[str, Any]) -> str:
    """The name of a database among Django's connections: that of the same one, or a new one."""
    filled = connections.configure_settings({"default": {}, "new": described})["new"]
    for alias in connections.settings:
        if connections.settings[alias] == filled:
            return str(alias)
    alias = f"store{next(_numbers)}"
    connections.settings[alias] = filled
    return alias


def _make_file(file: Path) -> None:
    """The SQLite file, readable by its owner only; its journal gets the same rights from SQLite."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _bring_up_to_date(store: Store, folder: Path) -> None:
    connection = store._connection
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).stat().st_size:
        connection.close()  # a new file is not touched before the lock is ours
    elif _up_to_date(connection):
        return
    with _alone(connection, folder):
        if not _up_to_date(connection):
            _migrate(connection, store._alias)


def _migrate(connection: Any, alias: str) -> None:
    """Make what is new, apply what is missing, then place the guards: a rebuilt table has lost its own.

    SQLite would not rename a rebuilt table into its place while a trigger of another one speaks of it.
    """
    from holdord.store.at_once import make_new

    make_new(connection, set(_migrations()), LABEL)
    if _up_to_date(connection):
        return
    from django.core.management import call_command

    from holdord.store.guards import place

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA legacy_alter_table = ON")
    call_command("migrate", database=alias, verbosity=0, interactive=False, skip_checks=True)
    with connection.schema_editor() as editor:
        place(editor)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA legacy_alter_table = OFF")


def _up_to_date(connection: Any) -> bool:
    """Whether every migration has been applied: one query and the names of files, no migration imported."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = {(app, name) for app, name in cursor.fetchall()}
    except DatabaseError as fault:
        if mark_of(fault) not in NO_TABLE:
            raise
        return False
    expected = set(_migrations())
    newer = {name for app, name in applied - expected if app == LABEL}
    if newer:
        raise StoreFault(
            "store-newer",
            "the store was written by a newer version of Holdord",
            "install that version, or a later one; an older one must not write into it.",
        )
    return expected <= applied


def _migrations() -> Iterator[tuple[str, str]]:
    for app in apps.get_app_configs():
        folder = Path(app.path) / "migrations"
        if folder.is_dir():
            for file in os.listdir(folder):
                if file.endswith(".py") and not file.startswith("_"):
                    yield app.label, file.removesuffix(".py")


@contextmanager
def _alone(connection: Any, folder: Path) -> Iterator[None]:
    """One migration at a time, across processes; the lock goes with the process that held it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", (LOCK_SPACE, int(Lock.MIGRATION)))
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", (LOCK_SPACE, int(Lock.MIGRATION)))
        return
    lock = folder / "migrating"
    _make_file(lock)
    with closing(sqlite3.connect(lock, timeout=_MIGRATION_SECONDS, isolation_level=None)) as other:
        try:
            other.execute("BEGIN EXCLUSIVE")  # an empty SQLite file: a lock that every system knows
        except sqlite3.Error as fault:
            raise OperationalError("the lock cannot be had") from fault
        yield
