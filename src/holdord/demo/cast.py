"""A fixed cast: people with known rows, so that a test of access or erasure is one line.

Everybody has few rows, told one by one beside the schema, and the cast says whose each is: the truth that a
find, an export or an erasure is held against.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from holdord.demo.loading import Row
from holdord.demo.tables import Table


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the cast: who it is, what they can prove, and the ids of the rows that are about them.

    `rows` names, by table, every row that is theirs; `shared` those among them that are somebody else's too.
    """

    name: str
    says: str
    keys: Mapping[str, str]
    rows: Mapping[str, frozenset[int]]
    shared: Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Cast:
    """The people by the name they are called in tests, and all their rows by table."""

    people: Mapping[str, Member]
    rows: Mapping[str, Sequence[Row]]

    def __getitem__(self, name: str) -> Member:
        return self.people[name]


@dataclass(slots=True)
class Casting:
    """Puts a cast together: every row with the names of its columns and of the people it is about."""

    tables: Sequence[Table]
    today: date
    _rows: dict[str, list[Row]] = field(default_factory=dict)
    _owners: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    _people: dict[str, tuple[str, str, Mapping[str, str]]] = field(default_factory=dict)

    def day(self, years: int = 0, days: int = 0) -> str:
        """The date so many years and days before today."""
        turned = date(self.today.year - years, self.today.month, min(self.today.day, 28))
        return (turned - timedelta(days=days)).isoformat()

    def moment(self, years: int = 0, days: int = 0, clock: str = "10:15:00") -> str:
        """That date with a time."""
        return f"{self.day(years, days)} {clock}"

    def enter(self, who: str, name: str, says: str, **keys: str) -> None:
        """A person, with the keys they can prove."""
        self._people[who] = (name, says, keys)

    def row(self, table: str, owners: str, **values: object) -> int:
        """A row of a table, about the people named in `owners` ("frida sara"; "" for nobody); its id."""
        found = next(t for t in self.tables if t.name == table)
        unknown = set(values) - set(found.names)
        if unknown:
            raise ValueError(f"{table} has no column {', '.join(sorted(unknown))}")
        rows = self._rows.setdefault(table, [])
        number = len(rows) + 1
        rows.append(tuple(number if name == "id" else values.get(name) for name in found.names))
        self._owners[table, number] = tuple(owners.split())
        return number

    def count(self, table: str) -> int:
        """How many rows the table has so far."""
        return len(self._rows.get(table, ()))

    def done(self) -> Cast:
        """The cast, with everybody's rows."""
        people = {}
        for who, (name, says, keys) in self._people.items():
            own: dict[str, set[int]] = {}
            shared: dict[str, set[int]] = {}
            for (table, number), owners in self._owners.items():
                if who in owners:
                    own.setdefault(table, set()).add(number)
                    if len(owners) > 1:
                        shared.setdefault(table, set()).add(number)
            people[who] = Member(name, says, keys, _frozen(own), _frozen(shared))
        return Cast(people, self._rows)


def _frozen(rows: Mapping[str, set[int]]) -> Mapping[str, frozenset[int]]:
    return {table: frozenset(ids) for table, ids in rows.items()}
