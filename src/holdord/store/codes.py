"""Codes that were sent: the digest of each, so that whoever reads the database can use none of them."""

from datetime import datetime
from typing import Any

from holdord.store.subjects import Subjects

CODE_TRIES = 5
"""How often a code may be tried; then it is worth nothing, whatever is tried."""


class Codes(Subjects):
    """Keeps codes, and uses each up once. Of a kind a request has one: a new code ends the one before."""

    def _put_code(self, cursor: Any, request: str, kind: str, digest: str, expires: datetime) -> None:
        """Keep the digest of a code that is sent; the one before it is worth nothing any more.

        The digest is keyed: whoever reads the database cannot try codes against it.
        """
        cursor.execute("DELETE FROM holdord_code WHERE request_id = %s AND kind = %s", (request, kind))
        cursor.execute(
            "INSERT INTO holdord_code (request_id, kind, digest, expires, tries) VALUES (%s, %s, %s, %s, 0)",
            (request, kind, digest, self._moment(expires)),
        )

    def code_try(self, request: str, code: str, at: datetime, kind: str = "proof") -> bool:
        """Use up a code: True once, for the right one, in time, and within the tries it has.

        The try is counted before the code is compared, so guesses sent at the same time all count. Digests
        are compared, so the time it takes tells nothing of the code.
        """
        moment, digest = self._moment(at), self._code_digest(request, code, kind)
        with self._transaction() as cursor:
            cursor.execute(
                "UPDATE holdord_code SET tries = tries + 1 WHERE request_id = %s AND kind = %s "
                f"AND used_at IS NULL AND expires > %s AND tries < {CODE_TRIES}",
                (request, kind, moment),
            )
            counted = bool(cursor.rowcount)
            cursor.execute(
                "UPDATE holdord_code SET used_at = %s WHERE request_id = %s AND kind = %s AND digest = %s "
                f"AND used_at IS NULL AND expires > %s AND tries <= {CODE_TRIES}",
                (moment, request, kind, digest, moment),
            )
            return counted and bool(cursor.rowcount)

    def code_right(self, request: str, code: str, at: datetime, kind: str = "proof") -> bool:
        """Whether a code would open something now; the right one is not used up, a wrong one is a try."""
        moment, digest = self._moment(at), self._code_digest(request, code, kind)
        of = (
            f"request_id = %s AND kind = %s AND used_at IS NULL AND expires > %s AND tries <= {CODE_TRIES}",
            (request, kind, moment),
        )
        with self._transaction() as cursor:
            cursor.execute(
                f"UPDATE holdord_code SET tries = tries + 1 WHERE {of[0]} AND tries < {CODE_TRIES}", of[1]
            )
            counted = bool(cursor.rowcount)
            cursor.execute(
                f"UPDATE holdord_code SET tries = tries - 1 WHERE {of[0]} AND digest = %s AND %s = 1",
                (*of[1], digest, int(counted)),
            )
            return counted and bool(cursor.rowcount)

    def _code_digest(self, request: str, code: str, kind: str) -> str:
        """The request's id and the kind are part of it, so that a code opens nothing else."""
        key = self._secret_key(make=True)
        assert key is not None
        return key.digest("code" if kind == "proof" else f"code-{kind}", f"{request}/{code}")
