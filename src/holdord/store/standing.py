"""What one person said to one purpose, looked up fast: other software asks before each use of data."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from holdord.store.base import aware
from holdord.store.records import Standing
from holdord.store.statements import Statements
from holdord.store.subjects import SAME_PERSON, Subjects
from holdord.words.facts import NO_ROWS

_STANDING = (
    SAME_PERSON
    + """
SELECT 'consent' AS what, CASE WHEN given THEN 'yes' ELSE 'no' END AS word, at, id
FROM holdord_consent WHERE subject_id IN (SELECT id FROM same) AND purpose = %s AND at <= %s
UNION ALL
SELECT 'objection', state, at, id
FROM holdord_objection WHERE subject_id IN (SELECT id FROM same) AND purpose = %s AND at <= %s
UNION ALL
SELECT 'restriction', '', r.at, 0 FROM holdord_restriction r
LEFT JOIN holdord_restriction_lifted l ON l.restriction_id = r.id AND l.at <= %s
WHERE r.subject_id IN (SELECT id FROM same) AND r.at <= %s AND l.restriction_id IS NULL
"""
)


class StandingOf(Statements, Subjects):
    """The reading side for single questions."""

    def subjects_of(self, keys: Mapping[str, set[str]]) -> list[str]:
        """The people with any of these keys, one id for each; nothing is written. Two queries at most."""
        pointers = self._pointers(self._digests(keys, make=False), NO_ROWS)
        return self._apart(subject for subject, _ in pointers)

    def standing(self, subject: str, purpose: str, at: datetime) -> Standing:
        """What stands for a person and a purpose at a moment; one query."""
        moment = self._moment(at)
        latest: dict[str, tuple[datetime, int, str]] = {}
        for what, word, said_at, id in self._rows(
            _STANDING, (subject, purpose, moment, purpose, moment, moment, moment)
        ):
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
