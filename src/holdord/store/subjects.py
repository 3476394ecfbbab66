"""Finding and joining people by digests of their keys and by their rows."""

import base64
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from holdord.store import keys as key_file
from holdord.store.base import BATCH, Base, Lock, by_place, coded, decoded, places
from holdord.store.names import new_id
from holdord.store.persons import Persons
from holdord.store.records import StoreFault
from holdord.words.facts import NO_ROWS, Rows

# The joins are edges; everybody reachable is the same person. UNION drops what was seen, so circles end.
SAME_PERSON = """
WITH RECURSIVE same(id) AS (
  SELECT CAST(%s AS varchar(24))
  UNION
  SELECT CASE WHEN j.one_id = same.id THEN j.other_id ELSE j.one_id END
  FROM same JOIN holdord_subject_join j ON same.id IN (j.one_id, j.other_id))
"""

_JOINS = "SELECT one_id, other_id FROM holdord_subject_join"
NEW_ROW = (
    "INSERT INTO holdord_subject_row (subject_id, system, collection, row_id) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT DO NOTHING"
)
_NEW_KEY = "INSERT INTO holdord_subject_key (subject_id, name, key_id, digest) VALUES (%s, %s, %s, %s)"

_PLACE = "AND collection = %s AND system = %s"

Pointer = tuple[str, ...]
"""What points at a subject: (digest of a key,) or (system, collection, coded id of a row)."""


class Subjects(Base):
    """People in the store. A person's id is random; after a join, each of the ids means the same person."""

    _key: key_file.Key | None = None

    def subject(self, keys: Mapping[str, set[str]], rows: Rows = NO_ROWS, make: bool = True) -> str | None:
        """The person with any of these keys or rows, or None if unknown and not to be made.

        `keys` are normalised texts by key name: only keys that one person alone has, never shared ones.
        `rows` are one person's alone: those of a collection with several owners stand under the owner's own
        name (`messages:writer`).
        Where they point at several subjects, `make` joins these for good (nothing is rewritten); it also
        remembers the keys and rows that were new. Without `make` nothing is written.
        """
        if not rows and not any(keys.values()):
            raise ValueError("a person is found by a key or a row; neither was given")
        digests = self._digests(keys, make)
        known = self._pointers(digests, rows)
        people = self._apart(subject for subject, _ in known)
        nothing_new = {pointer for _, pointer in known} == _all_pointers(digests, rows)
        if not make or (nothing_new and len(people) == 1):
            return people[0] if people else None
        return self._made(digests, rows)

    def rows_of(self, subject: str) -> Rows:
        """Every row remembered as this person's."""
        ids: dict[tuple[str, str], set[Any]] = {}
        sql = SAME_PERSON + "SELECT system, collection, row_id FROM holdord_subject_row "
        sql += "WHERE subject_id IN (SELECT id FROM same)"
        for system, collection, row in self._rows(sql, (subject,)):
            ids.setdefault((system, collection), set()).add(decoded(row))
        return Rows({where: frozenset(found) for where, found in ids.items()})

    def remember_rows(self, subject: str, rows: Rows) -> None:
        """Add rows to those that are this person's; one transaction."""
        if rows:
            with self._transaction() as cursor:
                cursor.executemany(NEW_ROW, list(flat(subject, rows)))

    def reference(self, letter: str, name: str) -> str:
        """What something is called outside ("D-…"): always the same, and telling nothing without the key."""
        key = self._secret_key(make=True)
        assert key is not None
        digest = bytes.fromhex(key.digest(f"reference {letter}", name))
        return f"{letter}-{base64.b32encode(digest).decode()[:12]}"

    def forget_key(self, name: str, text: str) -> None:
        """Drop a key that was found to be nobody's any more: whoever has it later is another person."""
        key = self._secret_key(make=False)
        if key is not None:
            with self._transaction() as cursor:
                cursor.execute(
                    "DELETE FROM holdord_subject_key WHERE digest = %s AND key_id = %s",
                    (key.digest(name, text), key.id),
                )

    def forget_rows(self, rows: Rows) -> int:
        """Drop rows that are gone from their system, for an id that is given anew is another person's.

        Returns how many links were dropped. `record` does the same in its own transaction with `gone`.
        """
        with self._transaction() as cursor:
            return self._drop_rows(cursor, rows)

    def _drop_rows(self, cursor: Any, rows: Rows) -> int:
        """Delete the links of rows to people, inside the caller's transaction."""
        dropped = 0
        for system, collection, ids in by_place(rows):
            among, listed = self._among("row_id", ids)
            sql = f"DELETE FROM holdord_subject_row WHERE {among} {_PLACE}"
            cursor.execute(sql, (listed, collection, system))
            dropped += cursor.rowcount
        return dropped

    def destroy_key(self, at: datetime, by: str) -> None:
        """Destroy the secret key: nobody in the store is recognised by a key any more.

        A new key is made when one is next needed, and people are then new people."""
        key = self._key or key_file.read_key(self._folder)
        if key is not None:
            with self._transaction() as cursor:
                cursor.execute(
                    "UPDATE holdord_secret_key SET destroyed_at = %s, destroyed_by = %s "
                    "WHERE id = %s AND destroyed_at IS NULL",
                    (self._moment(at), by, key.id),
                )
        key_file.destroy_key(self._folder)
        self._key = None

    def _digests(self, keys: Mapping[str, set[str]], make: bool) -> dict[str, str]:
        """Digest -> name of the key."""
        if not any(keys.values()):
            return {}
        key = self._secret_key(make)
        if key is None:
            return {}
        return {key.digest(name, text): name for name, texts in keys.items() for text in texts}

    def _secret_key(self, make: bool) -> key_file.Key | None:
        """The folder's key, made at first use; refuses a store that was written with another one."""
        if self._key is not None:
            return self._key
        known = dict(self._rows("SELECT id, destroyed_at FROM holdord_secret_key"))
        alive = {id for id, destroyed_at in known.items() if destroyed_at is None}
        key = key_file.read_key(self._folder)
        if key is not None and key.id in known and key.id not in alive:
            key_file.destroy_key(self._folder)  # destroying was interrupted between the record and the file
            key = None
        if alive and (key is None or key.id not in alive):
            raise self._another_key()
        if key is None:
            if not make:
                return None
            key = key_file.make_key(self._folder)
        if key.id not in alive:
            self._register(key)
        self._key = key
        return key

    def _register(self, key: key_file.Key) -> None:
        """Make a key the store's; of two folders that meet on a new store, only one key becomes so."""
        with self._transaction() as cursor:
            self._lock(cursor, Lock.SUBJECTS)
            alive = {
                id for (id,) in self._rows("SELECT id FROM holdord_secret_key WHERE destroyed_at IS NULL")
            }
            if alive - {key.id}:
                raise self._another_key()
            if not alive:
                cursor.execute("INSERT INTO holdord_secret_key (id, destroyed_by) VALUES (%s, '')", (key.id,))

    def _another_key(self) -> StoreFault:
        return StoreFault(
            "store-key",
            "the store was written with another secret key than the one in this folder",
            "copy the file `key` from the folder of the machine that wrote it.",
            str(self._folder / key_file.FILE),
        )

    def _pointers(self, digests: Mapping[str, str], rows: Rows) -> list[tuple[str, Pointer]]:
        """Which subjects are pointed at, and by what."""
        found: list[tuple[str, Pointer]] = []
        if digests and self._key:
            sql = "SELECT subject_id, digest FROM holdord_subject_key "
            sql += f"WHERE digest IN ({places(list(digests))}) AND key_id = %s"
            for subject, digest in self._rows(sql, (*digests, self._key.id)):
                found.append((subject, (digest,)))
        return found + self._remembered(rows)

    def _remembered(self, rows: Rows) -> list[tuple[str, Pointer]]:
        """Which subjects some rows are remembered as.

        One query, for all places: the same ids elsewhere are left out here. The index begins with the id.
        """
        wanted = {(system, collection): set(ids) for system, collection, ids in by_place(rows)}
        if not wanted:
            return []
        among, listed = self._among("row_id", sorted(set().union(*wanted.values())))
        sql = f"SELECT subject_id, system, collection, row_id FROM holdord_subject_row WHERE {among}"
        return [
            (subject, (system, collection, row))
            for subject, system, collection, row in self._rows(sql, (listed,))
            if row in wanted.get((system, collection), ())
        ]

    def _persons(self, subjects: Collection[str] | None = None) -> Persons:
        """Which ids are one person: all there are, or as far as it concerns some of them.

        Of few, from each to those it is joined with until nobody is new: mostly one query that finds nothing.
        """
        if subjects is None or len(subjects) > BATCH:
            return Persons(self._rows(_JOINS))
        joins: set[tuple[str, str]] = set()
        seen, new = set(subjects), set(subjects)
        while new:
            if len(seen) > BATCH:
                return Persons(self._rows(_JOINS))
            some = sorted(new)
            among = places(some)
            found = self._rows(f"{_JOINS} WHERE one_id IN ({among}) OR other_id IN ({among})", some * 2)
            joins |= {(one, other) for one, other in found}
            new = {id for join in found for id in join} - seen
            seen |= new
        return Persons(sorted(joins))

    def _apart(self, found: Iterable[str]) -> list[str]:
        """One id for each person among the subjects: the least of each joined group, sorted."""
        subjects = set(found)
        persons = self._persons(subjects)
        return sorted({persons.of(subject) for subject in subjects})

    def _made(self, digests: Mapping[str, str], rows: Rows) -> str:
        """Look again under a lock; make the person if still unknown, join several, add what is new.

        It lasts with whatever is written about the person next: a power cut before that leaves a stranger.
        """
        with self._transaction(lasting=False) as cursor:
            self._lock(cursor, Lock.SUBJECTS)
            pointers = self._pointers(digests, rows)
            known = {pointer for _, pointer in pointers}
            apart = self._apart(subject for subject, _ in pointers)
            if not apart:
                apart = [new_id("S", 16)]
                cursor.execute("INSERT INTO holdord_subject (id) VALUES (%s)", (apart[0],))
            self._join(cursor, apart, pointers, digests)
            for digest, name in digests.items():
                if (digest,) not in known:
                    assert self._key is not None
                    cursor.execute(_NEW_KEY, (apart[0], name, self._key.id, digest))
            new = [row for row in flat(apart[0], rows) if row[1:] not in known]
            if new:
                cursor.executemany(NEW_ROW, new)
        return apart[0]

    def _join(
        self,
        cursor: Any,
        apart: list[str],
        pointers: Sequence[tuple[str, Pointer]],
        digests: Mapping[str, str],
    ) -> None:
        """Write down that all these are one person: an edge from the least to each of the others."""
        for other in apart[1:]:
            pointer = next(p for subject, p in pointers if self._apart([subject]) == [other])
            because = f"key {digests[pointer[0]]}" if len(pointer) == 1 else f"row {pointer[0]}.{pointer[1]}"
            cursor.execute(
                "INSERT INTO holdord_subject_join (one_id, other_id, because) VALUES (%s, %s, %s) "
                "ON CONFLICT DO NOTHING",
                (apart[0], other, because),
            )


def _all_pointers(digests: Iterable[str], rows: Rows) -> set[Pointer]:
    return {(digest,) for digest in digests} | {row[1:] for row in flat("", rows)}


def flat(subject: str, rows: Rows) -> Iterable[tuple[str, str, str, str]]:
    for (system, collection), ids in sorted(rows.ids.items()):
        for row in sorted(map(coded, ids)):
            yield subject, system, collection, row
