"""What PostgreSQL's SQLSTATEs mean (PostgreSQL documentation, appendix A)."""

import psycopg

from holdord.connectors.sql.naming import names_in, right_for
from holdord.connectors.sql.troubles import Kind, Trouble

STATES = {
    "22001": Kind.VALUE_REFUSED,
    "22007": Kind.VALUE_REFUSED,
    "22008": Kind.VALUE_REFUSED,
    "23502": Kind.VALUE_REFUSED,
    "23505": Kind.VALUE_REFUSED,
    "23514": Kind.VALUE_REFUSED,
    "23503": Kind.REFERRED_TO,
    "23001": Kind.REFERRED_TO,
    "25006": Kind.READ_ONLY,
    "25P03": Kind.LOST,
    "28000": Kind.LOGIN,
    "28P01": Kind.LOGIN,
    "3D000": Kind.NO_DATABASE,
    "40001": Kind.DEADLOCK,
    "40P01": Kind.DEADLOCK,
    "42501": Kind.NO_RIGHT,
    "42703": Kind.NO_COLUMN,
    "3F000": Kind.NO_TABLE,
    "42P01": Kind.NO_TABLE,
    "428C9": Kind.VALUE_REFUSED,  # a generated column cannot be written
    "53100": Kind.FULL,
    "53300": Kind.UNREACHABLE,
    "55P03": Kind.LOCKED,
    "57014": Kind.STATEMENT_TIMEOUT,
    "57P01": Kind.LOST,
    "57P02": Kind.LOST,
    "57P03": Kind.UNREACHABLE,
    "57P05": Kind.LOST,
    "58030": Kind.FULL,  # an input/output error while writing
    "XX001": Kind.DAMAGED,
    "XX002": Kind.DAMAGED,
}


def trouble_of(error: BaseException, statement: str, user: str = "", broken: bool = True) -> Trouble:
    """The trouble behind an error of psycopg; `broken` tells that the connection is gone."""
    if isinstance(error, UnicodeError):
        return Trouble(Kind.UNREADABLE_VALUE)
    state = getattr(error, "sqlstate", None)
    if state is None:
        return _without_state(error, broken)
    if state.startswith("08"):
        return Trouble(Kind.LOST)
    kind = STATES.get(state)
    if kind is None:
        return Trouble(Kind.UNKNOWN, (f"SQLSTATE {state}", type(error).__name__))
    names, grant = _names(error, kind, statement), ""
    if kind is Kind.NO_RIGHT and names:
        grant = right_for(statement, names[0], f'"{user}"')
    return Trouble(kind, names, grant)


def _names(error: BaseException, kind: Kind, statement: str) -> tuple[str, ...]:
    assert isinstance(error, psycopg.Error)
    diagnosis = error.diag
    if kind in (Kind.REFERRED_TO, Kind.VALUE_REFUSED):
        told = (diagnosis.table_name, diagnosis.column_name, diagnosis.constraint_name)
        return tuple(name for name in told if name)
    if kind in (Kind.NO_RIGHT, Kind.NO_TABLE, Kind.NO_COLUMN):
        return names_in(diagnosis.message_primary or "", statement)
    return ()


def _without_state(error: BaseException, broken: bool) -> Trouble:
    """Errors that the client library made itself: mostly about the connection; it gives words, not codes."""
    text = str(error).lower()
    if isinstance(error, psycopg.DataError):
        return Trouble(Kind.UNREADABLE_VALUE)
    if isinstance(error, (psycopg.OperationalError, OSError)) or broken:
        return _connection_trouble(text)
    return Trouble(Kind.UNKNOWN, (type(error).__name__,))


def _connection_trouble(text: str) -> Trouble:
    if (
        "password" in text
        or "pg_hba" in text
        or "authentication" in text
        or ("role" in text and "exist" in text)
    ):
        return Trouble(Kind.LOGIN)
    if "database" in text and "exist" in text:
        return Trouble(Kind.NO_DATABASE)
    if "startup parameter" in text:
        return Trouble(
            Kind.UNREACHABLE,
            ("a pooler stands in front, where time-outs get lost: connect to PostgreSQL itself",),
        )
    return Trouble(Kind.LOST)
