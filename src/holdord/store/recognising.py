"""Knowing people again by the digests of their keys, many at once, and forgetting rows that are gone."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from holdord.store.base import BATCH, decoded, places
from holdord.store.subjects import NEW_ROW, Subjects, flat
from holdord.words.facts import NO_ROWS, RowId, Rows

_REACHING = """
SELECT subject_id FROM holdord_hold WHERE subject_id IS NOT NULL
UNION SELECT subject_id FROM holdord_restriction UNION SELECT subject_id FROM holdord_objection
"""


class Recognising(Subjects):
    """What a plan asks before it asks for facts, and a run tells after it has removed rows."""

    def recognise(self, people: Sequence[tuple[Mapping[str, set[str]], Rows]]) -> int:
        """Remember the rows of those who are held, restricted or object; how many were recognised.

        A hold on a person so reaches rows that came later under the same address, as an objection does. A
        withdrawal does not: who subscribes again has consented again. Nobody is made.
        """
        digests = [self._digests(keys, make=False) for keys, _ in people]
        known = self._known_by(sorted({digest for some in digests for digest in some}))
        reaching = self._reaching(set(known.values()))
        if not reaching:
            return 0
        new = []
        recognised = 0
        for some, (_, rows) in zip(digests, people, strict=True):
            subjects = {known[digest] for digest in some if digest in known} & reaching
            recognised += bool(subjects)
            new += [row for subject in sorted(subjects) for row in flat(subject, rows)]
        self._remember(new)
        return recognised

    def _reaching(self, subjects: set[str]) -> set[str]:
        """Those of some subjects who are held, restricted or object, under whichever of their ids."""
        if not subjects:
            return set()
        persons = self._persons(subjects)
        ids = sorted(persons.all_of(subjects))
        found: set[str] = set()
        for start in range(0, len(ids), BATCH):
            some = ids[start : start + BATCH]
            sql = f"SELECT subject_id FROM ({_REACHING}) AS reaching WHERE subject_id IN ({places(some)})"
            found |= {subject for (subject,) in self._rows(sql, some)}
        return persons.all_of(found) & subjects

    def recognise_among(
        self, subjects: Collection[str], people: Iterable[tuple[Mapping[str, set[str]], Rows]]
    ) -> int:
        """Remember the rows of everybody who is one of some subjects; how many were recognised."""
        among = sorted(self._persons(subjects).all_of(subjects))
        known: dict[str, str] = {}
        for start in range(0, len(among), BATCH):
            some = among[start : start + BATCH]
            sql = f"SELECT digest, subject_id FROM holdord_subject_key WHERE subject_id IN ({places(some)})"
            known |= dict(self._rows(sql, some))
        if not known:
            return 0
        new = []
        recognised = 0
        for keys, rows in people:
            found = {known[digest] for digest in self._digests(keys, make=False) if digest in known}
            recognised += bool(found)
            new += [row for subject in sorted(found) for row in flat(subject, rows)]
        self._remember(new)
        return recognised

    def _remember(self, new: Sequence[tuple[str, str, str, str]]) -> None:
        if new:
            with self._transaction() as cursor:
                cursor.executemany(NEW_ROW, list(new))

    def _known_by(self, digests: Sequence[str]) -> dict[str, str]:
        """The subject behind each digest that is known."""
        found: dict[str, str] = {}
        for start in range(0, len(digests), BATCH):
            some = digests[start : start + BATCH]
            sql = f"SELECT digest, subject_id FROM holdord_subject_key WHERE digest IN ({places(some)})"
            found |= dict(self._rows(sql, some))
        return found

    def remembered(self, rows: Rows | None = None) -> Rows:
        """Those of some rows (or of all) that are remembered as somebody's."""
        found: dict[tuple[str, str], set[RowId]] = {}
        if rows is None:
            for system, collection, row in self._rows(
                "SELECT system, collection, row_id FROM holdord_subject_row"
            ):
                found.setdefault((system, collection), set()).add(decoded(row))
        for _, (system, collection, row) in self._remembered(rows or NO_ROWS):
            found.setdefault((system, collection), set()).add(decoded(row))
        return Rows({where: frozenset(ids) for where, ids in found.items() if ids})
