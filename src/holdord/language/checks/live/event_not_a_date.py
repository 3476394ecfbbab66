"""An event read from a column that holds no date, or no date of the unit that is stated."""

from collections.abc import Iterator

from holdord.language.checks.mapped import dated
from holdord.words.catalogue import Catalogue, Column, ColumnKind
from holdord.words.finding import Finding
from holdord.words.policy import Policy, System

CODE = "event-not-a-date"

_DATES = (ColumnKind.DATE, ColumnKind.TIMESTAMP, ColumnKind.INSTANT)
_NUMBERS = (ColumnKind.INTEGER, ColumnKind.NUMBER)


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every column of an event that cannot be read as a date."""
    told: set[tuple[str, str, str]] = set()
    for term, event, collection, place in dated(policy, system):
        table = catalogue.tables.get(collection.table)
        column = table.columns.get(term.column) if table else None
        if column is None or (collection.name, term.column, term.unit) in told:
            continue
        remedy = _remedy(catalogue, column, term.unit)
        if remedy:
            told.add((collection.name, term.column, term.unit))
            read = f"a number of {term.unit}" if term.unit else "a date"
            yield Finding(
                CODE,
                f"event '{event}' is read from column '{term.column}' of '{collection.name}' as {read}, and "
                f"the column holds none ({column.type or column.kind})",
                remedy,
                place,
            )


def _remedy(catalogue: Catalogue, column: Column, unit: str) -> str:
    """What to write instead; "" where the column can be read as stated."""
    # SQLite has no type for dates: there they are texts in ISO form.
    is_date = column.kind in _DATES or (catalogue.dialect == "sqlite" and column.kind is ColumnKind.TEXT)
    if unit:
        if column.kind in _NUMBERS:
            return ""
        return (
            f"take 'as {unit}' out: the column holds dates"
            if is_date
            else "name a column that holds a number"
        )
    if is_date:
        return ""
    if column.kind in _NUMBERS:
        return f"write '{column.name} as seconds' or '{column.name} as milliseconds' if it is Unix time"
    return "name a column that holds a date"
