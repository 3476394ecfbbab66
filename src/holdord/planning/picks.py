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
from holdord.planning.once import Once
from holdord.planning.ownership import PEOPLE
from holdord.planning.predicates import Condition, Joint, Listed, Unlisted, all_of, any_of
from holdord.planning.statements import PickedSlot
from holdord.words.plan import Pick
from holdord.words.policy import Collection, Link

MOST = 40
"""So many lists of one collection: each takes a bit of a number."""


@dataclass
class Picks:
    """The lists that the steps of one system name, by collection: conditions and the parameters' names."""

    mechanism: Mechanism
    lists: dict[str, dict[str, tuple[str, Condition]]] = field(default_factory=dict)

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
                f"CASE WHEN {once.meets(condition)} THEN {1 << bit} ELSE 0 END"
                for bit, (_, condition) in enumerate(known.values())
            )
            number = " + ".join(bits)
            source = f"{mechanism.atlas.source(collection.table)} AS {alias}"
            id = f"{alias}.{mechanism.q(mechanism.atlas.id_column(collection))}"
            names = tuple(param for param, _ in known.values())
            yield Pick(name, once.numbers(number, id, source, where, mechanism.d.lock), names)
