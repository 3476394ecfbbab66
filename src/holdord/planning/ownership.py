"""Whose rows they are: conditions for the rows of some people, of all their owners or of one.

Sets of rows have labels: the PEOPLE a plan is about, those whose rows are STOPPED, those for whom a purpose
has `lapsed`. A condition depends on which sets there are (the Shape), never on their contents.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from holdord.planning.atlas import Atlas
from holdord.planning.dialects import Dialect
from holdord.planning.predicates import ALWAYS, Condition, all_of, any_of, present
from holdord.planning.statements import Draft, FixedSlot, IdsSlot
from holdord.words.catalogue import ColumnKind
from holdord.words.facts import Condition as HeldQuery
from holdord.words.policy import Collection, Ending, How, Link, Owner

PEOPLE = "people"
STOPPED = "stopped"


def lapsed(purpose: str) -> str:
    """The name of the set of rows for whose people a purpose has ended by a world's event."""
    return f"lapsed:{purpose}"


@dataclass(frozen=True, slots=True)
class Shape:
    """Which facts there are, without their values: what the text of a statement depends on.

    `roots` says for each set of rows in which (system, collection) it has any. An erasure is `scoped`: only
    rows of PEOPLE are touched, for whom the purposes in `dropped` count as ended. In the collections that are
    `complete`, all rows of PEOPLE are known by id. Fields of categories that are `withheld` stay in any case.
    Where the people have `asked` for erasure, they are told what stays because others share it.
    """

    roots: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    held_queries: tuple[HeldQuery, ...] = ()
    scoped: bool = False
    dropped: frozenset[str] = frozenset()
    complete: frozenset[tuple[str, str]] = frozenset()
    withheld: frozenset[str] = frozenset()
    asked: bool = False

    def key(self) -> object:
        """Something hashable that equal shapes share."""
        return (
            tuple(sorted(self.roots.items())),
            self.held_queries,
            self.scoped,
            self.dropped,
            self.complete,
            self.withheld,
            self.asked,
        )


@dataclass(frozen=True, slots=True)
class Under:
    """Where a row is looked at from: its parent, already in the statement, and what is known there.

    `up` is where that parent in turn is looked at from.
    """

    link: Link | None = None
    alias: str = ""
    known: frozenset[str] = frozenset()
    path: tuple[str, ...] = ()
    up: "Under | None" = None


TOP = Under()


@dataclass
class Ownership:
    """Writes the conditions about owners of one system into one statement."""

    atlas: Atlas
    shape: Shape
    draft: Draft

    def touches(self, label: str, collection: Collection, path: tuple[str, ...] = ()) -> bool:
        """Whether a set of rows can have any in a collection, by its own ids or through parents."""
        if collection.name in path:
            return False
        if any((collection.system, name) in self.roots(label) for name in root_names(collection)):
            return True
        if self._complete(label, collection):
            return False
        if label == STOPPED and any(self._held_here(collection)):
            return True
        path = (*path, collection.name)
        return any(self.touches(label, self.parent(link), path) for link in collection.links)

    def roots(self, label: str) -> frozenset[tuple[str, str]]:
        """The collections in which a set of rows has ids."""
        return self.shape.roots.get(label, frozenset())

    def belongs(
        self, label: str, collection: Collection, alias: str, under: Under = TOP, owner: str | None = None
    ) -> Condition:
        """Rows that belong to somebody of a set, as any of their owners or as one of them."""
        parts = [
            self._owned(label, collection, one, alias, under)
            for one in collection.owners
            if owner is None or one.name == owner
        ]
        if label == STOPPED:
            parts += [
                self._among(f"{alias}.{self.q(held.column)}", collection, held.column, held.values)
                for held in self._held_here(collection)
            ]
        return any_of(parts)

    def belongs_wholly(self, label: str, collection: Collection, alias: str, under: Under = TOP) -> Condition:
        """Rows all of whose owners are of a set.

        An owner who is not there, or about whom no field is, stands in nobody's way, with nothing to lose.
        """
        return self.wholly_among((label,), collection, alias, under)

    def wholly_among(
        self, labels: Sequence[str], collection: Collection, alias: str, under: Under = TOP
    ) -> Condition:
        """Rows each of whose owners is of one of some sets (see `belongs_wholly`)."""
        somebody = any_of([self.belongs(label, collection, alias, under) for label in labels])
        if not collection.shared:
            return somebody
        each = [
            any_of(
                [
                    *(self._owned(label, collection, owner, alias, under) for label in labels),
                    self.absent(collection, owner, alias),
                ]
            )
            for owner in collection.owners
            if not collection.fields or any(f.owner in ("", owner.name) for f in collection.fields)
        ]
        return all_of([somebody, *each])

    def _owned(self, label: str, collection: Collection, owner: Owner, alias: str, under: Under) -> Condition:
        parts = []
        name = root_name(collection, owner)
        if (collection.system, name) in self.roots(label):
            column = f"{alias}.{self.q(self.atlas.id_column(collection))}"
            param = self.draft.param(
                IdsSlot(label, collection.system, name), f"{label}_{name}".replace(":", "__")
            )
            kind = self.atlas.id_kind(collection)
            parts.append(Condition(self.d.among(column, param, kind), self.d.not_among(column, param, kind)))
        for link in () if self._complete(label, collection) else owner.links:
            if link == under.link:
                parent = self.belongs(label, self.parent(link), under.alias, under.up or TOP)
                parts.append(ALWAYS if parent.yes in under.known else parent)
            elif self.touches(label, self.parent(link), (collection.name,)):
                parts.append(self._through(label, collection, link, alias))
        return any_of(parts)

    def _through(self, label: str, collection: Collection, link: Link, alias: str) -> Condition:
        """Rows whose parent belongs to a set. The list of parents is found first, then their children."""
        parent = self.parent(link)
        column = f"{alias}.{self.q(link.column)}"
        referred = self.atlas.parent_column(parent, link.parent_column)
        loose = self.atlas.link_is_loose(collection, link)
        simple = label != STOPPED or not any(self._held_here(parent))
        alone = not parent.shared and (not parent.links or self._complete(label, parent))
        if simple and alone and referred == self.atlas.id_column(parent):
            param = self.draft.param(
                IdsSlot(label, parent.system, parent.name), f"{label}_{parent.name}".replace(":", "_")
            )
            kind = self.atlas.id_kind(parent)
            among, outside = self.d.among(column, param, kind), self.d.not_among(column, param, kind)
            if loose:
                exact = self.d.exact(column)
                among = f"({among} AND {self.d.among(exact, param, kind)})"
                outside = f"({outside} OR {self.d.not_among(exact, param, kind)})"
            return Condition(among, f"({column} IS NULL OR {outside})")
        inner = self.draft.alias(alias, f"list {link.column}")
        found = self.belongs(label, parent, inner)
        id = f"{inner}.{self.q(referred)}"
        listed, pointer = id, column
        if loose:
            listed, pointer = f"{id}, {self.d.exact(id)}", f"({column}, {self.d.exact(column)})"
        select = (
            f"SELECT {listed} FROM {self.atlas.source(parent.table)} AS {inner} "
            f"WHERE {found.yes} AND {id} IS NOT NULL"
        )
        return Condition(f"{pointer} IN ({select})", f"({column} IS NULL OR {pointer} NOT IN ({select}))")

    def _complete(self, label: str, collection: Collection) -> bool:
        return label == PEOPLE and (collection.system, collection.name) in self.shape.complete

    def absent(self, collection: Collection, owner: Owner, alias: str) -> Condition:
        """Nobody is there as an owner, or nobody any more: the key has ended already."""
        linked = [present(f"{alias}.{self.q(link.column)}").opposite() for link in owner.links]
        return all_of([*linked, *(self._keyless(collection, key, alias) for key in owner.keys.values())])

    def _keyless(self, collection: Collection, column: str, alias: str) -> Condition:
        value = f"{alias}.{self.q(column)}"
        if self.atlas.column(collection, column).kind is not ColumnKind.TEXT:
            return present(value).opposite()
        ends = {f.ending for f in collection.fields if f.column == column}
        masked = [e for e in ends if e.how in (How.MASK, How.MASK_WITH_ID)]
        empty = ["''", *(self._masked(collection, ending, value, alias) for ending in masked)]
        named = " AND ".join(f"{value} <> {one}" for one in empty)
        unnamed = " OR ".join(f"{value} = {one}" for one in empty)
        return Condition(f"({value} IS NULL OR {unnamed})", f"({named})")

    def _masked(self, collection: Collection, ending: Ending, value: str, alias: str) -> str:
        mask = self.d.param(self.draft.param(FixedSlot(ending.text or "erased"), "mask"))
        row_id = f"{alias}.{self.q(self.atlas.row(collection)[0])}"
        return self.d.ended_value(ending, value, ColumnKind.TEXT, mask, row_id)

    def _held_here(self, collection: Collection) -> list[HeldQuery]:
        return [
            held
            for held in self.shape.held_queries
            if (held.system, held.collection) == (collection.system, collection.name)
        ]

    def _among(
        self, expression: str, collection: Collection, column: str, values: tuple[int | str, ...]
    ) -> Condition:
        param = self.draft.param(FixedSlot(list(values)), f"held_{column}")
        kind = self.atlas.column(collection, column).kind
        outside = self.d.not_among(expression, param, kind)
        return Condition(self.d.among(expression, param, kind), f"({expression} IS NULL OR {outside})")

    @property
    def d(self) -> Dialect:
        """The dialect."""
        return self.atlas.dialect

    def q(self, name: str) -> str:
        """A quoted identifier."""
        return self.atlas.dialect.quote(name)

    def parent(self, link: Link) -> Collection:
        """The collection a link points at."""
        return self.atlas.system.collections[link.parent]


def root_name(collection: Collection, owner: Owner) -> str:
    """Under which name the rows of one owner are listed in `Rows`."""
    return f"{collection.name}:{owner.name}" if owner.name else collection.name


def root_names(collection: Collection) -> list[str]:
    """The names of all owners of a collection."""
    return [root_name(collection, owner) for owner in collection.owners]
