"""Receptions: codes under which another company hands a person's data over to us, and what came under them.

A code is good for one file. The same file sent again, because its sender did not hear that it had arrived,
changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from holdord.store.base import aware
from holdord.store.names import new_id
from holdord.store.records import StoreFault
from holdord.store.request_records import Look, Reception
from holdord.store.subjects import Subjects
from holdord.store.vault import Vault

_COLUMNS = "id, made_at, made_by, expires, arrived_at, sha256, size, settled_at, settled_by, settled_as"


class Receptions(Subjects, Vault):
    """Keeps what arrives until somebody of staff has decided about it, or its time is over."""

    def reception_new(self, code: str, by: str, at: datetime, expires: datetime) -> str:
        """Expect a file under a code, until a moment; returns the reception's id (R-…)."""
        id, digest = new_id("R", 10), self._reception_digest(code)
        with self._transaction() as cursor:
            cursor.execute(
                "INSERT INTO holdord_reception (id, digest, made_at, made_by, expires, sha256, size, "
                "settled_by, settled_as) VALUES (%s, %s, %s, %s, %s, '', 0, '', '')",
                (id, digest, self._moment(at), by, self._moment(expires)),
            )
        return id

    def reception_of(self, code: str, at: datetime) -> Reception | None:
        """The reception of a code; None where there is none, or its time is over."""
        found = self._receptions(
            "digest = %s AND expires > %s", (self._reception_digest(code), self._moment(at))
        )
        return found[0] if found else None

    def reception(self, id: str) -> Reception:
        """One reception; raises StoreFault where there is none of this id."""
        found = self._receptions("id = %s", (id,))
        if not found:
            raise StoreFault("store-unknown", "there is no reception of this id", "look it up in the list.")
        return found[0]

    def receptions(self, arrived_only: bool = False) -> list[Reception]:
        """All receptions, the oldest first; or those whose file waits for somebody's decision."""
        return self._receptions("arrived_at IS NOT NULL AND settled_at IS NULL" if arrived_only else "1 = 1")

    def reception_arrived(
        self, id: str, at: datetime, sha256: str, content: bytes, expires: datetime
    ) -> bool:
        """A file has come; False where one had come before."""
        closed = self._closed(f"reception/{id}", content)
        with self._transaction() as cursor:
            cursor.execute(
                "UPDATE holdord_reception SET arrived_at = %s, sha256 = %s, size = %s, content = %s, "
                "expires = %s WHERE id = %s AND arrived_at IS NULL AND expires > %s",
                (
                    self._moment(at),
                    sha256,
                    len(content),
                    closed,
                    self._moment(expires),
                    id,
                    self._moment(at),
                ),
            )
            return bool(cursor.rowcount)

    def reception_looked(self, id: str, by: str, at: datetime) -> bytes | None:
        """What came, for somebody who looks at it, which is written down; None when it is gone."""
        with self._transaction() as cursor:
            cursor.execute(
                "INSERT INTO holdord_reception_look (reception_id, by, at) VALUES (%s, %s, %s)",
                (id, by, self._moment(at)),
            )
        rows = self._rows(
            "SELECT content FROM holdord_reception WHERE id = %s AND expires > %s", (id, self._moment(at))
        )
        return self._opened(f"reception/{id}", bytes(rows[0][0])) if rows and rows[0][0] else None

    def reception_looks(self, id: str) -> list[Look]:
        """Who looked at what came, in order."""
        sql = "SELECT by, at FROM holdord_reception_look WHERE reception_id = %s ORDER BY id"
        return [Look(by, "arrival", moment) for by, at in self._rows(sql, (id,)) if (moment := aware(at))]

    def reception_settled(self, id: str, at: datetime, by: str, taken: bool, expires: datetime) -> bool:
        """Somebody decided: taken over, or discarded, which lets the file go at once. False when decided."""
        sets = "" if taken else ", content = NULL"
        with self._transaction() as cursor:
            cursor.execute(
                "UPDATE holdord_reception SET settled_at = %s, settled_by = %s, settled_as = %s, "
                f"expires = CASE WHEN expires < %s THEN expires ELSE %s END{sets} "
                "WHERE id = %s AND settled_at IS NULL AND arrived_at IS NOT NULL",
                (
                    self._moment(at),
                    by,
                    "taken" if taken else "discarded",
                    self._moment(expires),
                    self._moment(expires),
                    id,
                ),
            )
            return bool(cursor.rowcount)

    def drop_receptions(self, at: datetime) -> int:
        """Let go of every reception whose time is over; how many there were."""
        moment = self._moment(at)
        with self._transaction() as cursor:
            cursor.execute(
                "DELETE FROM holdord_reception_look WHERE reception_id IN "
                "(SELECT id FROM holdord_reception WHERE expires <= %s)",
                (moment,),
            )
            cursor.execute("DELETE FROM holdord_reception WHERE expires <= %s", (moment,))
            return int(cursor.rowcount)

    def _receptions(self, where: str, values: Sequence[Any] = ()) -> list[Reception]:
        sql = f"SELECT {_COLUMNS} FROM holdord_reception WHERE {where} ORDER BY made_at, id"
        return [
            Reception(
                id, _known(made), by, _known(expires), aware(arrived), sha256, size, aware(settled), who, how
            )
            for id, made, by, expires, arrived, sha256, size, settled, who, how in self._rows(sql, values)
        ]

    def _reception_digest(self, code: str) -> str:
        key = self._secret_key(make=True)
        assert key is not None
        return key.digest("reception", code)


def _known(at: datetime) -> datetime:
    moment = aware(at)
    assert moment is not None
    return moment
