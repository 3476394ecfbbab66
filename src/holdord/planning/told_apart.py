"""Many people read at once, told apart again: to each exactly what a search for that one alone would find.

One statement a collection reads the rows of all of them. Whose each row is follows from the same map by the
same rules as a search (`search.py`): keys lead to rows, rows that lead on to their keys and parents, parents
to their children. A row that nobody can be given stops everything: it was read as somebody's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from holdord.planning.atlas import Unplannable
from holdord.planning.exports import Exported, exported, flags
from holdord.planning.search import ABSENT, Searcher
from holdord.planning.typed import normal, normal_form
from holdord.words.policy import Collection, Owner

_Place = tuple[str, str]
_Row = tuple[_Place, int, int]
"""A row as one of its owners': what two people write to each other is not one person's."""


@dataclass(slots=True)
class _Table:
    """The rows of one collection, and by which values they are found: of each owner, by keys and by links."""

    collection: Collection
    at: Mapping[str, int]
    rows: Sequence[Sequence[object]]
    columns: Sequence[str]
    leads: bool
    id_column: str
    by_key: dict[tuple[int, str], dict[str, list[int]]] = field(default_factory=dict)
    by_column: dict[str, dict[object, list[int]]] = field(default_factory=dict)

    def found(self, column: str) -> dict[object, list[int]]:
        """The rows by the value of a column, in the form in which rows are joined."""
        if column not in self.by_column:
            found: dict[object, list[int]] = {}
            at = self.at[column]
            for number, row in enumerate(self.rows):
                if row[at] is not None:
                    found.setdefault(joined(row[at]), []).append(number)
            self.by_column[column] = found
        return self.by_column[column]


def joined(value: object) -> object:
    """A value as databases compare it where rows are joined: 7 equals 7.0, and a UUID its text."""
    if isinstance(value, (Decimal, float)) and value % 1 == 0:
        return int(value)
    return value if isinstance(value, (int, bytes)) else str(value)


@dataclass(slots=True)
class _Theirs:
    """What belongs to somebody: keys, and of each collection the rows of each of its owners."""

    keys: set[tuple[str, str]] = field(default_factory=set)
    rows: dict[_Place, dict[int, set[int]]] = field(default_factory=dict)

    def all(self) -> set[_Row]:
        """All rows, each as the owner's it is."""
        return {
            (p, o, n) for p, owners in self.rows.items() for o, numbers in owners.items() for n in numbers
        }

    def with_all_of(self, other: "_Theirs") -> "_Theirs":
        """Both together: what follows from each is all that follows from both."""
        rows: dict[_Place, dict[int, set[int]]] = {}
        for part in (self, other):
            for place, owners in part.rows.items():
                for owner, numbers in owners.items():
                    rows.setdefault(place, {}).setdefault(owner, set()).update(numbers)
        return _Theirs(self.keys | other.keys, rows)


class Together:
    """The rows of many people, of one moment, by collection: columns with what tells of owners, and rows.

    Personal: it lives in memory only.
    """

    def __init__(
        self, searcher: Searcher, read: Mapping[_Place, tuple[Sequence[str], Sequence[Sequence[object]]]]
    ) -> None:
        self.policy = searcher.policy
        self._given: set[tuple[_Place, int]] = set()
        self._tables: dict[_Place, _Table] = {}
        leading = {(c.system, c.name) for c in searcher.leading}
        for collection in self.policy.collections():
            place = (collection.system, collection.name)
            if place in read:
                columns, rows = read[place]
                at = {name: i for i, name in enumerate(columns)}
                try:
                    id_column = searcher.atlases[collection.system].id_column(collection)
                except Unplannable:  # found through a parent alone
                    id_column = ""
                table = _Table(collection, at, rows, columns, place in leading, id_column)
                self._tables[place] = table
                self._by_keys(table)

    def _by_keys(self, table: _Table) -> None:
        """What was typed into a row that is its parent's person's makes it nobody else's."""
        for number, owner in enumerate(table.collection.owners):
            links = [table.at[link.column] for link in owner.links]
            for name, column in owner.keys.items():
                form, at = normal_form(self.policy.keys[name]), table.at[column]
                found = table.by_key.setdefault((number, name), {})
                for i, row in enumerate(table.rows):
                    if row[at] is not None and all(row[link] is None for link in links):
                        found.setdefault(form(row[at]), []).append(i)

    def people(self, known: Mapping[str, Iterable[str]]) -> list[list[Exported]]:
        """All rows of each of the people behind some keys; mostly of one, of none for somebody unknown."""
        apart: list[tuple[_Theirs, set[_Row]]] = []
        for name, values in known.items():
            for value in values:
                theirs = self._theirs(name, value)
                rows = theirs.all()
                for other in [one for one in apart if one[1] & rows]:
                    apart.remove(other)
                    theirs, rows = theirs.with_all_of(other[0]), rows | other[1]
                if rows:
                    apart.append((theirs, rows))
        self._given.update((place, number) for _, rows in apart for place, _, number in rows)
        return [list(self._exports(theirs)) for theirs, _ in apart]

    def nobodys(self) -> list[_Place]:
        """The collections with rows that were read as somebody's and have been given to none."""
        return [
            place
            for place, table in self._tables.items()
            if any((place, number) not in self._given for number in range(len(table.rows)))
        ]

    def _theirs(self, key: str, value: str) -> _Theirs:
        """All that follows from one value of a key."""
        theirs = _Theirs()
        waiting: list[tuple[_Place, int, int, bool]] = []
        waiting += self._learned(theirs, key, normal(self.policy.keys[key], value))
        while waiting:
            place, owner, number, by_key = waiting.pop()
            mine = theirs.rows.setdefault(place, {}).setdefault(owner, set())
            if number in mine and not by_key:
                continue
            new = number not in mine
            mine.add(number)
            table = self._tables[place]
            if new:
                waiting += self._children(table, number)
            if table.leads and (new or by_key) and (by_key or not table.collection.shared):
                waiting += self._followed(theirs, table, table.collection.owners[owner], number)
        return theirs

    def _learned(self, theirs: _Theirs, key: str, word: str) -> Iterator[tuple[_Place, int, int, bool]]:
        if not word or self.policy.keys[key].shared or (key, word) in theirs.keys:
            return
        theirs.keys.add((key, word))
        for place, table in self._tables.items():
            for (owner, name), found in table.by_key.items():
                if name == key:
                    yield from ((place, owner, number, True) for number in found.get(word, ()))

    def _children(self, table: _Table, number: int) -> Iterator[tuple[_Place, int, int, bool]]:
        parent = table.collection
        for place, child in self._tables.items():
            if place[0] != parent.system:
                continue
            for owner, one in enumerate(child.collection.owners):
                for link in one.links:
                    if link.parent == parent.name:
                        value = table.rows[number][table.at[link.parent_column or table.id_column]]
                        rows = child.found(link.column).get(joined(value), ()) if value is not None else ()
                        yield from ((place, owner, row, False) for row in rows)

    def _followed(
        self, theirs: _Theirs, table: _Table, owner: Owner, number: int
    ) -> Iterator[tuple[_Place, int, int, bool]]:
        """Where a row that leads on leads: to all its owner's keys, and up to the parents it names by id."""
        row = table.rows[number]
        for name, column in owner.keys.items():
            value = row[table.at[column]]
            if value is not None:
                yield from self._learned(theirs, name, normal_form(self.policy.keys[name])(value))
        for link in owner.links:
            place = (table.collection.system, link.parent)
            above = self._tables.get(place)
            by_id = above and (not link.parent_column or link.parent_column == above.collection.id)
            if above and by_id and not above.collection.shared and row[table.at[link.column]] is not None:
                found = above.found(above.id_column).get(joined(row[table.at[link.column]]), ())
                yield from ((place, 0, parent, False) for parent in found)

    def _exports(self, theirs: _Theirs) -> Iterator[Exported]:
        for place, table in self._tables.items():
            mine = theirs.rows.get(place)
            if not mine:
                continue
            collection, wanted = table.collection, [c for c in table.columns if not c.startswith("*")]
            places = [table.at[column] for column in wanted]
            rows = []
            for number in sorted(set().union(*mine.values())):
                row = table.rows[number]
                told = [row[i] for i in places]
                if collection.shared:
                    own = [number in mine.get(i, ()) for i in range(len(collection.owners))]
                    gone = [bool(row[table.at[ABSENT + owner.name]]) for owner in collection.owners]
                    told += flags(collection, own, gone)
                rows.append(told)
            yield exported(collection, wanted, rows)
