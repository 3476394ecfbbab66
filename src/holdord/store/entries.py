"""Tickets that browsers hold for a while: of customers whom the company's own site sent, of people who used a
code."""

from datetime import datetime

from holdord.store.subjects import Subjects
from holdord.store.vault import Vault


class SiteEntries(Subjects, Vault):
    """What was used once, by digests, and what each ticket given for it stands for, encrypted."""

    def enter(self, once: str, ticket: str, content: bytes, expires: datetime) -> bool:
        """Use something up, such as a token of the site by its id; False, and nothing kept, if it was before.

        `content` can be had for the ticket until it expires. So long what was used is remembered: let it not
        live longer itself.
        """
        digest, ticketed = self._entry_digest("site-token", once), self._entry_digest("ticket", ticket)
        closed = self._closed(f"entry/{ticketed}", content)
        with self._transaction() as cursor:
            cursor.execute(
                "INSERT INTO holdord_site_entry (digest, ticket, content, expires) VALUES (%s, %s, %s, %s) "
                "ON CONFLICT DO NOTHING",
                (digest, ticketed, closed, self._moment(expires)),
            )
            return bool(cursor.rowcount)

    def entered(self, ticket: str, at: datetime) -> bytes | None:
        """What a ticket was given for; None when it is unknown, past its moment or handed back."""
        ticketed = self._entry_digest("ticket", ticket)
        sql = "SELECT content FROM holdord_site_entry WHERE ticket = %s AND expires > %s"
        rows = self._rows(sql, (ticketed, self._moment(at)))
        return self._opened(f"entry/{ticketed}", bytes(rows[0][0])) if rows and rows[0][0] else None

    def leave(self, ticket: str) -> None:
        """Let go of what a ticket was given for; the token it was given for stays used."""
        with self._transaction() as cursor:
            cursor.execute(
                "UPDATE holdord_site_entry SET content = %s WHERE ticket = %s",
                (b"", self._entry_digest("ticket", ticket)),
            )

    def drop_entries(self, at: datetime) -> int:
        """Let go of every entry that is past its moment; how many there were."""
        with self._transaction() as cursor:
            cursor.execute("DELETE FROM holdord_site_entry WHERE expires <= %s", (self._moment(at),))
            return int(cursor.rowcount)

    def _entry_digest(self, name: str, text: str) -> str:
        key = self._secret_key(make=True)
        assert key is not None
        return key.digest(name, text)
