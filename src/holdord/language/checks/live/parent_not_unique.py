"""A link to a parent's column in which several rows can have the same value: whose is the child then?"""

from collections.abc import Iterator

from holdord.language.checks.mapped import mapped, row_id
from holdord.words.catalogue import Catalogue
from holdord.words.finding import Finding
from holdord.words.policy import Policy, System

CODE = "parent-not-unique"


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every link whose parent's column does not tell its rows apart."""
    for collection, _ in mapped(system, catalogue):
        for link in collection.links:
            parent = system.collections[link.parent]
            above = catalogue.tables.get(parent.table)
            if above is None:
                continue
            column = link.parent_column or row_id(parent, above)
            if column in above.columns and not above.is_unique(column):
                yield Finding(
                    CODE,
                    f"'{collection.name}' belongs to '{link.parent}' by column '{column}', in which several "
                    "rows can have the same value: one person's rows could be given to another (Art. 15(4))",
                    "link by a unique column, or have a unique index made on this one",
                    link.place,
                )
