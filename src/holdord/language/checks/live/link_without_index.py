"""A link from a row to its person without an index: each search and each erasure reads the whole table."""

from collections.abc import Iterator

from holdord.language.checks.mapped import index_remedy, led_by, mapped, slowness
from holdord.words.catalogue import Catalogue
from holdord.words.finding import Finding
from holdord.words.policy import Policy, System

CODE = "link-without-index"


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every link whose column, here or at the parent, no index leads with."""
    for collection, table in mapped(system, catalogue):
        for link in collection.links:
            if link.column in table.columns and not led_by(table, link.column):
                yield Finding(
                    CODE,
                    f"column '{link.column}', which ties '{collection.name}' to '{link.parent}', has no "
                    "index: every search and every erasure reads the whole table",
                    index_remedy(system, catalogue, table, link.column),
                    link.place,
                    slowness(table),
                )
            above = catalogue.tables.get(system.collections[link.parent].table)
            named = link.parent_column
            if above is not None and named in above.columns and not led_by(above, named):
                yield Finding(
                    CODE,
                    f"column '{named}' of '{link.parent}', which '{collection.name}' points at, has no index",
                    index_remedy(system, catalogue, above, named),
                    link.place,
                    slowness(above),
                )
