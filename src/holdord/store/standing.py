"""What one person said to one purpose, looked up fast: other software asks before each use of data."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from holdord.store.base import aware, places
from holdord.store.records import Standing
from holdord.store.statements import Statements
from holdord.store.subjects import Subjects
from holdord.words.facts import NO_ROWS, Rows

_STANDING = """
WITH RECURSIVE found(id) AS (
  SELECT DISTINCT subject_id FROM holdord_subject_key WHERE digest IN ({digests}) AND key_id = %s),
same(id) AS (
  SELECT id FROM found
  UNION
  SELECT CASE WHEN j.one_id = same.id THEN j.other_id ELSE j.one_id END
  FROM same JOIN holdord_subject_join j ON j.one_id = same.id OR j.other_id = same.id)
SELECT 'found' AS what, id AS word, NULL AS at, 0 AS id FROM found
UNION ALL
SELECT 'consent', CASE WHEN given THEN 'yes' ELSE 'no' END, at, id
FROM holdord_consent WHERE subject_id IN (SELECT id FROM same) AND purpose = %s AND at <= %s
UNION ALL
SELECT 'objection', state, at, id
FROM holdord_objection WHERE subject_id IN (SELECT id FROM same) AND purpose = %s AND at <= %s
UNION ALL
SELECT 'restriction', r.categories, r.at, 0 FROM holdord_restriction r
LEFT JOIN holdord_restriction_lifted l ON l.restriction_id = r.id AND l.at <= %s
WHERE r.subject_id IN (SELECT id FROM same) AND r.at <= %s AND l.restriction_id IS NULL
AND (r.ground <> 'objection' OR EXISTS ({objected} AND o.purpose = %s) OR NOT EXISTS ({objected}))
"""
_OBJECTED = "SELECT 1 FROM holdord_objection o WHERE o.subject_id IN (SELECT id FROM same) AND o.by = r.by"


class StandingOf(Statements, Subjects):
    """The reading side for single questions."""

    def subjects_of(self, keys: Mapping[str, set[str]], rows: Rows = NO_ROWS) -> list[str]:
        """The people with any of these keys or rows, one id for each; nothing is written.

        Two queries at most for keys, and one for each collection of rows.
        """
        pointers = self._pointers(self._digests(keys, make=False), rows)
        return self._apart(subject for subject, _ in pointers)

    def pointed_at(self, keys: Mapping[str, set[str]], rows: Rows = NO_ROWS) -> set[str]:
        """The ids under which any of these keys or rows stand; several can be one person's."""
        return {subject for subject, _ in self._pointers(self._digests(keys, make=False), rows)}

    def standing(
        self, keys: Mapping[str, set[str]], purpose: str, at: datetime, uses: Collection[str] = ()
    ) -> Standing | None:
        """What stands at a moment for whoever has any of these keys; None where they lead to several people.

        `uses` are the categories that the purpose needs: a restriction of others does not concern it. Without
        any, every restriction does. One that lasts until an objection is weighed concerns the purposes that
        were objected to with it; all, where none was.

        One query. Only where several keys are known, and their ids may have been joined, is that looked up
        besides. Nothing is written.
        """
        digests = self._digests(keys, make=False)
        if not digests or not self._key:
            return Standing()
        moment = self._moment(at)
        rows = self._rows(
            _STANDING.format(digests=places(list(digests)), objected=_OBJECTED),
            (*digests, self._key.id, purpose, moment, purpose, moment, moment, moment, purpose),
        )
        found = [word for what, word, _, _ in rows if what == "found"]
        if len(found) > 1 and len(self._apart(found)) > 1:
            return None
        return _told(row for row in rows if row[0] != "found" and _concerns(row, uses))


def _concerns(row: Sequence[Any], uses: Collection[str]) -> bool:
    """Whether a statement concerns a purpose; one about a restriction names categories, or none for all."""
    restricted = set(filter(None, row[1].split(","))) if row[0] == "restriction" else set()
    return not restricted or not uses or bool(restricted & set(uses))


def _told(rows: Iterable[Sequence[Any]]) -> Standing:
    """The latest of each statement; an objection that was only made does not undo one that was upheld."""
    latest: dict[str, tuple[datetime, int, str]] = {}
    for what, word, said_at, id in rows:
        name = "made" if what == "objection" and word == "made" else what
        key = (_moment(said_at), int(id))
        if name not in latest or latest[name][:2] < key:
            latest[name] = (*key, word)
    objection, made = latest.get("objection"), latest.get("made")
    if made and (objection is None or (objection[2] != "upheld" and made > objection)):
        objection = made
    consent, restriction = latest.get("consent"), latest.get("restriction")
    return Standing(
        consent=None if consent is None else consent[2] == "yes",
        consented_at=consent[0] if consent else None,
        objection=objection[2] if objection else "",
        objected_at=objection[0] if objection else None,
        restricted=restriction[0] if restriction else None,
    )


def _moment(value: Any) -> datetime:
    moment = aware(value if isinstance(value, datetime) else datetime.fromisoformat(str(value)))
    assert moment is not None
    return moment
