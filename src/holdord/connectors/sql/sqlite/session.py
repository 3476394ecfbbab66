"""Sessions on SQLite.

`secure_delete` overwrites what is deleted with zeros; `foreign_keys` is off in SQLite unless asked for.
SQLite has no server to end a long statement, so the session looks at the clock itself, every few thousand
steps of its virtual machine. A file that is not there is not made.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote

from holdord.connectors.sql.address import Address
from holdord.connectors.sql.limits import Limits
from holdord.connectors.sql.session import RECEIPTS, Parameters, Row, Session
from holdord.connectors.sql.sqlite.catalogue import tables
from holdord.connectors.sql.sqlite.fulltext import settle_search_tables
from holdord.connectors.sql.sqlite.troubles import referring_tables, trouble_of
from holdord.connectors.sql.troubles import Kind, Trouble
from holdord.words.catalogue import Table

OLDEST = (3, 35)
STEPS_BETWEEN_LOOKS = 20_000
"""Virtual machine instructions between two looks at the clock: about a millisecond."""


class WrongServer(Exception):
    """The library is too old."""


class Clocked(sqlite3.Connection):
    """A connection whose statements end when their time is up."""

    longest: float = 0.0
    deadline: float = 0.0

    def limit(self, seconds: float) -> None:
        """End every later statement after so many seconds; 0 never."""
        self.longest = seconds
        self.set_progress_handler(self._is_over if seconds else None, STEPS_BETWEEN_LOOKS)

    def _is_over(self) -> bool:
        return monotonic() > self.deadline


class SqliteSession(Session):
    """A connection to a SQLite file."""

    dialect = "sqlite"
    failures = (sqlite3.Error, UnicodeError, OSError)
    begin_reading_sql = "BEGIN"
    begin_acting_sql = "BEGIN IMMEDIATE"
    receipts_ddl = (
        f"CREATE TABLE IF NOT EXISTS {RECEIPTS} (receipt varchar(120) PRIMARY KEY NOT NULL, "
        "outcome text NOT NULL, at timestamp NOT NULL DEFAULT current_timestamp) WITHOUT ROWID"
    )
    insert_receipt = f"INSERT INTO {RECEIPTS} (receipt, outcome) VALUES (?, ?) ON CONFLICT DO NOTHING"
    select_receipt = f"SELECT outcome FROM {RECEIPTS} WHERE receipt = ?"
    update_receipt = f"UPDATE {RECEIPTS} SET outcome = ? WHERE receipt = ?"

    connection: Clocked

    @staticmethod
    def open(address: Address, limits: Limits, acting: bool) -> Any:
        """A new connection, ready for use."""
        if sqlite3.sqlite_version_info < OLDEST:
            raise WrongServer("SQLite older than 3.35")
        path = Path(address.arguments["path"]).absolute()
        connection = sqlite3.connect(
            f"file:{quote(str(path))}?mode=rw",
            uri=True,
            timeout=limits.lock_seconds,
            isolation_level=None,
            check_same_thread=False,
            factory=Clocked,
        )
        for pragma in _pragmas(acting):
            connection.execute(f"PRAGMA {pragma}")
        connection.limit(limits.longest(acting))
        return connection

    @staticmethod
    def opening_trouble(error: BaseException) -> Trouble:
        """Why a connection could not be opened."""
        if isinstance(error, WrongServer):
            return Trouble(Kind.NOT_MARIADB, (str(error),))
        return trouble_of(error, "")

    def run(self, sql: str, parameters: Parameters | Row, by_index: bool = False) -> int:
        self._start(sql)
        self.cursor.execute(sql, parameters)
        return int(self.cursor.rowcount)

    def rows(self, sql: str, parameters: Parameters | Row, by_index: bool = False) -> list[Row]:
        self._start(sql)
        try:
            return list(self.cursor.execute(sql, parameters))
        except sqlite3.OperationalError as error:
            if "decode" not in str(error):
                raise
        return self._tolerant_rows(sql, parameters)

    def stream(self, sql: str, parameters: Parameters, size: int) -> Iterator[list[Row]]:
        self._start(sql)
        cursor = self.connection.cursor()
        self.connection.text_factory = _tolerant
        try:
            cursor.execute(sql, parameters)
            while rows := cursor.fetchmany(size):
                yield rows
                self._start(sql)
        finally:
            self.connection.text_factory = str
            cursor.close()

    def command(self, sql: str) -> None:
        self._start(sql)
        self.cursor.execute(sql)

    def rollback(self) -> None:
        """SQLite undoes a transaction by itself where a disk is full, and then there is none to end."""
        if self.connection.in_transaction:
            super().rollback()

    def trouble(self, error: BaseException) -> Trouble:
        trouble = trouble_of(error, self.statement)
        if trouble.kind is Kind.REFERRED_TO:
            return Trouble(Kind.REFERRED_TO, referring_tables(self.connection, self.statement))
        return trouble

    def tables(self, schema: str) -> tuple[dict[str, Table], str]:
        return tables(self)

    def settings(self) -> dict[str, str]:
        return {"journal_mode": str(self.rows("PRAGMA journal_mode", ())[0][0])}

    def finish(self) -> bool:
        """Take deleted words out of the search tables, then move the log into the file and empty it."""
        settle_search_tables(self)
        ((busy, _, _),) = self.rows("PRAGMA wal_checkpoint(TRUNCATE)", ())
        return not busy

    def _start(self, sql: str) -> None:
        self.statement = sql
        self.connection.deadline = monotonic() + self.connection.longest

    def _tolerant_rows(self, sql: str, parameters: Parameters | Row) -> list[Row]:
        """The same query again where a text is not UTF-8: rather an odd text than a row that is not found."""
        self.connection.text_factory = _tolerant
        try:
            return list(self.cursor.execute(sql, parameters))
        finally:
            self.connection.text_factory = str


def _tolerant(text: bytes) -> str:
    return text.decode("utf-8", "backslashreplace")


def _pragmas(acting: bool) -> Iterator[str]:
    yield "foreign_keys = ON"
    if acting:
        yield "secure_delete = ON"
        yield "synchronous = FULL"
    else:
        yield "query_only = ON"
