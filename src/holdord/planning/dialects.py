"""How the three databases say the few things in which they differ.

Everything else in a plan is the same text everywhere: `event < :bound`, `EXISTS`, `IN`. Statements come out
in the parameter style of the driver that runs them: the text which was shown is the text which runs.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from holdord.words.catalogue import ColumnKind, Table
from holdord.words.policy import Ending, How


@dataclass(frozen=True, slots=True)
class Row:
    """How one row of a table is told from another: by columns, or quicker by its place."""

    columns: tuple[str, ...]
    by_place: bool = False


@dataclass(frozen=True, slots=True)
class Dialect:
    """The common ground; PostgreSQL's way where nothing else is said."""

    name: str = "postgresql"
    quote_mark: str = '"'
    percent_is_special: bool = True
    lowers_ascii_only: bool = False
    lock: str = " FOR UPDATE"
    pads: bool = False
    """Whether texts compare without the blanks at their end, whatever their collation."""

    def quote(self, name: str) -> str:
        """An identifier, always quoted, so that no word is reserved and no case is folded."""
        mark = self.quote_mark
        quoted = mark + name.replace(mark, mark * 2) + mark
        return quoted.replace("%", "%%") if self.percent_is_special else quoted

    def param(self, name: str) -> str:
        """A named parameter in the driver's style (PEP 249 `pyformat` or `named`)."""
        return f"%({name})s" if self.percent_is_special else f":{name}"

    def among(self, expression: str, name: str, kind: ColumnKind) -> str:
        """Whether a value is in a list that is one parameter."""
        cast = "::uuid[]" if kind is ColumnKind.UUID else ""
        return f"{expression} = ANY({self.param(name)}{cast})"

    def not_among(self, expression: str, name: str, kind: ColumnKind) -> str:
        """Whether a value that is not NULL is outside a list that is one parameter."""
        cast = "::uuid[]" if kind is ColumnKind.UUID else ""
        return f"{expression} <> ALL({self.param(name)}{cast})"

    def found_by_lists(self, sql: str, columns: Iterable[str]) -> bool:
        """Whether the only lists in a statement are those that some columns must be in, first of all.

        An index on each of the columns then finds the rows, however long the lists are; `columns` are as
        they stand in the statement. A question asked anew for each row is best weighed. Only PostgreSQL asks.
        """
        named = (re.escape(column) for column in columns)
        first = re.compile(rf"WHERE \(?(?:{'|'.join(named)}) = ANY\(%\(\w+\)s(?:::uuid\[\])?\)(?! OR )")
        weighed = any(word in sql for word in ("ALL(", "EXISTS ("))
        return not weighed and 0 < sql.count("ANY(") == len(first.findall(sql))

    def numbered(self, id: str, number: str, table: str, kind: ColumnKind) -> tuple[str, bool]:
        """The statement that gives ids with numbers, and whether ids of one number come together."""
        if kind is ColumnKind.INTEGER:  # a row for each of many ids is slow to fetch, and to make lists of
            return f"SELECT {number}, CAST(array_agg({id}) AS text) FROM {table} GROUP BY 1", True
        return f"SELECT {id}, {number} FROM {table}", False

    def lower(self, expression: str) -> str:
        """Lower case, for keys that compare without regard to case."""
        return f"lower({expression})"

    def text(self, expression: str) -> str:
        """A value as text."""
        return f"CAST({expression} AS text)"

    def same(self, one: str, other: str) -> str:
        """Whether two values are the same to the letter, or both NULL; of texts, whatever the collation."""
        return f'{self.text(one)} COLLATE "C" IS NOT DISTINCT FROM {other}'

    def exact(self, text: str) -> str:
        """A text as something that compares to the letter, whatever its collation; no index finds it."""
        return f'{self.text(text)} COLLATE "C"'

    def equal(self, one: str, other: str) -> str:
        """Whether two values are equal as values of the first one's type, or both NULL."""
        return f"{one} IS NOT DISTINCT FROM {other}"

    def joined(self, *parts: str) -> str:
        """Texts behind each other."""
        return "(" + " || ".join(parts) + ")"

    def first(self, expression: str, length: int) -> str:
        """The first characters of a text."""
        return f"left({expression}, {length})"

    def start_of(self, unit: str, expression: str, kind: ColumnKind) -> str:
        """The first day of the year or month in which a date lies."""
        cast = "::date" if kind is ColumnKind.DATE else ""
        return f"date_trunc('{unit}', {expression}){cast}"

    def odd_date(self, column: str, kind: ColumnKind) -> str:
        """Whether a stored date cannot be meant: before 1900, zero, or not a date at all."""
        return f"{column} < '1900-01-01'"

    def remove(self, table: str, alias: str, where: str, row: Row, limit: int) -> str:
        """A DELETE of the rows that match, at most `limit` of them unless it is 0."""
        chosen = self._chosen_rows(table, alias, where, row, limit)
        return f"DELETE FROM {table} AS {alias} WHERE {chosen}"

    def clear(
        self, table: str, alias: str, sets: Sequence[tuple[str, str]], where: str, row: Row, limit: int
    ) -> str:
        """An UPDATE of the rows that match, at most `limit` of them unless it is 0."""
        changes = ", ".join(f"{self.quote(column)} = {value}" for column, value in sets)
        chosen = self._chosen_rows(table, alias, where, row, limit)
        return f"UPDATE {table} AS {alias} SET {changes} WHERE {chosen}"

    def _chosen_rows(self, table: str, alias: str, where: str, row: Row, limit: int) -> str:
        """The condition itself, or membership among the first rows that meet it.

        A row's place (`ctid`) is the quickest way to name it, but two tables underneath a partitioned one can
        have rows in the same place: there the key names them.
        """
        if not limit:
            return where
        source = f"FROM {table} AS {alias} WHERE {where} LIMIT {limit}"
        if row.by_place:
            return f"{alias}.ctid = ANY(ARRAY(SELECT {alias}.ctid {source}))"
        columns = self._columns(row.columns, alias)
        left = f"({columns})" if len(row.columns) > 1 else columns
        return f"{left} IN (SELECT {columns} {source})"

    def _columns(self, row: Sequence[str], alias: str) -> str:
        return ", ".join(f"{alias}.{self.quote(c)}" for c in row)

    def ended_value(self, ending: Ending, column: str, kind: ColumnKind, mask: str, row_id: str) -> str:
        """What stands in a field after its ending. `mask` is the parameter that holds the fixed text."""
        match ending.how:
            case How.CLEAR | How.WITH_ROW:
                return "NULL"
            case How.BLANK:
                return "'{}'" if kind is ColumnKind.JSON else "''"
            case How.MASK:
                return mask
            case How.MASK_WITH_ID:
                return self.joined(self.text(mask), "'-'", self.text(row_id))
            case How.TO_YEAR:
                return self.start_of("year", column, kind)
            case How.TO_MONTH:
                return self.start_of("month", column, kind)
            case How.FIRST:
                return self.first(column, ending.length)

    def pending(self, ending: Ending, column: str, kind: ColumnKind, mask: str, row_id: str) -> str:
        """Whether a field still holds what its ending would take away."""
        if ending.how in (How.CLEAR, How.WITH_ROW):
            return f"{column} IS NOT NULL"
        if kind is ColumnKind.JSON:
            return f"{self.text(column)} <> '{{}}'"
        return f"{column} <> {self.ended_value(ending, column, kind, mask, row_id)}"


@dataclass(frozen=True, slots=True)
class MariaDB(Dialect):
    """MariaDB: rows to change are chosen in a derived table, because only a SELECT is optimised fully."""

    name: str = "mariadb"
    quote_mark: str = "`"
    pads: bool = True

    def among(self, expression: str, name: str, kind: ColumnKind) -> str:
        return f"{expression} IN {self.param(name)}"

    def not_among(self, expression: str, name: str, kind: ColumnKind) -> str:
        return f"{expression} NOT IN {self.param(name)}"

    def found_by_lists(self, sql: str, columns: Iterable[str]) -> bool:
        return False

    def numbered(self, id: str, number: str, table: str, kind: ColumnKind) -> tuple[str, bool]:
        return f"SELECT {id}, {number} FROM {table}", False

    def text(self, expression: str) -> str:
        return f"CAST({expression} AS char)"

    def same(self, one: str, other: str) -> str:
        return f"CAST({self.text(one)} AS binary) <=> CAST({other} AS binary)"

    def exact(self, text: str) -> str:
        return f"CAST(CONVERT({text} USING utf8mb4) AS binary)"

    def equal(self, one: str, other: str) -> str:
        return f"{one} <=> {other}"

    def joined(self, *parts: str) -> str:
        return f"concat({', '.join(parts)})"

    def start_of(self, unit: str, expression: str, kind: ColumnKind) -> str:
        pattern = "%%Y-01-01" if unit == "year" else "%%Y-%%m-01"
        type_ = "date" if kind is ColumnKind.DATE else "datetime"
        return f"CAST(date_format({expression}, '{pattern}') AS {type_})"

    def remove(self, table: str, alias: str, where: str, row: Row, limit: int) -> str:
        return f"DELETE gone FROM {table} AS gone JOIN {self._chosen(table, alias, where, row, limit)}"

    def clear(
        self,
        table: str,
        alias: str,
        sets: Sequence[tuple[str, str]],
        where: str,
        row: Row,
        limit: int,
    ) -> str:
        changes = ", ".join(
            f"gone.{self.quote(column)} = {value.replace(f'{alias}.', 'gone.')}" for column, value in sets
        )
        return f"UPDATE {table} AS gone JOIN {self._chosen(table, alias, where, row, limit)} SET {changes}"

    def _chosen(self, table: str, alias: str, where: str, row: Row, limit: int) -> str:
        columns = ", ".join(f"{alias}.{self.quote(column)}" for column in row.columns)
        most = f" LIMIT {limit}" if limit else ""
        same = " AND ".join(
            f"gone.{self.quote(column)} = chosen.{self.quote(column)}" for column in row.columns
        )
        return f"(SELECT {columns} FROM {table} AS {alias} WHERE {where}{most}) AS chosen ON {same}"


@dataclass(frozen=True, slots=True)
class SQLite(Dialect):
    """SQLite: lists travel as JSON, dates are texts in ISO form."""

    name: str = "sqlite"
    percent_is_special: bool = False
    lowers_ascii_only: bool = True
    lock: str = ""

    def among(self, expression: str, name: str, kind: ColumnKind) -> str:
        return f"{expression} IN (SELECT value FROM json_each({self.param(name)}))"

    def not_among(self, expression: str, name: str, kind: ColumnKind) -> str:
        return f"{expression} NOT IN (SELECT value FROM json_each({self.param(name)}))"

    def same(self, one: str, other: str) -> str:
        return f"{self.text(one)} COLLATE BINARY IS {other}"

    def exact(self, text: str) -> str:
        return f"{text} COLLATE BINARY"

    def equal(self, one: str, other: str) -> str:
        return f"{one} IS {other}"

    def found_by_lists(self, sql: str, columns: Iterable[str]) -> bool:
        return False

    def numbered(self, id: str, number: str, table: str, kind: ColumnKind) -> tuple[str, bool]:
        return f"SELECT {id}, {number} FROM {table}", False

    def first(self, expression: str, length: int) -> str:
        return f"substr({expression}, 1, {length})"

    def start_of(self, unit: str, expression: str, kind: ColumnKind) -> str:
        month = "-01-01" if unit == "year" else f"-' || substr({expression}, 6, 2) || '-01"
        clock = "" if kind is ColumnKind.DATE else " 00:00:00"
        return f"(substr({expression}, 1, 4) || '{month}{clock}')"

    def odd_date(self, column: str, kind: ColumnKind) -> str:
        day = "[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]"
        shape = f"{column} GLOB '{day}' OR {column} GLOB '{day} *'"
        return f"{column} IS NOT NULL AND (NOT ({shape}) OR {column} < '1900-01-01')"


DIALECTS = {dialect.name: dialect for dialect in (Dialect(), MariaDB(), SQLite())}


def row_of(table: Table, dialect: str) -> Row:
    """How to tell one row of a table from another: by its place, its primary key, else by all of it."""
    by_place = dialect == "postgresql" and not table.spread
    return Row(table.primary_key or tuple(table.columns), by_place)
