"""A column that the map names and the table does not have."""

from collections.abc import Iterator

from holdord.language.checks.mapped import columns_named, mapped
from holdord.language.spelling import near
from holdord.words.catalogue import Catalogue
from holdord.words.finding import Finding
from holdord.words.policy import Policy, System

CODE = "missing-column"


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every column named by a collection that is not in its table, told once."""
    for collection, table in mapped(system, catalogue):
        told: set[str] = set()
        for column, role, place in columns_named(policy, collection):
            if column in table.columns or column in told:
                continue
            told.add(column)
            guess = near(column, table.columns)
            yield Finding(
                CODE,
                f"table '{table.name}' of system '{system.name}' has no column '{column}', which is named "
                f"for {role}",
                f"did you mean '{guess}'?" if guess else "correct the map, or find out where the column went",
                place,
            )
