"""The content of an example company's database as one digest, the same in every dialect."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from holdord.demo.loading import Row, connect
from holdord.demo.tables import Column, Kind, Table


def content_digest(url: str, tables: Sequence[Table]) -> str:
    """SHA-256 over all rows of the tables in a database, written alike whatever its driver gives."""
    engine, _ = connect(url)
    total = hashlib.sha256()
    with engine.connect() as connection:
        for table in tables:
            found = connection.exec_driver_sql(
                f"SELECT {', '.join(table.names)} FROM {table.name} ORDER BY id"
            )
            _add(total, table, found)
    return total.hexdigest()


def rows_digest(rows: Mapping[str, Iterable[Row]], tables: Sequence[Table]) -> str:
    """The same over rows that are in no database yet."""
    total = hashlib.sha256()
    for table in tables:
        _add(total, table, sorted(rows.get(table.name, ()), key=lambda row: row[0]))
    return total.hexdigest()


def _add(total: Any, table: Table, rows: Iterable[Sequence[Any]]) -> None:
    kinds = [_written(column) for column in table.columns]
    total.update(f"{table.name}\n".encode())
    for row in rows:
        values = [None if v is None else kind(v) for kind, v in zip(kinds, row, strict=True)]
        total.update(f"{values}\n".encode())


def _written(column: Column) -> Callable[[Any], str]:
    if column.kind is Kind.MONEY:
        return lambda value: f"{Decimal(str(value)):.2f}"
    if column.kind is Kind.BOOLEAN:
        return lambda value: str(int(value))
    return str
