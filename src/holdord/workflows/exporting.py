"""Everything held about a person, read in one consistent look at every system (Art. 15(3), Art. 20)."""

import base64
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from holdord.planning.exports import ExportDraft, Exported, exported, owner_flags
from holdord.planning.ownership import PEOPLE, Shape
from holdord.planning.search import BELONGING, Footprint, Tuples
from holdord.planning.statements import Setting
from holdord.planning.told_apart import Together
from holdord.words.facts import NO_FACTS, NO_ROWS, Rows
from holdord.words.plan import Kept
from holdord.words.policy import Collection, Policy
from holdord.workflows.explaining import PEOPLE_AT_ONCE, Held, kept_now
from holdord.workflows.office import Office, Readers, refuse
from holdord.workflows.people import Known, batches, find, merged

FEW = 100
"""Rows of a person in one collection, up to which it is asked first in which collections there are any."""

ONE_BY_ONE = 10
"""So few collections are just read."""


def export(office: Office, known: Known, now: datetime) -> list[Exported]:
    """All rows of the people behind some keys, collection by collection; empty for somebody unknown."""
    with office.readers(few=True) as readers:
        found = find(office, readers, known, now, wide=True)
        return everything(office, readers, found, now) if found else []


@dataclass(frozen=True, slots=True)
class Disclosed:
    """All rows of some people, what holds them until when, and their keys, of one moment.

    `own` are the rows that are theirs by themselves.
    """

    rows: list[Exported]
    kept: list[Kept]
    keys: Mapping[str, Iterable[str]] = field(default_factory=dict, repr=False)
    own: Rows = NO_ROWS

    @property
    def categories(self) -> set[str]:
        """The categories of all that is there."""
        return {category for one in self.rows for category in one.categories.values()}


def disclose(office: Office, known: Known, now: datetime) -> Disclosed:
    """All that is held about the people behind some keys, and why; raises Refused when it cannot be told."""
    with office.readers(few=True) as readers:
        found = find(office, readers, known, now, wide=True)
        if not found:
            return Disclosed([], [])
        rows, kept = everything(office, readers, found, now), kept_now(office, readers, found, now)
        return Disclosed(rows, kept, found.keys, found.rows)


def export_each(office: Office, people: Sequence[Known], now: datetime) -> Iterator[list[list[Exported]]]:
    """For each of many the rows of the people behind their keys, each person's apart from the others'.

    As many statements as for one person, for each thousand. Mostly one person is behind some keys; none for
    somebody unknown.
    """
    for batch in batches(people, PEOPLE_AT_ONCE):
        with office.readers(few=True) as readers:
            found = find(office, readers, merged(batch), now, wide=True)
            read = dict(_read(office, readers, found, now)) if found else {}
        together = Together(office.planner.searcher, read)
        each = [together.people(known) for known in batch]
        for system, collection in together.nobodys():
            raise refuse(
                "nobodys-row",
                f"rows of {system}.{collection} were found for these people, and it cannot be told for whom",
                "export them one by one, and see that links and what they point at are of the same type",
            )
        yield from each


def find_each(office: Office, people: Sequence[Known], now: datetime) -> Iterator[list[list[Held]]]:
    """For each of many where the data of the people behind their keys stands."""
    for each in export_each(office, people, now):
        yield [[_held(office.policy, one) for one in exports] for exports in each]


def _held(policy: Policy, one: Exported) -> Held:
    fields = policy.systems[one.system].collections[one.collection].fields
    return Held(one.system, one.collection, len(one.rows), tuple(dict.fromkeys(f.category for f in fields)))


def everything(office: Office, readers: Readers, found: Footprint, now: datetime) -> list[Exported]:
    """All rows of the people whom a wide search found, collection by collection."""
    results = []
    for (system, name), read in _read(office, readers, found, now):
        collection = office.policy.systems[system].collections[name]
        columns, rows = read
        if collection.shared:
            columns, rows = owner_flags(office.policy, collection, read, found)
        results.append(exported(collection, [c for c in columns if c != BELONGING], rows))
    told = [one for one in results if one.rows]
    there = {(one.system, one.collection) for one in told}
    found.none |= {(one.system, one.name) for one in office.policy.collections()} - there
    return told


def _read(
    office: Office, readers: Readers, found: Footprint, now: datetime
) -> Iterator[tuple[tuple[str, str], tuple[Sequence[str], Tuples]]]:
    """The rows of each collection: as the search has read them, or where it had no need to, read now."""
    shape = office.planner.shape(NO_FACTS, found)
    setting = office.planner.setting(now, NO_FACTS, found)
    wanted = [one for one in office.policy.collections() if (one.system, one.name) not in found.none]
    drafts = [
        draft
        for one in wanted
        if not _is_read(office, found, one) and (draft := office.planner.export(one, shape))
    ]
    _ask_where(office, readers, found, drafts, shape, setting)
    unread = {(draft.collection.system, draft.collection.name): draft for draft in drafts}
    for collection in wanted:
        where = (collection.system, collection.name)
        if where in unread and where not in found.none:
            draft = unread[where]
            yield where, (draft.columns, readers.rows(collection.system, draft.query(setting)))
        elif where not in unread and where in found.read:
            yield where, found.read[where]


def _is_read(office: Office, found: Footprint, collection: Collection) -> bool:
    """Whether the search has read all that is told of a collection."""
    read = (collection.system, collection.name) in found.read
    return read and not (collection.shared and office.planner.searcher.leads_on(collection))


def _ask_where(
    office: Office,
    readers: Readers,
    found: Footprint,
    drafts: Iterable[ExportDraft],
    shape: Shape,
    setting: Setting,
) -> None:
    """Note in which of many collections nothing is: one statement instead of one for each empty one.

    Of very many rows each is looked for twice so, and hardly any collection is empty: then it is left.
    """
    if max(map(len, setting.rows[PEOPLE].ids.values()), default=0) > FEW:
        return
    by_system: dict[str, list[Collection]] = {}
    for draft in drafts:
        by_system.setdefault(draft.collection.system, []).append(draft.collection)
    for system, collections in by_system.items():
        if len(collections) <= ONE_BY_ONE:
            continue
        asked = office.planner.presence(system, tuple(collections), shape)
        ((*there,),) = readers.rows(system, asked.query(setting))
        found.none |= {where for where, some in zip(asked.collections, there, strict=True) if not some}


def as_json(policy: Policy, exports: list[Exported], now: datetime) -> dict[str, Any]:
    """The export as plain values, with what each field means."""
    return {
        "controller": policy.controller.name,
        "made_at": now.isoformat(),
        "collections": [
            {
                "system": one.system,
                "collection": one.collection,
                "fields": {column: one.categories.get(column, "") for column in one.columns},
                "rows": [dict(zip(one.columns, map(plain, row), strict=True)) for row in one.rows],
                "withheld_for_others": one.withheld,
            }
            for one in exports
        ],
    }


def as_csv(one: Exported) -> str:
    """One collection as CSV (RFC 4180). A text that a spreadsheet would run as a formula is quoted."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(map(_safe, one.columns))
    for row in one.rows:
        writer.writerow([_safe(plain(value)) for value in row])
    return out.getvalue()


_FORMULA = re.compile(r"(^|[;|\t\r\n])(\s*)(?=[=+\-@＝＋－＠])")
"""Where a formula could begin: spreadsheets in Denmark and Norway also begin a new cell at a semicolon."""


def _safe(value: object) -> object:
    if isinstance(value, str):
        return _FORMULA.sub(r"\1\2'", value)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return value


def plain(value: object) -> Any:
    """A stored value as JSON has it: dates in ISO form, bytes in base64."""
    if value is None or isinstance(value, (bool, int, float, str, dict, list)):
        return value
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    return str(value)
