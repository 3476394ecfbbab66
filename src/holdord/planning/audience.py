"""Whose data some purposes hold: one statement for each kind of row in which people's keys stand.

A person is concerned when a row that serves one of the purposes is theirs: their own record, or something
that belongs to it through the map's links. Nothing is looked up row by row, however many people there are.
"""

from collections.abc import Collection as Names
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from holdord.planning.atlas import Atlas
from holdord.planning.ownership import root_name
from holdord.planning.statements import Query
from holdord.words.policy import Collection, Link, Owner, Policy


@dataclass(frozen=True, slots=True)
class Audience:
    """The people of one kind of row. The statement gives the row's id, then the keys in their order.

    `together` tells whether keys that stand in one row are one person's; `where` is under which name the
    rows are known as somebody's.
    """

    system: str
    where: str
    keys: tuple[str, ...]
    together: bool
    query: Query


def audiences(
    policy: Policy, atlases: Mapping[str, Atlas], purposes: Names[str], leads: Names[tuple[str, str]]
) -> Iterator[Audience]:
    """The statements that find everybody whom some purposes concern.

    `leads` are the collections (system, name) in whose rows keys are known to be one person's.
    """
    for collection in policy.collections():
        atlas = atlases[collection.system]
        for owner in collection.owners:
            keys = tuple(key for key in owner.keys if not policy.keys[key].shared)
            sql = _sql(policy, atlas, collection, owner, keys, frozenset(purposes)) if keys else ""
            if sql:
                together = (collection.system, collection.name) in leads
                query = Query(sql, {}, ("id", *keys))
                yield Audience(collection.system, root_name(collection, owner), keys, together, query)


def _sql(
    policy: Policy,
    atlas: Atlas,
    collection: Collection,
    owner: Owner,
    keys: tuple[str, ...],
    purposes: frozenset[str],
) -> str:
    quote = atlas.dialect.quote
    served = _serves(policy, collection, owner, purposes)
    ways = [] if served else list(_below(policy, atlas, collection, owner, purposes, "t", ()))
    if not served and not ways:
        return ""
    columns = [atlas.id_column(collection), *(owner.keys[key] for key in keys)]
    selected = ", ".join(f"t.{quote(column)}" for column in columns)
    # A row that belongs to somebody's own record is that person's, whatever address was typed into it.
    conditions = [f"t.{quote(link.column)} IS NULL" for link in owner.links]
    conditions += [f"({' OR '.join(ways)})"] if ways else []
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"SELECT {selected} FROM {atlas.source(collection.table)} AS t{where}"


def _serves(policy: Policy, collection: Collection, owner: Owner, purposes: frozenset[str]) -> bool:
    """Whether rows of a collection serve one of the purposes for such an owner."""
    return any(
        name in purposes and owner.person in policy.purposes[name].people for name in collection.purposes
    )


def _below(
    policy: Policy,
    atlas: Atlas,
    collection: Collection,
    owner: Owner,
    purposes: frozenset[str],
    alias: str,
    seen: tuple[str, ...],
) -> Iterator[str]:
    """Conditions under which something that belongs to the row serves one of the purposes."""
    for child, link in policy.children_of(collection):
        if child.name in (*seen, collection.name):
            continue
        below = f"{alias}_{len(seen) + 1}"
        for theirs in child.owners:
            if link not in theirs.links or theirs.person != owner.person:
                continue
            join = _join(atlas, collection, child, link, alias, below)
            source = f"{atlas.source(child.table)} AS {below}"
            if _serves(policy, child, theirs, purposes):
                yield f"EXISTS (SELECT 1 FROM {source} WHERE {join})"
            else:
                further = _below(policy, atlas, child, theirs, purposes, below, (*seen, collection.name))
                for way in further:
                    yield f"EXISTS (SELECT 1 FROM {source} WHERE {join} AND {way})"


def _join(atlas: Atlas, parent: Collection, child: Collection, link: Link, above: str, below: str) -> str:
    quote = atlas.dialect.quote
    column = atlas.parent_column(parent, link.parent_column)
    loose = atlas.link_is_loose(child, link)
    return atlas.joined(loose, f"{below}.{quote(link.column)}", f"{above}.{quote(column)}")
