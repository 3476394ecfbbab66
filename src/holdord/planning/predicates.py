"""Conditions on rows that know their own opposite.

SQL has three truth values, and `NOT (event < bound)` is neither true nor false for a row whose event has not
happened. A sweep that asks "is there a child that still holds?" would then not see such a child, and delete
its parent. So no condition here is ever negated by the database: each is built as a pair of texts, one true
exactly for the rows it means, the other true exactly for all other rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """`yes` is true for the rows meant, `no` for exactly the others."""

    yes: str
    no: str

    def opposite(self) -> "Condition":
        """The condition that holds for the other rows."""
        return Condition(self.no, self.yes)


ALWAYS = Condition("1=1", "1=0")
NEVER = ALWAYS.opposite()


@dataclass(frozen=True, slots=True)
class Joint(Condition):
    """Several conditions, with the word between the `yes` of each: " AND " or " OR "."""

    parts: tuple[Condition, ...]
    word: str

    def opposite(self) -> Condition:
        """One of the opposites for all of the conditions, and the other way about."""
        other = " OR " if self.word == " AND " else " AND "
        return Joint(self.no, self.yes, tuple(part.opposite() for part in self.parts), other)


@dataclass(frozen=True, slots=True)
class Listed(Condition):
    """Rows whose link is among the ids that a statement lists, of those rows that are as `there` says.

    `list` is the column of the link, the id that is listed (never NULL) and the rows it is listed from. The
    database makes the list once for all rows, where `exists` looks for each row anew.
    """

    list: tuple[str, str, str]
    there: Condition

    def opposite(self) -> Condition:
        """Rows with no link, or with one that is not listed."""
        return Unlisted(self.no, self.yes, self)


@dataclass(frozen=True, slots=True)
class Unlisted(Condition):
    """The other rows than those `of` a list."""

    of: Listed

    def opposite(self) -> Condition:
        """The rows of the list."""
        return self.of


def listed(list_: tuple[str, str, str], there: Condition) -> Condition:
    """The condition that a link is among the ids of a list (see Listed)."""
    if there == NEVER:
        return NEVER
    link, id, rows = list_
    ids = f"SELECT {id} FROM {rows}" + ("" if there == ALWAYS else f" AND {there.yes}")
    return Listed(f"{link} IN ({ids})", f"({link} IS NULL OR {link} NOT IN ({ids}))", list_, there)


@dataclass(frozen=True, slots=True)
class Joined(Condition):
    """Rows to which some row of `source` is joined (by `join`) that is as `there` says."""

    source: str
    join: str
    there: Condition

    def opposite(self) -> Condition:
        """Rows to which none is joined, or none of that kind."""
        return Unjoined(self.no, self.yes, self)


@dataclass(frozen=True, slots=True)
class Unjoined(Condition):
    """The other rows than those `of` a join."""

    of: Joined

    def opposite(self) -> Condition:
        """The rows of the join."""
        return self.of


def _lists_together(parts: Iterable[Condition]) -> list[Condition]:
    """Conditions on the same listed rows as one, so that the list is made once."""
    lists: dict[tuple[str, str, str], list[Condition]] = {}
    kept: list[Condition | tuple[str, str, str]] = []
    for part in parts:
        if not isinstance(part, Listed):
            kept.append(part)
            continue
        if part.list not in lists:
            kept.append(part.list)
        lists.setdefault(part.list, []).append(part.there)
    return [p if isinstance(p, Condition) else listed(p, all_of(lists[p])) for p in kept]


def all_of(conditions: Iterable[Condition]) -> Condition:
    """Every one of them; true when there is none."""
    parts = _lists_together(dict.fromkeys(c for c in conditions if c != ALWAYS))
    if NEVER in parts:
        return NEVER
    if len(parts) < 2:
        return parts[0] if parts else ALWAYS
    yes, no = _joined(" AND ", (p.yes for p in parts)), _joined(" OR ", (p.no for p in parts))
    return Joint(yes, no, tuple(parts), " AND ")


def any_of(conditions: Iterable[Condition]) -> Condition:
    """At least one of them; false when there is none."""
    return all_of(c.opposite() for c in conditions).opposite()


def _joined(word: str, texts: Iterable[str]) -> str:
    return "(" + word.join(texts) + ")"


def before(expression: str, bound: str) -> Condition:
    """A date that has come before a bound. One that has not happened (NULL) has not."""
    return Condition(f"{expression} < {bound}", f"({expression} IS NULL OR {expression} >= {bound})")


def present(expression: str) -> Condition:
    """A value that is there."""
    return Condition(f"{expression} IS NOT NULL", f"{expression} IS NULL")


def exists(source: str, join: str, condition: Condition = ALWAYS) -> Condition:
    """Some row of `source` that is joined and meets the condition."""
    where = join if condition == ALWAYS else f"{join} AND {condition.yes}"
    if condition == NEVER:
        return NEVER
    some = f"EXISTS (SELECT 1 FROM {source} WHERE {where})"
    return Joined(some, f"NOT {some}", source, join, condition)


def for_all(source: str, join: str, condition: Condition) -> Condition:
    """Every joined row of `source` meets the condition; true when there is none."""
    return exists(source, join, condition.opposite()).opposite()
