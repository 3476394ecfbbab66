"""The one mechanism that decides what may be erased, as conditions on rows.

This module is dangerous: what it calls ended is deleted. Its rules, each of which has a test of that name:

1. A purpose has ended for a row when its period has, or when the world ended it for the row's person (consent
   withdrawn, objection, gone from the mirrored system). An event that has not happened ends nothing.
2. A field may go once all purposes that cover it are over, unless something stops the ending.
3. A row may go when every purpose of all its fields has ended, nothing stops it, and nobody who stays refers
   to it or counts a period from it.
   What somebody decided to withhold from an erasure goes in neither way.
4. What belongs to several people goes for one of them only where it is about that one alone.

Everything that erases, expires, forecasts or explains asks here. Time comes in as a slot of the statement.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from holdord.planning.atlas import Reference, Unplannable
from holdord.planning.ownership import PEOPLE, STOPPED, TOP, Ownership, Under, lapsed, root_names
from holdord.planning.predicates import (
    ALWAYS,
    NEVER,
    Condition,
    all_of,
    any_of,
    before,
    exists,
    for_all,
    listed,
    present,
)
from holdord.planning.refusals import gone_with_parent, held_by, unknown_event
from holdord.planning.statements import BoundSlot
from holdord.words.period import After, Calendar, Fixed, OfEvent, Period, UntilWithdrawn, compare
from holdord.words.policy import Collection, EventSource, EventTerm, Field, Link, Purpose

WITHDRAWN = "withdrawn"
AT_WITHDRAWAL = Fixed(OfEvent("withdrawal"))
AT_ONCE = Fixed(OfEvent("event"))
"""What ends with its event: all that is asked is whether that has happened."""


@dataclass
class Mechanism(Ownership):
    """Writes the conditions of one system into one statement."""

    # What has ended

    def ended(
        self, purpose: Purpose, collection: Collection, alias: str, under: Under = TOP, owner: str = ""
    ) -> list[Condition]:
        """Conditions which together say that a purpose holds a row no longer (rule 1)."""
        if self.shape.scoped and purpose.name in self.shape.dropped:
            return [ALWAYS]
        by_time = self._ended_by_time(purpose, collection, alias, under)
        label = lapsed(purpose.name)
        if not self.touches(label, collection):
            return by_time
        if owner:
            by_world = self.belongs(label, collection, alias, under, owner)
        else:
            by_world = self.belongs_wholly(label, collection, alias, under)
        return [any_of([all_of(by_time), by_world])]

    def ended_for_others(self, purpose: Purpose, collection: Collection, alias: str) -> Condition:
        """A purpose holds a row no longer, not even for those among its owners who did not ask."""
        if not (self.shape.scoped and purpose.name in self.shape.dropped):
            return all_of(self.ended(purpose, collection, alias))
        label = lapsed(purpose.name)
        over = (PEOPLE, label) if self.touches(label, collection) else (PEOPLE,)
        by_time = all_of(self._ended_by_time(purpose, collection, alias, TOP))
        return any_of([by_time, self.wholly_among(over, collection, alias)])

    def _ended_by_time(
        self, purpose: Purpose, collection: Collection, alias: str, under: Under
    ) -> list[Condition]:
        event = event_name(purpose)
        if event is None:
            return [NEVER]
        found = self.atlas.policy.event_of(collection, event)
        if found is None:
            if isinstance(purpose.keep, UntilWithdrawn):
                return [NEVER]
            raise Unplannable(unknown_event(purpose, collection))
        links, source = found
        self._check_told_to_the_end(purpose, collection, links, source)
        period = purpose.keep if isinstance(purpose.keep, Fixed) else AT_WITHDRAWAL
        return self._climb(links, source, period, collection, alias, under)

    def _check_told_to_the_end(
        self, purpose: Purpose, collection: Collection, links: Sequence[Link], source: EventSource
    ) -> None:
        """Refuse an event read from a parent that goes first, where nothing is said of the time after."""
        at = collection
        for link in links:
            if self.atlas.is_named_by_parent(at, link):
                raise Unplannable(gone_with_parent(purpose, at, link))
            at = self.parent(link)
        children = {child.name for child, _ in self.atlas.policy.children_of(at)}
        near = [term.collection for term in source.terms if term.collection not in children]
        for link in at.links:
            alone = near == [link.parent] and not source.or_never
            if alone and self.atlas.is_named_by_parent(at, link):
                raise Unplannable(gone_with_parent(purpose, at, link))

    def _climb(
        self,
        links: tuple[Link, ...],
        source: EventSource,
        period: Fixed,
        collection: Collection,
        alias: str,
        under: Under,
    ) -> list[Condition]:
        """An event of the row itself, or of the row found at the end of the links."""
        if not links:
            return self._event_before(source, period, collection, alias, under)
        parent = self.parent(links[0])
        if links[0] == under.link:
            return self._climb(links[1:], source, period, parent, under.alias, under.up or TOP)
        inner = self.draft.alias(alias, f"up {links[0].column}")
        there = all_of(self._climb(links[1:], source, period, parent, inner, TOP))
        if self.belongs_by(links[0], collection):
            return [listed(self.parents_listed(links[0], alias), there)]
        return [exists(*self._joined(parent, inner, collection, alias, links[0]), there)]

    def belongs_by(self, link: Link, collection: Collection) -> bool:
        """Whether this link alone makes rows the people's, and its parents are all known by id.

        A row of theirs then has a parent of theirs. What holds for a parent need be asked of those few only,
        once each, however many rows point at it; about rows of others the answer may be wrong, and is never
        asked for.
        """
        parent = self.parent(link)
        return (
            self.shape.scoped
            and not collection.shared
            and collection.owners[0].links == (link,)
            and not self._by_id(collection)
            and not parent.shared
            and parent.name != collection.name
            and not self.atlas.link_is_loose(collection, link)
            and self._complete(PEOPLE, parent)
            and self._by_id(parent)
            and self.atlas.parent_column(parent, link.parent_column) == self.atlas.id_column(parent)
        )

    def belongs_only_by(self, collection: Collection) -> Link | None:
        """The link of which `belongs_by` speaks, if there is one."""
        return next((link for link in collection.links if self.belongs_by(link, collection)), None)

    def _by_id(self, collection: Collection) -> bool:
        """Whether rows of the people are known by id in a collection."""
        return any((collection.system, name) in self.roots(PEOPLE) for name in root_names(collection))

    def parents_listed(self, link: Link, alias: str) -> tuple[str, str, str]:
        """A row's link, the id of its parent, and from where the people's parents are listed."""
        parent, inner = self.parent(link), self.draft.alias(alias, f"up {link.column}")
        rows = f"{self.atlas.source(parent.table)} AS {inner} WHERE {self.belongs(PEOPLE, parent, inner).yes}"
        id = f"{inner}.{self.q(self.atlas.id_column(parent))}"
        return f"{alias}.{self.q(link.column)}", id, rows

    def _event_before(
        self, source: EventSource, period: Fixed, collection: Collection, alias: str, under: Under
    ) -> list[Condition]:
        """The latest of an event's terms lies before the bound (see words.policy.EventSource)."""
        not_later: list[Condition] = []
        happened: list[Condition] = []
        children = {child.name for child, _ in self.atlas.policy.children_of(collection)}
        strict = sum(term.collection not in children for term in source.terms) == 1
        for term in source.terms:
            if term.collection in children:
                not_later.append(self._child_term(term, period, collection, alias))
                continue
            past, seen = self._near_term(term, period, collection, alias, under, strict, source.or_never)
            not_later.append(past)
            happened.append(seen)
        if strict or not happened:
            return not_later
        if source.or_never and all(term.collection for term in source.terms):
            happened.append(self._no_parent(source, collection, alias))
        return [*not_later, any_of(happened)]

    def _no_parent(self, source: EventSource, collection: Collection, alias: str) -> Condition:
        """None of the parents an event is read from is there."""
        absent = []
        for link in collection.links:
            if any(term.collection == link.parent for term in source.terms):
                inner = self.draft.alias(alias, f"up {link.column}")
                joined = self._joined(self.parent(link), inner, collection, alias, link)
                absent.append(exists(*joined).opposite())
        return all_of(absent)

    def _near_term(
        self,
        term: EventTerm,
        period: Fixed,
        collection: Collection,
        alias: str,
        under: Under,
        strict: bool,
        or_never: bool,
    ) -> tuple[Condition, Condition]:
        """(a term of the row or of its parent is not after the bound, it has happened).

        A `strict` term must have happened; one among several may be missing.
        """
        if not term.collection:
            return self._own_term(term, period, collection, alias, strict)
        parent = self.atlas.system.collections[term.collection]
        link = next(link for link in collection.links if link.parent == term.collection)
        if link == under.link:
            return self._own_term(term, period, parent, under.alias, strict)
        inner = self.draft.alias(alias, f"up {link.column}")
        joined = self._joined(parent, inner, collection, alias, link)
        past, seen = self._own_term(term, period, parent, inner, strict)
        there = exists(*joined, seen)
        if strict and not or_never:
            return exists(*joined, past), there
        return for_all(*joined, past), there

    def _own_term(
        self, term: EventTerm, period: Fixed, collection: Collection, alias: str, strict: bool
    ) -> tuple[Condition, Condition]:
        column = f"{alias}.{self.q(term.column)}"
        past = before(column, self._bound(term, period, collection))
        seen = present(column)
        return (past if strict else any_of([past, seen.opposite()])), seen

    def _child_term(self, term: EventTerm, period: Fixed, collection: Collection, alias: str) -> Condition:
        child = self.atlas.system.collections[term.collection]
        each = []
        for link in child.links:
            if link.parent == collection.name:
                inner = self.below(child, link, alias)
                past = self._child_past(term, period, child, inner)
                each.append(for_all(*self.joined_child(child, inner, collection, alias, link), past))
        return all_of(each)

    def _child_past(self, term: EventTerm, period: Fixed, child: Collection, alias: str) -> Condition:
        past, seen = self._own_term(term, period, child, alias, True)
        return any_of([past, seen.opposite()]) if term.known_only else past

    def _bound(self, term: EventTerm, period: Fixed, collection: Collection) -> str:
        kind = self.atlas.column(collection, term.column).kind
        period = self.draft.period or period
        slot = BoundSlot(period, kind, term.unit, self.atlas.system.time_zone, self.d.name, self.draft.at)
        return self.d.param(self.draft.param(slot, f"before_{period.event}"))

    # What may go

    def free(self, field_: Field, collection: Collection, alias: str, under: Under = TOP) -> list[Condition]:
        """Conditions under which one field may go, whatever becomes of its row (rule 2)."""
        if self.stays(field_):
            return [NEVER]
        conditions = [self._in_scope(collection, alias, under, field_.owner)]
        purposes = self.atlas.policy.purposes_of(collection, field_.category, field_.owner)
        for purpose in self.binding(held_by(purposes, collection), collection):
            conditions += self.ended(purpose, collection, alias, under, field_.owner)
        return [*conditions, self.unstopped(collection, alias, under)]

    def stays(self, field_: Field) -> bool:
        """Whether data of this category is withheld from the erasure, though it could go (Art. 17(3))."""
        return field_.category in self.shape.withheld

    def goes(self, collection: Collection, alias: str, under: Under = TOP) -> list[Condition]:
        """Conditions under which a whole row may go (rule 3)."""
        conditions = self.due(collection, alias, under)
        for ref in self.atlas.references_to(collection):
            if ref.inward and NEVER not in conditions:
                inner = self.draft.alias(alias, f"answers {ref.columns}")
                others = Under(path=(*under.path, collection.table))
                joined = self._referring(ref, alias, inner)
                conditions.append(for_all(*joined, all_of(self.due(collection, inner, others))))
        return conditions

    def due(self, collection: Collection, alias: str, under: Under = TOP) -> list[Condition]:
        """Conditions under which a row may go but for rows of its own table that refer to it.

        Such rows may be a chain of any length. A row that is due gives up its own pointer into the table
        before anything is removed; so a row goes when all that refer to it are due, and no chain is followed.
        """
        if collection.row_stays or any(map(self.stays, collection.fields)):
            return [NEVER]
        conditions = [self._in_scope(collection, alias, under, "")]
        purposes = held_by(self.atlas.policy.purposes_of_row(collection), collection)
        for purpose in self.binding(purposes, collection):
            conditions += self.ended(purpose, collection, alias, under)
        conditions.append(self.unstopped(collection, alias, under))
        conditions += self._counted_from(collection, alias, under)
        known = frozenset(c.yes for c in conditions)
        here = Under(known=known, path=(*under.path, collection.table), up=under)
        for ref in self.atlas.references_to(collection):
            if not ref.unlink and not ref.inward:
                conditions.append(self._nobody_stays(ref, collection, alias, here))
        return conditions

    def binding(self, purposes: Sequence[Purpose], collection: Collection) -> list[Purpose]:
        """The purposes that decide when all have ended; not those that another outlasts for every date."""
        deciding: list[Purpose] = []
        for one in purposes:
            if any(self._outlasts(other, one, collection) for other in deciding):
                continue
            deciding = [other for other in deciding if not self._outlasts(one, other, collection)]
            deciding.append(one)
        return deciding

    def _outlasts(self, long: Purpose, short: Purpose, collection: Collection) -> bool:
        """Whether one purpose never ends before another does, by time alone and whatever the date."""
        if not self.by_time_alone(long, collection):
            return False
        same = long.keep.event is not None and long.keep.event == short.keep.event
        return same and kept_as_long(short.keep, long.keep, self.calendar)

    def by_time_alone(self, purpose: Purpose, collection: Collection) -> bool:
        """Whether nothing but time ends a purpose here: no request, and nobody for whom it has lapsed."""
        by_request = self.shape.scoped and purpose.name in self.shape.dropped
        return not by_request and not self.touches(lapsed(purpose.name), collection)

    @property
    def calendar(self) -> Calendar:
        """The controller's."""
        return self.atlas.policy.controller.calendar

    def unstopped(self, collection: Collection, alias: str, under: Under = TOP) -> Condition:
        """Rows on which no hold and no restriction lies."""
        if not self.touches(STOPPED, collection):
            return ALWAYS
        return self.belongs(STOPPED, collection, alias, under).opposite()

    def _in_scope(self, collection: Collection, alias: str, under: Under, owner: str) -> Condition:
        if not self.shape.scoped:
            return ALWAYS
        if owner:
            return self.belongs(PEOPLE, collection, alias, under, owner)
        return self.belongs_wholly(PEOPLE, collection, alias, under)

    def _nobody_stays(self, ref: Reference, collection: Collection, alias: str, here: Under) -> Condition:
        """No row that refers to this one stays. In a circle of references nobody may refer at all."""
        inner = self.draft.alias(alias, f"down {ref.source}.{','.join(ref.columns)}")
        source, join = self._referring(ref, alias, inner)
        if not ref.collection or ref.source in here.path:
            return exists(source, join).opposite()
        child = self.atlas.system.collections[ref.collection]
        link = next(
            (k for k in child.links if (k.column,) == ref.columns and k.parent == collection.name), None
        )
        under = Under(link, alias if link else "", here.known, here.path, here.up)
        staying = [c.opposite() for c in self.goes(child, inner, under) if c.yes not in here.known]
        return exists(source, join, any_of(staying)).opposite()

    def _counted_from(self, collection: Collection, alias: str, under: Under) -> list[Condition]:
        """Purposes that count from this row through a parent are past its date, or have ended there anyway.

        Without this a customer kept five years from the latest order would be forgotten as soon as the
        orders themselves, kept for one year, are gone. What lies behind a purpose cannot prolong it any more.
        """
        conditions = []
        for link in collection.links:
            parent = self.parent(link)
            for heir, path in self._heirs(parent):
                for purpose in self.atlas.policy.purposes_of_row(heir):
                    hears = heir.name != collection.name and self._hears(purpose, heir, path)
                    if hears and self._needs_child(purpose, parent, collection):
                        inner = self.draft.alias(alias, f"up {link.column}")
                        joined = self._joined(parent, inner, collection, alias, link)
                        ended = for_all(*joined, self._done_below(purpose, parent, inner, path))
                        past = all_of(self._past(purpose, parent, collection, alias))
                        conditions.append(any_of([past, ended]))
        return conditions

    def _past(
        self, purpose: Purpose, parent: Collection, child: Collection, alias: str
    ) -> Iterator[Condition]:
        """The dates of a child from which its parent counts lie behind a purpose."""
        assert isinstance(purpose.keep, Fixed)
        for term in parent.events[purpose.keep.event].terms:
            if term.collection == child.name:
                yield self._child_past(term, purpose.keep, child, alias)

    def _heirs(
        self, collection: Collection, path: tuple[Link, ...] = ()
    ) -> Iterator[tuple[Collection, tuple[Link, ...]]]:
        """A collection and those below it that take their events from it, with the links down to them."""
        yield collection, path
        for child, link in self.atlas.policy.children_of(collection):
            if len(child.links) == 1 and link not in path:
                yield from self._heirs(child, (*path, link))

    def _hears(self, purpose: Purpose, heir: Collection, path: tuple[Link, ...]) -> bool:
        """Whether a collection takes a purpose's event from the other end of the links."""
        event = event_name(purpose)
        found = self.atlas.policy.event_of(heir, event) if event else None
        return found is not None and found[0] == path[::-1]

    def _done_below(
        self, purpose: Purpose, at: Collection, alias: str, path: tuple[Link, ...], under: Under = TOP
    ) -> Condition:
        """A purpose has ended for every row of a collection that lies below a row."""
        if not path:
            return all_of(self.ended(purpose, at, alias, under))
        children = self.atlas.policy.children_of(at)
        child = next(child for child, link in children if link == path[0])
        inner = self.below(child, path[0], alias)
        below = self._done_below(purpose, child, inner, path[1:], Under(path[0], alias, up=under))
        return for_all(*self.joined_child(child, inner, at, alias, path[0]), below)

    def _needs_child(self, purpose: Purpose, parent: Collection, child: Collection) -> bool:
        event = event_name(purpose)
        source = parent.events.get(event) if event else None
        if source is None or not isinstance(purpose.keep, Fixed):
            return False
        columns = {term.column for term in source.terms if term.collection == child.name}
        return bool(columns) and not any(
            kept_as_long(purpose.keep, own.keep, self.calendar)
            for own in self.atlas.policy.purposes_of_row(child)
            if self._own_column(child, own) in columns and self.by_time_alone(own, child)
        )

    def _own_column(self, collection: Collection, purpose: Purpose) -> str | None:
        """The row's own column that a purpose counts from, when it is that column alone."""
        source = collection.events.get(purpose.keep.event or "")
        if source is None or len(source.terms) != 1 or source.terms[0].collection:
            return None
        return source.terms[0].column

    def _joined(
        self, parent: Collection, inner: str, collection: Collection, alias: str, link: Link
    ) -> tuple[str, str]:
        referred = self.atlas.parent_column(parent, link.parent_column)
        source = f"{self.atlas.source(parent.table)} AS {inner}"
        loose = self.atlas.link_is_loose(collection, link)
        here, there = f"{alias}.{self.q(link.column)}", f"{inner}.{self.q(referred)}"
        return source, self.atlas.joined(loose, there, here)

    def _referring(self, ref: Reference, alias: str, inner: str) -> tuple[str, str]:
        """The rows that refer to one; a row that refers to itself stands in nobody's way."""
        join = self.joined_by(ref, inner, alias)
        if ref.source == ref.target:
            pairs = zip(ref.columns, ref.referred, strict=True)
            apart = (f"{inner}.{self.q(here)} <> {inner}.{self.q(there)}" for here, there in pairs)
            join += f" AND ({' OR '.join(apart)})"
        return f"{self.atlas.source(ref.source)} AS {inner}", join

    def joined_by(self, ref: Reference, source: str, target: str) -> str:
        """One row refers to another."""
        return " AND ".join(
            self.atlas.joined(
                self.atlas.is_loose(ref.source, here, ref.target),
                f"{source}.{self.q(here)}",
                f"{target}.{self.q(there)}",
            )
            for here, there in zip(ref.columns, ref.referred, strict=True)
        )

    def below(self, child: Collection, link: Link, alias: str) -> str:
        """The alias of the rows below one that point at it by a link."""
        return self.draft.alias(alias, f"down {child.table}.{link.column}")

    def joined_child(
        self, child: Collection, inner: str, collection: Collection, alias: str, link: Link
    ) -> tuple[str, str]:
        """The rows below one, and how they are joined."""
        referred = self.atlas.parent_column(collection, link.parent_column)
        source = f"{self.atlas.source(child.table)} AS {inner}"
        loose = self.atlas.link_is_loose(child, link)
        here, above = f"{inner}.{self.q(link.column)}", f"{alias}.{self.q(referred)}"
        return source, self.atlas.joined(loose, here, above)


def event_name(purpose: Purpose) -> str | None:
    """The event a purpose counts from; a consent can also be withdrawn in a column of the company's."""
    return WITHDRAWN if isinstance(purpose.keep, UntilWithdrawn) else purpose.keep.event


@lru_cache(maxsize=1024)
def kept_as_long(short: Period, long: Period, calendar: Calendar) -> bool:
    """Whether a row kept by `long` is there for as long as `short`, whatever the date (28 years of days)."""
    if not isinstance(short, Fixed) or not isinstance(long, Fixed):
        return False
    if short == long:
        return True
    by_clock = any(_counts_hours(period) for period in (short, long))  # a day's hours are not in its date
    return not by_clock and compare(short, long, calendar, date(2000, 1, 1), date(2028, 1, 1)) is None


def _counts_hours(period: Fixed) -> bool:
    anchor = period.anchor
    while not isinstance(anchor, OfEvent):
        if isinstance(anchor, After) and anchor.duration.by_clock:
            return True
        anchor = anchor.of
    return False
