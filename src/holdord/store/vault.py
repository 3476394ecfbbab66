"""The vault: what people write to us and are given, encrypted (age), each with the moment at which it goes.

The identity that opens it is a file beside the store, not in the database and not in its back-ups: without
the file, nothing in here can be read by anybody. What is dropped is overwritten in SQLite's file
(secure_delete).
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from holdord.store.base import Base, aware
from holdord.store.keys import write_once
from holdord.store.names import new_id
from holdord.store.records import StoreFault
from holdord.store.request_records import Queued
from holdord.words.request import State

FILE = "vault.key"


PUT = (
    "INSERT INTO holdord_vault (id, request_id, kind, content, expires, number) "
    "SELECT %s, %s, %s, %s, %s, coalesce(max(number), 0) + 1 FROM holdord_vault WHERE request_id = %s"
)
DROP_KIND = "DELETE FROM holdord_vault WHERE request_id = %s AND kind = %s"
_TO_TELL = """
(kind IN ('keys', 'contact', 'lifting')
 OR id IN (SELECT content FROM holdord_mail WHERE kind = 'lifting'))
AND request_id IN (
    SELECT r.by FROM holdord_restriction r
    LEFT JOIN holdord_restriction_lifted l ON l.restriction_id = r.id WHERE l.restriction_id IS NULL)
"""
"""What is needed to tell a person that a restriction ends, as long as it stands (Art. 18(3))."""


class Vault(Base):
    """Puts in, takes out, and drops."""

    _identity: Any = None

    def put(self, request: str | None, kind: str, content: bytes, expires: datetime) -> str:
        """Keep something of a request, or of none, until a moment; returns its id."""
        values = self._entry(request, kind, content, expires)
        with self._transaction() as cursor:
            cursor.execute(PUT, values)
        return str(values[0])

    def _queue(self, cursor: Any, letter: Queued, entry: tuple[Any, ...]) -> bool:
        """Queue a letter together with its entry; False when it was queued before."""
        cursor.execute(
            "INSERT INTO holdord_mail "
            "(request_id, kind, key, content, queued_at, not_before, tries, failed_for, decided_by) "
            "VALUES (%s, %s, %s, %s, %s, %s, 0, '', '') ON CONFLICT DO NOTHING",
            (letter.request, letter.kind, letter.key, entry[0], *[self._moment(letter.not_before)] * 2),
        )
        queued = bool(cursor.rowcount)
        if queued:
            cursor.execute(PUT, entry)
        return queued

    def _entry(self, request: str | None, kind: str, content: bytes, expires: datetime) -> tuple[Any, ...]:
        """What `PUT` takes. Encrypting is done before a transaction, not while others wait for it."""
        id = new_id("V", 14)
        closed = self._closed(f"{id}/{request or ''}/{kind}", content)
        return (id, request, kind, closed, self._moment(expires), request)

    def replace(
        self, request: str, kind: str, content: bytes, expires: datetime, lasting: bool = True
    ) -> str:
        """Keep something of a request in place of all of its kind; returns its id."""
        values = self._entry(request, kind, content, expires)
        with self._transaction(lasting) as cursor:
            cursor.execute(DROP_KIND, (request, kind))
            cursor.execute(PUT, values)
        return str(values[0])

    def get(self, id: str, at: datetime | None = None) -> bytes | None:
        """What was kept; None when it is gone, or past its moment. Raises StoreFault without the identity."""
        clause, values = ("", (id,)) if at is None else (" AND expires > %s", (id, self._moment(at)))
        rows = self._rows(
            f"SELECT content, request_id, kind FROM holdord_vault WHERE id = %s{clause}", values
        )
        if not rows:
            return None
        return self._opened(f"{id}/{rows[0][1] or ''}/{rows[0][2]}", bytes(rows[0][0]))

    def newest(self, request: str, kind: str, at: datetime | None = None) -> bytes | None:
        """The newest of a kind that is kept for a request; None when it is gone, or past its moment."""
        clause, values = ("", ()) if at is None else (" AND expires > %s", (self._moment(at),))
        rows = self._rows(
            f"SELECT id, content FROM holdord_vault WHERE request_id = %s AND kind = %s{clause} "
            "ORDER BY number DESC LIMIT 1",
            (request, kind, *values),
        )
        return self._opened(f"{rows[0][0]}/{request}/{kind}", bytes(rows[0][1])) if rows else None

    def _closed(self, name: str, content: bytes) -> bytes:
        """Encrypted, with its name in it, so that it cannot be passed off as another's."""
        import pyrage

        return bytes(pyrage.encrypt(f"{name}\n".encode() + content, [self._opener(make=True).to_public()]))

    def _opened(self, name: str, closed: bytes) -> bytes:
        import pyrage

        try:
            opened = bytes(pyrage.decrypt(closed, [self._opener(make=False)]))
        except pyrage.DecryptError:
            raise _no_key(self._folder / FILE) from None
        bound, _, content = opened.partition(b"\n")
        if bound.decode() != name:
            raise StoreFault(
                "store-altered",
                "what is kept in the vault is not what was put there under this id",
                "somebody has written into the store past Holdord: compare it with a back-up.",
            )
        return content

    def expires(self, id: str) -> datetime | None:
        """When something goes; None when it is gone."""
        rows = self._rows("SELECT expires FROM holdord_vault WHERE id = %s", (id,))
        return aware(rows[0][0]) if rows else None

    def kept_until(self, request: str, kind: str, at: datetime) -> datetime | None:
        """Until when something of a kind is there; None where at a moment nothing is."""
        sql = "SELECT expires FROM holdord_vault WHERE request_id = %s AND kind = %s AND expires > %s "
        rows = self._rows(sql + "ORDER BY expires DESC LIMIT 1", (request, kind, self._moment(at)))
        return aware(rows[0][0]) if rows else None

    def contents(self, request: str, kind: str) -> list[str]:
        """The ids of what is kept of a kind for a request, the oldest first."""
        sql = "SELECT id FROM holdord_vault WHERE request_id = %s AND kind = %s ORDER BY number"
        return [id for (id,) in self._rows(sql, (request, kind))]

    def shorten(self, id: str, expires: datetime) -> None:
        """Let something go earlier than was said; never later."""
        moment = self._moment(expires)
        with self._transaction() as cursor:
            cursor.execute(
                "UPDATE holdord_vault SET expires = %s WHERE id = %s AND expires > %s", (moment, id, moment)
            )

    def drop(self, id: str) -> None:
        """Let something go for good; dropping it twice changes nothing."""
        with self._transaction() as cursor:
            cursor.execute("DELETE FROM holdord_vault WHERE id = %s", (id,))

    def drop_contents(self, request: str) -> int:
        """Let go of everything that is kept for a request; how much that was."""
        with self._transaction() as cursor:
            cursor.execute("DELETE FROM holdord_vault WHERE request_id = %s", (request,))
            return int(cursor.rowcount)

    def drop_closed(self, request: str | None = None) -> int:
        """Let go of what is kept for requests that came to nothing, or for one of them; how much that was.

        What a person has to be told by of the end of a restriction stays until that is lifted.
        """
        one, values = ("", ()) if request is None else ("id = %s AND ", (request,))
        with self._transaction() as cursor:
            cursor.execute(
                "DELETE FROM holdord_vault WHERE request_id IN "
                f"(SELECT id FROM holdord_request WHERE {one}state = %s) AND NOT ({_TO_TELL})",
                (*values, str(State.CLOSED)),
            )
            return int(cursor.rowcount)

    def drop_expired(self, at: datetime) -> int:
        """Let go of everything whose moment has come; how much that was."""
        with self._transaction() as cursor:
            cursor.execute("DELETE FROM holdord_vault WHERE expires <= %s", (self._moment(at),))
            return int(cursor.rowcount)

    def _opener(self, make: bool) -> Any:
        """The identity of this store; another, or none where one was used, is refused and not replaced."""
        if self._identity is None:
            known = self._rows("SELECT recipient FROM holdord_vault_key")
            found = _identity(self._folder / FILE, make and not known)
            if not known:
                self._register_opener(str(found.to_public()))
            elif (str(found.to_public()),) not in known:
                raise _no_key(self._folder / FILE)
            self._identity = found
        return self._identity

    def _register_opener(self, recipient: str) -> None:
        """Make an identity the store's; of two folders that meet on a new store, only one becomes so."""
        with self._transaction() as cursor:
            cursor.execute(
                "INSERT INTO holdord_vault_key (id, recipient) VALUES (1, %s) ON CONFLICT DO NOTHING",
                (recipient,),
            )
            if self._rows("SELECT recipient FROM holdord_vault_key") != [(recipient,)]:
                raise _no_key(self._folder / FILE)


def _identity(file: Path, make: bool) -> Any:
    """The identity in a file, made where it is asked for; of two makers the first wins, whole."""
    import pyrage

    try:
        return pyrage.x25519.Identity.from_str(file.read_text("ascii").strip())
    except FileNotFoundError:
        if not make:
            raise _no_key(file) from None
    except (OSError, ValueError, pyrage.IdentityError):
        raise _no_key(file) from None
    write_once(file, f"{pyrage.x25519.Identity.generate()}\n")
    return _identity(file, make=False)


def _no_key(file: Path) -> StoreFault:
    return StoreFault(
        "vault-key",
        "the key of the vault is not in the store's folder, or is another one: nothing in it can be read",
        f"put the file {FILE} from your back-up there; without it what people wrote and were given is gone.",
        str(file),
    )
