"""Correcting fields of one person's rows (Art. 16): what can be corrected, and the plan that does it.

1. Rows are found through the person, as for every other right: a row that is not theirs cannot be named.
2. Everything a field must be is checked before anything is changed: type, length, whether it may be empty,
   whether another row has the value already, and whether it still leads to this person and to nobody else.
3. The plan holds ids and digests. Old and new values are in the vault until it has run (`sealing`).
4. It is confirmed by its digest and run as every plan is (`running`): once, compared with what was shown,
   read back, in evidence as counts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from holdord.connectors import SystemFault
from holdord.planning.atlas import Atlas
from holdord.planning.corrections import (
    RowChange,
    RowsDraft,
    already_taken,
    id_of,
    is_understood,
    must_be_there,
    why_not,
    write_rows,
    write_unit,
)
from holdord.planning.fitting import Unfit, fits_key, fitted, longest, stands
from holdord.planning.ownership import Shape
from holdord.planning.search import Footprint
from holdord.planning.statements import Setting
from holdord.planning.typed import as_typed, normal, row_id
from holdord.words.correction import Correctable, CorrectableRow, Corrected, Correction
from holdord.words.facts import Facts, RowId
from holdord.words.plan import Plan, Unit, Value
from holdord.words.policy import Collection, Field
from holdord.workflows.office import Office, Readers, refuse
from holdord.workflows.people import Known, apart, find
from holdord.workflows.sealing import seal

VALUES_STAY = timedelta(days=7)
"""So long the values of a plan wait for somebody to confirm it, where no request says otherwise."""

KIND = "rectification"

_WHY = {
    "correction-not-held": (
        "{where} holds nothing of the person by the map",
        "only columns that stand under `holds:` are corrected; ask who keeps the others right",
    ),
    "correction-links-rows": (
        "{where} tells rows apart or leads from one to another: a change would cut rows off from the person",
        "let whoever runs the system change it there, with all that refers to it",
    ),
    "correction-derived": (
        "{where} is worked out from other data, or is somebody's judgement: it is not corrected in its place",
        "correct what it is worked out from; to a judgement the person can add a statement (Art. 16)",
    ),
    "correction-secret": (
        "{where} is a secret: nobody is shown it, and nobody writes it here",
        "let the person set a new password, or whoever runs the system end the token",
    ),
    "correction-of-decision": (
        "{where} is the outcome of an automated decision: a person looks at it again (Art. 22(3))",
        "enter a request for human review of that decision",
    ),
    "correction-unfit": (
        "{where} holds what cannot be typed, and is corrected by hand",
        "make it a task for whoever runs the system",
    ),
    "correction-held": (
        "a hold lies on this row of {where}: what stands there may be evidence",
        "let whoever placed the hold lift it first, or add the person's statement beside it",
    ),
    "correction-not-theirs": (
        "no single row of {where} that is this person's alone is named",
        "`holdord rectify KEY=VALUE` lists the rows that can be named",
    ),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan and what it would change, in memory only. `elsewhere` are collections that keep the old key."""

    plan: Plan
    changes: tuple[Corrected, ...]
    elsewhere: tuple[str, ...] = ()


@dataclass
class Look:
    """One look at the person's rows: what was found, and the setting of every statement about it."""

    office: Office
    readers: Readers
    found: Footprint
    shape: Shape
    setting: Setting
    _drafts: dict[tuple[str, str, bool], RowsDraft | None] = field(default_factory=dict)

    def rows(self, collection: Collection, row: RowId | None = None) -> list[tuple[object, ...]]:
        """The person's rows of a collection, or the one of an id."""
        key = (collection.system, collection.name, row is not None)
        if key not in self._drafts:
            atlas = self.office.planner.atlases[collection.system]
            self._drafts[key] = write_rows(atlas, self.shape, collection, one=row is not None)
        draft = self._drafts[key]
        return self.readers.rows(collection.system, draft.query(self.setting, row)) if draft else []


def look_at(
    office: Office, readers: Readers, known: Known, now: datetime, several: bool = False
) -> Look | None:
    """What belongs to the person behind some keys, None for nobody; refuses several people unless asked."""
    found = find(office, readers, known, now, wide=True)
    if not found:
        return None
    people = [({k: set(v) for k, v in p.keys.items()}, p.rows) for p in apart(office.planner, found)]
    if len(people) > 1 and not several:
        raise refuse(
            "several-people",
            f"these keys lead to {len(people)} different people",
            "name one person at a time",
        )
    office.store.recognise(people)
    holds = tuple(stop for stop in office.stated(now, found.rows).stops if stop.kind == "hold")
    facts = Facts(stops=holds)
    shape = office.planner.shape(facts, found)
    return Look(office, readers, found, shape, office.planner.setting(now, facts, found))


def correctable(office: Office, known: Known, now: datetime) -> tuple[CorrectableRow, ...]:
    """Every row of the person with its fields as they stand, and what stands in the way of correcting them.

    Holds personal values: shown to whoever corrects, and kept nowhere.
    """
    listed: list[CorrectableRow] = []
    with office.readers(few=True) as readers:
        look = look_at(office, readers, known, now)
        for collection in office.policy.collections() if look else ():
            assert look
            if collection.fields:
                listed += [_listed(office, collection, row) for row in look.rows(collection)]
    return tuple(listed)


def _listed(office: Office, collection: Collection, row: Sequence[object]) -> CorrectableRow:
    atlas = office.planner.atlases[collection.system]
    held = {f.column: f for f in collection.fields}
    fields = []
    for at, (column, one) in enumerate(held.items(), 1):
        live = atlas.column(collection, column)
        refused = why_not(atlas, collection, column) or ("" if _theirs(one, collection, row) else NOT_THEIRS)
        value = None if row[at] is None or refused == NOT_THEIRS else str(row[at])
        fields.append(
            Correctable(column, one.category, str(live.kind), longest(live), live.nullable, value, refused)
        )
    stopped = "correction-held" if row[-1] else ""
    return CorrectableRow(collection.system, collection.name, str(row_id(row[0])), tuple(fields), stopped)


NOT_THEIRS = "correction-not-theirs"


def _theirs(one: Field, collection: Collection, row: Sequence[object]) -> bool:
    """Whether a field is about this person: about the owner they are, or theirs who are alone in the row."""
    first = 1 + len({f.column for f in collection.fields})
    flags = dict(zip([o.name for o in collection.owners], row[first:-2], strict=True))
    return bool(row[-2]) or bool(one.owner and flags.get(one.owner))


def propose(
    office: Office,
    known: Known,
    corrections: Iterable[Correction],
    now: datetime,
    *,
    request: str | None = None,
    expires: datetime | None = None,
    decided: bool = False,
) -> Proposal:
    """The plan that makes some corrections; raises Refused with all that stands in their way.

    `decided` lets the outcome of an automated decision be set, by whoever has looked at it again. What stands
    there already is left out; when nothing is left, that is refused too.
    """
    stated = _grouped(corrections)
    with office.readers(few=True) as readers:
        look = look_at(office, readers, known, now)
        rows = [
            found
            for (system, name, row), values in stated.items()
            if (found := _row(office, look, system, name, row, values, decided)) is not None
        ]
        if not rows or look is None:
            raise refuse(
                "correction-changes-nothing",
                "everything stands there already as it is said to be: there is nothing to correct",
                "look at what is stored with `holdord rectify KEY=VALUE`",
            )
        _check_values(office, readers, rows)
        elsewhere = _check_keys(office, readers, look, rows, now)
    units, values = _units(office, rows)
    changes = tuple(change for one in rows for change in one.changes)
    sealed = seal(office.store, values, request, expires or now + VALUES_STAY)
    made = office.planner.plan(KIND, now, units, (), people=1)
    return Proposal(replace(made, sealed=sealed), changes, elsewhere)


def _grouped(corrections: Iterable[Correction]) -> dict[tuple[str, str, str], dict[str, str]]:
    """What is stated, by row; the same field twice is refused."""
    stated: dict[tuple[str, str, str], dict[str, str]] = {}
    for one in corrections:
        values = stated.setdefault((one.system, one.collection, one.row), {})
        if one.column in values:
            raise refuse(
                "correction-unfit",
                f"{one.system}.{one.collection}.{one.column} is stated twice for the same row",
                "say once what should stand there",
            )
        values[one.column] = one.value
    if not stated:
        raise refuse("correction-changes-nothing", "no correction is stated", "say which field says what")
    return stated


def _row(
    office: Office,
    look: Look | None,
    system: str,
    name: str,
    row: str,
    values: Mapping[str, str],
    decided: bool,
) -> RowChange | None:
    """One row with its changes; None where all of them stand there already."""
    collection = _collection(office, system, name)
    atlas = office.planner.atlases[system]
    for column in values:
        code = why_not(atlas, collection, column)
        if code and not (decided and code in ("correction-of-decision", "correction-derived")):
            raise _why(code, f"{system}.{name}.{column}")
    rows = _named(look, atlas, collection, row)
    if len(rows) != 1:
        raise _why(NOT_THEIRS, f"{system}.{name}")
    held = {f.column: f for f in collection.fields}
    if rows[0][-1]:
        raise _why("correction-held", f"{system}.{name}")
    changes, found = [], row_id(rows[0][0])
    for column, typed in values.items():
        one = held[column]
        if not _theirs(one, collection, rows[0]):
            raise _why(NOT_THEIRS, f"{system}.{name}.{column}")
        present = rows[0][1 + list(held).index(column)]
        old = None if present is None else str(present)
        new = _fitted(office, atlas, collection, column, typed, old)
        if not stands(atlas.column(collection, column).kind, old, new):
            changes.append(Corrected(system, name, str(found), column, one.category, old, new))
    return RowChange(collection, found, tuple(changes)) if changes else None


def _named(look: Look | None, atlas: Atlas, collection: Collection, row: str) -> list[tuple[object, ...]]:
    """The person's row of an id; where none is named, all rows there are, of which there should be one."""
    id = id_of(atlas, collection, row) if row else None
    if look is None or (row and id is None):
        return []
    return look.rows(collection, id)


def _collection(office: Office, system: str, name: str) -> Collection:
    mapped = office.policy.systems.get(system)
    collection = mapped.collections.get(name) if mapped else None
    if collection is None:
        raise refuse(
            "unknown-name",
            "the policy has no collection of this name",
            "write SYSTEM.COLLECTION as the map names them",
        )
    return collection


def _why(code: str, where: str) -> Exception:
    message, help = _WHY[code]
    return refuse(code, message.format(where=where), help)


def _unfit(collection: Collection, column: str, why: str, help: str = "") -> Exception:
    where = f"{collection.system}.{collection.name}.{column}"
    return refuse("correction-unfit", f"{where} {why}", help or "ask the person what should stand there")


def _fitted(
    office: Office, atlas: Atlas, collection: Collection, column: str, typed: str, old: str | None
) -> str | None:
    live = atlas.column(collection, column)
    zone = atlas.system.time_zone
    keys = [key for owner in collection.owners for key, at in owner.keys.items() if at == column]
    try:
        new = fitted(live, typed, atlas.dialect.name, zone, old)
        for key in keys:
            fits_key(office.policy.keys[key], new)
    except Unfit as unfit:
        raise _unfit(collection, column, str(unfit)) from None
    return new


def _check_values(office: Office, readers: Readers, rows: Sequence[RowChange]) -> None:
    """What only the database knows: whether a value is taken, and whether what it refers to is there."""
    for one in rows:
        system = one.collection.system
        atlas = office.planner.atlases[system]
        new = {change.column: change.new for change in one.changes}
        for query in already_taken(atlas, one.collection, one.row, new):
            if readers.rows(system, query)[0][0]:
                raise _taken(system, one.collection.name, list(new))
        for column, value in new.items():
            if value is None:
                continue
            for query in must_be_there(atlas, one.collection, column, value):
                if not readers.rows(system, query)[0][0]:
                    raise _unfit(one.collection, column, "takes only what stands in the table it refers to")
            query_ = is_understood(atlas, one.collection, column, value)
            if query_ is not None:
                _ask(readers, one.collection, column, query_)


def _ask(readers: Readers, collection: Collection, column: str, query: object) -> None:
    try:
        readers.rows(collection.system, query)  # type: ignore[arg-type]
    except SystemFault:
        raise _unfit(collection, column, "does not take this value") from None


def _taken(system: str, collection: str, columns: Sequence[str]) -> Exception:
    named = ", ".join(columns)
    return refuse(
        "correction-taken",
        f"another row has the same already, where {system}.{collection} lets no two rows agree: {named}",
        "find out whose it is: perhaps one person has two records, perhaps it was mistyped",
    )


def changed_keys(office: Office, changes: Iterable[Corrected]) -> Iterator[tuple[str, Corrected]]:
    """The keys by which a person alone is found, among what changes: the key's name and the change."""
    for change in changes:
        collection = office.policy.systems[change.system].collections[change.collection]
        for owner in collection.owners:
            for key, column in owner.keys.items():
                if column == change.column and not office.policy.keys[key].shared:
                    yield key, change


def _check_keys(
    office: Office, readers: Readers, look: Look, rows: Sequence[RowChange], now: datetime
) -> tuple[str, ...]:
    """A new key must lead to nobody else: whatever is found by it would be handed to this person from now on.

    Returns the collections in which the old key still stands, in rows that are not corrected with it.
    """
    changes = [change for one in rows for change in one.changes]
    elsewhere: set[str] = set()
    for key, change in changed_keys(office, changes):
        if leads_to_others(office, readers, look.found, key, change, now):
            raise _taken(change.system, change.collection, [change.column])
        elsewhere |= set(_keeping(office, look.found, key, change, rows))
    return tuple(sorted(elsewhere))


def leads_to_others(
    office: Office, readers: Readers, found: Footprint, key: str, change: Corrected, now: datetime
) -> bool:
    """Whether rows are found by a new key that are not among the person's."""
    others = find(office, readers, {key: [change.new or ""]}, now)
    own = found.rows | found.every
    return any(ids - own.of(*where) for where, ids in (others.rows | others.every).ids.items())


def _keeping(
    office: Office, found: Footprint, key: str, change: Corrected, rows: Sequence[RowChange]
) -> Iterator[str]:
    """The collections with rows of the person that keep a key as it was."""
    old = normal(office.policy.keys[key], change.old or "")
    corrected = {(one.collection.system, one.collection.name, str(one.row)) for one in rows}
    for system, name, id, value in keys_read(office, found, key):
        if old and value == old and (system, name, id) not in corrected:
            yield f"{system}.{name}"


def keys_read(office: Office, found: Footprint, key: str) -> Iterator[tuple[str, str, str, str]]:
    """System, collection, row and normal form of every value of a key in the rows that a search has read."""
    for (system, name), (columns, rows) in found.read.items():
        collection = office.policy.systems[system].collections[name]
        at = {column: i for i, column in enumerate(columns)}
        own = at[office.planner.atlases[system].id_column(collection)]
        for owner in collection.owners:
            if owner.keys.get(key) not in at:
                continue
            place = at[owner.keys[key]]
            for row in rows:
                if row[place] is not None:
                    value = normal(office.policy.keys[key], as_typed(row[place]))
                    yield system, name, str(row_id(row[own])), value


def _units(office: Office, rows: Sequence[RowChange]) -> tuple[list[Unit], dict[int, dict[str, Value]]]:
    units: list[Unit] = []
    values: dict[int, dict[str, Value]] = {}
    for system in office.planner.atlases:
        own = [one for one in rows if one.collection.system == system]
        if own:
            unit, values[len(units)] = write_unit(office.planner.atlases[system], len(units), own)
            units.append(unit)
    return units, values
