"""Data held on a customer's behalf: it stays exactly as long as the customer keeps it at home.

Two systems cannot be joined in one statement. So the keys of rows here are read in order, a page at a time,
and looked up there; rows whose key is not there any more are gone for the purpose that mirrors them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from holdord.planning.atlas import Atlas, Unplannable
from holdord.planning.statements import Draft, KeysSlot, Query, Setting
from holdord.planning.typed import normal
from holdord.words.catalogue import ColumnKind
from holdord.words.facts import RowId
from holdord.words.finding import Finding
from holdord.words.period import WhileKept
from holdord.words.policy import Collection, KeyKind, Policy, Purpose


@dataclass(frozen=True, slots=True)
class Mirror:
    """Rows of `here` that `purpose` holds while their key stands in `there`."""

    purpose: str
    here: Collection
    there: Collection
    key: str
    column_here: str
    column_there: str


def mirrors(policy: Policy) -> Iterator[Mirror]:
    """Every collection with keys of its own that a purpose mirrors. Unplannable without a common key."""
    for purpose in policy.purposes.values():
        if not isinstance(purpose.keep, WhileKept):
            continue
        for here in policy.collections():
            if purpose.name in here.purposes and any(owner.keys for owner in here.owners):
                yield _mirror(policy, purpose, here)


def _mirror(policy: Policy, purpose: Purpose, here: Collection) -> Mirror:
    assert isinstance(purpose.keep, WhileKept)
    system = policy.systems.get(purpose.keep.system)
    there = system.collections.get(purpose.keep.collection) if system else None
    if there is not None:
        keys_there = {key: column for owner in there.owners for key, column in owner.keys.items()}
        for owner in here.owners:
            for key, column in owner.keys.items():
                if key in keys_there and not policy.keys[key].shared:
                    return Mirror(purpose.name, here, there, key, column, keys_there[key])
    raise Unplannable(
        Finding(
            "mirror-without-key",
            f"{purpose.name} keeps {here.system}.{here.name} while {purpose.keep.system}."
            f"{purpose.keep.collection} does, but no key tells which row is which",
            "give both collections a key of the same name under `keys:`",
            purpose.keep_place,
        )
    )


def page(atlas: Atlas, mirror: Mirror, after: RowId | None, size: int) -> Query:
    """The next ids and keys here, in the order of ids."""
    q = atlas.dialect.quote
    row_id, column = q(atlas.id_column(mirror.here)), q(mirror.column_here)
    where = f"{column} IS NOT NULL"
    parameters: dict[str, RowId] = {}
    if after is not None:
        where += f" AND {row_id} > {atlas.dialect.param('after')}"
        parameters["after"] = after
    table = atlas.source(mirror.here.table)
    sql = f"SELECT {row_id}, {column} FROM {table} WHERE {where} ORDER BY {row_id} LIMIT {size}"
    return Query(sql, parameters, ("id", "key"))


def lookup(
    policy: Policy, atlas: Atlas, mirror: Mirror, keys: Mapping[str, object], setting: Setting
) -> Query:
    """Which of some keys are still there."""
    described = atlas.column(mirror.there, mirror.column_there)
    no_case = policy.keys[mirror.key].kind is KeyKind.EMAIL and described.kind is ColumnKind.TEXT
    as_number = described.kind in (ColumnKind.INTEGER, ColumnKind.NUMBER)
    draft = Draft(atlas.dialect)
    param = draft.param(KeysSlot(mirror.key, as_number, no_case), "keys")
    column = atlas.dialect.quote(mirror.column_there)
    expression = atlas.dialect.lower(column) if no_case and not described.ignores_case else column
    where = atlas.dialect.among(expression, param, described.kind)
    sql = f"SELECT {column} FROM {atlas.source(mirror.there.table)} WHERE {where}"
    filled = Setting(setting.now, setting.calendar, keys={mirror.key: list(keys)})
    return Query(sql, filled.fill(draft.slots), ("key",))


def any_there(atlas: Atlas, mirror: Mirror) -> Query:
    """Whether anything at all is there: an empty home is taken for a fault, not for a farewell."""
    column = atlas.dialect.quote(mirror.column_there)
    sql = f"SELECT 1 FROM {atlas.source(mirror.there.table)} WHERE {column} IS NOT NULL LIMIT 1"
    return Query(sql, {}, ("one",))


def same(policy: Policy, mirror: Mirror, value: object) -> str:
    """A key's value in the form in which the two sides are compared."""
    return normal(policy.keys[mirror.key], str(value))
