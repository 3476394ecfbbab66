"""Samples of a table's rows, read by its primary key so that even a large table is not read whole.

The newest rows come first: what was written wrongly since yesterday is among them. A stretch from elsewhere
follows, another one each day, so that in time every part of the table is looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from holdord.planning.dialects import DIALECTS, Dialect
from holdord.planning.statements import Query
from holdord.words.catalogue import Catalogue, ColumnKind, Table
from holdord.words.policy import System

LONGEST = 4000
"""Characters of a value that are looked at."""

_GOLDEN = 0.6180339887498949
_READ = (ColumnKind.TEXT, ColumnKind.JSON)
_NUMBERED = (ColumnKind.INTEGER,)


@dataclass(frozen=True, slots=True)
class Sample:
    """How some columns of one table are sampled.

    `reach` asks for the lowest id, and for that from which on the rows are among the newest, if it helps.
    """

    table: str
    columns: tuple[str, ...]
    newest: Query
    reach: Query | None
    _stretch: str

    def stretch(self, lowest: int, end: int, turn: int) -> Query:
        """A stretch of rows of the `turn`-th day; none of them is among the newest."""
        share = (turn * _GOLDEN) % 1.0
        return Query(self._stretch, {"start": lowest + int((end - lowest) * share)}, self.columns)


def readable(table: Table) -> tuple[str, ...]:
    """The columns whose values are texts."""
    return tuple(name for name, column in table.columns.items() if column.kind in _READ)


def samples(system: System, catalogue: Catalogue, rows: int) -> Iterator[Sample]:
    """A sample of the texts of each table, `rows` from its end and as many from elsewhere."""
    for table in catalogue.tables.values():
        columns = readable(table)
        if columns:
            yield sample(system, catalogue.dialect, table, columns, rows)


def sample(system: System, dialect: str, table: Table, columns: Sequence[str], rows: int) -> Sample:
    """A sample of some columns of a table."""
    how = DIALECTS[dialect]
    source = how.quote(table.name)
    source = f"{how.quote(system.schema)}.{source}" if system.schema else source
    selected = ", ".join(_shown(how, table, column) for column in columns)
    id = table.primary_key[0] if len(table.primary_key) == 1 else ""
    order = f" ORDER BY {how.quote(id)} DESC" if id else ""
    newest = f"SELECT {selected} FROM {source}{order} LIMIT {rows:d}"
    numbered = bool(id) and table.columns[id].kind in _NUMBERED
    key = how.quote(id) if numbered else ""
    end = f"(SELECT min({key}) FROM (SELECT {key} FROM {source}{order} LIMIT {rows:d}) AS newest)"
    reach = Query(f"SELECT min({key}), {end} FROM {source}", {}) if numbered else None
    at = f"{key} >= {how.param('start')} AND {key} < {end} ORDER BY {key}"
    stretch = f"SELECT {selected} FROM {source} WHERE {at} LIMIT {rows:d}" if numbered else ""
    return Sample(table.name, tuple(columns), Query(newest, {}, tuple(columns)), reach, stretch)


def _shown(how: Dialect, table: Table, column: str) -> str:
    quoted = how.quote(column)
    if table.columns[column].kind is ColumnKind.JSON:
        quoted = how.text(quoted)
    return f"substr({quoted}, 1, {LONGEST:d})" if table.columns[column].kind in _READ else quoted
