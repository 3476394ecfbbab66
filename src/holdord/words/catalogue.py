"""What a live system says of itself: tables, columns, indexes, references. Never a row's contents."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ColumnKind(StrEnum):
    """What a column holds, as far as a plan must know."""

    DATE = "date"
    TIMESTAMP = "timestamp"  # date and time without a zone
    INSTANT = "instant"  # date and time with a zone
    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    UUID = "uuid"
    JSON = "json"
    BINARY = "binary"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `ignores_case` tells whether the database compares its text without regard to case."""

    name: str
    kind: ColumnKind
    nullable: bool = True
    length: int | None = None
    ignores_case: bool = False
    type: str = ""
    generated: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """An index. Each part is a column's name, or "lower(name)" for an index on the lower-cased column."""

    name: str
    parts: tuple[str, ...]
    unique: bool = False
    partial: bool = False


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A declared reference. `on_delete` is "", "cascade", "set null", "restrict" or "set default"."""

    columns: tuple[str, ...]
    table: str
    referred: tuple[str, ...]
    on_delete: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with all that a plan must know of it. `rows` is the database's own estimate, -1 if none.

    `spread` tells that its rows stand in several tables underneath (partitions, inheritance on PostgreSQL),
    so that a row's physical place (`ctid`) does not tell one row from another. `triggers` are the names of
    what the database runs by itself when a row is deleted or changed: triggers, and rules on PostgreSQL.
    `shows_triggers` is false where the user may not see whether there are any (MariaDB). `bodies` tells by a
    trigger's name the digest of what it runs.
    """

    name: str
    columns: Mapping[str, Column]
    primary_key: tuple[str, ...] = ()
    indexes: tuple[Index, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    rows: int = -1
    spread: bool = False
    triggers: tuple[str, ...] = ()
    shows_triggers: bool = True
    bodies: Mapping[str, str] = field(default_factory=dict)

    def is_unique(self, column: str) -> bool:
        """Whether no two rows can have the same value in the column."""
        if self.primary_key == (column,):
            return True
        return any(ix.unique and not ix.partial and ix.parts == (column,) for ix in self.indexes)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The tables of one live system, read once, before planning."""

    system: str
    dialect: str  # "postgresql", "mariadb", "sqlite"
    tables: Mapping[str, Table] = field(default_factory=dict)
    version: str = ""

    def references_to(self, table: str) -> list[tuple[Table, ForeignKey]]:
        """Every declared reference that points at the table, with the table it stands in."""
        return [(t, fk) for t in self.tables.values() for fk in t.foreign_keys if fk.table == table]


def body_digest(texts: Iterable[str]) -> str:
    """What tells one text of a trigger from another: twelve digits of SHA-256.

    A name can stand for several texts, in any order (PostgreSQL: one for each table underneath).
    """
    return hashlib.sha256("\0".join(sorted(texts)).encode()).hexdigest()[:12]
