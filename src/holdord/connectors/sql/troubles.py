"""What can go wrong in a database, in words; each dialect says which of its codes mean which trouble.

A driver's message quotes the values of rows ("Key (email)=(…) already exists"). So only codes, and names that
stand in the plan's own statements or in the schema, are ever taken from it.
"""

from dataclasses import dataclass
from enum import Enum

from holdord.connectors.errors import SystemFault
from holdord.words.finding import Finding
from holdord.words.policy import System


class Kind(Enum):
    """Code of the finding, whether repeating is useless, what happened, and what to do.

    `{system}`, `{names}` (tables, columns, constraints), `{step}` and `{receipts}` are filled in.
    """

    UNREACHABLE = (
        "system-unreachable",
        False,
        "the system {system} does not answer",
        "see that the server runs, that its address is right, and that it can be reached from here{names:; }",
    )
    LOGIN = (
        "login-refused",
        True,
        "the system {system} refuses the user or the password of its address",
        "correct the environment variable that holds the address, or the user's rights to log in",
    )
    NO_DATABASE = (
        "database-missing",
        True,
        "the system {system} has no database or file of the name in its address",
        "correct the environment variable that holds the address; nothing is created where nothing is found",
    )
    NOT_MARIADB = (
        "unknown-database-kind",
        True,
        "the server of the system {system} is not one that its address says it is{names:: }",
        "point the address at PostgreSQL 12, MariaDB 10.5 or SQLite 3.35, or newer",
    )
    LOST = (
        "connection-lost",
        False,
        "the connection to the system {system} was lost{step}: the database has undone what was under way",
        "run it again: what was finished has its receipt and is not done twice",
    )
    LOST_AT_COMMIT = (
        "connection-lost",
        False,
        "the connection to the system {system} was lost at the moment of commit: it may or may not be done",
        "run it again: if it was done, its receipt tells so and nothing is done twice",
    )
    STATEMENT_TIMEOUT = (
        "statement-timeout",
        False,
        "a statement took longer than it may in the system {system}{step}: nothing was changed",
        "add the indexes that `holdord check` asks for, run in smaller chunks, or allow more seconds",
    )
    LOCKED = (
        "lock-timeout",
        False,
        "rows or tables are held by somebody else in the system {system}{step}: nothing was changed",
        "run it again when the shop is quieter; allow more seconds to wait only if the shop can bear it",
    )
    DEADLOCK = (
        "deadlock",
        False,
        "the shop and this run waited for each other in the system {system}{step}: nothing was changed",
        "run it again: the database ended this side so that the shop could go on",
    )
    FULL = (
        "disk-full",
        False,
        "the disk of the system {system} is full{step}: nothing was changed",
        "make room on the database's disk and run it again",
    )
    NO_TABLE = (
        "table-gone",
        True,
        "the system {system} has no such table any more{names:: }{step}: nothing was changed",
        "correct the policy's map and make a new plan",
    )
    NO_COLUMN = (
        "column-gone",
        True,
        "the system {system} has no such column any more{names:: }{step}: nothing was changed",
        "correct the policy's map and make a new plan",
    )
    NO_RIGHT = (
        "no-right",
        True,
        "the user of the system {system} has no right to do this{names:: }{step}: nothing was changed",
        "grant the right (docs/systems/sql.md lists all that are needed): {grant}",
    )
    REFERRED_TO = (
        "still-referred-to",
        False,
        "other rows still refer to rows that should go in the system {system}{names:: }{step}: "
        "nothing was changed",
        "declare the table that refers to them in the policy's map, so that its rows go first; plan again",
    )
    VALUE_REFUSED = (
        "value-refused",
        True,
        "the system {system} does not take what should stand in a field{names:: }{step}: nothing was changed",
        "say under `ends:` how a field ends instead; where it is a correction, see what the column takes",
    )
    READ_ONLY = (
        "database-read-only",
        False,
        "the system {system} is read-only{step}: nothing was changed",
        "point the address at the primary server or at a file that may be written",
    )
    DAMAGED = (
        "database-damaged",
        True,
        "the database of the system {system} is damaged or is no database of this kind: nothing was changed",
        "restore it or correct the address; do not erase anything before",
    )
    UNREADABLE_VALUE = (
        "unreadable-value",
        True,
        "the system {system} holds a value that cannot be read as what its column says it is{step}",
        "mend the value in the database: a text in the wrong encoding, or a date that is none",
    )
    UNKNOWN = (
        "database-error",
        False,
        "the system {system} reports an error that is not known here{names:: }{step}: nothing was changed",
        "look it up by its code in the database's own documentation and log",
    )

    def __init__(self, code: str, permanent: bool, message: str, remedy: str) -> None:
        self.code = code
        self.permanent = permanent
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Trouble:
    """A kind of trouble, with the tables, columns or codes it is about, and the right to grant."""

    kind: Kind
    names: tuple[str, ...] = ()
    grant: str = ""


@dataclass(frozen=True, slots=True)
class _Names:
    """Names that bring their own separator, so that nothing is written where there are none."""

    names: tuple[str, ...]

    def __format__(self, separator: str) -> str:
        return separator + ", ".join(self.names) if self.names else ""


def fault(system: System, trouble: Trouble, step: str) -> SystemFault:
    """The fault to raise for a trouble that came up at a step ("" where there is none)."""
    kind = trouble.kind
    filled = {
        "system": system.name,
        "names": _Names(trouble.names),
        "step": f" at {step}" if step else "",
        "grant": trouble.grant or "see the database's log for the table",
    }
    message, remedy = kind.message.format(**filled), kind.remedy.format(**filled)
    return SystemFault(Finding(kind.code, message, remedy, system.place), kind.permanent)


def is_loss(trouble: Trouble) -> bool:
    """Whether the connection itself is gone."""
    return trouble.kind in (Kind.LOST, Kind.LOST_AT_COMMIT)
