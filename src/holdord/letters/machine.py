"""What is handed out for machines: JSON and CSV, with a description of every field.

The JSON holds each value as it is. In the CSV a text that a spreadsheet would run as a formula gets an
apostrophe before it, and nothing else is changed.
"""

import base64
import csv
import io
import json
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from holdord.letters.framing import phrases_of
from holdord.letters.phrases import Phrases
from holdord.letters.records import Case, GivenOn, HeldField, HeldRows, Refused
from holdord.words.request import Right

ANSWER = "holdord-answer/1"
PORTABILITY = "holdord-portability/1"


def schema_of(right: Right) -> str:
    """The name and version of the format in which a right is answered."""
    return PORTABILITY if right is Right.PORTABILITY else ANSWER


Told = dict[str, Any]
"""All that is handed out, as plain values in the documented format: what JSON holds."""


def answer_told(
    case: Case,
    rows: Iterable[HeldRows],
    left_out: Iterable[Refused] = (),
    disclosures: Iterable[GivenOn] = (),
) -> Told:
    """Everything that is handed out, as it is kept until then; to whom it was passed on, where it was."""
    words = phrases_of(case)
    return {
        "format": schema_of(case.right),
        "controller": case.policy.controller.name,
        "reference": case.reference,
        "right": case.right.value,
        "made_on": case.today.isoformat(),
        "language": case.language,
        "collections": [_collection(words, one) for one in rows],
        "left_out": [{"what": part.what, "reason": part.reason, "law": part.law} for part in left_out],
        **({"disclosures": given} if (given := [_given(one) for one in disclosures]) else {}),
    }


def _given(one: GivenOn) -> Told:
    return {
        "on": one.on.isoformat(),
        "to": one.to,
        "recipient": one.recipient,
        "ground": one.ground,
        "categories": list(one.categories),
    }


def answers_json(told: Told) -> str:
    """Everything that is handed out, as JSON in the documented format."""
    return json.dumps(told, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace").decode()


def _collection(words: Phrases, one: HeldRows) -> Told:
    names = [f.name for f in one.fields]
    return {
        "system": one.system,
        "collection": one.collection,
        "fields": [
            {"name": f.name, "category": f.category, "meaning": meaning(words, f)} for f in one.fields
        ],
        "rows": [dict(zip(names, map(exact, row), strict=True)) for row in one.rows],
        "withheld_for_others": one.withheld,
    }


def meaning(words: Phrases, of: HeldField) -> str:
    """What a field is: as somebody described it, else what the policy calls its category."""
    if of.says:
        return words.text(of.says)
    return words.category(of.category) if of.category else words.say("field_technical")


def answers_csv(told: Told) -> dict[str, str]:
    """A CSV file (RFC 4180) for each collection, and fields.csv, which says what their columns are.

    disclosures.csv tells to whom the data was passed on, where it was.
    """
    files: dict[str, str] = {}
    if given := told.get("disclosures"):
        rows = [{**one, "categories": ", ".join(one["categories"])}.values() for one in given]
        files["disclosures.csv"] = csv_of([list(given[0]), *rows])
    described: list[list[object]] = []
    for one in told["collections"]:
        where = [one["system"], one["collection"]]
        name = _free(files, re.sub(r"[^A-Za-z0-9_.-]", "_", ".".join(where)))
        files[name] = csv_of([[f["name"] for f in one["fields"]], *(row.values() for row in one["rows"])])
        described += [[name, *where, f["name"], f["category"], f["meaning"]] for f in one["fields"]]
    head: list[object] = ["file", "system", "collection", "field", "category", "meaning"]
    return {"fields.csv": csv_of([head, *described]), **files}


def _free(files: Iterable[str], stem: str) -> str:
    taken, number, name = {one.lower() for one in files}, 1, f"{stem}.csv"
    while name.lower() in taken:
        number += 1
        name = f"{stem}-{number}.csv"
    return name


def csv_of(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV (RFC 4180), with an apostrophe before what a spreadsheet would run as a formula."""
    out = io.StringIO()
    csv.writer(out).writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


_FORMULA = re.compile(r"(^|[;|\t\r\n])(\s*)(?=[=+\-@＝＋－＠])")


def _cell(value: object) -> object:
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str):
        return value
    # A lone half of a pair cannot be written as UTF-8, and some readers end at NUL.
    whole = value.encode("utf-8", "backslashreplace").decode().replace("\x00", "\ufffd")
    return _FORMULA.sub(r"\1\2'", whole)


_AS_THEY_ARE = (str, int, bool, dict, list)


def exact(value: object) -> object:
    """A stored value as JSON has it: dates in ISO form, bytes in base64, decimals as they are written."""
    if value is None or isinstance(value, _AS_THEY_ARE):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return f"{value:f}" if isinstance(value, Decimal) and value.is_finite() else str(value)
