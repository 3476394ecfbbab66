"""A field said to be masked or blanked in a column that does not take the text."""

from collections.abc import Iterator

from holdord.language.checks.holding import ends_alone
from holdord.language.checks.mapped import mapped, row_id, unlike_others
from holdord.words.catalogue import Catalogue, Column, ColumnKind, Table
from holdord.words.finding import Finding
from holdord.words.policy import Collection, Field, How, Policy, System

CODE = "cannot-mask"

_TEXTS = (How.BLANK, How.MASK, How.MASK_WITH_ID)
_DIGITS = 10
_UUID_LENGTH = 36


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every field that may have to end alone, by a fixed text that its column refuses."""
    for collection, table in mapped(system, catalogue):
        for field in ends_alone(policy, collection):
            column = table.columns.get(field.column)
            if column is None or column.generated or field.ending.how not in _TEXTS:
                continue
            cause, remedy = _refusal(collection, table, column, field)
            if cause:
                verb = "blanked" if field.ending.how is How.BLANK else "masked"
                yield Finding(
                    CODE,
                    f"column '{field.column}' of table '{table.name}' holds category '{field.category}' and "
                    f"cannot be {verb}: {cause}",
                    remedy,
                    field.place,
                )


def _refusal(collection: Collection, table: Table, column: Column, field: Field) -> tuple[str, str]:
    """Why the column does not take the text, and what to do; empty when it does."""
    name, how = column.name, field.ending.how
    if any(name in key.columns for key in table.foreign_keys):
        return "it refers to another table", f"under 'ends:' write '{name}: with row'" + _or_clear(column)
    if column.kind is not ColumnKind.TEXT and not (column.kind is ColumnKind.JSON and how is How.BLANK):
        return (
            f"it holds no text ({column.type or column.kind})",
            f"under 'ends:' write '{name}: with row'" + _or_clear(column),
        )
    alone = unlike_others(table, name)
    if alone and how is not How.MASK_WITH_ID:
        return f"{alone}, and ended rows would", f"under 'ends:' write '{name}: mask with id'" + _or_clear(
            column
        )
    needed = _length(collection, table, field)
    if column.length is not None and needed > column.length:
        return (
            f"it takes {column.length} characters, and the mask needs {needed}",
            "use a shorter text, or widen the column",
        )
    return "", ""


def _or_clear(column: Column) -> str:
    return ", or leave it to be cleared: it may be empty" if column.nullable else ""


def _length(collection: Collection, table: Table, field: Field) -> int:
    """The most characters that the mask comes to."""
    if field.ending.how is How.BLANK:
        return 0
    length = len(field.ending.text)
    if field.ending.how is How.MASK_WITH_ID:
        own = table.columns.get(row_id(collection, table))
        length += 1 + _id_length(own)
    return length


def _id_length(column: Column | None) -> int:
    if column is None or column.kind is ColumnKind.INTEGER:
        return _DIGITS
    return _UUID_LENGTH if column.kind is ColumnKind.UUID else column.length or _DIGITS
