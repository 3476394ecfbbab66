"""A collection whose table is not there."""

from collections.abc import Iterator

from holdord.language.spelling import near
from holdord.words.catalogue import Catalogue
from holdord.words.finding import Finding
from holdord.words.policy import Policy, System

CODE = "missing-table"


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every collection that stands for a table the database does not have."""
    for collection in system.collections.values():
        if collection.table not in catalogue.tables:
            guess = near(collection.table, catalogue.tables)
            yield Finding(
                CODE,
                f"system '{system.name}' has no table '{collection.table}', which collection "
                f"'{collection.name}' names",
                f"did you mean '{guess}'?"
                if guess
                else "correct 'table:' of the collection, or the system's 'schema:'",
                collection.place,
            )
