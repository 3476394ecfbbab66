"""Which ids in the store are one and the same person."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

Latest = tuple[str, str, object, datetime, int]
"""What somebody said: subject, purpose, value, moment, number."""


class Persons:
    """Which subjects are the same person: the least id of a joined group stands for it."""

    def __init__(self, joins: Iterable[tuple[Any, ...]]) -> None:
        self._least: dict[str, str] = {}
        self._members: dict[str, set[str]] = defaultdict(set)
        for one, other in joins:
            first, second = sorted((self.of(one), self.of(other)))
            if first != second:
                self._least[second] = first
        for subject in self._least:
            self._members[self.of(subject)].add(subject)

    def joined(self) -> set[str]:
        """Every subject that was joined with another."""
        return set(self._members).union(*self._members.values())

    def of(self, subject: str) -> str:
        """The id that stands for the person behind one."""
        while subject in self._least:
            subject = self._least[subject]
        return subject

    def all_of(self, subjects: Iterable[str]) -> set[str]:
        """Every id of the persons behind these ids."""
        least = {self.of(subject) for subject in subjects}
        return least.union(*(self._members.get(person, ()) for person in least))

    def latest(self, statements: Iterable[Latest]) -> list[tuple[str, str, object]]:
        """The latest value of each person on each purpose."""
        best: dict[tuple[str, str], tuple[datetime, int, object]] = {}
        for subject, purpose, value, at, id in statements:
            key = self.of(subject), purpose
            if key not in best or best[key][:2] < (at, id):
                best[key] = (at, id, value)
        return [(person, purpose, value) for (person, purpose), (_, _, value) in best.items()]
