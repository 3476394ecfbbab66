"""Notices to recipients (Art. 19): due, sent, chased, confirmed, or handed over to a person of staff.

Sendings are counted: what is noted of a sending counts only while it is the next one, so that the same
sending, noted twice after a crash, is one. No two have to agree beforehand which of them sends: a letter is
queued once under its name, and a webhook's receiver knows a repeated call by its id.
"""

import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from holdord.store.base import aware, places
from holdord.store.names import new_id
from holdord.store.records import StoreFault
from holdord.store.request_records import Notice
from holdord.store.requests import Requests

_COLUMNS = (
    "id, request_id, recipient, at, sent_at, confirmed_at, chased, tries, next_at, handed_at, handed_for, "
    "confirmed_by"
)
_OPEN = "confirmed_at IS NULL AND handed_at IS NULL"


class Notices(Requests):
    """What recipients must be told."""

    def notices_new(self, request: str, recipients: Sequence[str], at: datetime) -> list[str]:
        """A notice that each recipient must get, once for each request, due at once; returns their ids.

        All of them or none. It lasts with what is written next.
        """
        moment = self._moment(at)
        more = {
            "at": moment,
            "next_at": moment,
            "chased": 0,
            "tries": 0,
            "handed_for": "",
            "confirmed_by": "",
        }
        with self._transaction(lasting=False) as cursor:
            return [
                self._once_in(
                    cursor,
                    "holdord_notice",
                    {"request_id": request, "recipient": recipient},
                    {"id": new_id("N", 10), **more},
                )
                for recipient in recipients
            ]

    def notice(self, id: str) -> Notice:
        """One notice; raises StoreFault where there is none of this id."""
        rows = self._rows(f"SELECT {_COLUMNS} FROM holdord_notice WHERE id = %s", (id,))
        if not rows:
            raise StoreFault("store-unknown", "there is no notice of this id", "look it up in the list.")
        return _notice(rows[0])

    def notices(self, request: str | None = None, open_only: bool = False) -> list[Notice]:
        """Notices of a request or of all, the oldest first; `open_only` those that nobody has confirmed."""
        clauses = ["request_id = %s"] if request else ["1 = 1"]
        clauses += ["confirmed_at IS NULL"] if open_only else []
        sql = f"SELECT {_COLUMNS} FROM holdord_notice WHERE {' AND '.join(clauses)} ORDER BY at, id"
        return list(map(_notice, self._rows(sql, (request,) if request else ())))

    def notices_due(self, at: datetime, limit: int = 100) -> list[Notice]:
        """Notices about which something is to be done now, the longest due first."""
        sql = f"SELECT {_COLUMNS} FROM holdord_notice WHERE next_at <= %s AND {_OPEN} "
        return list(
            map(_notice, self._rows(sql + "ORDER BY next_at, id LIMIT %s", (self._moment(at), limit)))
        )

    def notice_sent(self, id: str, number: int, at: datetime, next_at: datetime) -> bool:
        """Sending `number` (the first is 0) went out; False when that is known, or nothing is to be sent."""
        before = "sent_at IS NULL" if number == 0 else f"sent_at IS NOT NULL AND chased = {number - 1:d}"
        moment = self._moment(at)
        return self._change(
            id,
            f"{_OPEN} AND {before}",
            "sent_at = coalesce(sent_at, %s), chased = %s, tries = 0, next_at = %s",
            (moment, number, self._moment(next_at)),
        )

    def notice_later(self, id: str, tries: int, next_at: datetime) -> bool:
        """Look at it again at a moment; `tries` is how often the next sending has failed by now."""
        return self._change(id, _OPEN, "tries = %s, next_at = %s", (tries, self._moment(next_at)))

    def notices_later(self, ids: Sequence[str], next_at: datetime) -> None:
        """The same for several, whose next sending has not failed any oftener.

        Where a power cut takes it they are looked at once more, at once.
        """
        with self._transaction(lasting=False) as cursor:
            cursor.execute(
                f"UPDATE holdord_notice SET next_at = %s WHERE id IN ({places(ids)}) AND {_OPEN}",
                (self._moment(next_at), *ids),
            )

    def notice_handed(self, id: str, at: datetime, why: str) -> bool:
        """A person of staff takes it from here; False when that was so, or it is confirmed."""
        sets = "handed_at = %s, handed_for = %s, next_at = NULL"
        return self._change(id, _OPEN, sets, (self._moment(at), why))

    def notice_confirmed(self, id: str, at: datetime, by: str = "") -> bool:
        """The recipient says it is done, or somebody of staff made sure; False when that was known."""
        sets = "confirmed_at = %s, confirmed_by = %s, next_at = NULL"
        return self._change(id, "confirmed_at IS NULL", sets, (self._moment(at), by))

    def _change(self, id: str, where: str, sets: str, values: tuple[Any, ...]) -> bool:
        with self._transaction() as cursor:
            cursor.execute(f"UPDATE holdord_notice SET {sets} WHERE id = %s AND {where}", (*values, id))
            return bool(cursor.rowcount)

    def notice_code(self, id: str) -> str:
        """The code with which a recipient confirms a notice: a keyed digest of its id, kept nowhere.

        So every letter about a notice names the same link, and whoever reads the database knows none.
        """
        key = self._secret_key(make=True)
        assert key is not None
        return key.digest("notice", id)[:40]

    def notice_opens(self, id: str, code: str) -> bool:
        """Whether a code is that of a notice; compared so that the time it takes tells nothing."""
        key = self._secret_key(make=False)
        right = key.digest("notice", id)[:40] if key else ""
        same = hmac.compare_digest(right.encode(), code.encode("utf-8", "replace"))
        known = self._rows("SELECT 1 FROM holdord_notice WHERE id = %s", (id,))
        return bool(key) and same and bool(known)


def _notice(row: Sequence[Any]) -> Notice:
    id, request, recipient, at, sent, confirmed, chased, tries, next_at, handed, why, by = row
    began = aware(at)
    assert began is not None
    return Notice(
        id,
        request,
        recipient,
        began,
        aware(sent),
        aware(confirmed),
        chased,
        tries,
        aware(next_at),
        aware(handed),
        why,
        by,
    )
