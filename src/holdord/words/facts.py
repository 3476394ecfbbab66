"""What the store knows about people that changes what may be kept: the world's events.

Rows are named by reference, never by a person's name or address: `system.collection` and the ids of rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

RowId = int | str


@dataclass(frozen=True, slots=True)
class Rows:
    """Ids of rows by collection, `("shop", "customers") -> {7, 12}`: rows found as somebody's own.

    Rows that only belong to a person through a parent are not listed; the parent's id stands for them.
    """

    ids: Mapping[tuple[str, str], frozenset[RowId]] = field(default_factory=dict)

    def of(self, system: str, collection: str) -> frozenset[RowId]:
        """The ids in one collection; empty if none."""
        return self.ids.get((system, collection), frozenset())

    def __bool__(self) -> bool:
        return any(self.ids.values())

    def __or__(self, other: "Rows") -> "Rows":
        merged = dict(self.ids)
        for where, ids in other.ids.items():
            merged[where] = merged.get(where, frozenset()) | ids
        return Rows(merged)

    @property
    def systems(self) -> tuple[str, ...]:
        """The systems in which there is at least one row."""
        return tuple(dict.fromkeys(system for (system, _), ids in self.ids.items() if ids))


NO_ROWS = Rows()


@dataclass(frozen=True, slots=True)
class Condition:
    """A hold on a query: rows of a collection whose column has one of the values."""

    system: str
    collection: str
    column: str
    values: tuple[RowId, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """Something that stops every ending: a legal hold, or a restriction (Art. 18).

    `kind` is "hold" or "restriction"; `name` its id in the store, shown to staff instead of a person. One
    `until_checked` stands only while it is found out what is right, or an objection is weighed, and keeps
    nobody from having their own data erased.
    """

    name: str
    kind: str
    rows: Rows = NO_ROWS
    condition: Condition | None = None
    reason: str = ""
    until_checked: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything from the store that a plan depends on, read once, before planning.

    `lapsed` gives, for each purpose, the people for whom it has ended by a world's event: consent withdrawn
    (Art. 7(3)), objection upheld or about marketing (Art. 21), no longer kept at a mirrored system.
    """

    lapsed: Mapping[str, Rows] = field(default_factory=dict)
    stops: tuple[Stop, ...] = ()


NO_FACTS = Facts()
