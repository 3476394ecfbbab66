"""The policy's map laid over what the live system says: who refers to whom, in which order rows can go."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from holdord.planning.dialects import DIALECTS, Dialect, Row, row_of
from holdord.words.catalogue import Catalogue, Column, ColumnKind, Table
from holdord.words.finding import Finding
from holdord.words.policy import Collection, Link, Policy, System


class Unplannable(Exception):
    """Something stands in the way of any plan; `finding` says what, and what to do about it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Reference:
    """Rows of `source` that point at rows of `target`: a declared foreign key, or a link of the map.

    `collection` is the source's collection, "" for a table the policy ignores. `unlink` marks a pointer
    which closes a circle and may be emptied first (a customer's default address), `inward` one to a row of
    the same table which may be emptied when its own row is due (an answer to an answer).
    """

    source: str
    columns: tuple[str, ...]
    target: str
    referred: tuple[str, ...]
    collection: str = ""
    unlink: bool = False
    inward: bool = False


@dataclass
class Atlas:
    """One system of the policy together with its catalogue."""

    policy: Policy
    system: System
    catalogue: Catalogue
    dialect: Dialect = field(init=False)

    def __post_init__(self) -> None:
        self.dialect = DIALECTS[self.catalogue.dialect]
        for collection in self.system.collections.values():
            self.table(collection)

    def table(self, collection: Collection) -> Table:
        """The live table of a collection."""
        found = self.catalogue.tables.get(collection.table)
        if found is None:
            raise Unplannable(
                Finding(
                    "missing-table",
                    f"the system {self.system.name} has no table {collection.table}",
                    f"correct `table:` of the collection {collection.name}, or the system's `schema:`",
                    collection.place,
                )
            )
        return found

    def column(self, collection: Collection, name: str) -> Column:
        """A live column of a collection."""
        found = self.table(collection).columns.get(name)
        if found is None:
            raise Unplannable(
                Finding(
                    "missing-column",
                    f"the table {collection.table} of {self.system.name} has no column {name}",
                    "correct the policy's map, or find out why the column is gone",
                    collection.place,
                )
            )
        return found

    def id_column(self, collection: Collection) -> str:
        """The column that names one row: as the map says, else the primary key when it is one column."""
        key = self.table(collection).primary_key
        name = collection.id or (key[0] if len(key) == 1 else "")
        if not name:
            raise Unplannable(
                Finding(
                    "no-row-id",
                    f"rows of {self.system.name}.{collection.name} cannot be told apart by one column",
                    "say `id: COLUMN` with a column that is unique, or reach the rows through a parent only",
                    collection.place,
                )
            )
        return name

    def id_kind(self, collection: Collection) -> ColumnKind:
        """What kind of value the ids are."""
        return self.column(collection, self.id_column(collection)).kind

    def source(self, table: str) -> str:
        """A table as it stands in a statement, with its schema where the policy names one."""
        quoted = self.dialect.quote(table)
        return f"{self.dialect.quote(self.system.schema)}.{quoted}" if self.system.schema else quoted

    def parent_column(self, parent: Collection, named: str) -> str:
        """The column of a parent that a link points at."""
        return named or self.id_column(parent)

    def row(self, collection: Collection) -> tuple[str, ...]:
        """The columns that tell one row from another."""
        return self.told_apart(collection).columns

    def is_above(self, collection: Collection, name: str) -> bool:
        """Whether a collection of some name is this one, or lies below it by any links."""
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            at = waiting.pop()
            if at not in seen:
                seen.add(at)
                waiting += [link.parent for link in self.system.collections[at].links]
        return collection.name in seen

    def found_by_lists(self, sql: str, *rows: tuple[Collection, str]) -> bool:
        """Whether all lists in a statement name rows, in collections under their aliases, by an index."""
        columns = []
        for collection, alias in rows:
            table = self.table(collection)
            firsts = {index.parts[0] for index in table.indexes if not index.partial}
            columns += [f"{alias}.{self.dialect.quote(c)}" for c in sorted({*firsts, *table.primary_key[:1]})]
        return self.dialect.found_by_lists(sql, columns)

    def is_loose(self, table: str, column: str, target: str) -> bool:
        """Whether a pointer of a table finds more rows of another than it names.

        Texts that compare without regard to case, accents or blanks at their end do, where no foreign key
        sees to it that the row which is found is the one that is meant.
        """
        described = self.catalogue.tables[table].columns.get(column)
        if described is None or described.kind is not ColumnKind.TEXT:
            return False
        keys = self.catalogue.tables[table].foreign_keys
        declared = any(key.table == target and column in key.columns for key in keys)
        return (described.ignores_case or self.dialect.pads) and not declared

    def link_is_loose(self, collection: Collection, link: Link) -> bool:
        """The same of a link of the map."""
        return self.is_loose(collection.table, link.column, self.system.collections[link.parent].table)

    def joined(self, loose: bool, one: str, other: str) -> str:
        """Whether two rows are joined: by an index, and where that is too loose, to the letter as well."""
        found = f"{one} = {other}"
        return f"{found} AND {self.dialect.exact(one)} = {self.dialect.exact(other)}" if loose else found

    def told_apart(self, collection: Collection) -> Row:
        """How the rows of a collection are told apart in a statement that changes some of them."""
        return row_of(self.table(collection), self.dialect.name)

    @cached_property
    def by_table(self) -> dict[str, Collection]:
        """Collections by the table they describe."""
        return {collection.table: collection for collection in self.system.collections.values()}

    def references_to(self, collection: Collection) -> list[Reference]:
        """Everything that points at rows of a collection, each once."""
        return [ref for ref in self.references if ref.target == collection.table]

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every reference between tables, with the pointers that close a circle marked `unlink`."""
        plain = {(r.source, r.columns, r.target): r for r in self._all_references()}
        return tuple(_without_circles(list(plain.values()), self))

    def _all_references(self) -> Iterator[Reference]:
        for table in self.catalogue.tables.values():
            for key in table.foreign_keys:
                if key.table not in self.by_table:
                    continue
                source = self.by_table.get(table.name)
                if source is None and key.on_delete in ("set null", "set default"):
                    continue
                yield Reference(
                    table.name, key.columns, key.table, key.referred, source.name if source else ""
                )
        for child in self.system.collections.values():
            for link in child.links:
                if self.is_named_by_parent(child, link):
                    continue
                parent = self.system.collections[link.parent]
                referred = self.parent_column(parent, link.parent_column)
                yield Reference(child.table, (link.column,), parent.table, (referred,), child.name)

    def is_named_by_parent(self, child: Collection, link: Link) -> bool:
        """Whether the parent's row holds the pointer: an order names its address, which names no order.

        Then the parent goes first, and whose the row was can no longer be told by then.
        """
        parent = self.system.collections[link.parent]
        named = ((self.parent_column(parent, link.parent_column),), child.table, (link.column,))
        keys = self.table(parent).foreign_keys
        return any((key.columns, key.table, key.referred) == named for key in keys)

    @cached_property
    def removal_order(self) -> tuple[Collection, ...]:
        """Collections so that whoever refers goes before what it refers to."""
        ordered: dict[str, Collection] = {}

        def visit(table: str, path: tuple[str, ...]) -> None:
            if table in ordered or table in path or table not in self.by_table:
                return
            for ref in self.references:
                if ref.target == table and not ref.unlink:
                    visit(ref.source, (*path, table))
            ordered[table] = self.by_table[table]

        for table in self.by_table:
            visit(table, ())
        return tuple(ordered.values())


def _without_circles(references: list[Reference], atlas: Atlas) -> Iterator[Reference]:
    """Mark pointers that close a circle, or stay in their table, and may be empty; ownership is never cut."""
    owned = {
        (child.table, link.column) for child in atlas.system.collections.values() for link in child.links
    }
    kept: list[Reference] = []
    for ref in sorted(references, key=lambda r: (*((r.source, c) not in owned for c in r.columns), r.source)):
        closes = ref.source != ref.target and _reaches(kept, ref.target, ref.source)
        table = atlas.catalogue.tables[ref.source]
        may_be_empty = all(table.columns[c].nullable for c in ref.columns if c in table.columns)
        free = may_be_empty and bool(ref.collection) and (ref.source, ref.columns[0]) not in owned
        cut = closes and free
        if not cut:
            kept.append(ref)
        inward = free and ref.source == ref.target
        yield Reference(ref.source, ref.columns, ref.target, ref.referred, ref.collection, cut, inward)


def _reaches(references: list[Reference], start: str, goal: str) -> bool:
    """Whether pointers lead from one table to another."""
    seen, waiting = set(), [start]
    while waiting:
        at = waiting.pop()
        if at == goal:
            return True
        if at not in seen:
            seen.add(at)
            waiting.extend(ref.target for ref in references if ref.source == at and ref.target != at)
    return False
