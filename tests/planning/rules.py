"""What the design says may go, said again in the plainest way: row by row, in Python, without SQL.

This is what planning is compared with, so it shares nothing with it but the nouns and the forward function of
periods (`free_from`). It is slow and looks at everything; that is its worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from holdord.words.period import Fixed, OfEvent, UntilWithdrawn, free_from
from holdord.words.policy import Collection, EventSource, EventTerm, Field, Link, Owner, Policy, Purpose

Row = dict[str, Any]
Tables = dict[str, dict[int, Row]]
Key = tuple[str, int]


@dataclass
class World:
    """Rows, and what was said: for whom a purpose has lapsed, whose rows are stopped, who asks for erasure.

    A person is a text. `people` are those who ask; None means a sweep over everybody. `dropped` are the
    purposes that end with their asking. `pointers` are references that no link of the map tells of.
    """

    policy: Policy
    tables: Tables
    now: datetime
    lapsed: Mapping[str, set[str]] = field(default_factory=dict)
    stopped: frozenset[str] = frozenset()
    people: frozenset[str] | None = None
    dropped: frozenset[str] = frozenset()
    pointers: tuple[tuple[str, str, str], ...] = ()
    persons: dict[tuple[Key, str], frozenset[str]] = field(default_factory=dict)

    # -- whose rows they are

    def owners(self, key: Key) -> dict[str, frozenset[str]]:
        """The persons behind each owner of a row, by the owner's name."""
        collection = self.collection(key[0])
        return {owner.name: self.person(key, owner) for owner in collection.owners}

    def person(self, key: Key, owner: Owner) -> frozenset[str]:
        """The persons behind one owner: those of its parents, else whoever its own key names."""
        known = self.persons.get((key, owner.name))
        if known is not None:
            return known
        found: set[str] = set()
        row = self.tables[key[0]][key[1]]
        linked = False
        for link in owner.links:
            if row[link.column] is not None:
                linked = True
                parent = self.parent(key, link)
                if parent is not None:
                    for persons in self.owners(parent).values():
                        found |= persons
        if not linked:
            found |= {row[c].lower() for k, c in owner.keys.items() if k == "email" and row[c] is not None}
        self.persons[key, owner.name] = frozenset(found)
        return frozenset(found)

    def concerned(self, key: Key, owner: str | None) -> list[frozenset[str]]:
        """The persons of each owner that counts: the one named, else all there about whom something is."""
        collection = self.collection(key[0])
        owners = self.owners(key)
        if owner:
            return [owners[owner]]
        about = {f.owner for f in collection.fields}
        counting = [o.name for o in collection.owners if not about or {"", o.name} & about]
        if len(collection.owners) == 1:
            return [owners[collection.owners[0].name]]
        there = [owners[name] for name in counting if not self.absent(key, name)]
        return there if any(owners.values()) else [frozenset()]

    def absent(self, key: Key, name: str) -> bool:
        """Nobody is there as this owner."""
        owner = next(o for o in self.collection(key[0]).owners if o.name == name)
        row = self.tables[key[0]][key[1]]
        return all(row[link.column] is None for link in owner.links) and not any(
            row[column] for column in owner.keys.values()
        )

    def all_among(self, key: Key, some: Iterable[str], owner: str | None = None) -> bool:
        """Whether everybody whose row (or owner's part of it) this is belongs to some."""
        concerned = self.concerned(key, owner)
        mine = any(persons & set(some) for persons in self.owners(key).values()) if not owner else True
        return mine and all(persons & set(some) for persons in concerned)

    def any_among(self, key: Key, some: Iterable[str]) -> bool:
        """Whether anybody whose row this is belongs to some."""
        return any(persons & set(some) for persons in self.owners(key).values())

    # -- when things happened

    def dates(self, source: EventSource, key: Key) -> list[date | datetime] | None:
        """The dates of which an event is the latest, for a row; None while it is still to come.

        No date at all: the event never concerns the row (`or never`).
        """
        found: list[Any] = []
        near: list[Any] = []
        for term in source.terms:
            if not term.collection:
                near.append(self.value(key, term.column))
            elif links := [link for link in self.collection(key[0]).links if link.parent == term.collection]:
                parent = self.parent(key, links[0])
                if parent is not None or not source.or_never:
                    near.append(parent and self.value(parent, term.column))
            else:
                dates = [self.value(child, term.column) for child in self.children(key, term.collection)]
                if None in dates and not term.known_only:
                    return None
                found += dates
        if near and not any(near):
            return None
        return [value for value in near + found if value is not None]

    def value(self, key: Key, column: str) -> Any:
        """What stands in a column of a row."""
        return self.tables[key[0]][key[1]][column]

    def source_of(self, purpose: Purpose, key: Key) -> tuple[EventSource, Key | None] | None:
        """Where a purpose counts from for a row, and the row (its own, or one above it) which knows; None
        where nobody does."""
        name = "withdrawn" if isinstance(purpose.keep, UntilWithdrawn) else purpose.keep.event
        at: Key | None = key
        collection = self.collection(key[0])
        while name not in collection.events:
            if len(collection.links) != 1:
                return None
            link = collection.links[0]
            at = self.parent(at, link) if at else None
            collection = self.collection(link.parent)
        return collection.events[name], at

    def ended_by_time(self, purpose: Purpose, key: Key) -> bool:
        """Whether a purpose's period has ended for a row."""
        found = self.source_of(purpose, key)
        if found is None:
            return False
        source, at = found
        if at is None:
            return False
        dates = self.dates(source, at)
        keep = purpose.keep if isinstance(purpose.keep, Fixed) else Fixed(OfEvent("withdrawal"))
        calendar = self.policy.controller.calendar
        return dates is not None and all(free_from(keep, one, calendar) <= self.now for one in dates)

    def ended(self, purpose: Purpose, key: Key, owner: str = "") -> bool:
        """Whether a purpose holds a row, or one owner's part of it, no longer."""
        if self.ended_by_time(purpose, key):
            return True
        over = set(self.lapsed.get(purpose.name, ()))
        if self.people is not None and purpose.name in self.dropped:
            over |= self.people
        return self.all_among(key, over, owner or None)

    # -- what may go

    def is_stopped(self, key: Key) -> bool:
        """Whether a hold or a restriction lies on anybody's part of a row."""
        return self.any_among(key, self.stopped)

    def in_scope(self, key: Key, owner: str = "") -> bool:
        """Whether the plan is about the row, or one owner's part of it."""
        return self.people is None or self.all_among(key, self.people, owner or None)

    def is_free(self, one: Field, key: Key) -> bool:
        """Whether a field may go."""
        collection = self.collection(key[0])
        purposes = self.policy.purposes_of(collection, one.category, one.owner)
        return (
            self.in_scope(key, one.owner)
            and not self.is_stopped(key)
            and all(self.ended(purpose, key, one.owner) for purpose in purposes)
        )

    def is_due(self, key: Key) -> bool:
        """Whether a row may go as far as itself and those who count from it are concerned."""
        collection = self.collection(key[0])
        return (
            not collection.row_stays
            and self.in_scope(key)
            and not self.is_stopped(key)
            and all(self.ended(purpose, key) for purpose in self.policy.purposes_of_row(collection))
            and not self.is_counted_from(key)
        )

    def is_counted_from(self, key: Key) -> bool:
        """Whether a living purpose of any row counts a period from this one."""
        for link in self.collection(key[0]).links:
            parent = self.parent(key, link)
            if parent is not None and any(self._counts(other, key, parent) for other in self.all_keys()):
                return True
        return False

    def _counts(self, other: Key, key: Key, parent: Key) -> bool:
        for purpose in self.policy.purposes_of_row(self.collection(other[0])):
            if not isinstance(purpose.keep, Fixed):
                continue
            found = self.source_of(purpose, other)
            if found is None or found[1] != parent or self.ended(purpose, other):
                continue
            if any(self._can_prolong(purpose.keep, term, key) for term in found[0].terms):
                return True
        return False

    def _can_prolong(self, keep: Fixed, term: EventTerm, key: Key) -> bool:
        """Whether a row's date can still matter to a period that counts from it."""
        if term.collection != key[0]:
            return False
        value = self.value(key, term.column)
        if value is None:
            return not term.known_only
        return free_from(keep, value, self.policy.controller.calendar) > self.now

    def going(self) -> set[Key]:
        """The rows that go: due, and nobody who stays refers to them."""
        going = {key for key in self.all_keys() if self.is_due(key)}
        while True:
            kept = {key for key in going if any(r not in going for r in self.referring(key))}
            if not kept:
                return going
            going -= kept

    # -- the map

    def all_keys(self) -> Iterator[Key]:
        """Every row."""
        for name, rows in self.tables.items():
            for number in rows:
                yield name, number

    def collection(self, name: str) -> Collection:
        """A collection of the one system."""
        (system,) = self.policy.systems.values()
        return system.collections[name]

    def parent(self, key: Key, link: Link) -> Key | None:
        """The row that a link points at."""
        value = self.tables[key[0]][key[1]][link.column]
        column = link.parent_column or "id"
        if value is not None:
            for number, row in self.tables[link.parent].items():
                if row[column] == value:
                    return link.parent, number
        return None

    def children(self, key: Key, collection: str) -> Iterator[Key]:
        """The rows of a collection that any link makes children of a row."""
        for number in self.tables[collection]:
            child = (collection, number)
            if any(
                link.parent == key[0] and self.parent(child, link) == key
                for link in self.collection(collection).links
            ):
                yield child

    def referring(self, key: Key) -> Iterator[Key]:
        """The rows that refer to a row."""
        for name in self.tables:
            if any(link.parent == key[0] for link in self.collection(name).links):
                yield from self.children(key, name)
        for table, column, target in self.pointers:
            if target == key[0]:
                for number, row in self.tables[table].items():
                    if row[column] == key[1]:
                        yield table, number
