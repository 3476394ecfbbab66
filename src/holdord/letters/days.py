"""Dates, numbers and lists in the idiom of each language; not strftime, whose names follow the machine."""

from collections.abc import Iterable
from datetime import date, datetime

MONTHS = {
    language: names.split()
    for language, names in {
        "da": "januar februar marts april maj juni juli august september oktober november december",
        "nb": "januar februar mars april mai juni juli august september oktober november desember",
        "en": "January February March April May June July August September October November December",
    }.items()
}
_AND = {"da": "og", "nb": "og", "en": "and"}
_OR = {"da": "eller", "nb": "eller", "en": "or"}
_THOUSANDS = {"da": ".", "nb": "\u00a0", "en": ","}


def day(of: date | str, language: str) -> str:
    """ "31. december 2031", "31. desember 2031", "31 December 2031"."""
    found = date.fromisoformat(of[:10]) if isinstance(of, str) else of
    dot = "" if language == "en" else "."
    return f"{found.day}{dot} {MONTHS[language][found.month - 1]} {found.year}"


def minute(of: datetime, language: str) -> str:
    """ "1. marts 2026 kl. 14.05", "1 March 2026 at 14:05"."""
    clock = f"at {of.hour:02}:{of.minute:02}" if language == "en" else f"kl. {of.hour:02}.{of.minute:02}"
    return f"{day(of.date(), language)} {clock}"


def number(of: int, language: str) -> str:
    """ "12.345", "12 345", "12,345"."""
    return f"{of:,}".replace(",", _THOUSANDS[language])


def listed(words: Iterable[str], language: str, *, either: bool = False) -> str:
    """ "a, b og c"."""
    *front, last = list(words) or [""]
    return f"{', '.join(front)} {(_OR if either else _AND)[language]} {last}" if front else last
