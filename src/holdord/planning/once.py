"""A statement in which each question about a row is asked once, however many counts depend on the answer.

Counts share most of their conditions: a row is due when three purposes have ended, and each of the three is
counted by itself too. Written as one CASE for each count, the database would look a question up anew for
every one. So a table inside the statement answers each question for each row, with 1 or 0, and the counts are
taken of that table. What is asked about a row's parent (`Listed`) is answered in a second one, for each
parent once. Where the parents are themselves counted, one statement counts them and the rows below them, and
that second table is the parents' own.

What is asked about a parent's children ("has it one that is still held?", "which is the latest?") is then
answered from the rows below, which are read once for both: grouped by parent, not looked up for each.

All have a LIMIT that no table reaches: it keeps databases from putting the questions back into the counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from holdord.planning.predicates import (
    ALWAYS,
    NEVER,
    Condition,
    Joined,
    Joint,
    Listed,
    Unjoined,
    Unlisted,
)

ROWS, PARENTS = "asked", "above"
ALL = 9223372036854775807


@dataclass
class Answers:
    """The columns of one of the two tables."""

    table: str
    columns: dict[str, str] = field(default_factory=dict)
    below: "list[Below]" = field(default_factory=list)

    def column(self, expression: str) -> str:
        """The column that holds the value of an expression."""
        name = self.columns.setdefault(expression, f"c{len(self.columns) + 1}")
        return f"{self.table}.{name}"

    def meets(self, condition: Condition) -> str:
        """Whether a row meets a condition, told from its column."""
        if condition in (ALWAYS, NEVER):
            return condition.yes
        for one in self.below:
            if isinstance(condition, Joined) and one.answers(condition):
                return f"{self.column(one.some(condition.there))} = 1"
            if isinstance(condition, Unjoined) and one.answers(condition.of):
                return f"{self.column(one.some(condition.of.there))} = 0"
        if (opposite := _flag(condition.no)) in self.columns:
            return f"{self.column(opposite)} = 0"
        return f"{self.column(_flag(condition.yes))} = 1"

    def selected(self, *first: str) -> str:
        """The select list, some columns more before it."""
        named = [f"{expression} AS {name}" for expression, name in self.columns.items()]
        return ", ".join([*first, *named]) or "1 AS c1"

    def latest(self, source: str, join: str, value: str) -> str | None:
        """The latest of a value among the rows below, None where they are not read."""
        found = (one.latest(value) for one in self.below if (one.source, one.join) == (source, join))
        return next(found, None)


@dataclass
class Below:
    """The rows of `source` that lie below the parents (by `join`), and what is told of them by parent.

    `parent` is the alias of the parents: what speaks of it is not told by the row below alone.
    """

    name: str
    source: str
    join: str
    parent: str
    rows: Answers = field(default_factory=lambda: Answers(ROWS))
    grouped: dict[str, str] = field(default_factory=dict)

    def answers(self, joined: Joined) -> bool:
        """Whether this is what is joined, and told by itself."""
        return (joined.source, joined.join) == (self.source, self.join) and (
            f"{self.parent}." not in joined.there.yes
        )

    def some(self, there: Condition) -> str:
        """1 for a parent that has a row of this kind, else 0."""
        met = there.yes if there == ALWAYS else self._met(there)
        return f"coalesce({self._grouped(f'max({_flag(met)})')}, 0)"

    def _met(self, there: Condition) -> str:
        if isinstance(there, Joint):
            return f"({there.word.join(map(self._met, there.parts))})"
        return self.rows.meets(there)

    def latest(self, value: str) -> str:
        """The latest of a value, NULL for a parent that has no row or none with a value."""
        return self._grouped(f"max({self.rows.column(value)})")

    def _grouped(self, expression: str) -> str:
        name = self.grouped.setdefault(expression, f"m{len(self.grouped) + 1}")
        return f"of_{self.name}.{name}"

    def joined(self, id: str) -> str:
        """The join that gives each parent, told by its id, what is grouped."""
        values = ", ".join(f"{expression} AS {name}" for expression, name in self.grouped.items())
        grouped = f"(SELECT up, {values} FROM {self.name} AS {ROWS} GROUP BY up)"
        return f" LEFT JOIN {grouped} AS of_{self.name} ON of_{self.name}.up = {id}"


def _flag(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


@dataclass
class Once:
    """Gathers what is asked; `meets`, `value` and `above` give what the counts then speak of.

    `parents` can be shared by all whose rows belong to them. What is `given` holds for every row.
    """

    rows: Answers = field(default_factory=lambda: Answers(ROWS))
    parents: Answers = field(default_factory=lambda: Answers(PARENTS))
    given: str = ""
    _list: tuple[str, str, str] | None = None

    def meets(self, condition: Condition) -> str:
        """Whether a row meets a condition."""
        if condition.yes == self.given:
            return ALWAYS.yes
        match condition:
            case Joint(parts=parts, word=word):
                return f"({word.join(map(self.meets, parts))})"
            case Listed() if self._takes(condition):
                return f"({PARENTS}.id IS NOT NULL AND {self._parent_meets(condition.there)})"
            case Unlisted(of=listed) if self._takes(listed):
                return f"({PARENTS}.id IS NULL OR {self._parent_meets(listed.there.opposite())})"
        return self.rows.meets(condition)

    def value(self, expression: str) -> str:
        """The value of an expression that speaks of the row."""
        return self.rows.column(expression)

    def above(self, list_: tuple[str, str, str], expression: str) -> str:
        """The value of an expression that speaks of the row's parent, who is found in the list."""
        assert self._list in (None, list_)
        self._list = list_
        return self.parents.column(expression)

    def _takes(self, condition: Listed) -> bool:
        """Whether the parents are those of the second table: the first that are asked about."""
        self._list = self._list or condition.list
        return self._list == condition.list

    def _parent_meets(self, condition: Condition) -> str:
        if isinstance(condition, Joint):
            return f"({condition.word.join(map(self._parent_meets, condition.parts))})"
        return self.parents.meets(condition)

    def tables(self, source: str, where: str) -> str:
        """What the counts are selected from: the table with its alias, and which of its rows are asked."""
        _, id, parents = self._list or ("", "", "")
        above = f"SELECT {self.parents.selected(f'{id} AS id')} FROM {parents} LIMIT {ALL}"
        return self.beside(f"({self.answered(source, where)})", f"({above}) AS {PARENTS}")

    def answered(self, source: str, where: str, up: str = "") -> str:
        """The answers for each row, with its link to its parent."""
        link = up or (self._list[0] if self._list else "")
        rows = self.rows.selected(f"{link} AS up") if link else self.rows.selected()
        return f"SELECT {rows} FROM {source} WHERE {where} LIMIT {ALL}"

    def beside(self, rows: str, above: str = PARENTS) -> str:
        """The table of the answers beside that of the parents, where it is spoken of."""
        tables = f"{rows} AS {ROWS}"
        return f"{tables} LEFT JOIN {above} ON {PARENTS}.id = {ROWS}.up" if self._list else tables

    def locked(self, id: str, source: str, where: str, lock: str) -> str:
        """The table of the answers with each row's id, which locks the rows."""
        rows = self.rows.selected(f"{id} AS id")
        return f"(SELECT {rows} FROM {source} WHERE {where} LIMIT {ALL}{lock}) AS {ROWS}"


def made_first(parents: Answers, id: str, source: str, where: str, below: Iterable[tuple[str, str]]) -> str:
    """The head of a statement that makes the tables of the parents and `below` once, for all of its parts."""
    joins = "".join(one.joined(id) for one in parents.below if one.grouped)
    answers = f"SELECT {parents.selected(f'{id} AS id')} FROM {source}{joins} WHERE {where} LIMIT {ALL}"
    tables = [*below, (PARENTS, answers)]
    return "WITH " + ", ".join(f"{name} AS ({select})" for name, select in tables)
