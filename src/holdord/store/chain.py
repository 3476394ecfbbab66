"""The evidence and its seals.

A record gets its number when it is written, under a lock that is held to the end of the transaction: the
numbers have no gap, whatever process dies when, and a number once read is never another record's. The price
is that transactions with evidence commit one after the other; that is a few hundred a second at worst, and
each stands for a transaction in a company's system that cost more.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from holdord.store.base import Base, Lock
from holdord.store.records import StoreFault
from holdord.words.evidence import Evidence, Seal, evidence_of, seal, seal_of

PAGE = 2_000
"""Records read at a time, each page by a query of its own, so that no long read stands in a writer's way."""

SEALED_AT_ONCE = 4_096
"""The most records under one seal: bounds the memory that sealing and proving take."""

_COLUMNS = "number, first, last, records, previous"


class Chain(Base):
    """Evidence: added and sealed, never changed."""

    def evidence(self, first: int = 1) -> Iterator[Evidence]:
        """Every record from a number on, in order, read page by page."""
        page = self._records(first, PAGE)
        while page:
            for _, record in page:
                yield _evidence(record)
            page = self._records(page[-1][0] + 1, PAGE)

    def seals(self) -> Iterator[Seal]:
        """Every seal, in order."""
        sql = f"SELECT {_COLUMNS} FROM holdord_seal WHERE number > %s ORDER BY number LIMIT {PAGE}"
        page = self._rows(sql, (-1,))
        while page:
            yield from map(_sealed, page)
            page = self._rows(sql, (page[-1][0],))

    def seal_pending(self, at: datetime) -> Seal | None:
        """Seal every record that is not yet sealed; returns the last seal made, None if there was nothing."""
        with self._transaction() as cursor:
            self._lock(cursor, Lock.EVIDENCE)
            return self._seal(cursor, at)

    def _append(self, cursor: Any, run: str, receipt: str, records: Sequence[Evidence]) -> None:
        """Number the records after the last one and write them; holds the lock from here on."""
        self._lock(cursor, Lock.EVIDENCE)
        cursor.execute("SELECT coalesce(max(number), 0) FROM holdord_evidence")
        last = cursor.fetchone()[0]
        numbered = (
            replace(record, number=number, run=run, receipt=receipt)
            for number, record in enumerate(records, last + 1)
        )
        lines = [(record.number, record.canonical()) for record in numbered]
        if lines:
            cursor.executemany("INSERT INTO holdord_evidence (number, record) VALUES (%s, %s)", lines)

    def _seal(self, cursor: Any, at: datetime) -> Seal | None:
        """Seal what follows the last seal, in batches; the caller holds the lock."""
        cursor.execute(f"SELECT {_COLUMNS} FROM holdord_seal ORDER BY number DESC LIMIT 1")
        row = cursor.fetchone()
        previous = _sealed(row) if row else None
        made = None
        while batch := self._records(previous.last + 1 if previous else 1, SEALED_AT_ONCE):
            made = previous = seal((_evidence(record) for _, record in batch), previous)
            cursor.execute(
                f"INSERT INTO holdord_seal ({_COLUMNS}, sealed_at) VALUES (%s, %s, %s, %s, %s, %s)",
                (*_values(made), self._moment(at)),
            )
        return made

    def _records(self, first: int, limit: int) -> list[tuple[int, str]]:
        sql = f"SELECT number, record FROM holdord_evidence WHERE number >= %s ORDER BY number LIMIT {limit}"
        return [(number, record) for number, record in self._rows(sql, (first,))]


def _values(made: Seal) -> Iterable[Any]:
    return made.number, made.first, made.last, made.records, made.previous


def _evidence(text: str) -> Evidence:
    try:
        return evidence_of(json.loads(text))
    except (ValueError, TypeError, RecursionError):
        raise _altered("record") from None


def _sealed(row: Sequence[Any]) -> Seal:
    try:
        return seal_of(dict(zip(_COLUMNS.split(", "), row, strict=True)))
    except ValueError:
        raise _altered("seal") from None


def _altered(what: str) -> StoreFault:
    return StoreFault(
        "store-altered",
        f"a {what} of the evidence in the store is not as it was written: it cannot be read",
        "the evidence proves nothing as it is; compare it with one that was exported, or with a back-up.",
    )
