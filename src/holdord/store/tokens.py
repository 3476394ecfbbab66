"""Tokens of programs. The store keeps a keyed digest of each: whoever reads the database can use none.

The digest is made with the secret key beside the store, so destroying that key ends all tokens too.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from holdord.store.base import aware
from holdord.store.names import new_id
from holdord.store.records import StoreFault
from holdord.store.subjects import Subjects
from holdord.words.caller import Caller, Scope

_COLUMNS = "id, name, scopes, per_minute, made_at, made_by, recipient, expires, used_on, revoked_at"


class Tokens(Subjects):
    """Makes, knows and revokes them."""

    def token_new(
        self,
        token: str,
        name: str,
        scopes: Collection[Scope],
        per_minute: int,
        at: datetime,
        by: str,
        expires: datetime | None = None,
        recipient: str = "",
    ) -> str:
        """Keep the digest of a token; returns its id (K-…). Of valid tokens only one has a name."""
        digest = self._token_digest(token, make=True)
        id = new_id("K", 10)
        moment = self._moment(at)
        ends = None if expires is None else self._moment(expires)
        values = (id, name, digest, " ".join(sorted(scopes)), per_minute, recipient, moment, by, ends)
        with self._transaction() as cursor:
            # One that has run out is no longer anybody's, and leaves its name to the next.
            cursor.execute(
                "UPDATE holdord_token SET revoked_at = expires, revoked_by = '' "
                "WHERE name = %s AND revoked_at IS NULL AND expires <= %s",
                (name, moment),
            )
            cursor.execute(
                "INSERT INTO holdord_token (id, name, digest, scopes, per_minute, recipient, made_at, "
                "made_by, expires, revoked_by) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '') "
                "ON CONFLICT DO NOTHING",
                values,
            )
            if not cursor.rowcount:
                raise StoreFault(
                    "token-name",
                    "there is a valid token of this name already",
                    "choose another name, or revoke that one first",
                )
        return id

    def caller(self, token: str, at: datetime) -> Caller | None:
        """Who holds a token; None for one that is unknown, revoked or past its end. One query.

        It is looked up by its digest, so the time that takes tells nothing of the token.
        """
        digest = self._token_digest(token, make=False)
        sql = f"SELECT {_COLUMNS} FROM holdord_token WHERE digest = %s AND revoked_at IS NULL"
        rows = self._rows(sql, (digest,)) if digest else []
        if not rows:
            return None
        found = _caller(rows[0])
        return found if found.expires is None or at < found.expires else None

    def token_used(self, id: str, at: datetime) -> None:
        """Remember the day on which a token was used last."""
        with self._transaction(lasting=False) as cursor:
            cursor.execute("UPDATE holdord_token SET used_on = %s WHERE id = %s", (self._day(at.date()), id))

    def tokens(self) -> list[Caller]:
        """All tokens, those that are revoked too, the oldest first."""
        return list(map(_caller, self._rows(f"SELECT {_COLUMNS} FROM holdord_token ORDER BY made_at, id")))

    def token_revoke(self, id: str, at: datetime, by: str) -> bool:
        """End a token at once; False when it was ended before. Raises StoreFault where there is none."""
        with self._transaction() as cursor:
            cursor.execute(
                "UPDATE holdord_token SET revoked_at = %s, revoked_by = %s "
                "WHERE id = %s AND revoked_at IS NULL",
                (self._moment(at), by, id),
            )
            if cursor.rowcount:
                return True
            cursor.execute("SELECT 1 FROM holdord_token WHERE id = %s", (id,))
            if cursor.fetchone() is None:
                raise StoreFault("store-unknown", "there is no token of this id", "look it up in the list.")
        return False

    def _token_digest(self, token: str, make: bool) -> str:
        key = self._secret_key(make)
        return key.digest("token", token) if key else ""


def _caller(row: Sequence[Any]) -> Caller:
    id, name, scopes, per_minute, made_at, made_by, recipient, expires, used_on, revoked_at = row
    made = aware(made_at)
    assert made is not None
    return Caller(
        id,
        name,
        frozenset(Scope(one) for one in scopes.split()),
        per_minute,
        made,
        made_by,
        recipient,
        aware(expires),
        used_on,
        aware(revoked_at),
    )
