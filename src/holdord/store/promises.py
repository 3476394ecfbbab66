"""Readings of probes, how promises stood, and what the board must know of requests: latest rows, by index.

However much evidence there is, nothing here reads more of it than the rows that count today.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from holdord.store.base import Base, Lock, aware, places
from holdord.store.guards import names_of
from holdord.store.promise_records import Asked, NoticesOpen, Stood, Waiting
from holdord.words.plan import canonical_json
from holdord.words.probe import Measured, Outcome, Reading
from holdord.words.request import WAITING, Right
from holdord.words.standing import State as Standing

_READING = "SELECT id, probe, at, policy, outcome, counts, why, reference FROM holdord_reading "
_OPEN = tuple(map(str, WAITING))
_STOOD = "SELECT promise, at, state, why, policy FROM holdord_standing "


class Promises(Base):
    """What shows how promises stand."""

    def reading_taken(self, probe: str, at: datetime, policy: str, measured: Measured) -> int:
        """Write down what was measured; returns the reading's number."""
        with self._transaction() as cursor:
            cursor.execute(
                "INSERT INTO holdord_reading (probe, at, policy, outcome, counts, why, reference) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id",
                (
                    probe,
                    self._moment(at),
                    policy,
                    str(measured.outcome),
                    canonical_json(dict(measured.counts)),
                    measured.why,
                    measured.reference,
                ),
            )
            return int(cursor.fetchone()[0])

    def latest_readings(self, probes: Iterable[str]) -> dict[str, Reading]:
        """The latest reading of each probe that has one."""
        latest = (reading for probe in probes for reading in self.readings(probe, 1))
        return {reading.probe: reading for reading in latest}

    def readings(self, probe: str, limit: int = 50) -> list[Reading]:
        """Readings of a probe, the newest first."""
        sql = _READING + "WHERE probe = %s ORDER BY id DESC LIMIT %s"
        return list(map(_reading, self._rows(sql, (probe, limit))))

    def reading(self, number: int) -> Reading | None:
        """One reading by its number; None where there is none."""
        return next(iter(map(_reading, self._rows(_READING + "WHERE id = %s", (number,)))), None)

    def standings(self, promises: Sequence[str]) -> dict[str, Stood]:
        """How each of some promises was last written down to stand."""
        if not promises:
            return {}
        sql = (
            f"{_STOOD}WHERE id IN (SELECT max(id) FROM holdord_standing WHERE promise IN "
            f"({places(promises)}) GROUP BY promise)"
        )
        return {one.promise: one for one in map(_stood, self._rows(sql, tuple(promises)))}

    def history(self, promise: str, limit: int = 200) -> list[Stood]:
        """How a promise has stood, the newest first."""
        sql = _STOOD + "WHERE promise = %s ORDER BY id DESC LIMIT %s"
        return list(map(_stood, self._rows(sql, (promise, limit))))

    def standing_changed(self, at: datetime, policy: str, changed: Mapping[str, tuple[Standing, str]]) -> int:
        """Write down how promises stand from now on, and why (JSON); those that stood so already are left.

        Of two who do this at the same time the second finds what the first has written.
        """
        with self._transaction() as cursor:
            self._lock(cursor, Lock.STANDINGS)
            before = self.standings(list(changed))
            new = [
                (promise, self._moment(at), policy, str(state), why)
                for promise, (state, why) in changed.items()
                if promise not in before or before[promise].state is not state
            ]
            cursor.executemany(
                "INSERT INTO holdord_standing (promise, at, policy, state, why) VALUES (%s, %s, %s, %s, %s)",
                new,
            )
        return len(new)

    def asked(self, soon: date) -> dict[Right, Asked]:
        """Of each right: the open requests whose last day is before `soon`, and the one answered last."""
        sql = f"SELECT kind, due, id FROM holdord_request WHERE state IN ({places(_OPEN)}) AND due < %s "
        waiting: dict[str, list[Waiting]] = {}
        for kind, due, id in self._rows(sql + "ORDER BY due, id", (*_OPEN, self._day(soon))):
            waiting.setdefault(kind, []).append(Waiting(id, due))
        answered = "SELECT id, ended FROM holdord_request WHERE kind = %s AND ended IS NOT NULL "
        answered += "AND state IN ('ready', 'answered') ORDER BY ended DESC LIMIT 1"
        found = {}
        for right in Right:
            last = self._rows(answered, (str(right),))
            found[right] = Asked(
                tuple(waiting.get(str(right), ())),
                last[0][0] if last else "",
                aware(last[0][1]) if last else None,
            )
        return found

    def notices_open(self) -> NoticesOpen:
        """The notices to recipients that nobody has confirmed."""
        sql = "SELECT count(*), min(at), count(handed_at) FROM holdord_notice WHERE confirmed_at IS NULL"
        count, oldest, handed = self._rows(sql)[0]
        if isinstance(oldest, str):
            oldest = datetime.fromisoformat(oldest)
        return NoticesOpen(count, aware(oldest), handed)

    def telling_waits(self, number: int) -> bool:
        """Whether anybody has still to be found, or written to, whom this version of the policy concerns."""
        unsent = "SELECT 1 FROM holdord_told WHERE sent_at IS NULL AND failed_at IS NULL "
        unlisted = "SELECT 1 FROM holdord_announcement WHERE listed_at IS NULL "
        which = "AND publication_id = %s LIMIT 1"
        return any(self._rows(of + which, (number,)) for of in (unlisted, unsent))

    def guards_missing(self) -> list[str]:
        """The guards that refuse to change or delete, and are not in the database or do not work."""
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if self._connection.vendor == "postgresql":
            sql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        return sorted(names_of(self._connection.vendor) - {name for (name,) in self._rows(sql)})

    def summary_begin(self, week: str, at: datetime) -> bool:
        """Take the summary of a week to hand it over now; False where somebody has."""
        with self._transaction() as cursor:
            cursor.execute(
                "INSERT INTO holdord_summary (week, begun_at) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                (week, self._moment(at)),
            )
            return bool(cursor.rowcount)

    def summary_free(self, week: str) -> None:
        """Give back a week that was taken, for the mail server has refused its summary."""
        with self._transaction() as cursor:
            cursor.execute("DELETE FROM holdord_summary WHERE week = %s AND sent_at IS NULL", (week,))

    def summary_begun(self, week: str) -> bool:
        """Whether the summary of a week was handed over, or begun to be."""
        return bool(self._rows("SELECT 1 FROM holdord_summary WHERE week = %s", (week,)))

    def summary_sent(self, week: str, at: datetime) -> None:
        """The mail server has it."""
        with self._transaction() as cursor:
            cursor.execute(
                "UPDATE holdord_summary SET sent_at = %s WHERE week = %s", (self._moment(at), week)
            )


def _reading(row: Sequence[Any]) -> Reading:
    id, probe, at, policy, outcome, counts, why, reference = row
    moment = aware(at)
    assert moment is not None
    return Reading(id, probe, moment, policy, Measured(Outcome(outcome), json.loads(counts), why, reference))


def _stood(row: Sequence[Any]) -> Stood:
    promise, at, state, why, policy = row
    moment = aware(at)
    assert moment is not None
    return Stood(promise, moment, Standing(state), json.loads(why), policy)
