"""A register of automated decisions whose column for when they were made holds no dates."""

from collections.abc import Iterator

from holdord.language.checks.mapped import mapped
from holdord.words.catalogue import Catalogue, ColumnKind
from holdord.words.finding import Finding
from holdord.words.policy import Policy, System

CODE = "decision-not-dated"

DATES = (ColumnKind.DATE, ColumnKind.TIMESTAMP, ColumnKind.INSTANT)


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every register in which nobody can read on which day a decision was made."""
    for collection, table in mapped(system, catalogue):
        if collection.records is None or collection.records.made not in table.columns:
            continue
        column = table.columns[collection.records.made]
        if column.kind not in DATES:
            yield Finding(
                CODE,
                f"column '{column.name}' of '{collection.name}' says when decisions were made, and is no "
                f"date: its type is {column.type or column.kind}",
                "name under 'records:' the column with the date or moment of the decision",
                collection.records.place,
            )
