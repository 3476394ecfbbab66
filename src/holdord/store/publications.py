"""Versions of the policy, kept word for word, and whom a change was told to.

A version and the announcement of it are one transaction: there is no version that people should have been
told of and nobody knows it. Whoever is to be told is written down once for each version, under a keyed digest
of the address; the address itself is in the vault until the letter has gone.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from holdord.store.base import aware, coded, decoded, places
from holdord.store.outbox import Outbox
from holdord.store.records import StoreFault
from holdord.store.vault import PUT
from holdord.store.version_records import Announced, Counts, Format, NewTold, NewVersion, Published, Told
from holdord.words.change import Change, Kind
from holdord.words.facts import Rows
from holdord.words.version import VersionLine

ADDRESS_WAITS = timedelta(days=30)
"""So long an address that no letter could be sent to is kept."""

_COLUMNS = "number, at, adopted_by, note, policy, digest, changes"
_ANNOUNCED = "EXISTS (SELECT 1 FROM holdord_announcement a WHERE a.publication_id = number)"
_TOLD = "id, publication_id, key, system, collection, row_id, sent_at, unsure_at, failed_at, objected_at"


class Publications(Outbox):
    """Publishes, shows, and keeps who is told."""

    def publish(self, new: NewVersion) -> bool:
        """Keep a version with its texts, and that people are to be told; False where it was kept before.

        Raises StoreFault where its number is another version's, or does not follow the last one.
        """
        line = new.line
        note = json.dumps(dict(line.note), ensure_ascii=False, sort_keys=True)
        texts = [(t.language, t.format, t.content, hashlib.sha256(t.content).hexdigest()) for t in new.texts]
        with self._transaction() as cursor:
            cursor.execute("SELECT coalesce(max(number), 0) FROM holdord_publication")
            if line.number <= cursor.fetchone()[0]:
                cursor.execute("SELECT digest FROM holdord_publication WHERE number = %s", (line.number,))
                if cursor.fetchone()[0] == new.digest:
                    return False
                raise _taken()
            cursor.execute(
                "INSERT INTO holdord_publication "
                "(number, at, adopted_by, note, policy, facts, changes, digest) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                (line.number, self._moment(line.at), line.adopted_by, note, new.policy, new.facts,
                 _as_json(new.changes), new.digest),
            )  # fmt: skip
            if not cursor.rowcount:
                raise _taken()
            cursor.executemany(
                "INSERT INTO holdord_published_text (publication_id, language, format, content, sha256) "
                "VALUES (%s, %s, %s, %s, %s)",
                [(line.number, *text) for text in texts],
            )
            if new.announced:
                cursor.execute(
                    "INSERT INTO holdord_announcement (publication_id, purposes, objectable, unreached) "
                    "VALUES (%s, %s, %s, 0)",
                    (line.number, json.dumps(new.purposes), json.dumps(new.objectable)),
                )
            return True

    def publications(self) -> list[Published]:
        """Every version, the newest first."""
        sql = f"SELECT {_COLUMNS}, {_ANNOUNCED} FROM holdord_publication ORDER BY number DESC"
        return list(map(_published, self._rows(sql)))

    def publication(self, number: int) -> Published | None:
        """One version."""
        sql = f"SELECT {_COLUMNS}, {_ANNOUNCED} FROM holdord_publication WHERE number = %s"
        rows = self._rows(sql, (number,))
        return _published(rows[0]) if rows else None

    def last_publication(self, at: datetime | None = None) -> Published | None:
        """The version that stands, or stood at a moment."""
        where, values = ("WHERE at <= %s", (self._moment(at),)) if at else ("", ())
        sql = f"SELECT {_COLUMNS}, {_ANNOUNCED} FROM holdord_publication {where} ORDER BY number DESC LIMIT 1"
        rows = self._rows(sql, values)
        return _published(rows[0]) if rows else None

    def published_facts(self, number: int) -> str:
        """The snapshot of a version's facts."""
        return str(self._rows("SELECT facts FROM holdord_publication WHERE number = %s", (number,))[0][0])

    def published_text(self, number: int, language: str, format: Format) -> bytes | None:
        """A text as it was published; raises StoreFault where it is not what was kept then."""
        rows = self._rows(
            "SELECT content, sha256 FROM holdord_published_text "
            "WHERE publication_id = %s AND language = %s AND format = %s",
            (number, language, format),
        )
        if not rows:
            return None
        content = bytes(rows[0][0])
        if not hmac.compare_digest(hashlib.sha256(content).hexdigest(), rows[0][1]):
            raise StoreFault(
                "store-altered",
                "a published text is not what was published",
                "somebody has written into the store past Holdord: compare it with a back-up.",
            )
        return content

    def published_languages(self, number: int, format: Format = "html") -> list[str]:
        """The languages that a version has a text in."""
        sql = "SELECT language FROM holdord_published_text "
        sql += "WHERE publication_id = %s AND format = %s ORDER BY id"
        return [language for (language,) in self._rows(sql, (number, format))]

    # ------------------------------------------------------------------------------- who is told

    def announcement(self, number: int) -> Announced | None:
        """Who is told of a version, and how far that has come."""
        found = self.announced(number)
        return replace(found, counts=self._counts(number)) if found else None

    def announced(self, number: int) -> Announced | None:
        """Who is told of a version; nothing is counted, so it costs the same however many they are."""
        return next(iter(self._announcements("publication_id = %s", (number,))), None)

    def announcements_unlisted(self) -> list[Announced]:
        """Versions of which it is not yet known who is to be told."""
        return self._announcements("listed_at IS NULL")

    def telling_due(self, at: datetime) -> bool:
        """Whether anybody is to be found, or a letter to be sent, now."""
        waiting = (
            "SELECT 1 FROM holdord_told WHERE sent_at IS NULL AND failed_at IS NULL AND not_before <= %s "
            "AND unsure_at IS NULL LIMIT 1"
        )
        return bool(self.announcements_unlisted()) or bool(self._rows(waiting, (self._moment(at),)))

    def _announcements(self, where: str, values: Sequence[Any] = ()) -> list[Announced]:
        sql = "SELECT publication_id, purposes, objectable, listed_at, unreached FROM holdord_announcement"
        return [
            Announced(number, tuple(json.loads(some)), tuple(json.loads(others)), aware(at), unreached)
            for number, some, others, at, unreached in self._rows(
                f"{sql} WHERE {where} ORDER BY publication_id", values
            )
        ]

    def _counts(self, number: int) -> Counts:
        sql = (
            "SELECT count(*), count(sent_at), count(failed_at), "
            "coalesce(sum(CASE WHEN unsure_at IS NOT NULL AND sent_at IS NULL AND failed_at IS NULL "
            "THEN 1 ELSE 0 END), 0) FROM holdord_told WHERE publication_id = %s"
        )
        total, sent, failed, unsure = map(int, self._rows(sql, (number,))[0])
        return Counts(total, sent, total - sent - failed - unsure, unsure, failed)

    def told_put(self, number: int, people: Sequence[NewTold], at: datetime) -> int:
        """Queue letters to some people, each once for a version; how many were new. One transaction."""
        entries = []
        for one in people:
            entry = self._entry(None, "address", one.content, at + ADDRESS_WAITS)
            entries.append((one, self._mark(one.key, one.address), entry))
        queued = 0
        with self._transaction() as cursor:
            for one, mark, entry in entries:
                cursor.execute(
                    "INSERT INTO holdord_told (publication_id, key, mark, system, collection, row_id, "
                    "content, not_before, tries, failed_for, decided_by) "
                    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 0, '', '') "
                    "ON CONFLICT DO NOTHING",
                    (number, one.key, mark, one.system, one.collection, coded(one.row), entry[0],
                     self._moment(at)),
                )  # fmt: skip
                if cursor.rowcount:
                    cursor.execute(PUT, entry)
                    queued += 1
        return queued

    def told_listed(self, number: int, unreached: int, at: datetime) -> None:
        """Everybody has been found; `unreached` of them have no address."""
        with self._transaction() as cursor:
            cursor.execute(
                "UPDATE holdord_announcement SET listed_at = %s, unreached = %s "
                "WHERE publication_id = %s AND listed_at IS NULL",
                (self._moment(at), unreached, number),
            )

    def told_before(self, number: int, addresses: Iterable[tuple[str, str]]) -> bool:
        """Whether somebody with one of these addresses, (key, text), is among those told of a version."""
        marks = [self._mark(key, text) for key, text in addresses]
        sql = f"SELECT 1 FROM holdord_told WHERE publication_id = %s AND mark IN ({places(marks)}) LIMIT 1"
        return bool(marks) and bool(self._rows(sql, (number, *marks)))

    def told_of(self, addresses: Iterable[tuple[str, str]]) -> list[Told]:
        """What somebody with one of these addresses, (key, text), was told, the oldest first."""
        marks = [self._mark(key, text) for key, text in addresses]
        if not marks:
            return []
        sql = f"SELECT {_TOLD} FROM holdord_told WHERE mark IN ({places(marks)}) ORDER BY publication_id, id"
        return list(map(_told, self._rows(sql, marks)))

    def told(self, id: int) -> Told | None:
        """One of those who are told."""
        rows = self._rows(f"SELECT {_TOLD} FROM holdord_told WHERE id = %s", (id,))
        return _told(rows[0]) if rows else None

    def told_unsure(self, number: int) -> list[Told]:
        """Letters of a version that may have arrived; somebody has to decide about each."""
        where = "publication_id = %s AND unsure_at IS NOT NULL AND sent_at IS NULL AND failed_at IS NULL"
        return list(
            map(_told, self._rows(f"SELECT {_TOLD} FROM holdord_told WHERE {where} ORDER BY id", (number,)))
        )

    def told_given_up(self) -> dict[int, int]:
        """How many letters of each version could not be sent, the newest first."""
        sql = "SELECT publication_id, count(*) FROM holdord_told WHERE failed_at IS NOT NULL "
        return {
            number: int(count)
            for number, count in self._rows(sql + "GROUP BY publication_id ORDER BY publication_id DESC")
        }

    def told_subject(self, id: int) -> str:
        """The person of a letter, who says no by it: their random id, made where nobody knew them.

        The address is gone by then: its digest, and the row they were found by, are enough to know them.
        """
        (row,) = self._rows(
            "SELECT key, mark, system, collection, row_id FROM holdord_told WHERE id = %s", (id,)
        )
        key, mark, system, collection, row_id = row
        self._secret_key(make=True)
        rows = Rows({(system, collection): frozenset({decoded(row_id)})})
        return self._made({mark: key}, rows)

    def told_objected(self, id: int, at: datetime) -> None:
        """The person of a letter has said no by it, and it was carried out; the first time counts."""
        with self._transaction() as cursor:
            cursor.execute(
                "UPDATE holdord_told SET objected_at = %s WHERE id = %s AND objected_at IS NULL",
                (self._moment(at), id),
            )

    def told_code(self, id: int) -> str:
        """The code of a letter's link: a keyed digest of its number, kept nowhere."""
        key = self._secret_key(make=True)
        assert key is not None
        return key.digest("told", str(id))[:40]

    def told_opens(self, id: int, code: str) -> bool:
        """Whether a code is that of a letter; compared so that the time it takes tells nothing."""
        key = self._secret_key(make=False)
        right = key.digest("told", str(id))[:40] if key else ""
        same = hmac.compare_digest(right.encode(), code.encode("utf-8", "replace"))
        known = self._rows("SELECT 1 FROM holdord_told WHERE id = %s", (id,))
        return bool(key) and same and bool(known)

    def marks_told(self, addresses: Iterable[tuple[str, str]]) -> list[str]:
        """Those digests of addresses, (key, text), under which somebody was told of a version."""
        if not self._rows("SELECT 1 FROM holdord_told LIMIT 1"):
            return []
        marks = [self._mark(key, text) for key, text in addresses]
        sql = f"SELECT DISTINCT mark FROM holdord_told WHERE mark IN ({places(marks)}) ORDER BY mark"
        return [mark for (mark,) in self._rows(sql, marks)] if marks else []

    def _mark(self, key: str, text: str) -> str:
        secret = self._secret_key(make=True)
        assert secret is not None
        return secret.digest(key, text)


def _taken() -> StoreFault:
    return StoreFault(
        "version-taken",
        "another version has been published meanwhile: this one was not",
        "look at what changed since then, and publish again.",
    )


def _as_json(changes: Iterable[Change]) -> str:
    found = [
        {
            "kind": str(one.kind),
            "fact": one.fact,
            "reason": one.reason,
            "before": one.before,
            "after": one.after,
        }
        for one in changes
    ]
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def _published(row: Sequence[Any]) -> Published:
    number, at, by, note, policy, digest, changes, announced = row
    moment = aware(at)
    assert moment is not None
    found = tuple(Change(**{**one, "kind": Kind(one["kind"])}) for one in json.loads(changes))
    return Published(
        VersionLine(number, moment, by, json.loads(note)), policy, digest, found, bool(announced)
    )


def _told(row: Sequence[Any]) -> Told:
    id, number, key, system, collection, row_id, sent, unsure, failed, objected = row
    return Told(
        id, number, key, system, collection, decoded(row_id), aware(sent), aware(unsure), aware(failed),
        aware(objected),
    )  # fmt: skip
