"""Rows that no single column tells apart, where one is needed to name them in a plan."""

from collections.abc import Iterator

from holdord.language.checks.mapped import mapped, row_id
from holdord.language.checks.phrases import listed
from holdord.words.catalogue import Catalogue, ColumnKind, Table
from holdord.words.finding import Finding
from holdord.words.policy import Collection, Policy, System

CODE = "no-row-id"


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every parent, and every collection found by key, whose rows have no id that is theirs alone."""
    for collection, table in mapped(system, catalogue):
        need = _need(policy, collection)
        name = row_id(collection, table)
        if not name and need:
            yield Finding(
                CODE,
                f"rows of '{collection.name}' cannot be told apart by one column, and {need}: {_key(table)}",
                f"add 'id:' to '{collection.name}' with a column that is unique, or have one added to the "
                "table",
                collection.place,
            )
        elif name in table.columns and table.columns[name].kind is ColumnKind.BINARY:
            yield Finding(
                CODE,
                f"column '{name}' is the id of rows of '{collection.name}' and holds bytes, by which no "
                "plan can name a row",
                f"name a unique column of numbers or text under 'id:' of '{collection.name}', or have one "
                "added",
                collection.place,
            )
        elif name in table.columns and not table.is_unique(name):
            yield Finding(
                CODE,
                f"column '{name}' is the id of rows of '{collection.name}', and several rows can have the "
                "same",
                f"name a unique column under 'id:' of '{collection.name}', or have a unique index made on "
                "this one",
                collection.place,
            )


def _need(policy: Policy, collection: Collection) -> str:
    if any(owner.keys for owner in collection.owners):
        return "a search finds them by key"
    children = [child.name for child, link in policy.children_of(collection) if not link.parent_column]
    return f"{listed(children)} {'belongs' if len(children) == 1 else 'belong'} to them" if children else ""


def _key(table: Table) -> str:
    if not table.primary_key:
        return "the table has no primary key"
    return f"the primary key is {listed(table.primary_key)} together"
