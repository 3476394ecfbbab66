"""A link between columns of different kinds: the database refuses to compare them, or compares amiss.

Texts that no foreign key ties together are compared to the letter by whatever follows the link.
"""

from collections.abc import Iterator

from holdord.language.checks.mapped import mapped, row_id
from holdord.words.catalogue import Catalogue, ColumnKind, Table
from holdord.words.finding import Finding
from holdord.words.policy import Policy, System

CODE = "link-kinds-differ"

_ALIKE = {ColumnKind.NUMBER: ColumnKind.INTEGER}
_UNTOLD = (ColumnKind.OTHER,)


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every link whose two columns are of kinds that do not compare."""
    for collection, table in mapped(system, catalogue):
        for link in collection.links:
            parent = system.collections[link.parent]
            above = catalogue.tables.get(parent.table)
            here = table.columns.get(link.column)
            there = above.columns.get(link.parent_column or row_id(parent, above)) if above else None
            if here is None or there is None or here.kind in _UNTOLD or there.kind in _UNTOLD:
                continue
            if _ALIKE.get(here.kind, here.kind) is not _ALIKE.get(there.kind, there.kind):
                yield Finding(
                    CODE,
                    f"column '{link.column}' of '{collection.name}' ({here.type or here.kind}) is linked to "
                    f"'{there.name}' of '{link.parent}' ({there.type or there.kind}), and the two do not "
                    "compare",
                    f"name the right column: 'of: {link.parent} by {link.column} = COLUMN'",
                    link.place,
                )
            elif (
                here.ignores_case
                and not there.ignores_case
                and _is_declared(table, link.column, parent.table)
            ):
                yield Finding(
                    CODE,
                    f"column '{link.column}' of '{collection.name}' compares more loosely than "
                    f"'{there.name}' of '{link.parent}' which it is linked to: "
                    "rows of two people would be taken for one's",
                    f"give '{link.column}' the collation of '{there.name}'",
                    link.place,
                )


def _is_declared(table: Table, column: str, parent: str) -> bool:
    """Whether the database itself sees to it that the column names a row that is there."""
    return any(key.table == parent and key.columns == (column,) for key in table.foreign_keys)
