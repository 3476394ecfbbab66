"""The map laid beside the live database: which table, which column, which index is meant."""

from collections.abc import Iterator
from typing import NamedTuple

from holdord.language.checks.holding import readings, standing_in
from holdord.language.checks.phrases import listed
from holdord.words.catalogue import Catalogue, Column, ColumnKind, Table
from holdord.words.finding import Severity
from holdord.words.place import Place
from holdord.words.policy import Collection, EventTerm, Policy, System

SMALL = 1000
"""Rows up to which reading a whole table does no harm."""

PREFIX = 190
"""Characters of a text without a length that MariaDB can put into an index, whatever the row format."""

LONGEST_NAME = 50
"""Characters of an index's name, so that even letters of several bytes fit where 63 bytes are allowed."""

_QUOTES = {"mariadb": "`"}


def mapped(system: System, catalogue: Catalogue) -> Iterator[tuple[Collection, Table]]:
    """The collections of a system whose table is there, with it."""
    for collection in system.collections.values():
        table = catalogue.tables.get(collection.table)
        if table is not None:
            yield collection, table


class Named(NamedTuple):
    """A column that the map names in a collection, what for, and where."""

    column: str
    role: str
    place: Place


def columns_named(policy: Policy, collection: Collection) -> Iterator[Named]:
    """Every column of a collection's table that the map names, the more telling use first."""
    if collection.id:
        yield Named(collection.id, "the row's id", collection.place)
    for owner in collection.owners:
        for key, column in owner.keys.items():
            yield Named(column, f"key '{key}'", owner.place)
        for link in owner.links:
            yield Named(link.column, f"the link to '{link.parent}'", link.place)
    for field in collection.fields:
        yield Named(field.column, f"category '{field.category}'", field.place)
    for source in collection.events.values():
        for term in source.terms:
            if not term.collection:
                yield Named(term.column, f"event '{source.name}'", source.place)
    if collection.records:
        of, place = f"decision '{collection.records.decision}'", collection.records.place
        yield Named(collection.records.outcome, f"the outcome of {of}", place)
        yield Named(collection.records.made, f"when {of} was made", place)
    for child, link in policy.children_of(collection):
        if link.parent_column:
            yield Named(link.parent_column, f"the link from '{child.name}'", link.place)
    for other in policy.systems[collection.system].collections.values():
        for source in other.events.values():
            for term in source.terms:
                if term.collection == collection.name:
                    yield Named(term.column, f"event '{source.name}' of '{other.name}'", source.place)
    for column in collection.other:
        yield Named(column, "'other'", collection.place)


class Dated(NamedTuple):
    """A column an event is read from, as the map states it, in the collection in which it stands."""

    term: EventTerm
    event: str
    collection: Collection
    place: Place


def dated(policy: Policy, system: System) -> Iterator[Dated]:
    """Every column of a system that an event is read from, whether or not a purpose needs the event."""
    for collection in system.collections.values():
        for source in collection.events.values():
            for term in source.terms:
                yield Dated(term, source.name, standing_in(policy, collection, term), source.place)


def swept(policy: Policy, system: System) -> Iterator[Dated]:
    """The columns by whose date rows are chosen when a purpose ends: of the row itself or of its parent."""
    seen: set[tuple[str, str]] = set()
    for reading in readings(policy):
        if reading.collection.system != system.name:
            continue
        parents = {link.parent for link in reading.at.links}
        for term in reading.source.terms:
            at = standing_in(policy, reading.at, term)
            if (not term.collection or term.collection in parents) and (at.name, term.column) not in seen:
                seen.add((at.name, term.column))
                yield Dated(term, reading.event, at, reading.source.place)


def row_id(collection: Collection, table: Table) -> str:
    """The column that tells one row from another: as stated, else a primary key of one column, else ""."""
    if collection.id:
        return collection.id
    return table.primary_key[0] if len(table.primary_key) == 1 else ""


def led_by(table: Table, part: str) -> bool:
    """Whether an index that covers every row begins with a column, or with an expression on it."""
    if table.primary_key and table.primary_key[0] == part:
        return True
    return any(
        not index.partial
        and index.parts
        and (index.parts[0] == part or index.parts[0].startswith(f"{part}("))
        for index in table.indexes
    )


def unlike_others(table: Table, column: str) -> str:
    """Why no two rows may have the same value in a column, as a clause; "" where they may.

    Any unique index counts: on the lower-cased column, on some rows only, and on several columns together.
    """
    named = (column, f"lower({column})")
    for index in table.indexes:
        if index.unique and any(part in named for part in index.parts):
            others = [part for part in index.parts if part not in named]
            return "no two rows may have the same value" + (
                f" together with {listed(others)}" if others else ""
            )
    return "no two rows may have the same value" if table.primary_key == (column,) else ""


def is_text(column: Column) -> bool:
    """Whether a column holds text."""
    return column.kind is ColumnKind.TEXT


def index_remedy(
    system: System, catalogue: Catalogue, table: Table, column: str, lowered: bool = False
) -> str:
    """The statement that makes an index, without holding up the shop where the database can do so."""
    mariadb = catalogue.dialect == "mariadb"
    if mariadb and lowered:  # it has no indexes on expressions
        return (
            f"give column '{column}' a collation that does not tell upper from lower case, such as "
            "utf8mb4_unicode_ci, and an index"
        )
    quoted = _quoted(catalogue, column)
    if lowered:
        part = f"lower({quoted})"
    elif mariadb and is_text(table.columns[column]) and table.columns[column].length is None:
        part = f"{quoted}({PREFIX})"
    else:
        part = quoted
    name = _quoted(catalogue, f"{table.name}_{column}"[:LONGEST_NAME] + ("_lower" if lowered else ""))
    of = f"{_quoted(catalogue, system.schema)}." if system.schema else ""
    create = "CREATE INDEX CONCURRENTLY" if catalogue.dialect == "postgresql" else "CREATE INDEX"
    return f"{create} {name} ON {of}{_quoted(catalogue, table.name)} ({part})"


def _quoted(catalogue: Catalogue, name: str) -> str:
    mark = _QUOTES.get(catalogue.dialect, '"')
    return f"{mark}{name.replace(mark, mark * 2)}{mark}"


def slowness(table: Table) -> Severity:
    """How much a missing index matters: not at all in a table known to be small."""
    return Severity.NOTE if 0 <= table.rows < SMALL else Severity.WARNING
