"""Everything held about a person, read in one consistent look at every system (Art. 15(3), Art. 20)."""

import base64
import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from holdord.planning.exports import Exported, exported, owner_flags
from holdord.planning.search import BELONGING, Footprint
from holdord.words.facts import NO_FACTS
from holdord.words.plan import Kept
from holdord.words.policy import Policy
from holdord.workflows.explaining import kept_now
from holdord.workflows.office import Office, Readers
from holdord.workflows.people import Known, find


def export(office: Office, known: Known, now: datetime) -> list[Exported]:
    """All rows of the people behind some keys, collection by collection; empty for somebody unknown."""
    with office.readers(few=True) as readers:
        found = find(office, readers, known, now, wide=True)
        return everything(office, readers, found, now) if found else []


@dataclass(frozen=True, slots=True)
class Disclosed:
    """All rows of some people, what holds them until when, and their keys, of one moment."""

    rows: list[Exported]
    kept: list[Kept]
    keys: Mapping[str, Iterable[str]] = field(default_factory=dict, repr=False)

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
        return Disclosed(rows, kept, found.keys)


def everything(office: Office, readers: Readers, found: Footprint, now: datetime) -> list[Exported]:
    """All rows of the people whom a wide search found, collection by collection."""
    results = []
    shape = office.planner.shape(NO_FACTS, found)
    setting = office.planner.setting(now, NO_FACTS, found)
    for collection in office.policy.collections():
        read = found.read.get((collection.system, collection.name))
        if read and collection.shared and not office.planner.searcher.leads_on(collection):
            results.append(exported(collection, *owner_flags(office.policy, collection, found)))
            continue
        if read and not collection.shared:
            columns = [column for column in read[0] if column != BELONGING]
            results.append(exported(collection, columns, read[1]))
            continue
        draft = office.planner.export(collection, shape)
        if draft:
            rows = readers.rows(collection.system, draft.query(setting))
            results.append(exported(collection, draft.columns, rows))
    return [one for one in results if one.rows]


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
