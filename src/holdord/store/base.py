"""What every part of the store stands on: one Django connection by its alias, transactions, and locks.

Most statements are plain SQL, the same text on SQLite and PostgreSQL: a commit is what costs, and the
set-based reads have no shape in the ORM. The models give the tables, the migrations, and the lists that the
console will show.
"""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.db.utils import Error, IntegrityError, InterfaceError, OperationalError

from holdord.store.records import StoreFault
from holdord.words.facts import RowId, Rows

BATCH = 500
"""How many values one IN list gets: below the limit of every SQLite that is in use."""


class Lock(IntEnum):
    """What must happen one after the other, across processes (PostgreSQL; SQLite has one writer anyhow)."""

    EVIDENCE = 1
    SUBJECTS = 2
    MIGRATION = 3
    STANDINGS = 4
    REGISTERS = 5


LOCK_SPACE = 0x484F4C44  # "HOLD": the first half of PostgreSQL's advisory lock numbers that are ours


class Base:
    """A connection to the store; one for each thread, opened when first used."""

    def __init__(self, alias: str, folder: Path) -> None:
        self._alias = alias
        self._folder = folder
        self._joined = threading.local()

    @property
    def _connection(self) -> Any:
        return connections[self._alias]

    @contextmanager
    def _transaction(self, lasting: bool = True) -> Iterator[Any]:
        """One transaction that is on the disk when it ends; refuses to be part of another.

        One that is not `lasting` does not wait for the disk. It outlives this process, killed or not; only a
        power cut can undo it, never in part, never without those after it, and not once a lasting one has
        followed. It is for what is made again from what does last.
        """
        if self._is_joined():
            try:
                with self._faults():
                    yield self._joined.cursor
            except BaseException:
                transaction.set_rollback(True, using=self._alias)
                raise
            return
        with (
            self._faults(),
            self._waiting(lasting),
            transaction.atomic(using=self._alias, durable=True),
            self._connection.cursor() as cursor,
        ):
            if not lasting and self._connection.vendor == "postgresql":
                cursor.execute("SET LOCAL synchronous_commit = off")
            yield cursor

    @contextmanager
    def together(self, lasting: bool = True) -> Iterator[None]:
        """What this thread writes within it is one transaction: all of it is there afterwards, or nothing.

        Whether it is `lasting` is said here for all of it. Others who write wait meanwhile, so nothing slow
        belongs inside, no other system above all. Nor does a key that may still have to be made: what is
        undone in the store would stay in its file. What fails inside takes the whole with it: nobody inside
        may catch it.
        """
        if self._is_joined():
            yield
            return
        with self._transaction(lasting) as cursor:
            self._joined.cursor = cursor
            try:
                yield
            finally:
                self._joined.cursor = None
            if self._connection.needs_rollback:
                raise RuntimeError("something failed inside a transaction, and was caught there")

    def _is_joined(self) -> bool:
        return getattr(self._joined, "cursor", None) is not None

    @contextmanager
    def _waiting(self, lasting: bool) -> Iterator[None]:
        """SQLite takes this setting between transactions only."""
        if lasting or self._connection.vendor != "sqlite":
            yield
            return
        with self._connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = NORMAL")
            try:
                yield
            finally:
                cursor.execute("PRAGMA synchronous = FULL")

    def _rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        with self._faults(), self._connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [tuple(row) for row in cursor.fetchall()]

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Tell a database's failure in the user's words; never the driver's, which can quote values.

        A connection that was lost is dropped, so that the next attempt opens a new one.
        """
        try:
            yield
        except Error as fault:
            if self._is_joined():  # PostgreSQL takes nothing more, and would end it as if nothing were amiss
                transaction.set_rollback(True, using=self._alias)
            elif isinstance(fault, OperationalError | InterfaceError):
                self._connection.close_if_unusable_or_obsolete()
            raise _told(fault) from None

    def _values(self, texts: Sequence[str], alias: str) -> tuple[str, Any]:
        """Very many texts as a table with a column `value`, to be selected from, and its one parameter."""
        if self._connection.vendor == "postgresql":
            return f"unnest(CAST(%s AS text[])) AS {alias} (value)", list(texts)
        return f"json_each(%s) AS {alias}", json.dumps(list(texts))

    def _among(self, column: str, texts: Sequence[str]) -> tuple[str, Any]:
        """Whether a column is one of very many texts, and the one parameter of that."""
        table, parameter = self._values(texts, "among")
        return f"{column} IN (SELECT value FROM {table})", parameter

    def _lock(self, cursor: Any, lock: Lock) -> None:
        """Wait for others in the same part of the store; held to the end of the transaction."""
        if self._connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", (LOCK_SPACE, int(lock)))

    def _moment(self, at: datetime) -> Any:
        """A time as the database's driver takes it; refuses one without a zone."""
        if at.tzinfo is None:
            raise ValueError("a time without a zone says nothing")
        return self._connection.ops.adapt_datetimefield_value(at.astimezone(UTC))

    def _day(self, day: date | None) -> Any:
        return None if day is None else self._connection.ops.adapt_datefield_value(day)


_UNOPENED = (
    (("authentication",), "the log-in is refused"),
    (("pg_hba",), "the log-in is refused"),
    (("password",), "the log-in is refused"),
    (("role", "exist"), "no such user"),
    (("database", "exist"), "no such database"),
    (("host name",), "no such host"),
    (("name or service",), "no such host"),
    (("name resolution",), "no such host"),
    (("refused",), "nothing listens there"),
    (("no such file",), "no such socket"),
    (("certificate",), "the certificate is not trusted"),
    (("timeout",), "no answer in time"),
    (("too many",), "too many connections"),
)
"""What words of PostgreSQL's mean where a connection could not be opened, in this order."""


FULL = ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE", "53100")
"""The words of both databases for a disk without room."""


def full() -> StoreFault:
    """Nothing can be written."""
    return StoreFault(
        "store-full", "the disk of the store is full: nothing was written", "make room, then repeat."
    )


def _told(fault: Exception) -> StoreFault:
    mark = mark_of(fault)
    if mark in FULL:
        return full()
    if isinstance(fault, IntegrityError):
        return StoreFault(
            "store-unknown",
            "the store does not know what the record refers to",
            "look the person, run, hold or restriction up again: its id is not in this store.",
        )
    away = isinstance(fault, OperationalError | InterfaceError)
    what = "the store cannot be reached or is busy" if away else "the store refused a statement"
    help = "that its database runs and that nothing holds it, then repeat." if away else "the database's log."
    return _damaged(fault) or StoreFault("store-unreachable", f"{what} ({mark})", f"see {help}")


def _damaged(fault: Exception) -> StoreFault | None:
    mark = mark_of(fault)
    if not mark.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "XX001", "XX002")):
        return None
    return StoreFault(
        "store-damaged",
        f"the store is damaged ({mark})",
        "erase nothing before its latest back-up has been put back in its place.",
    )


def mark_of(fault: Exception) -> str:
    """The database's own word for a fault."""
    return mark_of_cause(fault.__cause__) or type(fault).__name__


def mark_of_cause(cause: BaseException | None) -> str:
    """The word for a driver's own fault: its code, else why no connection could be opened, else nothing."""
    code = getattr(cause, "sqlite_errorname", "") or getattr(cause, "sqlstate", "")
    if code or cause is None:
        return str(code or "")
    text = str(cause).lower()  # a connection that was never opened has no code; its words are not shown
    return next((word for signs, word in _UNOPENED if all(sign in text for sign in signs)), "")


def aware(moment: datetime | None) -> datetime | None:
    """A time read without the ORM, in UTC: SQLite's comes without its zone."""
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def coded(row: RowId) -> str:
    """A row's id as text that tells 7 from "7"."""
    return str(row) if isinstance(row, int) else json.dumps(row, ensure_ascii=False)


def decoded(text: str) -> RowId:
    """The id of a row back from its text."""
    row: RowId = json.loads(text)
    return row


def places(values: Sequence[Any]) -> str:
    """As many placeholders as there are values."""
    return ",".join(["%s"] * len(values))


def by_place(rows: Rows) -> Iterator[tuple[str, str, list[str]]]:
    """Rows as (system, collection, coded ids)."""
    for (system, collection), ids in sorted(rows.ids.items()):
        if ids:  # an erasure can name very many
            yield system, collection, [str(id) if type(id) is int else coded(id) for id in ids]


def without_addresses(*texts: object) -> None:
    """Refuse what is surely personal: an e-mail address in a reason, or as the value of a condition."""
    if any(isinstance(text, str) and "@" in text for text in texts):
        raise StoreFault(
            "store-personal-value",
            "an e-mail address cannot be written into the store",
            "leave it out: name people by their id in the store, cases by number, and rows by id",
        )
