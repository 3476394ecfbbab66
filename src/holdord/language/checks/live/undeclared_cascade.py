"""A reference by which the database itself removes or empties rows, unseen by any plan."""

from collections.abc import Iterator

from holdord.language.checks.mapped import mapped
from holdord.words.catalogue import Catalogue, ForeignKey, Table
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Collection, Policy, System

CODE = "undeclared-cascade"


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every reference to a collection that cascades and that the map does not state as a link."""
    by_table = {collection.table: collection for collection in system.collections.values()}
    for collection, table in mapped(system, catalogue):
        for source, key in catalogue.references_to(table.name):
            child = by_table.get(source.name)
            if _is_link(collection, child, key) or collection.row_stays:
                continue
            if key.on_delete == "cascade":
                yield _removes(collection, child, source, key)
            elif key.on_delete in ("set null", "set default"):
                yield _empties(collection, source, key)


def _is_link(collection: Collection, child: Collection | None, key: ForeignKey) -> bool:
    links = child.links if child else ()
    return any(link.parent == collection.name and (link.column,) == key.columns for link in links)


def _removes(collection: Collection, child: Collection | None, source: Table, key: ForeignKey) -> Finding:
    columns = ", ".join(key.columns)
    link = f"'of: {collection.name} by {columns}'"
    if child is None:
        remedy = (
            f"declare '{source.name}' as a collection with {link}, or have the reference changed to RESTRICT"
        )
    elif child is collection:
        remedy = "have the reference changed to ON DELETE SET NULL or RESTRICT"
    else:
        remedy = f"add {link} to '{child.name}' if the rows belong to the same person, or have the "
        remedy += "reference changed to ON DELETE RESTRICT"
    return Finding(
        CODE,
        f"removing a row of '{collection.name}' makes the database remove rows of table '{source.name}' too "
        f"(ON DELETE CASCADE of {columns}), and the map does not say that they belong to it: no plan shows "
        "them",
        remedy,
        collection.place,
    )


def _empties(collection: Collection, source: Table, key: ForeignKey) -> Finding:
    return Finding(
        CODE,
        f"removing a row of '{collection.name}' makes the database change column {', '.join(key.columns)} of "
        f"table '{source.name}' (ON DELETE {key.on_delete.upper()}): no plan shows it",
        "nothing need be done if that is wanted",
        collection.place,
        Severity.NOTE,
    )
