"""What has come to its end by itself: words that stand no more, and people of whom nothing is left.

Written down before each sweep of Holdord's own data, whose periods count from it. Nothing is removed here,
and nothing decided: a yes is over when a later word of the same person on the same purpose was written down;
a no stands as long as any row of the person is remembered, for it must be obeyed; an objection stands until
the person or a decision ends it.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from itertools import pairwise
from typing import Any

from holdord.store.base import BATCH, Lock, aware, places
from holdord.store.persons import Persons
from holdord.store.subjects import Subjects

# Of each word that has a later one of its subject on its purpose, when that was said.
_SUPERSEDED = """
UPDATE {table} SET ended = (
  SELECT n.at FROM {table} n WHERE n.subject_id = {table}.subject_id AND n.purpose = {table}.purpose
  AND (n.at, n.id) > ({table}.at, {table}.id) ORDER BY n.at, n.id LIMIT 1)
WHERE ended IS NULL AND EXISTS (
  SELECT 1 FROM {table} n WHERE n.subject_id = {table}.subject_id AND n.purpose = {table}.purpose
  AND (n.at, n.id) > ({table}.at, {table}.id))
"""
_ENDED_OBJECTIONS = (
    "UPDATE holdord_objection SET ended = at WHERE ended IS NULL AND state IN ('withdrawn', 'rejected')"
)
_LIFTED = """
UPDATE {table} SET ended = (SELECT l.at FROM {table}_lifted l WHERE l.{of}_id = {table}.id)
WHERE ended IS NULL AND EXISTS (SELECT 1 FROM {table}_lifted l WHERE l.{of}_id = {table}.id)
"""
_NOES_LEFT = """
SELECT w.id, w.subject_id FROM holdord_consent w WHERE NOT w.given AND w.ended IS NULL
AND NOT EXISTS (SELECT 1 FROM holdord_subject_row r WHERE r.subject_id = w.subject_id)
"""
_JOINED_WORDS = "SELECT id, subject_id, purpose, at, ended FROM {table} WHERE subject_id IN ({subjects})"
_OF_PEOPLE = (
    "holdord_request", "holdord_consent", "holdord_objection", "holdord_hold", "holdord_restriction",
    "holdord_disclosure", "holdord_subject_row",
)  # fmt: skip
_UNNEEDED = "SELECT s.id FROM holdord_subject s WHERE " + " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM {table} t WHERE t.subject_id = s.id)" for table in _OF_PEOPLE
)
_WORDS = ("holdord_consent", "holdord_objection")
_STOPS = (("holdord_hold", "hold"), ("holdord_restriction", "restriction"))


class Settling(Subjects):
    """The writing side of what a sweep of Holdord's own data counts from."""

    def settle(self, at: datetime) -> None:
        """Note what is over since the last time; one transaction, and the same again changes nothing."""
        with self._transaction() as cursor:
            self._lock(cursor, Lock.SUBJECTS)
            persons = self._persons()
            for table in _WORDS:
                cursor.execute(_SUPERSEDED.format(table=table))
                self._superseded_by_joined(cursor, persons, table)
            cursor.execute(_ENDED_OBJECTIONS)
            for table, of in _STOPS:
                cursor.execute(_LIFTED.format(table=table, of=of))
            self._noes_of_nobody(cursor, persons, at)
            self._people_left(cursor, persons, at)

    def one_with(self, subjects: Collection[str]) -> set[str]:
        """Every subject that is the same person as one of these."""
        return self._persons(subjects).all_of(subjects)

    def _superseded_by_joined(self, cursor: Any, persons: Persons, table: str) -> None:
        """The same among subjects that turned out to be one person."""
        joined = sorted(persons.joined())
        said: dict[tuple[str, str], list[tuple[Any, int, bool]]] = defaultdict(list)
        for first in range(0, len(joined), BATCH):
            some = joined[first : first + BATCH]
            sql = _JOINED_WORDS.format(table=table, subjects=places(some))
            for id, subject, purpose, moment, over in self._rows(sql, some):
                said[persons.of(subject), purpose].append((aware(moment), id, over is not None))
        for words in said.values():
            words.sort()
            for (_, id, over), (later, _, _) in pairwise(words):
                if not over:
                    self._end_word(cursor, table, id, later)

    def _noes_of_nobody(self, cursor: Any, persons: Persons, at: datetime) -> None:
        """A no of whom no row is remembered any more has been obeyed to the end."""
        known = {subject for (subject,) in self._rows("SELECT DISTINCT subject_id FROM holdord_subject_row")}
        remembered = {persons.of(subject) for subject in known}
        for id, subject in self._rows(_NOES_LEFT):
            if persons.of(subject) not in remembered:
                self._end_word(cursor, "holdord_consent", id, at)

    def _end_word(self, cursor: Any, table: str, id: int, at: datetime) -> None:
        sql = f"UPDATE {table} SET ended = %s WHERE id = %s AND ended IS NULL"
        cursor.execute(sql, (self._moment(at), id))

    def _people_left(self, cursor: Any, persons: Persons, at: datetime) -> None:
        """Of whom nothing is left; not of subjects joined with one of whom something is."""
        unneeded = {id for (id,) in self._rows(_UNNEEDED)}
        held = {persons.of(id) for id in persons.joined() if id not in unneeded}
        left = {id for id in unneeded if persons.of(id) not in held}
        noted = {id for (id,) in self._rows("SELECT id FROM holdord_subject WHERE unneeded IS NOT NULL")}
        changed = [(None, id) for id in sorted(noted - left)]
        changed += [(self._moment(at), id) for id in sorted(left - noted)]
        cursor.executemany("UPDATE holdord_subject SET unneeded = %s WHERE id = %s", changed)
