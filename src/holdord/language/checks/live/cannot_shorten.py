"""A field said to be made general, to its year, its month or its first characters, in an unfit column."""

from collections.abc import Iterator

from holdord.language.checks.holding import ends_alone
from holdord.language.checks.mapped import mapped, unlike_others
from holdord.words.catalogue import Catalogue, Column, ColumnKind, Table
from holdord.words.finding import Finding
from holdord.words.policy import Field, How, Policy, System

CODE = "cannot-shorten"

_DATES = (ColumnKind.DATE, ColumnKind.TIMESTAMP, ColumnKind.INSTANT)
_WORDS = {How.TO_YEAR: "moved to its year", How.TO_MONTH: "moved to its month", How.FIRST: "cut short"}


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every field that may have to end alone, by a shorter value that its column cannot have."""
    for collection, table in mapped(system, catalogue):
        for field in ends_alone(policy, collection):
            column = table.columns.get(field.column)
            if column is None or column.generated or field.ending.how not in _WORDS:
                continue
            if cause := _refusal(catalogue, table, column, field):
                yield Finding(
                    CODE,
                    f"column '{field.column}' of table '{table.name}' holds category '{field.category}' and "
                    f"cannot be {_WORDS[field.ending.how]}: {cause}",
                    "choose another ending under 'ends:', such as 'clear' or 'with row'",
                    field.place,
                )


def _refusal(catalogue: Catalogue, table: Table, column: Column, field: Field) -> str:
    if any(column.name in key.columns for key in table.foreign_keys):
        return "it refers to another table"
    if alone := unlike_others(table, column.name):
        return alone
    if field.ending.how is How.FIRST:
        return "" if column.kind is ColumnKind.TEXT else f"it holds no text ({column.type or column.kind})"
    # SQLite has no type for dates: there they are texts in ISO form.
    is_date = column.kind in _DATES or (catalogue.dialect == "sqlite" and column.kind is ColumnKind.TEXT)
    return "" if is_date else f"it holds no date ({column.type or column.kind})"
