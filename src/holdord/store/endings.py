"""Purposes that are over for many people at once, because they asked for erasure."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from holdord.store.base import BATCH, Lock, places
from holdord.store.facts import Persons
from holdord.store.names import new_id
from holdord.store.records import Ending
from holdord.store.subjects import NEW_ROW, Pointer, Subjects, flat
from holdord.words.facts import RowId, Rows

_NEW_SUBJECT = "INSERT INTO holdord_subject (id) VALUES (%s)"

_WITHDRAW = """
INSERT INTO holdord_consent (subject_id, purpose, given, at, text_digest, language, how, by)
SELECT s.id, CAST(%s AS varchar(100)), %s, %s, '', '', 'erasure request', CAST(%s AS varchar(200))
FROM holdord_subject s WHERE s.id IN ({subjects})
  AND NOT EXISTS (SELECT 1 FROM holdord_consent c WHERE c.subject_id = s.id AND c.purpose = %s AND c.at = %s)
"""
_UPHOLD = """
INSERT INTO holdord_objection (subject_id, purpose, state, at, reason, by)
SELECT s.id, CAST(%s AS varchar(100)), 'upheld', %s, 'erasure request', CAST(%s AS varchar(200))
FROM holdord_subject s WHERE s.id IN ({subjects})
  AND NOT EXISTS (
    SELECT 1 FROM holdord_objection o WHERE o.subject_id = s.id AND o.purpose = %s AND o.at = %s)
"""


class Endings(Subjects):
    """The writing side of an erasure request: what the engine must know when it comes back to what stayed."""

    def end_purposes(
        self,
        people: Sequence[Rows],
        consents: Sequence[str],
        objections: Sequence[str],
        at: datetime,
        by: str,
    ) -> None:
        """Take consents as withdrawn and objections as upheld for each person; one transaction.

        People are known by rows that are theirs alone; whoever is unknown becomes a subject, and several
        subjects with one person's rows become one. Saying the same again, of the same moment, adds nothing.
        """
        with self._transaction() as cursor:
            self._end(cursor, Ending(tuple(people), tuple(consents), tuple(objections), at), by)

    def _end(self, cursor: Any, ending: Ending, by: str) -> None:
        self._lock(cursor, Lock.SUBJECTS)
        subjects = self._subjects(cursor, ending.people)
        moment = self._moment(ending.at)
        for first in range(0, len(subjects), BATCH):
            some = subjects[first : first + BATCH]
            withdraw, uphold = (sql.format(subjects=places(some)) for sql in (_WITHDRAW, _UPHOLD))
            for name in ending.consents:
                cursor.execute(withdraw, (name, False, moment, by, *some, name, moment))
            for name in ending.objections:
                cursor.execute(uphold, (name, moment, by, *some, name, moment))

    def _subjects(self, cursor: Any, people: Sequence[Rows]) -> list[str]:
        """One subject for each person: made where nobody has these rows, joined where several have."""
        owners: dict[Pointer, set[str]] = defaultdict(set)
        for subject, pointer in self._pointers({}, _everybody(people)):
            owners[pointer].add(subject)
        persons = Persons(self._rows("SELECT one_id, other_id FROM holdord_subject_join"))
        subjects: list[str] = []
        made: list[tuple[str]] = []
        new: list[tuple[str, str, str, str]] = []
        for rows in people:
            own = [row[1:] for row in flat("", rows)]
            known = [(subject, row) for row in own for subject in sorted(owners.get(row, ()))]
            apart = sorted({persons.of(subject) for subject, _ in known})
            if len(apart) > 1:
                self._join(cursor, apart, known, {})
            if not apart:
                apart = [new_id("S", 16)]
                made.append((apart[0],))
            new += [row for row in flat(apart[0], rows) if row[1:] not in owners]
            subjects.append(apart[0])
        for sql, values in ((_NEW_SUBJECT, made), (NEW_ROW, new)):
            cursor.executemany(sql, values)
        return subjects


def _everybody(people: Sequence[Rows]) -> Rows:
    ids: dict[tuple[str, str], set[RowId]] = defaultdict(set)
    for rows in people:
        for where, some in rows.ids.items():
            ids[where] |= some
    return Rows({where: frozenset(found) for where, found in ids.items()})
