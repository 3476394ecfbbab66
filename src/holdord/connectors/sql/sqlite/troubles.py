"""What SQLite's result codes mean (sqlite.org/rescode.html)."""

import sqlite3
from typing import Any

from holdord.connectors.sql.naming import names_in, target_of
from holdord.connectors.sql.troubles import Kind, Trouble

CODES = {
    sqlite3.SQLITE_PERM: Kind.NO_RIGHT,
    sqlite3.SQLITE_BUSY: Kind.LOCKED,
    sqlite3.SQLITE_LOCKED: Kind.LOCKED,
    sqlite3.SQLITE_READONLY: Kind.READ_ONLY,
    sqlite3.SQLITE_INTERRUPT: Kind.STATEMENT_TIMEOUT,
    sqlite3.SQLITE_CORRUPT: Kind.DAMAGED,
    sqlite3.SQLITE_NOTADB: Kind.DAMAGED,
    sqlite3.SQLITE_FULL: Kind.FULL,
    sqlite3.SQLITE_CANTOPEN: Kind.NO_DATABASE,
    sqlite3.SQLITE_PROTOCOL: Kind.LOCKED,
    sqlite3.SQLITE_TOOBIG: Kind.VALUE_REFUSED,
    sqlite3.SQLITE_AUTH: Kind.NO_RIGHT,
}
CONSTRAINT = 19
FOREIGN_KEY = 787
TRIGGER = 1811
GENERAL = 1


def trouble_of(error: BaseException, statement: str) -> Trouble:
    """The trouble behind an error of sqlite3."""
    if isinstance(error, UnicodeError):
        return Trouble(Kind.UNREADABLE_VALUE)
    code = getattr(error, "sqlite_errorcode", None)
    message = str(error)
    if code is None:
        if "decode" in message:
            return Trouble(Kind.UNREADABLE_VALUE)
        return Trouble(Kind.UNKNOWN, ("no result code", type(error).__name__))
    if code == FOREIGN_KEY:
        return Trouble(Kind.REFERRED_TO)
    if code & 0xFF == CONSTRAINT and code != TRIGGER:
        return Trouble(Kind.VALUE_REFUSED, _constraint(message))
    if code == GENERAL:
        return _general(message, statement)
    kind = CODES.get(code & 0xFF)
    if kind is None:
        name = getattr(error, "sqlite_errorname", "") or str(code)
        return Trouble(Kind.UNKNOWN, (name, type(error).__name__))
    return Trouble(kind)


def _constraint(message: str) -> tuple[str, ...]:
    """ "UNIQUE constraint failed: customers.email" names a table and column, never a value."""
    kind, mark, rest = message.partition(" constraint failed: ")
    return (rest,) if mark and kind in ("UNIQUE", "NOT NULL") else ()


def _general(message: str, statement: str) -> Trouble:
    """A statement that could not be prepared: the code says no more than that."""
    if "no such table" in message:
        return Trouble(Kind.NO_TABLE, names_in(message, statement))
    if "no such column" in message or "has no column" in message:
        return Trouble(Kind.NO_COLUMN, names_in(message, statement))
    if "generated column" in message:
        return Trouble(Kind.VALUE_REFUSED, names_in(message, statement))
    return Trouble(Kind.UNKNOWN, ("SQLITE_ERROR",))


def referring_tables(connection: Any, statement: str) -> tuple[str, ...]:
    """Which tables refer to rows that should go; SQLite itself does not say.

    A reference that is checked at commit still stands in the open transaction and can be looked up; one that
    is checked at once has already been undone, so every table that may refer to the statement's is named.
    """
    broken = connection.execute("SELECT DISTINCT [table] FROM pragma_foreign_key_check").fetchall()
    if not broken:
        _, target = target_of(statement)
        broken = connection.execute(
            "SELECT DISTINCT m.name FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS k "
            "WHERE m.type = 'table' AND lower(k.[table]) = lower(?) ORDER BY 1",
            (target,),
        ).fetchall()
    return tuple(name for (name,) in broken)
