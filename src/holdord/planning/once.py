"""A statement in which each question about a row is asked once, however many counts depend on the answer.

Counts share most of their conditions: a row is due when three purposes have ended, and each of the three is
counted by itself too. Written as one CASE for each count, the database would look a question up anew for
every one. So a table inside the statement answers each question for each row, with 1 or 0, and the counts are
taken of that table. What is asked about a row's parent (`Listed`) is answered in a second one, for each
parent once. Where the parents are themselves counted, one statement counts them and the rows below them, and
that second table is the parents' own.

Both have a LIMIT that no table reaches: it keeps databases from putting the questions back into the counts.
"""

from dataclasses import dataclass, field

from holdord.planning.predicates import ALWAYS, NEVER, Condition, Joint, Listed, Unlisted

ROWS, PARENTS = "asked", "above"
ALL = 9223372036854775807


@dataclass
class Answers:
    """The columns of one of the two tables."""

    table: str
    columns: dict[str, str] = field(default_factory=dict)

    def column(self, expression: str) -> str:
        """The column that holds the value of an expression."""
        name = self.columns.setdefault(expression, f"c{len(self.columns) + 1}")
        return f"{self.table}.{name}"

    def meets(self, condition: Condition) -> str:
        """Whether a row meets a condition, told from its column."""
        if condition in (ALWAYS, NEVER):
            return condition.yes
        if (opposite := _flag(condition.no)) in self.columns:
            return f"{self.column(opposite)} = 0"
        return f"{self.column(_flag(condition.yes))} = 1"

    def selected(self, *first: str) -> str:
        """The select list, some columns more before it."""
        named = [f"{expression} AS {name}" for expression, name in self.columns.items()]
        return ", ".join([*first, *named]) or "1 AS c1"


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
        return self.below(source, where, f"({above}) AS {PARENTS}")

    def below(self, source: str, where: str, above: str = PARENTS) -> str:
        """As `tables`, where the table of the parents has been made."""
        link = self._list[0] if self._list else ""
        rows = self.rows.selected(f"{link} AS up") if link else self.rows.selected()
        tables = f"(SELECT {rows} FROM {source} WHERE {where} LIMIT {ALL}) AS {ROWS}"
        return f"{tables} LEFT JOIN {above} ON {PARENTS}.id = {ROWS}.up" if link else tables

    def numbers(self, number: str, id: str, source: str, where: str, lock: str) -> str:
        """The statement that gives each row's id and a number made of the answers, and locks the rows."""
        rows = self.rows.selected(f"{id} AS id")
        table = f"(SELECT {rows} FROM {source} WHERE {where} LIMIT {ALL}{lock}) AS {ROWS}"
        return f"SELECT {ROWS}.id, {number} FROM {table}"


def made_first(parents: Answers, id: str, source: str, where: str) -> str:
    """The head of a statement that makes the table of the parents once, for all of its parts."""
    answers = f"SELECT {parents.selected(f'{id} AS id')} FROM {source} WHERE {where} LIMIT {ALL}"
    return f"WITH {PARENTS} AS ({answers})"
