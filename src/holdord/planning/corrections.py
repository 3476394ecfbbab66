"""Statements that correct single fields of one person's rows, and those that are asked before (Art. 16).

A correction is written like an erasure: a statement that must change exactly one row, and one that reads
back. It compares before it sets: a field that no longer holds what was shown is not touched, and the plan is
made anew. Old and new values are parameters whose values no plan holds; they are filled in when it runs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from holdord.planning.atlas import Atlas
from holdord.planning.mechanism import Mechanism
from holdord.planning.ownership import PEOPLE, STOPPED, Shape
from holdord.planning.search import shown
from holdord.planning.statements import Draft, FixedSlot, Query, Setting, Slot, is_number
from holdord.words.catalogue import Column, ColumnKind
from holdord.words.correction import Corrected
from holdord.words.facts import RowId
from holdord.words.plan import Act, Step, Unit, Value
from holdord.words.policy import Collection, Field

MOST = 200
"""So many rows of one collection are listed; a row beyond them is named by its id."""

_UNREADABLE = (ColumnKind.BINARY, ColumnKind.JSON)


def why_not(atlas: Atlas, collection: Collection, column: str) -> str:
    """The code of what stands in the way of correcting a column, whatever the row and the value; "" for none.

    Outcomes of automated decisions are looked at again by a human, and so corrected by another way.
    """
    held = {one.column for one in collection.fields}
    if column not in held:
        return "correction-not-held"
    live = atlas.column(collection, column)
    if column in collection.secret:
        return "correction-secret"
    if column in _joining(atlas, collection):
        return "correction-links-rows"
    if collection.records and column == collection.records.outcome:
        return "correction-of-decision"
    if live.generated or column in collection.derived:
        return "correction-derived"
    return "correction-unfit" if _untypable(atlas, live) else ""


def _joining(atlas: Atlas, collection: Collection) -> set[str]:
    """Columns by which rows are told apart or refer to one another: to change them would cut rows off."""
    table = atlas.table(collection)
    found = {*table.primary_key, collection.id, *(link.column for link in collection.links)}
    for _, key in atlas.catalogue.references_to(collection.table):
        found |= set(key.referred)
    for _, link in atlas.policy.children_of(collection):
        found.add(link.parent_column)
    return found


def _untypable(atlas: Atlas, live: Column) -> bool:
    type_ = live.type.lower()
    if live.kind in _UNREADABLE:
        return True
    if atlas.dialect.name != "mariadb":
        return False
    return type_.startswith("float") or (live.kind is ColumnKind.OTHER and not type_.startswith("enum"))


@dataclass(frozen=True, slots=True)
class RowsDraft:
    """The statement that reads the person's rows of a collection, or one of them, field by field as text.

    Columns of the result: the id, the fields, for each owner whether the row is the person's as that owner,
    whether it is the person's alone, and whether a hold lies on it.
    """

    collection: Collection
    fields: tuple[Field, ...]
    sql: str
    slots: Mapping[str, Slot]
    row: str = ""

    def query(self, setting: Setting, row: RowId | None = None) -> Query:
        """The statement with its parameters."""
        parameters = setting.fill(self.slots)
        return Query(self.sql, {**parameters, self.row: row} if self.row else parameters)


def write_rows(atlas: Atlas, shape: Shape, collection: Collection, one: bool = False) -> RowsDraft | None:
    """The statement for a collection, or None when none of its rows can be the person's."""
    draft = Draft(atlas.dialect)
    mechanism = Mechanism(atlas, shape, draft)
    if not mechanism.touches(PEOPLE, collection):
        return None
    alias = draft.alias("", collection.name)
    d = atlas.dialect
    id = f"{alias}.{d.quote(atlas.id_column(collection))}"
    fields = tuple({f.column: f for f in collection.fields}.values())
    selected = [id, *(_told(atlas, collection, f.column, alias) for f in fields)]
    flags = [mechanism.belongs(PEOPLE, collection, alias, owner=o.name) for o in collection.owners]
    flags.append(mechanism.belongs_wholly(PEOPLE, collection, alias))
    selected += [f"CASE WHEN {flag.yes} THEN 1 ELSE 0 END" for flag in flags]
    if mechanism.touches(STOPPED, collection):
        held = mechanism.belongs(STOPPED, collection, alias)
        selected.append(f"CASE WHEN {held.yes} THEN 1 ELSE 0 END")
    else:
        selected.append("0")
    where = mechanism.belongs(PEOPLE, collection, alias).yes
    row = draft.param(FixedSlot(None), "the_row") if one else ""
    end = f" AND {id} = {d.param(row)}" if one else f" ORDER BY {id} LIMIT {MOST}"
    source = f"{atlas.source(collection.table)} AS {alias}"
    sql = f"SELECT {', '.join(selected)} FROM {source} WHERE ({where}){end}"
    return RowsDraft(collection, fields, sql, draft.slots, row)


def _told(atlas: Atlas, collection: Collection, column: str, alias: str) -> str:
    """A column as staff see it: as text, and of a secret no more than whether it is held."""
    if column in collection.secret:
        return shown(atlas, collection, alias, column)
    return _as_text(atlas, collection, column, alias)


def _as_text(atlas: Atlas, collection: Collection, column: str, alias: str) -> str:
    unreadable = atlas.column(collection, column).kind is ColumnKind.BINARY
    return "NULL" if unreadable else atlas.dialect.text(f"{alias}.{atlas.dialect.quote(column)}")


def id_of(atlas: Atlas, collection: Collection, typed: str) -> RowId | None:
    """A row's id as it is typed, as the column holds it; None where it cannot be one."""
    if atlas.id_kind(collection) in (ColumnKind.INTEGER, ColumnKind.NUMBER):
        return int(typed) if is_number(typed) else None
    return typed or None


def already_taken(
    atlas: Atlas, collection: Collection, row: RowId, new: Mapping[str, str | None]
) -> Iterator[Query]:
    """Statements that count other rows with which a row would clash, one for each unique index it touches."""
    table = atlas.table(collection)
    for index in table.indexes:
        if not index.unique or index.partial:
            continue  # what a partial index says is left to the database: it refuses, and nothing is changed
        parts = [_clash(atlas, part, new) for part in index.parts]
        if any(changed for changed, _ in filter(None, parts)) and None not in parts:
            d, own = atlas.dialect, atlas.dialect.quote(atlas.id_column(collection))
            source = atlas.source(collection.table)
            same = " AND ".join(text for _, text in filter(None, parts))
            sql = (
                f"SELECT count(*) FROM {source} AS other JOIN {source} AS own ON own.{own} = "
                f"{d.param('the_row')} WHERE other.{own} <> own.{own} AND {same}"
            )
            yield Query(sql, {"the_row": row, **_named(new)})


def _clash(atlas: Atlas, part: str, new: Mapping[str, str | None]) -> tuple[bool, str] | None:
    """Whether a part of an index changes, and when another row equals it; None for a part unknown here."""
    d = atlas.dialect
    column, collate = (part.partition(" COLLATE ")[0], f" COLLATE {part.partition(' COLLATE ')[2]}")
    collate = collate if " COLLATE " in part else ""
    lowered = column.startswith("lower(") and column.endswith(")")
    column = column[6:-1] if lowered else column
    if "(" in column:
        return None
    other, own = f"other.{d.quote(column)}", f"own.{d.quote(column)}"
    value = d.param(_name(list(new), column)) if column in new else own
    if lowered:
        other, value = d.lower(other), d.lower(value)
    return column in new, f"{other} = {value}{collate}"


def _name(columns: Sequence[str], column: str) -> str:
    return f"new_{columns.index(column) + 1}"


def _named(new: Mapping[str, str | None]) -> dict[str, Value]:
    return {_name(list(new), column): value for column, value in new.items()}


def must_be_there(atlas: Atlas, collection: Collection, column: str, value: str) -> Iterator[Query]:
    """Statements that count the rows that a field would refer to."""
    d = atlas.dialect
    for key in atlas.table(collection).foreign_keys:
        if key.columns == (column,):
            sql = f"SELECT count(*) FROM {atlas.source(key.table)} WHERE {d.quote(key.referred[0])} = "
            yield Query(sql + d.param("new_1"), {"new_1": value})


def is_understood(atlas: Atlas, collection: Collection, column: str, value: str) -> Query | None:
    """A statement that fails where a type that only PostgreSQL knows does not take a value."""
    live = atlas.column(collection, column)
    if atlas.dialect.name != "postgresql" or live.kind is not ColumnKind.OTHER:
        return None
    typed = f"CAST({atlas.dialect.param('new_1')} AS {live.type.replace('%', '%%')})"
    return Query(f"SELECT {typed} IS NOT DISTINCT FROM {typed}", {"new_1": value})


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row and all that changes in it."""

    collection: Collection
    row: RowId
    changes: tuple[Corrected, ...]


def write_unit(atlas: Atlas, number: int, rows: Sequence[RowChange]) -> tuple[Unit, dict[str, Value]]:
    """The steps on one system, a row each, and the values of those parameters that no plan may hold."""
    parameters: dict[str, Value] = {}
    values: dict[str, Value] = {}
    counted: dict[str, int] = {}
    steps = []
    for at, one in enumerate(rows, 1):
        counted[one.collection.name] = counted.get(one.collection.name, 0) + 1
        parameters[f"row_{at}"] = one.row
        values |= {f"old_{at}_{n}": change.old for n, change in enumerate(one.changes, 1)}
        values |= {f"new_{at}_{n}": change.new for n, change in enumerate(one.changes, 1)}
        name = f"{atlas.system.name}.{one.collection.name} rectify {counted[one.collection.name]}"
        steps.append(_step(atlas, at, one, name))
    return Unit(number, atlas.system.name, atlas.dialect.name, tuple(steps), parameters), values


def _step(atlas: Atlas, at: int, one: RowChange, name: str) -> Step:
    d = atlas.dialect
    table = atlas.source(one.collection.table)
    row = f"{d.quote(atlas.id_column(one.collection))} = {d.param(f'row_{at}')}"
    sets, before, after = [], [], []
    for n, change in enumerate(one.changes, 1):
        column, new = d.quote(change.column), d.param(f"new_{at}_{n}")
        sets.append(f"{column} = {new}")
        before.append(d.same(column, d.param(f"old_{at}_{n}")))
        live = atlas.column(one.collection, change.column)
        exact = live.kind in (ColumnKind.TEXT, ColumnKind.OTHER) and not _own_type(atlas, live)
        after.append(d.same(column, new) if exact else d.equal(column, new))
    act = f"UPDATE {table} SET {', '.join(sets)} WHERE {row} AND {' AND '.join(before)}"
    left = f"SELECT count(*) FROM {table} WHERE {row} AND NOT ({' AND '.join(after)})"
    return Step(
        name,
        one.collection.name,
        Act.RECTIFY,
        tuple(change.column for change in one.changes),
        tuple(dict.fromkeys(change.category for change in one.changes)),
        (),
        1,
        act,
        left,
    )


def _own_type(atlas: Atlas, live: Column) -> bool:
    """Whether a type that only PostgreSQL knows compares values better than their texts do."""
    return atlas.dialect.name == "postgresql" and live.kind is ColumnKind.OTHER
