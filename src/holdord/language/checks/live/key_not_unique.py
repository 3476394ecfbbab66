"""A key that several rows can have: all of them are taken to be of whoever proves the key."""

from collections.abc import Iterator

from holdord.language.checks.mapped import is_text, mapped
from holdord.words.catalogue import Catalogue, Column, Table
from holdord.words.finding import Finding, Severity
from holdord.words.policy import KeyKind, Policy, System

CODE = "key-not-unique"
NOT_FURTHER = (
    "a search does not go on from such a row to what stands under its other keys: make it unique in the "
    "database, or write 'widens: yes' if its keys are surely one person's"
)


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every unshared key of a collection where a search begins, in a column that is not unique."""
    for collection, table in mapped(system, catalogue):
        for owner in collection.owners if collection.leads_on else ():
            for key, name in owner.keys.items():
                column = table.columns.get(name)
                if column is None or policy.keys[key].shared or _tells_apart(policy, table, key, column):
                    continue
                but_for_case = table.is_unique(name)
                alone = sum(not policy.keys[other].shared for other in owner.keys) < 2
                yield Finding(
                    CODE,
                    f"several rows of '{collection.name}' can have the same key '{key}'"
                    + (" in different letter case" if but_for_case else "")
                    + ": whoever proves it is given, and loses, all of them",
                    (
                        f"nothing need be done if '{key}' is one person's alone"
                        if alone or collection.widens is not None
                        else NOT_FURTHER
                    )
                    + "; if several people can share it, write 'shared: yes' at the key",
                    owner.place,
                    Severity.NOTE,
                )


def _tells_apart(policy: Policy, table: Table, key: str, column: Column) -> bool:
    if policy.keys[key].kind is not KeyKind.EMAIL or column.ignores_case or not is_text(column):
        return table.is_unique(column.name)
    lowered = (f"lower({column.name})",)
    return any(index.unique and not index.partial and index.parts == lowered for index in table.indexes)
