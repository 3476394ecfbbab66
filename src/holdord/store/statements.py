"""What people and staff state, each an added record: consents, objections, holds, restrictions."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from holdord.store.base import Base, aware, coded, decoded, without_addresses
from holdord.store.names import new_id
from holdord.store.records import (
    GROUNDS,
    OBJECTION_STATES,
    Consent,
    Ground,
    Hold,
    Objection,
    ObjectionState,
    Restriction,
    StoreFault,
)
from holdord.store.subjects import SAME_PERSON
from holdord.words.facts import Condition, Rows

_OPEN_HOLDS = """
SELECT h.id, h.subject_id, h.condition, h.rows, h.reason, h.owner, h.review_on, h.at
FROM holdord_hold h LEFT JOIN holdord_hold_lifted l ON l.hold_id = h.id AND l.at <= %s
WHERE h.at <= %s AND l.hold_id IS NULL ORDER BY h.at, h.id
"""
_OPEN_RESTRICTIONS = """
SELECT r.id, r.subject_id, r.ground, r.at, r.by, r.until, r.categories
FROM holdord_restriction r LEFT JOIN holdord_restriction_lifted l ON l.restriction_id = r.id AND l.at <= %s
WHERE r.at <= %s AND l.restriction_id IS NULL ORDER BY r.at, r.id
"""
_OF_PERSON = " WHERE subject_id IN (SELECT id FROM same) "


class Statements(Base):
    """Statements about people. None is ever changed: the latest at a moment is the state at that moment.

    Of two at the very same moment, the one written down later counts.
    """

    def consent(
        self,
        subject: str,
        purpose: str,
        given: bool,
        at: datetime,
        *,
        text_digest: str = "",
        language: str = "",
        how: str = "",
        by: str = "",
    ) -> None:
        """Write down a yes or a no of one person for one purpose (Art. 7(1), 7(3))."""
        without_addresses(how)
        with self._transaction() as cursor:
            cursor.execute(
                "INSERT INTO holdord_consent "
                "(subject_id, purpose, given, at, text_digest, language, how, by) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                (subject, purpose, given, self._moment(at), text_digest, language, how, by),
            )

    def consent_state(self, subject: str, purpose: str, at: datetime | None = None) -> bool | None:
        """The yes or no that stood at a moment (the latest of all without one); None before any."""
        until = "" if at is None else "AND at <= %s "
        sql = SAME_PERSON + "SELECT given FROM holdord_consent" + _OF_PERSON
        sql += f"AND purpose = %s {until}ORDER BY at DESC, id DESC LIMIT 1"
        rows = self._rows(sql, (subject, purpose) if at is None else (subject, purpose, self._moment(at)))
        return bool(rows[0][0]) if rows else None

    def consents(self, subject: str) -> list[Consent]:
        """Everything the person said yes or no to, in the order of time."""
        sql = SAME_PERSON + "SELECT subject_id, purpose, given, at, text_digest, language, how, by "
        sql += "FROM holdord_consent" + _OF_PERSON + "ORDER BY at, id"
        return [
            Consent(subject, purpose, bool(given), _known(at), *rest)
            for subject, purpose, given, at, *rest in self._rows(sql, (subject,))
        ]

    def objection(
        self, subject: str, purpose: str, state: ObjectionState, at: datetime, reason: str = "", by: str = ""
    ) -> None:
        """Write down that an objection was made, upheld, rejected or withdrawn (Art. 21)."""
        if state not in OBJECTION_STATES:
            raise ValueError(f"an objection is {', '.join(OBJECTION_STATES)}")
        without_addresses(reason)
        with self._transaction() as cursor:
            cursor.execute(
                "INSERT INTO holdord_objection (subject_id, purpose, state, at, reason, by) "
                "VALUES (%s, %s, %s, %s, %s, %s)",
                (subject, purpose, state, self._moment(at), reason, by),
            )

    def objections(self, subject: str) -> list[Objection]:
        """Every step of the person's objections, in the order of time."""
        sql = SAME_PERSON + "SELECT subject_id, purpose, state, at, reason, by FROM holdord_objection"
        sql += _OF_PERSON + "ORDER BY at, id"
        return [
            Objection(subject, purpose, state, _known(at), *rest)
            for subject, purpose, state, at, *rest in self._rows(sql, (subject,))
        ]

    def hold(
        self, place: str | Condition | Rows, reason: str, owner: str, review_on: date, at: datetime
    ) -> str:
        """Stop every ending of a person (by subject), of rows, or of what meets a condition; returns the id.

        A hold on a person stops the rows remembered as theirs: remember them first.
        """
        subject = place if isinstance(place, str) else None
        condition = _condition_text(place) if isinstance(place, Condition) else ""
        rows = _rows_text(place) if isinstance(place, Rows) else ""
        without_addresses(reason)
        values = (subject, rows, condition, reason, owner, self._day(review_on), self._moment(at))
        columns = "subject_id, rows, condition, reason, owner, review_on, at"
        return self._named("H", "holdord_hold", columns, values)

    def lift_hold(self, id: str, reason: str, by: str, at: datetime) -> None:
        """End a hold by a person's decision; ending it twice changes nothing."""
        without_addresses(reason)
        with self._transaction() as cursor:
            cursor.execute(
                "INSERT INTO holdord_hold_lifted (hold_id, reason, by, at) VALUES (%s, %s, %s, %s) "
                "ON CONFLICT DO NOTHING",
                (id, reason, by, self._moment(at)),
            )

    def holds(self, at: datetime) -> list[Hold]:
        """The holds that stand at a moment."""
        moment = self._moment(at)
        return [
            Hold(id, subject or _place(condition, rows), reason, owner, review_on, _known(at))
            for id, subject, condition, rows, reason, owner, review_on, at in self._rows(
                _OPEN_HOLDS, (moment, moment)
            )
        ]

    def holds_log(self, limit: int) -> list[tuple[datetime, str, str, str]]:
        """Who placed and who lifted a hold, (when, who, "placed" or "lifted", its id), the latest first."""
        sql = (
            "SELECT at, owner, 'placed', id FROM holdord_hold "
            "UNION ALL SELECT at, by, 'lifted', hold_id FROM holdord_hold_lifted "
            "ORDER BY 1 DESC, 3 LIMIT %s"
        )
        return [(_known(at), by, what, id) for at, by, what, id in self._rows(sql, (limit,))]

    def restrict(
        self,
        subject: str,
        ground: Ground,
        at: datetime,
        by: str,
        until: date | None = None,
        categories: Sequence[str] = (),
    ) -> str:
        """Restrict a person's data, all or some categories, on a ground of Art. 18(1); returns the id."""
        if ground not in GROUNDS:
            raise ValueError(f"the grounds of a restriction are {', '.join(GROUNDS)}")
        values = (subject, ground, self._moment(at), by, self._day(until), ",".join(categories))
        columns = "subject_id, ground, at, by, until, categories"
        return self._named("L", "holdord_restriction", columns, values)

    def lift_restriction(self, id: str, at: datetime, reason: str, by: str, told_at: datetime | None) -> None:
        """End a restriction; refused unless the person was told (Art. 18(3)). Twice changes nothing."""
        without_addresses(reason)
        if told_at is None or told_at > at:
            raise StoreFault(
                "restriction-not-told",
                f"the restriction {id} cannot be lifted before the person has been told (Art. 18(3))",
                "tell the person, then lift it with the date on which they were told.",
            )
        with self._transaction() as cursor:
            cursor.execute(
                "INSERT INTO holdord_restriction_lifted (restriction_id, at, reason, by, told_at) "
                "VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                (id, self._moment(at), reason, by, self._moment(told_at)),
            )

    def restrictions(self, at: datetime) -> list[Restriction]:
        """The restrictions that stand at a moment."""
        moment = self._moment(at)
        return [
            Restriction(id, subject, ground, _known(at), by, until, tuple(filter(None, names.split(","))))
            for id, subject, ground, at, by, until, names in self._rows(_OPEN_RESTRICTIONS, (moment, moment))
        ]

    def _named(self, prefix: str, table: str, columns: str, values: tuple[Any, ...]) -> str:
        """Insert under a fresh short id, a longer one for each time it was already taken."""
        marks = ", ".join(["%s"] * len(values))
        for length in _lengths():
            id = new_id(prefix, length)
            with self._transaction() as cursor:
                cursor.execute(
                    f"INSERT INTO {table} (id, {columns}) VALUES (%s, {marks}) ON CONFLICT DO NOTHING",
                    (id, *values),
                )
                if cursor.rowcount:
                    return id
        raise AssertionError("unreachable: lengths never end")


def _lengths() -> Iterator[int]:
    length = 4
    while True:
        yield length
        length += 1


def _known(at: datetime) -> datetime:
    moment = aware(at)
    assert moment is not None
    return moment


def _condition_text(condition: Condition) -> str:
    without_addresses(*condition.values)
    return json.dumps([condition.system, condition.collection, condition.column, list(condition.values)])


def _rows_text(rows: Rows) -> str:
    if not rows:
        raise ValueError("a hold on no rows holds nothing")
    flat = [[*where, sorted(map(coded, ids))] for where, ids in sorted(rows.ids.items())]
    without_addresses(*(id for _, _, ids in flat for id in ids))
    return json.dumps(flat)


def _place(condition: str, rows: str) -> Condition | Rows:
    if condition:
        system, collection, column, values = json.loads(condition)
        return Condition(system, collection, column, tuple(values))
    return Rows({(s, c): frozenset(map(decoded, ids)) for s, c, ids in json.loads(rows)})
