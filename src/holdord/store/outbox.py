"""Letters on their way. A letter is queued once, claimed by one sender at a time, and sent once.

A sender that dies between sending and saying so leaves its lease behind; the letter is then sent again when
the lease has run out. The lease is long beside the sending, so that happens to a machine that died, not to a
slow one.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from holdord.store.codes import Codes
from holdord.store.request_records import Code, Mail

LEASE = timedelta(minutes=10)
TRIES = 8


class Outbox(Codes):
    """Queues and hands out letters; it holds ids only."""

    def mail_queue(
        self,
        kind: str,
        request: str,
        content: str,
        not_before: datetime,
        key: str = "",
        code: Code | None = None,
    ) -> bool:
        """Queue a letter whose text and address are in the vault; False when it was queued before.

        The code that it tells is worth something from the same moment on, or not at all.
        """
        digest = self._code_digest(request, code.code, code.kind) if code else ""
        with self._transaction() as cursor:
            cursor.execute(
                "INSERT INTO holdord_mail (request_id, kind, key, content, not_before, tries) "
                "VALUES (%s, %s, %s, %s, %s, 0) ON CONFLICT DO NOTHING",
                (request, kind, key, content, self._moment(not_before)),
            )
            queued = bool(cursor.rowcount)
            if queued and code:
                self._put_code(cursor, request, code.kind, digest, code.expires)
            return queued

    def mail_claim(self, at: datetime, limit: int = 20, lease: timedelta = LEASE) -> list[Mail]:
        """Letters that are to be sent now, for this sender alone until the lease is over."""
        moment, until = self._moment(at), self._moment(at + lease)
        waiting = (
            "sent_at IS NULL AND failed_at IS NULL AND not_before <= %s "
            "AND (leased_until IS NULL OR leased_until <= %s)"
        )
        with self._transaction() as cursor:
            skip = " FOR UPDATE SKIP LOCKED" if self._connection.vendor == "postgresql" else ""
            cursor.execute(
                f"SELECT id FROM holdord_mail WHERE {waiting} ORDER BY not_before, id LIMIT %s{skip}",
                (moment, moment, limit),
            )
            ids = [id for (id,) in cursor.fetchall()]
            return [self._leased(cursor, id, until) for id in ids]

    def _leased(self, cursor: Any, id: int, until: Any) -> Mail:
        cursor.execute(
            "UPDATE holdord_mail SET leased_until = %s, tries = tries + 1 WHERE id = %s", (until, id)
        )
        cursor.execute("SELECT request_id, kind, content, tries FROM holdord_mail WHERE id = %s", (id,))
        request, kind, content, tries = cursor.fetchone()
        return Mail(id, request, kind, content, tries - 1)

    def mail_sent(self, id: int, at: datetime) -> bool:
        """The letter was sent; its content is let go in the same transaction. False when that was known."""
        with self._transaction() as cursor:
            cursor.execute(
                "UPDATE holdord_mail SET sent_at = %s WHERE id = %s AND sent_at IS NULL",
                (self._moment(at), id),
            )
            first = bool(cursor.rowcount)
            cursor.execute(
                "DELETE FROM holdord_vault WHERE id = (SELECT content FROM holdord_mail WHERE id = %s)",
                (id,),
            )
            return first

    def mail_failed(self, id: int, at: datetime, permanent: bool) -> None:
        """It could not be sent: tried again later, twice as late each time, until it is given up."""
        with self._transaction() as cursor:
            cursor.execute("SELECT tries FROM holdord_mail WHERE id = %s", (id,))
            row: Sequence[Any] | None = cursor.fetchone()
            tries = row[0] if row else TRIES
            if permanent or tries >= TRIES:
                cursor.execute(
                    "UPDATE holdord_mail SET failed_at = %s WHERE id = %s AND sent_at IS NULL",
                    (self._moment(at), id),
                )
                return
            later = self._moment(at + timedelta(minutes=2**tries))
            cursor.execute(
                "UPDATE holdord_mail SET not_before = %s, leased_until = NULL "
                "WHERE id = %s AND sent_at IS NULL",
                (later, id),
            )

    def mails_queued(self, request: str, kind: str) -> int:
        """How many letters of a kind were ever queued for a request."""
        sql = "SELECT count(*) FROM holdord_mail WHERE request_id = %s AND kind = %s"
        return int(self._rows(sql, (request, kind))[0][0])

    def mails_given_up(self) -> list[Mail]:
        """Letters that could not be sent; somebody has to look why."""
        sql = "SELECT id, request_id, kind, content, tries FROM holdord_mail WHERE failed_at IS NOT NULL"
        return [Mail(*row) for row in self._rows(sql + " ORDER BY id")]
