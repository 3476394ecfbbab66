"""What MariaDB's error numbers mean (MariaDB documentation, error codes), and those of its client library."""

import re

import pymysql

from holdord.connectors.sql.naming import names_in, right_for
from holdord.connectors.sql.troubles import Kind, Trouble

NUMBERS = {
    0: Kind.LOST,
    1005: Kind.UNKNOWN,
    1021: Kind.FULL,
    1026: Kind.FULL,
    1037: Kind.UNKNOWN,
    1040: Kind.UNREACHABLE,
    1044: Kind.NO_RIGHT,
    1045: Kind.LOGIN,
    1048: Kind.VALUE_REFUSED,
    1049: Kind.NO_DATABASE,
    1053: Kind.LOST,
    1054: Kind.NO_COLUMN,
    1062: Kind.VALUE_REFUSED,
    1114: Kind.FULL,
    1129: Kind.UNREACHABLE,
    1130: Kind.LOGIN,
    1142: Kind.NO_RIGHT,
    1143: Kind.NO_RIGHT,
    1146: Kind.NO_TABLE,
    1169: Kind.VALUE_REFUSED,
    1203: Kind.UNREACHABLE,
    1205: Kind.LOCKED,
    1213: Kind.DEADLOCK,
    1020: Kind.DEADLOCK,  # the row has changed since it was read: repeat, as for a deadlock
    1227: Kind.NO_RIGHT,
    1264: Kind.VALUE_REFUSED,
    1290: Kind.READ_ONLY,
    1292: Kind.VALUE_REFUSED,
    1317: Kind.STATEMENT_TIMEOUT,
    1364: Kind.VALUE_REFUSED,
    1366: Kind.VALUE_REFUSED,
    1370: Kind.NO_RIGHT,
    1406: Kind.VALUE_REFUSED,
    1451: Kind.REFERRED_TO,
    1452: Kind.REFERRED_TO,
    1644: Kind.UNKNOWN,
    1698: Kind.LOGIN,
    1792: Kind.READ_ONLY,
    1836: Kind.READ_ONLY,
    1906: Kind.VALUE_REFUSED,  # a generated column cannot be written
    1927: Kind.LOST,
    1969: Kind.STATEMENT_TIMEOUT,
    2002: Kind.UNREACHABLE,
    2003: Kind.UNREACHABLE,
    2005: Kind.UNREACHABLE,
    2006: Kind.LOST,
    2013: Kind.LOST,
    2014: Kind.LOST,
    4025: Kind.VALUE_REFUSED,
}
NO_SPACE = 28
"""ENOSPC, which the storage engine wraps in one of its own errors (1030, 3, 1026)."""

_REFERENCE = re.compile(r"fails \(`[^`]*`\.`([^`]+)`, CONSTRAINT `([^`]+)`")
_COLUMN = re.compile(
    r"^(?:Column|Field|Data too long for column|Out of range value for column) '([A-Za-z_]\w*)'"
)
_KEY = re.compile(r"for key '([^']+)'\s*$")
_CHECK = re.compile(r"^CONSTRAINT `([^`]+)` failed")


def trouble_of(error: BaseException, statement: str, user: str = "", broken: bool = False) -> Trouble:
    """The trouble behind an error of PyMySQL; `broken` tells that the connection is gone."""
    if isinstance(error, UnicodeError):
        return Trouble(Kind.UNREADABLE_VALUE)
    number = error.args[0] if error.args and isinstance(error.args[0], int) else None
    message = str(error.args[1]) if len(error.args) > 1 else ""
    if not isinstance(error, pymysql.err.Error):
        return Trouble(Kind.LOST)
    if number in (3, 1030, 1026) and re.search(rf"\b{NO_SPACE}\b", message):
        return Trouble(Kind.FULL)
    kind = NUMBERS.get(number) if number is not None else None
    if kind is None or kind is Kind.UNKNOWN:
        if broken:
            return Trouble(Kind.LOST)
        shown = f"error {number}" if number is not None else "no error number"
        return Trouble(Kind.UNKNOWN, (shown, type(error).__name__))
    names, grant = _names(kind, message, statement), ""
    if kind is Kind.NO_RIGHT and names:
        grant = right_for(statement, names[0], f"'{user}'@'%'", mark="`")
    return Trouble(kind, names, grant)


def _names(kind: Kind, message: str, statement: str) -> tuple[str, ...]:
    if kind is Kind.REFERRED_TO:
        match = _REFERENCE.search(message)
        return match.groups() if match else ()
    if kind is Kind.VALUE_REFUSED:
        matches = (_COLUMN.search(message), _KEY.search(message), _CHECK.search(message))
        return tuple(match[1] for match in matches if match)
    if kind in (Kind.NO_RIGHT, Kind.NO_TABLE, Kind.NO_COLUMN):
        return names_in(message, statement, mark="`")
    return ()
