"""Everything that is held about a person, and nothing about anybody else.

A field of a row that several people share is given to the one it is about; what they hold together is given
only to somebody who is alone in the row by now. What is withheld is counted: nobody is to think that it is
not there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from holdord.planning.atlas import Atlas
from holdord.planning.mechanism import Mechanism
from holdord.planning.ownership import PEOPLE, Shape
from holdord.planning.search import ABSENT, OWNED, Footprint, Tuples, columns_read, shown
from holdord.planning.statements import Draft, Query, Setting, Slot
from holdord.planning.typed import normal
from holdord.words.policy import Collection, Owner, Policy


@dataclass(frozen=True, slots=True)
class Exported:
    """The rows of one collection that belong to the person. `withheld` counts values kept back for others."""

    system: str
    collection: str
    columns: tuple[str, ...]
    categories: Mapping[str, str]
    rows: list[Sequence[object]] = field(default_factory=list)
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class ExportDraft:
    """The statement that reads one collection for an export."""

    collection: Collection
    columns: tuple[str, ...]
    sql: str
    slots: Mapping[str, Slot]

    def query(self, setting: Setting) -> Query:
        """The statement with its parameters."""
        return Query(self.sql, setting.fill(self.slots), self.columns)


def write_export(atlas: Atlas, shape: Shape, collection: Collection) -> ExportDraft | None:
    """The statement for a collection, or None when none of its rows can be the person's."""
    draft = Draft(atlas.dialect)
    mechanism = Mechanism(atlas, shape, draft)
    if not mechanism.touches(PEOPLE, collection):
        return None
    alias = draft.alias("", collection.name)
    columns = columns_read(atlas, collection, wide=True)
    selected = [shown(atlas, collection, alias, c) for c in columns]
    for owner in collection.owners if collection.shared else ():
        theirs = mechanism.belongs(PEOPLE, collection, alias, owner=owner.name)
        nobodys = mechanism.absent(collection, owner, alias)
        selected += [f"CASE WHEN {flag.yes} THEN 1 ELSE 0 END" for flag in (theirs, nobodys)]
        columns = (*columns, OWNED + owner.name, ABSENT + owner.name)
    where = mechanism.belongs(PEOPLE, collection, alias).yes
    sql = f"SELECT {', '.join(selected)} FROM {atlas.source(collection.table)} AS {alias} WHERE {where}"
    return ExportDraft(collection, columns, sql, draft.slots)


@dataclass(frozen=True, slots=True)
class PresenceDraft:
    """The statement that tells of several collections at once which of them hold anything of the people's."""

    collections: tuple[tuple[str, str], ...]
    sql: str
    slots: Mapping[str, Slot]

    def query(self, setting: Setting) -> Query:
        """The statement with its parameters."""
        return Query(self.sql, setting.fill(self.slots))


def write_presence(atlas: Atlas, shape: Shape, collections: Sequence[Collection]) -> PresenceDraft:
    """The statement that asks of each of some collections whether any row there is the people's."""
    draft = Draft(atlas.dialect)
    mechanism = Mechanism(atlas, shape, draft)
    asked = []
    for collection in collections:
        alias = draft.alias("", collection.name)
        where = mechanism.belongs(PEOPLE, collection, alias).yes
        asked.append(f"EXISTS (SELECT 1 FROM {atlas.source(collection.table)} AS {alias} WHERE {where})")
    places = tuple((one.system, one.name) for one in collections)
    return PresenceDraft(places, f"SELECT {', '.join(asked)}", draft.slots)


def exported(collection: Collection, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Exported:
    """Rows as they are given to the person; of shared rows only what is the person's own."""
    wanted = len(columns)
    categories = {f.column: f.category for f in collection.fields}
    result = Exported(collection.system, collection.name, tuple(columns), categories)
    if not collection.shared:
        result.rows.extend(tuple(row)[:wanted] for row in rows)
        return result
    withheld = 0
    about = _about(collection)
    for row in rows:
        values = list(row)
        mine = {o.name for o, flag in zip(collection.owners, values[wanted:], strict=False) if flag}
        if values[-1]:
            mine.add("")
        for i, column in enumerate(columns):
            if column in about and not about[column] & mine and values[i] is not None:
                values[i] = None
                withheld += 1
        result.rows.append(tuple(values[:wanted]))
    return Exported(collection.system, collection.name, tuple(columns), categories, result.rows, withheld)


def flags(collection: Collection, own: Sequence[bool], absent: Sequence[bool]) -> list[bool]:
    """What a row of several people tells of its owners, in the form in which `exported` takes it.

    Whether each is somebody (`own`), and last whether nobody else is there: the others are `absent`, or no
    field is about them.
    """
    others = [
        mine or gone
        for owner, mine, gone in zip(collection.owners, own, absent, strict=True)
        if not collection.fields or any(f.owner in ("", owner.name) for f in collection.fields)
    ]
    return [*own, any(own) and all(others)]


def owner_flags(
    policy: Policy, collection: Collection, read: tuple[Sequence[str], Tuples], found: Footprint
) -> tuple[tuple[str, ...], list[Sequence[object]]]:
    """Rows of several people as they were read, in the form in which `exported` takes them."""
    columns, rows = read
    at = {name: i for i, name in enumerate(columns)}
    wanted = [i for i, name in enumerate(columns) if not name.startswith("*")]
    flagged: list[Sequence[object]] = []
    for row in rows:
        mine = [bool(row[at[OWNED + o.name]]) or _keyed(policy, o, row, at, found) for o in collection.owners]
        absent = [bool(row[at[ABSENT + owner.name]]) for owner in collection.owners]
        flagged.append([*(row[i] for i in wanted), *flags(collection, mine, absent)])
    return tuple(columns[i] for i in wanted), flagged


def _keyed(
    policy: Policy, owner: Owner, row: Sequence[object], at: Mapping[str, int], found: Footprint
) -> bool:
    """Whether a row is an owner's by a key: not where it is somebody's by a link, whatever was typed."""
    return all(row[at[link.column]] is None for link in owner.links) and any(
        row[at[column]] is not None
        and normal(policy.keys[key], str(row[at[column]])) in found.keys.get(key, ())
        for key, column in owner.keys.items()
    )


def _about(collection: Collection) -> dict[str, set[str]]:
    """Which owners a column is about: fields, keys and links; "" stands for all of them together."""
    about: dict[str, set[str]] = {}
    for one in collection.fields:
        about.setdefault(one.column, set()).add(one.owner)
    for owner in collection.owners:
        for column in [*owner.keys.values(), *(link.column for link in owner.links)]:
            about.setdefault(column, set()).add(owner.name)
    return about
