"""Two collections over one table: what one of them ends, the other may still hold."""

from collections.abc import Iterator

from holdord.words.finding import Finding
from holdord.words.policy import Policy

CODE = "table-mapped-twice"


def find(policy: Policy) -> Iterator[Finding]:
    """Every table that a second collection of the same system stands for."""
    for system in policy.systems.values():
        first: dict[str, str] = {}
        for collection in system.collections.values():
            earlier = first.setdefault(collection.table, collection.name)
            if earlier != collection.name:
                yield Finding(
                    CODE,
                    f"table '{collection.table}' is mapped twice, by collections '{earlier}' and "
                    f"'{collection.name}': a row that one of them lets go may still be held by the other",
                    "state it as one collection; where a row is about several people, give it 'owners:'",
                    collection.place,
                )
        for table in system.ignores:
            if table in first:
                yield Finding(
                    CODE,
                    f"table '{table}' is both ignored and mapped by collection '{first[table]}'",
                    "take it out of 'ignores', or take the collection out",
                    system.collections[first[table]].place,
                )
