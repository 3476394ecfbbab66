"""A held column that the database computes from others: it cannot be written, and ends with its sources."""

from collections.abc import Iterator

from holdord.language.checks.holding import ends_alone
from holdord.language.checks.mapped import mapped
from holdord.words.catalogue import Catalogue
from holdord.words.finding import Finding
from holdord.words.policy import Policy, System

CODE = "column-generated"


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every field that may have to end alone in a generated column."""
    for collection, table in mapped(system, catalogue):
        for field in ends_alone(policy, collection):
            column = table.columns.get(field.column)
            if column is not None and column.generated:
                yield Finding(
                    CODE,
                    f"column '{field.column}' of table '{table.name}' holds category '{field.category}' and "
                    "cannot be written: the database computes it from other columns",
                    f"under 'ends:' write '{field.column}: with row', and see that the columns it is "
                    "computed from end",
                    field.place,
                )
