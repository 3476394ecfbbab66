"""Where the engine keeps its own tables: a file beside the store's, or a schema in the store's PostgreSQL.

Both the worker and whoever asks for runs open the place here, so that the tables are there whichever comes
first.
"""

import contextlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from holdord.store import StoreFault
from holdord.store.base import FULL, full, mark_of_cause

VERSION = "1"
"""The version of all durable functions, for ever the same.

DBOS continues a run only under the version it began with, and would take the hash of the source for it: each
change of a comment would leave runs lying. A change that alters the steps of a function is made with
`Run.changed`, or under a new name beside the old function.
"""

APPLICATION = "holdord"
SCHEMA = "holdord_engine"
FILE = "engine.sqlite3"
CHANNEL = "holdord_engine"
_MIGRATION = {
    "space": 0x484F4C44,
    "key": 100,
}  # "HOLD": an advisory lock beside those of the store
_WORKERS = (
    "CREATE TABLE IF NOT EXISTS holdord_workers ("
    "name VARCHAR(80) PRIMARY KEY, token VARCHAR(40) NOT NULL, machine VARCHAR(40) NOT NULL, "
    "beat DOUBLE PRECISION NOT NULL)"
)


def check_sqlite(version: tuple[int, ...], python: tuple[int, ...]) -> None:
    """Refuse a SQLite in which transactions of the newer Python do not hold what the engine needs."""
    if python >= (3, 12) and version < (3, 42):
        raise StoreFault(
            "sqlite-too-old",
            f"SQLite {'.'.join(map(str, version))} is too old for the engine under this Python",
            "use SQLite 3.42 or newer, or Python 3.11, or keep the store in PostgreSQL.",
        )


class Place:
    """The engine's tables and connections; `url` is the store's, None for SQLite in the folder."""

    def __init__(self, url: str | None, folder: Path, pool: int = 2, lasting: bool = True) -> None:
        self.folder = folder
        self.is_file = not url or url.startswith("sqlite")
        self.file = folder / FILE
        if self.is_file:
            check_sqlite(sqlite3.sqlite_version_info, sys.version_info[:2])
            self.engine = _file_engine(self.file, pool, lasting)
        else:
            self.engine = _server_engine(str(url), pool)

    @property
    def address(self) -> str:
        """The address as DBOS wants to be told it, though it is given the engine."""
        return f"sqlite:///{self.file}" if self.is_file else "postgresql://given/engine"

    @property
    def schema(self) -> str | None:
        """The schema of the tables."""
        return None if self.is_file else SCHEMA

    def prepare(self) -> None:
        """Make the tables, or bring them up to date; harmless beside others who do the same."""
        with told():
            if self.is_file:
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                with contextlib.suppress(FileExistsError):
                    os.close(os.open(self.file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            self.tables().run_migrations()
            with self.engine.begin() as connection:
                if not self.is_file:
                    connection.execute(sa.text("SELECT pg_advisory_xact_lock(:space, :key)"), _MIGRATION)
                connection.execute(sa.text(_WORKERS))

    def tables(self) -> Any:
        """DBOS's own view of its tables."""
        from dbos._sys_db import SystemDatabase

        from holdord.workflows.engine.plain import PlainJson

        return SystemDatabase.create(
            system_database_url=self.address,
            engine_kwargs={},
            engine=self.engine,
            schema=self.schema,
            serializer=PlainJson(),  # type: ignore[arg-type]
            executor_id=None,
            use_listen_notify=False,
            app_name=APPLICATION,
        )

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction."""
        with told(), self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _file_engine(file: Path, pool: int, lasting: bool) -> sa.Engine:
    """SQLite with a journal that readers and the writer share.

    What is asked for must be on the disk (`lasting`). What a worker notes of its steps need not wait for the
    disk: a power cut can take the last notes, never one from the middle, and steps bear being repeated.
    """
    engine = sa.create_engine(
        f"sqlite:///{file}", pool_size=pool, max_overflow=0, pool_timeout=60, hide_parameters=True
    )

    @sa.event.listens_for(engine, "connect")
    def begin(connection: Any, _: Any) -> None:
        connection.isolation_level = "IMMEDIATE"
        for pragma in (
            "busy_timeout=30000",
            "foreign_keys=ON",
            "journal_mode=WAL",
            f"synchronous={'FULL' if lasting else 'NORMAL'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _server_engine(url: str, pool: int) -> sa.Engine:
    try:
        address = sa.make_url(url).set(drivername="postgresql+psycopg")
    except SQLAlchemyError:
        raise StoreFault("store-address", "the address of the store cannot be read") from None
    return sa.create_engine(
        address,
        pool_size=pool,
        max_overflow=0,
        pool_timeout=60,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "application_name": "holdord engine",
            "connect_timeout": 10,
            "options": f"-c search_path={SCHEMA} -c idle_in_transaction_session_timeout=10000",
        },
    )


@contextmanager
def told() -> Iterator[None]:
    """Tell a database's failure without the driver's own words."""
    try:
        yield
    except DBAPIError as fault:
        mark = mark_of_cause(fault.orig) or type(fault).__name__
        if mark in FULL:
            raise full() from None
        raise StoreFault(
            "store-unreachable",
            f"the engine's tables cannot be reached ({mark})",
            "see that the store's database runs and lets Holdord in, then repeat.",
        ) from None
