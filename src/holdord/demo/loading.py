"""Filling a database: the dialect's own fast way in, a batch at a time, so that memory stays flat.

PostgreSQL takes COPY, MariaDB takes LOAD DATA with the very same text (or INSERT where the server refuses
local files), SQLite takes bound rows.
"""

import contextlib
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from holdord.demo.tables import Table

Row = tuple[Any, ...]
Batch = Mapping[str, Sequence[Row]]

_DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg", "sqlite": "sqlite"}
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class NotEmpty(Exception):
    """The database already holds tables of the names an example company needs."""


class Way(Protocol):
    """How rows get into one kind of database. `cursor` is the driver's own."""

    dialect: str

    def begin(self, cursor: Any) -> None: ...
    def load(self, cursor: Any, table: Table, rows: Sequence[Row]) -> None: ...
    def finish(self, cursor: Any, tables: Sequence[Table]) -> None: ...


def line(row: Row) -> str:
    """A row as text for COPY and LOAD DATA alike: tabs between, `\\N` for NULL, backslash escapes."""
    return "\t".join(
        ["\\N" if v is None else v.translate(_ESCAPED) if type(v) is str else str(v) for v in row]
    )


def lines(rows: Sequence[Row]) -> bytes:
    """Many rows, each with its line break. Most hold nothing to escape, and are written by one format."""
    tabs = len(rows[0]) - 1
    form = "\t".join(["%s"] * (tabs + 1))
    written = []
    for row in rows:
        nulls = row.count(None)
        text = form % (tuple(["\\N" if v is None else v for v in row]) if nulls else row)
        # Nothing but the NULLs may have brought a backslash in, nothing but the format a tab.
        plain = (
            text.count("\\") == nulls and text.count("\t") == tabs and "\n" not in text and "\r" not in text
        )
        written.append(text if plain else line(row))
    written.append("")
    return "\n".join(written).encode()


class PostgreSql:
    dialect = "postgresql"

    def begin(self, cursor: Any) -> None:
        """A demo that a crash undoes is filled again: no need to wait for the disk at each commit."""
        cursor.execute("SET synchronous_commit = off")

    def load(self, cursor: Any, table: Table, rows: Sequence[Row]) -> None:
        with cursor.copy(f"COPY {table.name} ({', '.join(table.names)}) FROM STDIN") as copy:
            copy.write(lines(rows))

    def finish(self, cursor: Any, tables: Sequence[Table]) -> None:
        for table in tables:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "
                f"(SELECT coalesce(max(id), 0) + 1 FROM {table.name}), false)"
            )
        cursor.connection.commit()
        cursor.connection.autocommit = True
        for table in tables:
            cursor.execute(f"VACUUM (ANALYZE) {table.name}")
        cursor.connection.autocommit = False


class MariaDb:
    dialect = "mariadb"

    def __init__(self) -> None:
        self.local_files = True

    def begin(self, cursor: Any) -> None:
        """Rows come from one hand and in order: their references need no second look."""
        cursor.execute("SET NAMES utf8mb4")
        cursor.execute("SET foreign_key_checks = 0, unique_checks = 0")
        cursor.execute("SELECT @@GLOBAL.local_infile")
        self.local_files = bool(cursor.fetchone()[0])

    def load(self, cursor: Any, table: Table, rows: Sequence[Row]) -> None:
        if not self.local_files:
            marks = ", ".join(["%s"] * len(table.names))
            cursor.executemany(f"INSERT INTO {table.name} ({', '.join(table.names)}) VALUES ({marks})", rows)
            return
        with tempfile.NamedTemporaryFile(suffix=".tsv") as file:
            file.write(lines(rows))
            file.flush()
            path = file.name.replace("\\", "/")
            cursor.execute(
                f"LOAD DATA LOCAL INFILE '{path}' INTO TABLE {table.name} CHARACTER SET utf8mb4 "
                f"({', '.join(table.names)})"
            )

    def finish(self, cursor: Any, tables: Sequence[Table]) -> None:
        for table in tables:
            cursor.execute(f"ANALYZE TABLE {table.name}")
            cursor.fetchall()
        cursor.execute("SET foreign_key_checks = 1, unique_checks = 1")


class Sqlite:
    dialect = "sqlite"

    def begin(self, cursor: Any) -> None:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.execute("PRAGMA cache_size = -65536")

    def load(self, cursor: Any, table: Table, rows: Sequence[Row]) -> None:
        marks = ", ".join("?" * len(table.names))
        cursor.executemany(f"INSERT INTO {table.name} ({', '.join(table.names)}) VALUES ({marks})", rows)

    def finish(self, cursor: Any, tables: Sequence[Table]) -> None:
        cursor.execute("ANALYZE")


def connect(url: str) -> tuple[Any, Way]:
    """An engine without a pool and the way to fill it. ValueError for a kind of database we do not speak."""
    from sqlalchemy import create_engine
    from sqlalchemy.engine import make_url
    from sqlalchemy.pool import NullPool

    address = make_url(url)
    backend = address.get_backend_name()
    if backend in ("mysql", "mariadb"):
        address = address.set(drivername="mysql+pymysql")
        return create_engine(address, poolclass=NullPool, connect_args={"local_infile": True}), MariaDb()
    if backend not in _DRIVERS:
        raise ValueError(
            f"the examples cannot fill a '{backend}' database: use postgresql, mariadb or sqlite"
        )
    engine = create_engine(address.set(drivername=_DRIVERS[backend]), poolclass=NullPool)
    return engine, Sqlite() if backend == "sqlite" else PostgreSql()


def make(engine: Any, cursor: Any, tables: Sequence[Table], dialect: str, *, replace: bool) -> None:
    """Empty tables, without indexes yet. NotEmpty when one is there already and may not be replaced."""
    from sqlalchemy import inspect

    known = set(inspect(engine).get_table_names())
    there = [table for table in reversed(tables) if table.name in known]
    if there and not replace:
        raise NotEmpty(f"the database already has a table {there[-1].name}: use an empty one, or replace it")
    for table in there:
        cursor.execute(f"DROP TABLE {table.name}{' CASCADE' if dialect == 'postgresql' else ''}")
    for table in tables:
        cursor.execute(table.created(dialect))


def fill(
    url: str, tables: Sequence[Table], batches: Iterable[Batch], *, replace: bool = False
) -> dict[str, int]:
    """Make the tables, load every batch, then index and bind them. Returns the number of rows per table."""
    engine, way = connect(url)
    counts = {table.name: 0 for table in tables}
    with contextlib.closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        way.begin(cursor)
        make(engine, cursor, tables, way.dialect, replace=replace)
        for batch in batches:
            for table in tables:
                if rows := batch.get(table.name):
                    way.load(cursor, table, rows)
                    counts[table.name] += len(rows)
            connection.commit()
        for statement in (line for table in tables for line in table.bound(way.dialect)):
            cursor.execute(statement)
        connection.commit()
        way.finish(cursor, tables)
        connection.commit()
    return counts
