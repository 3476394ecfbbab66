"""Rows that are picked first in a run, so that its steps need not ask about them again.

What decides about a row can be asked of other tables: whether its children still hold anything. The steps
that depend on the answer are several, of the row itself and of the rows that belong to it, and each would ask
anew, once to act and once more to read back. So a unit's transaction begins by asking each such question once
for each row, and the steps name the rows for which the answer was yes.

The rows are locked from then on, until the steps have acted on them. The questions are asked in the run and
no answers are kept from the plan, so that a row which has changed since then is seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from holdord.planning.mechanism import Mechanism
from holdord.planning.once import ROWS, Once
from holdord.planning.ownership import PEOPLE
from holdord.planning.predicates import (
    ALWAYS,
    Condition,
    Joined,
    Joint,
    Listed,
    Unjoined,
    Unlisted,
    all_of,
    any_of,
    exists,
)
from holdord.planning.statements import PickedSlot
from holdord.words.plan import Pick
from holdord.words.policy import Collection, Link

MOST = 40
"""So many lists of one collection: each takes a bit of a number."""


@dataclass
class Picks:
    """The lists that the steps of one system name, by collection: conditions and the parameters' names.

    The picks that are `done` have been written: those that are written later can name their lists too.
    """

    mechanism: Mechanism
    lists: dict[str, dict[str, tuple[str, Condition]]] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    def told(self, collection: Collection, alias: str, due: Condition) -> str:
        """A condition on the people's rows, by lists of picked rows where that saves asking other tables."""
        if self._is_named(collection):
            column = f"{alias}.{self.mechanism.q(self.mechanism.atlas.id_column(collection))}"
            return self._among(column, collection, due) or due.yes
        link = self.mechanism.belongs_only_by(collection)
        if link is None:
            return due.yes
        parts = due.parts if isinstance(due, Joint) and due.word == " AND " else (due,)
        belongs = self.mechanism.belongs(PEOPLE, collection, alias).yes
        above = [(part, self._of_parent(part, link, alias)) for part in parts if part.yes != belongs]
        there = [of_parent for _, of_parent in above if of_parent]
        if len(above) == len(parts) or not there:
            return due.yes
        column = f"{alias}.{self.mechanism.q(link.column)}"
        listed = self._among(column, self.mechanism.parent(link), all_of(there))
        if not listed:
            return due.yes
        return " AND ".join([listed, *(part.yes for part, of_parent in above if not of_parent)])

    def _is_named(self, collection: Collection) -> bool:
        """Whether all the people's rows are known by id, and are one person's each."""
        where = (collection.system, collection.name)
        return (
            not collection.shared
            and where in self.mechanism.shape.complete
            and where in self.mechanism.roots(PEOPLE)
        )

    def _among(self, column: str, collection: Collection, condition: Condition) -> str:
        """A column among the picked rows that meet a condition; "" where that is not worth a list."""
        known = self.lists.setdefault(collection.name, {})
        if "EXISTS (" not in condition.yes or (condition.yes not in known and len(known) == MOST):
            return ""
        if condition.yes not in known:
            slot = PickedSlot(collection.name, len(known))
            known[condition.yes] = self.mechanism.draft.param(slot, f"picked_{collection.name}"), condition
        kind = self.mechanism.atlas.id_kind(collection)
        return self.mechanism.d.among(column, known[condition.yes][0], kind)

    def _of_parent(self, condition: Condition, link: Link, alias: str) -> Condition | None:
        """What a condition says of a row's parent, where it says nothing else."""
        match condition:
            case Joint(parts=parts, word=word):
                each = [self._of_parent(part, link, alias) for part in parts]
                told = [one for one in each if one]
                joint = all_of if word == " AND " else any_of
                return joint(told) if len(told) == len(each) else None
            case Listed(list=list_) if list_ == self.mechanism.parents_listed(link, alias):
                return condition.there
            case Unlisted(of=listed) if listed.list == self.mechanism.parents_listed(link, alias):
                return listed.there.opposite()
        return None

    def _by_list(self, condition: Condition, collection: Collection) -> Condition:
        """A condition that asks for a row's children by lists, made once for all rows."""
        match condition:
            case Joint(parts=parts, word=word):
                joint = all_of if word == " AND " else any_of
                return joint(self._by_list(part, collection) for part in parts)
            case Joined():
                return self._with_children(condition, collection) or condition
            case Unjoined(of=joined):
                found = self._with_children(joined, collection)
                return found.opposite() if found else condition
        return condition

    def _with_children(self, joined: Joined, collection: Collection) -> Condition | None:
        """Rows that have children of a kind, by lists; None where there is none that tells."""
        mechanism, alias = self.mechanism, self.mechanism.draft.alias("", collection.name)
        for child, link in mechanism.atlas.policy.children_of(collection):
            inner = mechanism.below(child, link, alias)
            if (joined.source, joined.join) == mechanism.joined_child(child, inner, collection, alias, link):
                return self._outside(joined, child, inner) or self._parents_of(joined, child, link, alias)
        return None

    def _outside(self, joined: Joined, child: Collection, inner: str) -> Condition | None:
        """By the children that were picked before, where all others are meant."""
        if child.name not in self.done or inner != self.mechanism.draft.alias("", child.name):
            return None
        for name, picked in self.lists[child.name].values():
            if picked.no == joined.there.yes:
                column = f"{inner}.{self.mechanism.q(self.mechanism.atlas.id_column(child))}"
                kind = self.mechanism.atlas.id_kind(child)
                among = self.mechanism.d.among(column, name, kind)
                outside = self.mechanism.d.not_among(column, name, kind)
                return exists(joined.source, joined.join, Condition(outside, among))
        return None

    def _parents_of(self, joined: Joined, child: Collection, link: Link, alias: str) -> Condition | None:
        """By the parents of such children, where all are found by their parents and tell it by themselves."""
        mechanism = self.mechanism
        if mechanism.belongs_only_by(child) != link or not mechanism.touches(PEOPLE, child):
            return None
        if f"{alias}." in joined.there.yes:
            return None
        parent, inner = mechanism.parent(link), mechanism.below(child, link, alias)
        where = mechanism.belongs(PEOPLE, child, inner).yes
        if joined.there != ALWAYS:
            where = f"{where} AND {joined.there.yes}"
        id = f"{alias}.{mechanism.q(mechanism.atlas.id_column(parent))}"
        parents = f"SELECT {inner}.{mechanism.q(link.column)} FROM {joined.source} WHERE {where}"
        return Condition(f"{id} IN ({parents})", f"{id} NOT IN ({parents})")

    def written(self) -> Iterator[Pick]:
        """The questions, one for each collection of which a step names rows."""
        mechanism = self.mechanism
        for name, known in self.lists.items():
            if not known:
                continue
            collection = mechanism.atlas.system.collections[name]
            alias = mechanism.draft.alias("", name)
            where = mechanism.belongs(PEOPLE, collection, alias).yes
            once = Once(given=where)
            bits = (
                f"CASE WHEN {once.meets(self._by_list(condition, collection))} THEN {1 << bit} ELSE 0 END"
                for bit, (_, condition) in enumerate(known.values())
            )
            number = " + ".join(bits)
            source = f"{mechanism.atlas.source(collection.table)} AS {alias}"
            id = f"{alias}.{mechanism.q(mechanism.atlas.id_column(collection))}"
            names = tuple(param for param, _ in known.values())
            table = once.locked(id, source, where, mechanism.d.lock)
            kind = mechanism.atlas.id_kind(collection)
            sql, together = mechanism.d.numbered(f"{ROWS}.id", number, table, kind)
            named = [(one, mechanism.draft.alias("", one.name)) for one in self._asked(collection)]
            by_index = mechanism.atlas.found_by_lists(sql, *named)
            self.done.add(name)
            yield Pick(name, sql, names, together, by_index)

    def _asked(self, collection: Collection) -> Iterator[Collection]:
        """The collections whose rows a pick names: its own, and those below it by their parents."""
        yield collection
        for child, link in self.mechanism.atlas.policy.children_of(collection):
            if self.mechanism.belongs_only_by(child) == link:
                yield child
