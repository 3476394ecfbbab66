"""Records of processing as files; a spreadsheet (Office Open XML) and CSV have a row for each activity.

Every cell is written as a text: nothing in a policy can become a formula.
"""

import io
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from holdord.letters.activities import Activity, ProcessingRecords, as_json, as_letter
from holdord.letters.letter import shown
from holdord.letters.machine import csv_of

LONGEST = 32_000
"""A cell of a spreadsheet holds no more characters (Excel: 32,767)."""

_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""The file's own date is always the same, so that the same record is the same file."""


def written(found: ProcessingRecords, form: str) -> bytes:
    """The records in a form, as the bytes of a file: text, html, pdf, xlsx, csv or json."""
    if form == "csv":
        return as_csv(found).encode()
    if form == "xlsx":
        return as_xlsx(found)
    if form == "json":
        return (json.dumps(as_json(found), ensure_ascii=False, indent=2) + "\n").encode()
    # Here, for each is large, and whoever makes one needs no other.
    if form == "pdf":
        from holdord.letters.pdf import as_pdf

        return as_pdf(as_letter(found))
    if form == "html":
        from holdord.letters.html import as_html

        return as_html(as_letter(found)).encode()
    if form == "text":
        from holdord.letters.text import as_text

        return as_text(as_letter(found)).encode()
    raise ValueError(form)


def as_csv(found: ProcessingRecords) -> str:
    """Every activity, what we do for others after what we do ourselves, under one row of headings (RFC 4180).

    A field that one of the two parts does not have is empty there.
    """
    labels = dict.fromkeys(
        (field.key, field.label) for one in (*found.activities, *found.on_behalf) for field in one.fields
    )
    rows: list[list[object]] = [["Art. 30", *(label for _, label in labels)]]
    for part, activities in (("30(1)", found.activities), ("30(2)", found.on_behalf)):
        for one in activities:
            told = {field.key: field.text for field in one.fields}
            rows.append([part, *(told.get(key, "") for key, _ in labels)])
    return csv_of(rows)


def as_xlsx(found: ProcessingRecords) -> bytes:
    """A workbook: what we decide ourselves, deadlines by category, and what we do for others where we do."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": found.title, "created": _MADE})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "cell": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    says = found.headings
    _sheet(book, "Art. 30(1)", found, styles, says["own"], found.activities)
    sheet = book.add_worksheet(_tab(says["deadlines"]))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 90)
    _row(sheet, 0, (says["category"], says["erasure"]), styles["head"])
    for at, row in enumerate(found.erasure, 1):
        _row(sheet, at, row, styles["cell"])
    if found.on_behalf:
        _sheet(book, "Art. 30(2)", found, styles, says["others"], found.on_behalf)
    book.close()
    return out.getvalue()


def _sheet(
    book: Any, name: str, found: ProcessingRecords, styles: dict[str, Any], heading: str,
    activities: Sequence[Activity],
) -> None:  # fmt: skip
    """Who stands above; then a row of headings that stays in sight, and a row for each activity."""
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, found.title, styles["title"])
    sheet.write_string(1, 0, shown(f"{heading}. {found.as_of}"))
    for at, one in enumerate(found.controller, 2):
        sheet.write_string(at, 0, one.label, styles["head"])
        sheet.write_string(at, 1, shown(one.text))
    top = len(found.controller) + 3
    labels = [field.label for field in activities[0].fields] if activities else []
    _row(sheet, top, labels, styles["head"])
    for at, activity in enumerate(activities, top + 1):
        _row(sheet, at, (field.text for field in activity.fields), styles["cell"])
    sheet.set_column(0, max(len(labels) - 1, 1), 28)
    sheet.freeze_panes(top + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    if activities:
        sheet.autofilter(top, 0, top + len(activities), len(labels) - 1)


def _row(sheet: Any, at: int, texts: Iterable[str], style: Any) -> None:
    for column, text in enumerate(texts):
        sheet.write_string(at, column, shown(text)[:LONGEST], style)


def _tab(text: str) -> str:
    """A name that a sheet can have: no more than 31 characters, and none of those that name cells."""
    return "".join(" " if letter in "[]:*?/\\'" else letter for letter in text)[:31].strip() or "2"
