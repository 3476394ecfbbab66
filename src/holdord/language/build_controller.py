"""The controller: the company itself, with what its country gives where the file is silent."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from holdord.language.nodes import ListNode, MapNode, Node, ScalarNode
from holdord.language.reader_kinds import LANGUAGES
from holdord.language.reader_shapes import CONTROLLER
from holdord.language.reader_values import Reading, Record, Unreadable
from holdord.language.spelling import either
from holdord.words.languages import FIRST_OF
from holdord.words.period import Calendar, FiscalSpan, FiscalYears
from holdord.words.policy import Contact, Controller

_ZONES = {"DK": "Europe/Copenhagen", "NO": "Europe/Oslo"}
_AUTHORITIES = {"DK": "Datatilsynet", "NO": "Datatilsynet"}
_COUNTRIES = tuple(_ZONES)


def first_language(node: Node | None) -> str:
    """The language of texts that name none, found before anything else is read."""
    if not isinstance(node, MapNode):
        return "en"
    texts = node.get("texts")
    first = texts.items[0] if isinstance(texts, ListNode) and texts.items else texts
    if isinstance(first, ScalarNode) and first.text in LANGUAGES:
        return first.text
    country = node.get("country")
    return FIRST_OF.get(country.text, "en") if isinstance(country, ScalarNode) else "en"


def build_controller(reading: Reading, key: ScalarNode, node: Node) -> Controller | None:
    """The controller, or None where something it cannot do without is missing."""
    try:
        record = reading.record(node, CONTROLLER, key.place)
    except Unreadable:
        return None
    country = record.get("country", "")
    calendar = _calendar(reading, record, country)
    if not record.whole or calendar is None:
        return None
    officer = record.get("protection_officer")
    return Controller(
        name=record.get("name"),
        country=country,
        number=record.get("number", ""),
        address=record.get("address", ""),
        contact=_contact(record.get("contact")),
        protection_officer=_contact(officer) if officer else None,
        calendar=calendar,
        texts=record.get("texts", (FIRST_OF.get(country, "en"),)),
        authority=record.get("authority", _AUTHORITIES.get(country, "")),
        site=record.get("site", ""),
        automated_decisions=record.get("automated_decisions", {}),
        place=key.place,
    )


def _contact(record: Record | None) -> Contact:
    return Contact(**record.values) if record else Contact()


def _calendar(reading: Reading, record: Record, country: str) -> Calendar | None:
    years = _fiscal_years(reading, record)
    name = record.get("time_zone") or _ZONES.get(country, "")
    if not name:
        if country and "time_zone" not in record.nodes:
            message = f"the time zone is given by the country only for {either(_COUNTRIES)}"
            help = "add 'time_zone': the zone its days are counted in, such as Europe/Stockholm"
            reading.report("missing-key", message, help, record.place_of("country"))
        return None
    return Calendar(ZoneInfo(name), years) if years else None


def _fiscal_years(reading: Reading, record: Record) -> FiscalYears | None:
    stated: Any = record.get("fiscal_year_ends")
    if "fiscal_year_ends" not in record.nodes:
        return FiscalYears.every(12, 31)
    if stated is None:
        return None
    node = record.nodes["fiscal_year_ends"][1]
    if isinstance(stated, str):
        spans = [FiscalSpan(None, None, *_month_day(stated))]
    elif all(span.whole and span.clean for span, _ in stated):
        spans = [
            FiscalSpan(_date(span, "from"), _date(span, "first_ends"), *_month_day(span.get("ends")))
            for span, _ in stated
        ]
    else:
        return None
    try:
        return FiscalYears(tuple(spans))
    except ValueError as wrong:
        help = "write month and day, or the history: [{ends: 12-31}, {from: 2024-01-01, ends: 06-30}]"
        reading.report("wrong-value", str(wrong), help, node.place)
        return None


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def _date(span: Record, key: str) -> date | None:
    text = span.get(key)
    return date.fromisoformat(text) if text else None
