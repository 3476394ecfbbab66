"""Registers kept day by day: to whom people's data was passed on, and what was confirmed. Only added to."""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from holdord.store.base import Lock, aware, places, without_addresses
from holdord.store.names import new_id
from holdord.store.records import StoreFault
from holdord.store.settling import Settling
from holdord.store.vault import PUT, Vault
from holdord.words.attestation import Attestation
from holdord.words.disclosure import Disclosure, Withheld

_DISCLOSED = """
SELECT d.id, d.subject_id, d.recipient, d.receiver, d.given_on, d.ground, d.categories, d.reference,
  d.withheld_law, d.withheld_until, d.by, d.at, s.at
FROM holdord_disclosure d LEFT JOIN holdord_disclosure_struck s ON s.disclosure_id = d.id
"""
_PUT = (
    "INSERT INTO holdord_disclosure (id, subject_id, recipient, receiver, given_on, ground, categories, "
    "reference, withheld_law, withheld_until, by, at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_SAME = """
SELECT d.id FROM holdord_disclosure d LEFT JOIN holdord_disclosure_struck s ON s.disclosure_id = d.id
WHERE s.disclosure_id IS NULL AND d.subject_id = %s AND d.recipient = %s AND d.receiver = %s
AND d.given_on = %s AND d.ground = %s AND d.categories = %s AND d.reference = %s AND d.withheld_law = %s
AND d.withheld_until """
_ATTESTED = (
    "SELECT id, fact, by, given_on, holds, document, sha256, kept, note, written_by, at "
    "FROM holdord_attestation"
)


class Registers(Settling, Vault):
    """Writes down disclosures and confirmations, and tells them."""

    def disclose(self, subjects: Sequence[str], what: Disclosure) -> list[str]:
        """Write down one passing-on of the data of one person or of many, all or none; returns the ids.

        `what` gives everything but id and subject. Its `by` and `at` say who writes it down, and when. What
        stands there already, word for word, is the same passing-on: nothing is added, and its id returned.
        """
        without_addresses(what.to, what.ground, what.reference)
        assert what.at is not None
        law, until = (what.withheld.law, what.withheld.until) if what.withheld else ("", None)
        categories = json.dumps(list(what.categories))
        shared = (what.recipient, what.to, self._day(what.on), what.ground, categories, what.reference)
        last = (law, self._day(until), what.by, self._moment(what.at))
        day = [] if until is None else [self._day(until)]
        same = _SAME + ("IS NULL" if until is None else "= %s")
        ids = []
        with self._transaction() as cursor:
            self._lock(cursor, Lock.REGISTERS)
            for subject in subjects:
                cursor.execute(same, (subject, *shared, law, *day))
                found = cursor.fetchone()
                id = found[0] if found else new_id("U", 12)
                if not found:
                    cursor.execute(_PUT, (id, subject, *shared, *last))
                ids.append(str(id))
        return ids

    def strike_disclosure(self, id: str, reason: str, by: str, at: datetime) -> None:
        """Take back a disclosure that was written down by mistake; it stays, marked, and is told nobody."""
        without_addresses(reason)
        with self._transaction() as cursor:
            cursor.execute(
                "INSERT INTO holdord_disclosure_struck (disclosure_id, reason, by, at) "
                "SELECT id, %s, %s, %s FROM holdord_disclosure WHERE id = %s ON CONFLICT DO NOTHING",
                (reason, by, self._moment(at), id),
            )
            if not cursor.rowcount:
                raise StoreFault(
                    "store-unknown", "there is no such disclosure that stands", "look it up in the register."
                )

    def disclosures_about(self, subjects: Collection[str]) -> list[Disclosure]:
        """Every disclosure about one person, whichever of these ids it stands under, the newest first."""
        same = sorted(self.one_with(subjects))
        if not same:
            return []
        where = f"WHERE d.subject_id IN ({places(same)}) ORDER BY d.given_on DESC, d.at DESC, d.id"
        return self._disclosures(where, same)

    def disclosures(self, most: int = 200, recipient: str = "") -> list[Disclosure]:
        """The newest disclosures of all; those to one recipient of the policy where one is named."""
        where, values = ("WHERE d.recipient = %s ", [recipient]) if recipient else ("", [])
        tail = "ORDER BY d.given_on DESC, d.at DESC, d.id LIMIT %s"
        return self._disclosures(where + tail, [*values, most])

    def count_disclosures(self) -> dict[str, int]:
        """How many disclosures stand, by recipient of the policy ("" for others)."""
        sql = (
            "SELECT d.recipient, count(*) FROM holdord_disclosure d LEFT JOIN holdord_disclosure_struck s "
            "ON s.disclosure_id = d.id WHERE s.disclosure_id IS NULL GROUP BY d.recipient"
        )
        return {recipient: int(count) for recipient, count in self._rows(sql)}

    def _disclosures(self, where: str, values: Sequence[Any]) -> list[Disclosure]:
        return [
            Disclosure(
                id, subject, recipient, to, on, ground, tuple(json.loads(categories)), reference,
                Withheld(law, until) if until else None, by, aware(at), aware(struck),
            )
            for id, subject, recipient, to, on, ground, categories, reference, law, until, by, at, struck
            in self._rows(_DISCLOSED + where, values)
        ]  # fmt: skip

    def attest(self, what: Attestation, content: bytes | None = None, until: datetime | None = None) -> str:
        """Write down a confirmation; returns its id. A document's `content` is kept in the vault `until`.

        The very same said twice in a row is said once: the first one's id is returned.
        """
        without_addresses(what.by, what.document, what.note)
        assert what.at is not None
        entry = None
        if content is not None:
            assert until is not None
            entry = self._entry(None, "document", content, until)
        id = new_id("A", 10)
        values = (
            id, what.fact, what.by, self._day(what.on), what.holds, what.document, what.sha256,
            entry[0] if entry else "", what.note, what.written_by, self._moment(what.at),
        )  # fmt: skip
        with self._transaction() as cursor:
            self._lock(cursor, Lock.REGISTERS)
            before = self.attestations(what.fact, 1)
            if before and _words(before[0]) == _words(what):
                return before[0].id
            if entry:
                cursor.execute(PUT, entry)
            cursor.execute(
                "INSERT INTO holdord_attestation (id, fact, by, given_on, holds, document, sha256, kept, "
                f"note, written_by, at) VALUES ({places(values)})",
                values,
            )
        return id

    def attestations(self, fact: str = "", most: int = 200) -> list[Attestation]:
        """The newest confirmations, of one fact or of all."""
        where, values = (" WHERE fact = %s", [fact]) if fact else ("", [])
        tail = f"{where} ORDER BY given_on DESC, at DESC, id LIMIT %s"
        return [_attestation(row) for row in self._rows(_ATTESTED + tail, [*values, most])]

    def attestation(self, id: str) -> Attestation | None:
        """One confirmation."""
        rows = self._rows(f"{_ATTESTED} WHERE id = %s", (id,))
        return _attestation(rows[0]) if rows else None

    def latest_attestations(self, on: date | None = None) -> dict[str, Attestation]:
        """Of each fact the confirmation that counts, or that counted on a day: the latest one."""
        where, values = (" WHERE given_on <= %s", [self._day(on)]) if on else ("", [])
        rows = self._rows(f"{_ATTESTED}{where} ORDER BY given_on, at, id", values)
        return {row[1]: _attestation(row) for row in rows}


def _words(of: Attestation) -> tuple[object, ...]:
    """What a confirmation says, apart from when it was written down."""
    return of.by, of.on, of.holds, of.document, of.sha256, of.note


def _attestation(row: Sequence[Any]) -> Attestation:
    id, fact, by, on, holds, document, sha256, kept, note, written_by, at = row
    found = aware(at)
    return Attestation(id, fact, by, on, bool(holds), document, sha256, kept, note, written_by, found)
