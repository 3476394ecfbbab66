"""Reading all rows that have keys of their own, a page at a time: whose they are is then known by digests."""

from collections.abc import Iterator
from dataclasses import dataclass

from holdord.planning.atlas import Atlas
from holdord.planning.ownership import root_name
from holdord.planning.statements import Query
from holdord.words.facts import RowId
from holdord.words.policy import Collection, Owner, Policy


@dataclass(frozen=True, slots=True)
class Keyed:
    """Rows of a collection that one owner has by keys which one person alone can have."""

    collection: Collection
    owner: Owner
    keys: tuple[str, ...]

    @property
    def where(self) -> tuple[str, str]:
        """Under which system and name the rows are listed."""
        return self.collection.system, root_name(self.collection, self.owner)


def keyed(policy: Policy) -> Iterator[Keyed]:
    """Every owner of every collection whose rows can be somebody's by a key."""
    for collection in policy.collections():
        for owner in collection.owners:
            own = tuple(name for name in owner.keys if not policy.keys[name].shared)
            if own:
                yield Keyed(collection, owner, own)


def page(atlas: Atlas, of: Keyed, after: RowId | None, size: int) -> Query:
    """The next ids with their keys, in the order of ids; not rows that are somebody's through a parent."""
    q = atlas.dialect.quote
    row_id = q(atlas.id_column(of.collection))
    columns = [q(of.owner.keys[name]) for name in of.keys]
    conditions = [f"{q(link.column)} IS NULL" for link in of.owner.links]
    parameters: dict[str, RowId] = {}
    if after is not None:
        conditions.append(f"{row_id} > {atlas.dialect.param('after')}")
        parameters["after"] = after
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    source = atlas.source(of.collection.table)
    sql = f"SELECT {row_id}, {', '.join(columns)} FROM {source}{where} ORDER BY {row_id} LIMIT {size}"
    return Query(sql, parameters, ("id", *of.keys))
