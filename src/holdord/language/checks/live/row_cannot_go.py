"""Rows that other tables hold fast: while a row of an ignored table refers to it, a person's row stays.

Its fields are ended all the same. But an ignored table is one that is said to hold nothing personal, and one
that points at people does.
"""

from collections.abc import Iterator

from holdord.language.checks.mapped import mapped
from holdord.words.catalogue import Catalogue
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy, System

CODE = "row-cannot-go"


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every reference without a cascade from an undeclared or ignored table to a collection."""
    declared = {collection.table for collection in system.collections.values()}
    for collection, table in mapped(system, catalogue):
        for source, key in catalogue.references_to(table.name):
            if source.name in declared or key.on_delete not in ("", "restrict") or collection.row_stays:
                continue
            ignored = source.name in system.ignores
            columns = ", ".join(key.columns)
            yield Finding(
                CODE,
                f"a row of '{collection.name}' cannot go while table '{source.name}', which is "
                f"{'ignored' if ignored else 'not declared'}, refers to it by column {columns}",
                f"declare '{source.name}' as a collection with 'of: {collection.name} by {columns}': a row "
                "that points at a person is about that person",
                collection.place,
                Severity.WARNING if ignored else Severity.ERROR,
            )
