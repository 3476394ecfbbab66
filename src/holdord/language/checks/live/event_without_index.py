"""A date by which rows expire, in a column without an index: each sweep reads the whole table."""

from collections.abc import Iterator

from holdord.language.checks.mapped import index_remedy, led_by, slowness, swept
from holdord.words.catalogue import Catalogue
from holdord.words.finding import Finding
from holdord.words.policy import Policy, System

CODE = "event-without-index"


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every event's column of a row or its parent that no index leads with."""
    for term, event, collection, place in swept(policy, system):
        table = catalogue.tables.get(collection.table)
        if table is None or term.column not in table.columns or led_by(table, term.column):
            continue
        yield Finding(
            CODE,
            f"event '{event}' is read from column '{term.column}' of '{collection.name}', which has no "
            "index: every sweep reads the whole table",
            index_remedy(system, catalogue, table, term.column),
            place,
            slowness(table),
        )
