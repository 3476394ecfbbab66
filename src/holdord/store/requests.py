"""Requests: written down once, moved on by whoever was first, with everything that happened to them.

A change names the version it is based on. Of two who change the same request at the same time one is first;
the other is told so, and looks again. Each change adds an event in the same transaction.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from holdord.store.base import aware, places, without_addresses
from holdord.store.codes import Codes
from holdord.store.names import new_id
from holdord.store.records import StoreFault
from holdord.store.request_records import Keep, Look, Once, Queued, RequestEvent, Task
from holdord.store.subjects import SAME_PERSON
from holdord.store.vault import DROP_KIND, PUT, Vault
from holdord.words.request import WAITING, Channel, Outcome, Request, Right, State, Strength

_COLUMNS = (
    "id, kind, channel, language, received, state, due, strict_due, strength, subject_id, details, plan, "
    "confirmed, outcome, extended, paused_since, assigned, version"
)
_INSERT = (
    "INSERT INTO holdord_request (id, kind, channel, language, received, due, strict_due, state, strength, "
    "subject_id, details, plan, confirmed, outcome, extended, assigned, version) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', '', '', %s, '', 0)"
)
EVENT = "INSERT INTO holdord_request_event (request_id, at, kind, by, facts) VALUES (%s, %s, %s, %s, %s)"
_ENDED = (State.READY, State.ANSWERED, State.CLOSED)
_CHANGEABLE = {
    "state", "strength", "subject", "due", "strict_due", "plan", "confirmed", "outcome", "extended",
    "paused_since", "assigned",
}  # fmt: skip


class Requests(Codes, Vault):
    """What people ask for, and the work it makes."""

    def new_request(
        self,
        right: Right,
        channel: Channel,
        language: str,
        received: datetime,
        due: date,
        strict_due: date,
        strength: Strength,
        details: Mapping[str, str],
        subject: str | None = None,
        by: str = "",
        once: Once | None = None,
    ) -> str:
        """Write a request down as asked; returns its id (Q-…), or that of the one it was asked for before.

        Raises StoreFault `key-used-otherwise` where something else was asked for under the same key.
        """
        without_addresses(*details.values())
        id = new_id("Q", 12)
        moment = self._moment(received)
        values = (id, str(right), str(channel), language, moment, self._day(due), self._day(strict_due))
        more = (str(State.ASKED), int(strength), subject, json.dumps(dict(details), sort_keys=True), False)
        digests = self._once_digests(once) if once else None
        with self._transaction() as cursor:
            if digests and (made := self._made_before(cursor, *digests, id, moment)):
                return made
            cursor.execute(_INSERT, (*values, *more))
            cursor.execute(EVENT, (id, moment, "received", by, "{}"))
        return id

    def _once_digests(self, once: Once) -> tuple[str, str]:
        """Keyed, like all that is made of what people write: it could be guessed otherwise."""
        key = self._secret_key(make=True)
        assert key is not None
        return key.digest("once", f"{once.caller}/{once.key}"), key.digest("asked", once.body)

    def _made_before(self, cursor: Any, digest: str, body: str, id: str, moment: Any) -> str:
        """The request that was made under a key; "" for a new key, which is then taken for `id`."""
        cursor.execute(
            "INSERT INTO holdord_created_once (digest, body, request_id, at) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT DO NOTHING",
            (digest, body, id, moment),
        )
        if cursor.rowcount:
            return ""
        cursor.execute("SELECT body, request_id FROM holdord_created_once WHERE digest = %s", (digest,))
        asked, made = cursor.fetchone()
        if asked != body:
            raise StoreFault(
                "key-used-otherwise",
                "something else was asked for under this Idempotency-Key before",
                "make a new key for each request, and use it again only to repeat the very same one",
            )
        return str(made)

    def forget_keys(self, before: datetime) -> int:
        """Drop the keys under which requests were created before a moment; how many there were."""
        with self._transaction() as cursor:
            cursor.execute("DELETE FROM holdord_created_once WHERE at < %s", (self._moment(before),))
            return int(cursor.rowcount)

    def request(self, id: str) -> Request:
        """A request as it stands; raises StoreFault where there is none of this id."""
        rows = self._rows(f"SELECT {_COLUMNS} FROM holdord_request WHERE id = %s", (id,))
        if not rows:
            raise StoreFault("store-unknown", "there is no request of this id", "look it up in the list.")
        return _request(rows[0])

    def requests(
        self, states: Sequence[State] = (), limit: int = 100, before: datetime | None = None
    ) -> list[Request]:
        """Requests, the newest first; of some states, and received before a moment, where that is asked."""
        clauses, values = ["1 = 1"], []
        if states:
            clauses.append(f"state IN ({places(states)})")
            values += [str(state) for state in states]
        if before is not None:
            clauses.append("received < %s")
            values.append(self._moment(before))
        sql = f"SELECT {_COLUMNS} FROM holdord_request WHERE {' AND '.join(clauses)} "
        return list(map(_request, self._rows(sql + "ORDER BY received DESC, id LIMIT %s", (*values, limit))))

    def requests_of(self, subject: str) -> list[str]:
        """The ids of what a person asked for, the latest first."""
        sql = SAME_PERSON + "SELECT id FROM holdord_request WHERE subject_id IN (SELECT id FROM same) "
        return [id for (id,) in self._rows(sql + "ORDER BY received DESC, id", (subject,))]

    def first_request(self) -> datetime | None:
        """When the oldest request that is still kept arrived."""
        return _latest_of(self._rows("SELECT received FROM holdord_request ORDER BY received LIMIT 1"))

    def latest_moment(self) -> datetime | None:
        """When the latest thing happened to any request, as far as is known."""
        sql = "SELECT at FROM holdord_request_event ORDER BY id DESC LIMIT 1"
        return _latest_of(self._rows(sql))

    def due_before(self, day: date) -> list[Request]:
        """Open requests whose last day is before a day, the most urgent first."""
        states = tuple(map(str, WAITING))
        sql = f"SELECT {_COLUMNS} FROM holdord_request WHERE state IN ({places(states)}) AND due < %s "
        return list(map(_request, self._rows(sql + "ORDER BY due, id", (*states, self._day(day)))))

    def move(
        self,
        id: str,
        version: int,
        *,
        at: datetime,
        by: str,
        note_kind: str,
        note: Mapping[str, str] | None = None,
        keep: Keep | None = None,
        letter: Queued | None = None,
        **changes: Any,
    ) -> Request:
        """Change a request that is as it was read, and note why; raises StoreFault `request-changed` else.

        `changes` are fields of Request by their names; what is to `keep` goes into the vault with them, and a
        `letter` that tells of it is queued with them.
        """
        unknown = changes.keys() - _CHANGEABLE
        if unknown:
            raise ValueError(f"a request's {', '.join(sorted(unknown))} cannot be changed")
        facts = dict(note or {})
        without_addresses(*facts.values())
        columns = {_column(name): self._value(value) for name, value in changes.items()}
        if "state" in changes:
            columns["ended"] = self._moment(at) if changes["state"] in _ENDED else None
        sets = "".join(f"{column} = %s, " for column in columns)
        sql = f"UPDATE holdord_request SET {sets}version = version + 1 WHERE id = %s AND version = %s "
        entry = self._entry(id, keep.kind, keep.content, keep.expires) if keep else ()
        told_by = letter.letter if letter else None
        queued = self._entry(id, told_by.kind, told_by.content, told_by.expires) if told_by else ()
        with self._transaction() as cursor:
            cursor.execute(f"{sql}RETURNING {_COLUMNS}", (*columns.values(), id, version))
            moved = cursor.fetchone()
            if moved is None:
                self.request(id)  # of one that is not there, that is told instead
                raise StoreFault(
                    "request-changed",
                    "somebody else has changed the request meanwhile: nothing was changed",
                    "look at it again, and decide on what it is now.",
                )
            if keep:
                cursor.execute(DROP_KIND, (id, keep.kind))
                cursor.execute(PUT, entry)
            if letter:
                self._queue(cursor, letter, queued)
            told = json.dumps(facts, sort_keys=True, ensure_ascii=False)
            cursor.execute(EVENT, (id, self._moment(at), note_kind, by, told))
        return _request(moved)

    def belongs_to(self, id: str, subject: str) -> None:
        """Note whose a request is; noted once, it stays."""
        with self._transaction(lasting=False) as cursor:
            cursor.execute(
                "UPDATE holdord_request SET subject_id = %s WHERE id = %s AND subject_id IS NULL",
                (subject, id),
            )

    def _value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return self._moment(value)
        if isinstance(value, date):
            return self._day(value)
        if isinstance(value, Strength):
            return int(value)
        return str(value) if isinstance(value, State | Outcome) else value

    def events(self, id: str) -> list[RequestEvent]:
        """Everything that happened to a request, in order."""
        sql = "SELECT at, kind, by, facts FROM holdord_request_event WHERE request_id = %s ORDER BY id"
        return [
            RequestEvent(_known(at), kind, by, json.loads(facts))
            for at, kind, by, facts in self._rows(sql, (id,))
        ]

    def event_kinds(self, ids: Sequence[str]) -> dict[str, set[str]]:
        """What kinds of things have happened to each of some requests."""
        found: dict[str, set[str]] = {id: set() for id in ids}
        if found:
            sql = f"SELECT request_id, kind FROM holdord_request_event WHERE request_id IN ({places(ids)})"
            for id, kind in self._rows(sql, tuple(ids)):
                found[id].add(kind)
        return found

    def task_new(self, request: str, system: str, what: str, assigned: str, at: datetime) -> str:
        """Something to be done by hand, once for each (request, system, what); returns its id."""
        return self._once(
            "holdord_task",
            {"request_id": request, "system": system, "what": what},
            {"id": new_id("T", 10), "assigned": assigned, "at": self._moment(at), "done_by": ""},
        )

    def tasks(self, request: str | None = None, open_only: bool = False) -> list[Task]:
        """Tasks of a request or of all, the oldest first."""
        clauses = ["request_id = %s"] if request else ["1 = 1"]
        clauses += ["done_at IS NULL"] if open_only else []
        sql = "SELECT id, request_id, system, what, assigned, at, done_at, done_by FROM holdord_task WHERE "
        rows = self._rows(f"{sql}{' AND '.join(clauses)} ORDER BY at, id", (request,) if request else ())
        return [
            Task(id, request_, system, what, assigned, _known(at), aware(done_at), by)
            for id, request_, system, what, assigned, at, done_at, by in rows
        ]

    def task_done(self, id: str, at: datetime, by: str) -> bool:
        """Somebody did it; False when it was done already."""
        return self._set_once("holdord_task", "done_at", id, at, "done_by = %s", (by,))

    def look(self, request: str, by: str, what: str, at: datetime) -> None:
        """Write down that somebody looked at something of a request."""
        without_addresses(what)
        with self._transaction() as cursor:
            cursor.execute(
                "INSERT INTO holdord_look (request_id, by, what, at) VALUES (%s, %s, %s, %s)",
                (request, by, what, self._moment(at)),
            )

    def looks(self, request: str) -> list[Look]:
        """Who looked at a request, in order."""
        sql = "SELECT by, what, at FROM holdord_look WHERE request_id = %s ORDER BY id"
        return [Look(by, what, _known(at)) for by, what, at in self._rows(sql, (request,))]

    def throttle(self, bucket: str, at: datetime, limit: int, per: timedelta, times: int = 1) -> bool:
        """Count something once more, or more often; False when it was done more than `limit` times then.

        The window of time begins with the first count and lasts as long as `per`.
        """
        moment, edge = self._moment(at), self._moment(at - per)
        with self._transaction(lasting=False) as cursor:
            cursor.execute(
                "INSERT INTO holdord_throttle AS t (bucket, since, count) VALUES (%s, %s, %s) "
                "ON CONFLICT (bucket) DO UPDATE SET "
                "count = CASE WHEN t.since <= %s THEN excluded.count ELSE t.count + excluded.count END, "
                "since = CASE WHEN t.since <= %s THEN excluded.since ELSE t.since END",
                (bucket, moment, times, edge, edge),
            )
            cursor.execute("SELECT count FROM holdord_throttle WHERE bucket = %s", (bucket,))
            return bool(cursor.fetchone()[0] <= limit)

    def _once(self, table: str, names: Mapping[str, Any], more: Mapping[str, Any]) -> str:
        """Insert under unique names, unless that was done; the id of what is there."""
        with self._transaction() as cursor:
            return self._once_in(cursor, table, names, more)

    def _once_in(self, cursor: Any, table: str, names: Mapping[str, Any], more: Mapping[str, Any]) -> str:
        every = {**names, **more}
        where = " AND ".join(f"{name} = %s" for name in names)
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(every)}) VALUES ({places(list(every))}) ON CONFLICT DO NOTHING",
            tuple(every.values()),
        )
        cursor.execute(f"SELECT id FROM {table} WHERE {where}", tuple(names.values()))
        return str(cursor.fetchone()[0])

    def _set_once(
        self, table: str, column: str, id: str, at: datetime, more: str = "", values: tuple[Any, ...] = ()
    ) -> bool:
        sets = f"{column} = %s" + (f", {more}" if more else "")
        with self._transaction() as cursor:
            cursor.execute(
                f"UPDATE {table} SET {sets} WHERE id = %s AND {column} IS NULL",
                (self._moment(at), *values, id),
            )
            return bool(cursor.rowcount)


def _column(name: str) -> str:
    return "subject_id" if name == "subject" else name


def _latest_of(rows: Sequence[tuple[Any, ...]]) -> datetime | None:
    return aware(rows[0][0]) if rows else None


def _known(at: datetime) -> datetime:
    moment = aware(at)
    assert moment is not None
    return moment


def _request(row: Sequence[Any]) -> Request:
    named = dict(zip(_COLUMNS.split(", "), row, strict=True))
    return Request(
        id=named["id"],
        right=Right(named["kind"]),
        channel=Channel(named["channel"]),
        language=named["language"],
        received=_known(named["received"]),
        state=State(named["state"]),
        due=named["due"],
        strict_due=named["strict_due"],
        strength=Strength(named["strength"]),
        subject=named["subject_id"],
        details=json.loads(named["details"]),
        plan=named["plan"],
        confirmed=named["confirmed"],
        outcome=Outcome(named["outcome"]) if named["outcome"] else None,
        extended=bool(named["extended"]),
        paused_since=aware(named["paused_since"]),
        assigned=named["assigned"],
        version=named["version"],
    )
