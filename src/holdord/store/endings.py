"""Purposes that are over for many people at once, because they asked for erasure."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from holdord.store.base import BATCH, Lock, places
from holdord.store.names import new_ids
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


# Of somebody who is new nothing has been said before.
_FIRST_WITHDRAWN = """
INSERT INTO holdord_consent (subject_id, purpose, given, at, text_digest, language, how, by)
SELECT s.value, p.value, %s, %s, '', '', 'erasure request', CAST(%s AS varchar(200))
FROM {subjects} CROSS JOIN {purposes}
"""
_FIRST_UPHELD = """
INSERT INTO holdord_objection (subject_id, purpose, state, at, reason, by)
SELECT s.value, p.value, 'upheld', %s, 'erasure request', CAST(%s AS varchar(200))
FROM {subjects} CROSS JOIN {purposes}
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
        known, made = self._subjects(cursor, ending.people)
        moment = self._moment(ending.at)
        for first in range(0, len(known), BATCH):
            some = known[first : first + BATCH]
            withdraw, uphold = (sql.format(subjects=places(some)) for sql in (_WITHDRAW, _UPHOLD))
            for name in ending.consents:
                cursor.execute(withdraw, (name, False, moment, by, *some, name, moment))
            for name in ending.objections:
                cursor.execute(uphold, (name, moment, by, *some, name, moment))
        subjects, listed = self._values(made, "s")
        for sql, names, values in (
            (_FIRST_WITHDRAWN, ending.consents, (False, moment, by)),
            (_FIRST_UPHELD, ending.objections, (moment, by)),
        ):
            if made and names:
                purposes, named = self._values(sorted(names), "p")
                cursor.execute(sql.format(subjects=subjects, purposes=purposes), (*values, listed, named))

    def _subjects(self, cursor: Any, people: Sequence[Rows]) -> tuple[list[str], list[str]]:
        """A subject for each person: (known, joined where several have their rows; made where none has)."""
        owners: dict[Pointer, set[str]] = defaultdict(set)
        for subject, pointer in self._pointers({}, _everybody(people)):
            owners[pointer].add(subject)
        persons = self._persons({subject for subjects in owners.values() for subject in subjects})
        found: list[str] = []
        unknown: list[list[tuple[str, str, str]]] = []
        new: list[tuple[str, ...]] = []
        for rows in people:
            own = [row[1:] for row in flat("", rows)]
            known = [(subject, row) for row in own for subject in sorted(owners.get(row, ()))]
            apart = sorted({persons.of(subject) for subject, _ in known})
            if len(apart) > 1:
                self._join(cursor, apart, known, {})
            if apart:
                found.append(apart[0])
                new += [(apart[0], *row) for row in own if row not in owners]
            else:
                unknown.append(own)
        made = new_ids("S", 16, len(unknown))
        new += [(subject, *row) for subject, own in zip(made, unknown, strict=True) for row in own]
        cursor.executemany(_NEW_SUBJECT, [(subject,) for subject in made])
        cursor.executemany(NEW_ROW, sorted(new, key=itemgetter(3)))
        return found, made


def _everybody(people: Sequence[Rows]) -> Rows:
    ids: dict[tuple[str, str], set[RowId]] = defaultdict(set)
    for rows in people:
        for where, some in rows.ids.items():
            ids[where] |= some
    return Rows({where: frozenset(found) for where, found in ids.items()})
