"""Letters on their way. A letter is queued once, claimed by one sender at a time, and handed in once.

Just before the mail server is given a letter, its sender marks it as begun, and of two senders only one can.
What happens between that mark and the server's answer nobody can know: a letter whose sender died there, or
whose line was cut, may have arrived. It is not sent again. It is `unsure`, and a person of staff decides:
send it once more, or leave it. A letter that was not begun is sent again when its sender's lease has run out.

A letter that was refused for good, or so often, is given up. It stays in the vault until its time there is
over, so that somebody can have it sent once more, or say that its person was reached otherwise.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from holdord.store.base import aware
from holdord.store.codes import Codes
from holdord.store.request_records import Code, GivenUp, Keep, Mail, MailState, Queued, Sending
from holdord.store.requests import EVENT
from holdord.store.vault import Vault
from holdord.words.request import Channel, State

MAIL = "holdord_mail"
"""The queue of letters about a request."""
TOLD = "holdord_told"
"""The queue of letters that tell people of a change of the policy."""

_ABOUT = {MAIL: "request_id, kind", TOLD: "publication_id, 'announcement'"}
_GIVEN_UP = """
SELECT m.id, m.request_id, m.kind, m.key, m.content, m.failed_at, m.failed_for, r.state, r.channel
FROM holdord_mail m JOIN holdord_request r ON r.id = m.request_id
WHERE m.failed_at IS NOT NULL AND m.settled_at IS NULL ORDER BY m.failed_at DESC, m.id
"""
LEASE = timedelta(minutes=10)
LATER = timedelta(hours=1)
TRIES = 100
"""A letter is tried again after a minute, two, four and so on, then every hour; given up after four days.

So long mail is tried everywhere (RFC 5321, 4.5.4.1): a server that is away over a weekend loses nothing.
"""


class Outbox(Codes, Vault):
    """Queues and hands out letters; it holds ids only. Letters of both queues go the same way."""

    def mail_queue(
        self,
        kind: str,
        request: str,
        letter: Keep,
        not_before: datetime,
        key: str = "",
        code: Code | None = None,
    ) -> bool:
        """Put a letter into the vault, text and address, and queue it; False when it was queued before.

        The code that it tells is worth something from the same moment on, or not at all.
        """
        digest = self._code_digest(request, code.code, code.kind) if code else ""
        entry = self._entry(request, letter.kind, letter.content, letter.expires)
        with self._transaction() as cursor:
            queued = self._queue(cursor, Queued(kind, request, letter, not_before, key), entry)
            if queued and code:
                self._put_code(cursor, request, code.kind, digest, code.expires)
            return queued

    def mails_queue(self, letters: Sequence[Queued]) -> None:
        """The same for several letters, all or none of them."""
        entries = [
            self._entry(one.request, one.letter.kind, one.letter.content, one.letter.expires)
            for one in letters
        ]
        with self._transaction() as cursor:
            for letter, entry in zip(letters, entries, strict=True):
                self._queue(cursor, letter, entry)

    def mail_claim(
        self, at: datetime, limit: int = 20, lease: timedelta = LEASE, queue: str = MAIL
    ) -> list[Mail]:
        """Letters that are to be sent now, for this sender alone until the lease is over."""
        moment, until = self._moment(at), self._moment(at + lease)
        waiting = (
            "sent_at IS NULL AND failed_at IS NULL AND begun_at IS NULL AND not_before <= %s "
            "AND (leased_until IS NULL OR leased_until <= %s)"
        )
        with self._transaction() as cursor:
            cursor.execute(
                f"UPDATE {queue} SET unsure_at = %s WHERE sent_at IS NULL AND failed_at IS NULL "
                "AND unsure_at IS NULL AND begun_at IS NOT NULL AND leased_until <= %s",
                (moment, moment),
            )
            skip = " FOR UPDATE SKIP LOCKED" if self._connection.vendor == "postgresql" else ""
            cursor.execute(
                f"SELECT id FROM {queue} WHERE {waiting} ORDER BY not_before, id LIMIT %s{skip}",
                (moment, moment, limit),
            )
            ids = [id for (id,) in cursor.fetchall()]
            return [self._leased(cursor, queue, id, until) for id in ids]

    def _leased(self, cursor: Any, queue: str, id: int, until: Any) -> Mail:
        cursor.execute(f"UPDATE {queue} SET leased_until = %s, tries = tries + 1 WHERE id = %s", (until, id))
        cursor.execute(f"SELECT {_ABOUT[queue]}, content, tries FROM {queue} WHERE id = %s", (id,))
        about, kind, content, tries = cursor.fetchone()
        return Mail(id, str(about), kind, content, tries - 1)

    def mail_begin(self, id: int, at: datetime, lease: timedelta = LEASE, queue: str = MAIL) -> bool:
        """Mark that the letter is being handed in now; False where another sender has done so."""
        with self._transaction() as cursor:
            cursor.execute(
                f"UPDATE {queue} SET begun_at = %s, leased_until = %s "
                "WHERE id = %s AND begun_at IS NULL AND sent_at IS NULL AND failed_at IS NULL",
                (self._moment(at), self._moment(at + lease), id),
            )
            return bool(cursor.rowcount)

    def mail_unsure(self, id: int, at: datetime, queue: str = MAIL) -> None:
        """The line was cut before the mail server answered: nobody knows whether the letter arrived."""
        with self._transaction() as cursor:
            cursor.execute(
                f"UPDATE {queue} SET unsure_at = %s WHERE id = %s AND sent_at IS NULL "
                "AND failed_at IS NULL AND unsure_at IS NULL",
                (self._moment(at), id),
            )

    def mail_again(self, id: int, at: datetime, by: str, note_kind: str, queue: str = MAIL) -> bool:
        """Somebody decided to send an unsure letter once more; False where it is not unsure any more.

        It is noted with the request that the letter is about. News of a version is about none.
        """
        sets = "begun_at = NULL, unsure_at = NULL, leased_until = NULL, not_before = %s, decided_by = %s"
        moment = self._moment(at)
        with self._transaction() as cursor:
            return self._decide(cursor, queue, id, moment, by, note_kind, (sets, (moment, by)))

    def mail_leave(self, id: int, at: datetime, by: str, note_kind: str, queue: str = MAIL) -> bool:
        """Somebody decided to take an unsure letter for sent; its content is let go. Noted likewise."""
        sets = "sent_at = begun_at, unsure_at = NULL, decided_by = %s"
        with self._transaction() as cursor:
            decided = self._decide(cursor, queue, id, self._moment(at), by, note_kind, (sets, (by,)))
            if decided:
                self._let_go(cursor, queue, id)
            return decided

    def _decide(
        self,
        cursor: Any,
        queue: str,
        id: int,
        moment: Any,
        by: str,
        note_kind: str,
        sets: tuple[str, tuple[Any, ...]],
    ) -> bool:
        """Change an unsure letter and note it with its request, where it has one: both, or nothing."""
        cursor.execute(
            f"UPDATE {queue} SET {sets[0]} WHERE id = %s AND unsure_at IS NOT NULL "
            "AND sent_at IS NULL AND failed_at IS NULL",
            (*sets[1], id),
        )
        if not cursor.rowcount:
            return False
        if queue == MAIL:
            self._note(cursor, id, moment, by, note_kind)
        return True

    def _note(self, cursor: Any, id: int, moment: Any, by: str, note_kind: str) -> None:
        cursor.execute("SELECT request_id, kind FROM holdord_mail WHERE id = %s", (id,))
        request, kind = cursor.fetchone()
        cursor.execute(EVENT, (request, moment, note_kind, by, json.dumps({"letter": kind})))

    def _let_go(self, cursor: Any, queue: str, id: int) -> None:
        cursor.execute(
            f"DELETE FROM holdord_vault WHERE id = (SELECT content FROM {queue} WHERE id = %s)", (id,)
        )

    def mail_sent(self, id: int, at: datetime, queue: str = MAIL) -> bool:
        """The letter was sent; its content is let go in the same transaction. False when that was known."""
        with self._transaction() as cursor:
            cursor.execute(
                f"UPDATE {queue} SET sent_at = %s, unsure_at = NULL WHERE id = %s AND sent_at IS NULL",
                (self._moment(at), id),
            )
            first = bool(cursor.rowcount)
            self._let_go(cursor, queue, id)
            return first

    def mail_failed(self, id: int, at: datetime, permanent: bool, queue: str = MAIL, why: str = "") -> None:
        """It was not taken: tried again later and later until it is given up, and `why`.

        The address of whoever should have been told of a version is let go at once: nobody decides about it.
        """
        with self._transaction() as cursor:
            cursor.execute(f"SELECT tries FROM {queue} WHERE id = %s", (id,))
            row: Sequence[Any] | None = cursor.fetchone()
            tries = row[0] if row else TRIES
            if permanent or tries >= TRIES:
                cursor.execute(
                    f"UPDATE {queue} SET failed_at = %s, failed_for = %s, unsure_at = NULL "
                    "WHERE id = %s AND sent_at IS NULL",
                    (self._moment(at), why, id),
                )
                if cursor.rowcount and queue == TOLD:
                    self._let_go(cursor, queue, id)
                return
            later = self._moment(at + (timedelta(minutes=2**tries) if tries < 6 else LATER))
            cursor.execute(
                f"UPDATE {queue} SET not_before = %s, leased_until = NULL, begun_at = NULL, "
                "unsure_at = NULL WHERE id = %s AND sent_at IS NULL",
                (later, id),
            )

    def mails_queued(self, request: str, kind: str) -> int:
        """How many letters of a kind were ever queued for a request."""
        sql = "SELECT count(*) FROM holdord_mail WHERE request_id = %s AND kind = %s"
        return int(self._rows(sql, (request, kind))[0][0])

    def mails_given_up(self) -> list[GivenUp]:
        """Letters that could not be sent and that nobody has decided about, the latest first."""
        return [
            GivenUp(id, request, kind, key, content, at, why, State(state), Channel(channel))
            for id, request, kind, key, content, failed, why, state, channel in self._rows(_GIVEN_UP)
            if (at := aware(failed))
        ]

    def mail_once_more(self, id: int, at: datetime, by: str, note_kind: str) -> bool:
        """Somebody has a letter that was given up sent once more, if it is still kept.

        It is noted with its request. False where it is gone, or where somebody has decided about it.
        """
        sets = (
            "failed_at = NULL, failed_for = '', tries = 0, begun_at = NULL, leased_until = NULL, "
            "not_before = %s"
        )
        kept = (
            "AND EXISTS (SELECT 1 FROM holdord_vault v WHERE v.id = holdord_mail.content AND v.expires > %s)"
        )
        moment = self._moment(at)
        with self._transaction() as cursor:
            return self._settle(cursor, id, moment, by, note_kind, (sets, (moment,)), (kept, (moment,)))

    def mail_settled(self, id: int, at: datetime, by: str, note_kind: str, told: bool) -> bool:
        """Somebody decided about a letter that was given up, and need not be asked again; its content goes.

        `told` says that the person was told in another way: it counts as sent. False where that was decided.
        """
        moment = self._moment(at)
        sets = ("settled_at = %s, sent_at = %s", (moment, moment)) if told else ("settled_at = %s", (moment,))
        with self._transaction() as cursor:
            decided = self._settle(cursor, id, moment, by, note_kind, sets)
            if decided:
                self._let_go(cursor, MAIL, id)
            return decided

    def _settle(
        self,
        cursor: Any,
        id: int,
        moment: Any,
        by: str,
        note_kind: str,
        sets: tuple[str, tuple[Any, ...]],
        where: tuple[str, tuple[Any, ...]] = ("", ()),
    ) -> bool:
        """Change a letter that was given up and note it with its request: both, or nothing."""
        cursor.execute(
            f"UPDATE holdord_mail SET {sets[0]}, decided_by = %s "
            f"WHERE id = %s AND failed_at IS NOT NULL AND settled_at IS NULL {where[0]}",
            (*sets[1], by, id, *where[1]),
        )
        if not cursor.rowcount:
            return False
        self._note(cursor, id, moment, by, note_kind)
        return True

    def mails_unsure(self, request: str | None = None) -> list[Mail]:
        """Letters that may have arrived, of a request or of all; somebody has to decide about each."""
        if request:
            return self._mails("unsure_at IS NOT NULL AND request_id = %s", (request,))
        return self._mails("unsure_at IS NOT NULL")

    def _mails(self, where: str, values: tuple[Any, ...] = ()) -> list[Mail]:
        sql = f"SELECT id, request_id, kind, content, tries FROM holdord_mail WHERE {where} ORDER BY id"
        return [Mail(*row) for row in self._rows(sql, values)]

    def letters(self, request: str) -> list[Sending]:
        """Every letter that was ever queued for a request, the first first; nothing of what they say."""
        rows = self._rows(
            "SELECT kind, key, queued_at, sent_at, failed_at, unsure_at, settled_at FROM holdord_mail "
            "WHERE request_id = %s ORDER BY id",
            (request,),
        )
        return [Sending(kind, key, *map(aware, moments)) for kind, key, *moments in rows]

    def mail_state(self, request: str, kind: str, key: str) -> MailState | None:
        """How far a letter has come; None where none was queued under this name."""
        return self.mail_states(request, kind).get(key)

    def mail_states(self, request: str, kind: str) -> dict[str, MailState]:
        """How far the letters of a kind have come, by the key each was queued under."""
        rows = self._rows(
            "SELECT key, id, sent_at, failed_at, unsure_at FROM holdord_mail "
            "WHERE request_id = %s AND kind = %s",
            (request, kind),
        )
        return {key: MailState(id, *map(aware, moments)) for key, id, *moments in rows}
