"""A field said to be cleared in a column that cannot be empty, or to change in one that others refer to."""

from collections.abc import Iterator

from holdord.language.checks.holding import ends_alone
from holdord.language.checks.mapped import mapped, unlike_others
from holdord.words.catalogue import Catalogue, Column, ColumnKind, Table
from holdord.words.finding import Finding
from holdord.words.policy import How, Policy, System

CODE = "cannot-clear"


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every field that may have to end alone, in a column that must have its value."""
    for collection, table in mapped(system, catalogue):
        referring = {
            name: f"column '{', '.join(key.columns)}' of table '{source.name}'"
            for source, key in catalogue.references_to(table.name)
            for name in key.referred
        }
        for field in ends_alone(policy, collection):
            column = table.columns.get(field.column)
            if column is not None and field.column in referring:
                yield Finding(
                    CODE,
                    f"column '{field.column}' of table '{table.name}' holds category '{field.category}' and "
                    f"cannot end alone: {referring[field.column]} refers to it, and the database would "
                    "refuse that or change what stands there too",
                    f"under 'ends:' write '{field.column}: with row', or have the reference point at the "
                    "primary key",
                    field.place,
                )
                continue
            if column is None or field.ending.how is not How.CLEAR or column.generated or column.nullable:
                continue
            yield Finding(
                CODE,
                f"column '{field.column}' of table '{table.name}' holds category '{field.category}' and "
                "cannot be cleared: it must have a value (NOT NULL)",
                f"under 'ends:' write {_remedy(table, column)}",
                field.place,
            )


def _remedy(table: Table, column: Column) -> str:
    """The endings that this column does allow."""
    name = column.name
    if any(name in key.columns for key in table.foreign_keys):
        return f"'{name}: with row', for it refers to a row of another table"
    if name in table.primary_key:
        return f"'{name}: with row', for other rows depend on the value"
    if column.kind is ColumnKind.TEXT:
        ways = (
            f"'{name}: mask with id'"
            if unlike_others(table, name)
            else f"'{name}: blank' or '{name}: mask \"…\"'"
        )
        return f"{ways}, or '{name}: with row'"
    if column.kind in (ColumnKind.DATE, ColumnKind.TIMESTAMP, ColumnKind.INSTANT):
        return f"'{name}: to year' or '{name}: with row'"
    return f"'{name}: with row', or let the column be NULL"
