"""What fits into a column: a value as people type it, as the text that the column takes, or why it cannot.

A database would say so too, but late, in words that quote the value, and some only cut it off. What is said
here never repeats the value.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from unicodedata import category
from uuid import UUID
from zoneinfo import ZoneInfo

from holdord.words.catalogue import Column, ColumnKind
from holdord.words.policy import Key, KeyKind

LONGEST = 10_000
"""Characters that any field may be given, whatever its column takes."""

EMAIL_LONGEST = 254
"""RFC 5321, 4.5.3.1.3."""

_BITS = {
    "tinyint": 8, "smallint": 16, "int2": 16, "mediumint": 24, "int": 32, "integer": 32, "int4": 32,
    "bigint": 64, "int8": 64,
}  # fmt: skip
_YES, _NO = ("yes", "true", "1", "ja"), ("no", "false", "0", "nej", "nei")


class Unfit(Exception):
    """Why a value does not fit, as the end of a sentence: "… takes whole numbers"."""


def fitted(column: Column, text: str, dialect: str, zone: str, old: str | None = None) -> str | None:
    """The value as the column takes it, None for nothing; raises Unfit.

    `zone` is that of date-times stored without one, and of those typed without one. `old` is what stands
    there: SQLite keeps moments as texts, and the new one is written in the manner of the old.
    """
    word = text.replace("\r\n", "\n").strip()
    if not word:
        if not column.nullable:
            raise Unfit("must not be empty")
        return None
    if len(word) > LONGEST:
        raise Unfit(f"takes at most {LONGEST:,} characters here")
    if column.kind is ColumnKind.TIMESTAMP or column.kind is ColumnKind.INSTANT:
        return _moment(column.kind, word, dialect, zone, old)
    read = _READERS.get(column.kind)
    if read is None:
        return _other(column, word, dialect)
    return read(column, word, dialect)


def stands(kind: ColumnKind, old: str | None, new: str | None) -> bool:
    """Whether a value stands there already, written in this way or another."""
    if old is None or new is None or old == new:
        return old == new
    try:
        if kind is ColumnKind.NUMBER:
            return Decimal(old) == Decimal(new)
        if kind in (ColumnKind.TIMESTAMP, ColumnKind.INSTANT):
            return datetime.fromisoformat(old) == datetime.fromisoformat(new)
    except (InvalidOperation, ValueError, TypeError):
        return False
    return False


def fits_key(key: Key, value: str | None) -> None:
    """Raise Unfit where a value is none by which a person could be found again."""
    if value is None:
        if not key.shared:
            raise Unfit("is what the person is found by, and must not be empty")
        return
    if key.kind is KeyKind.EMAIL:
        name, mark, host = value.rpartition("@")
        odd = any(c.isspace() for c in value) or "@" in name
        if not (mark and name and "." in host.strip(".")) or odd or len(value) > EMAIL_LONGEST:
            raise Unfit("takes an e-mail address")
    if key.kind is KeyKind.NUMBER and not re.fullmatch(r"-?[0-9]+", value):
        raise Unfit("takes a number of digits only")
    digits = sum(c.isdigit() for c in value)
    if key.kind is KeyKind.PHONE and (digits < 3 or not re.fullmatch(r"\+?[0-9 ()/.-]+", value)):
        raise Unfit("takes a telephone number")


def _text(column: Column, word: str, dialect: str) -> str:
    if any(category(c) in ("Cc", "Cs") and c not in "\n\t" for c in word):
        raise Unfit("takes no characters that are none")
    most = longest(column)
    if most is not None and len(word) > most:
        raise Unfit(f"takes at most {most} characters")
    return word


def longest(column: Column) -> int | None:
    """How many characters a column takes, None where nothing is said.

    SQLite does not hold anybody to the length that a type declares; the company's program may.
    """
    found = re.fullmatch(r"\w*char\w*\s*\((\d+)\)", column.type.lower())
    return column.length if column.length is not None else int(found[1]) if found else None


def _date(column: Column, word: str, dialect: str) -> str:
    try:
        found = date.fromisoformat(word)
    except ValueError:
        raise Unfit("takes a date, such as 2024-01-31") from None
    return _plausible(found).isoformat()


def _plausible(day: date) -> date:
    if day.year < 1900:  # such a date would stop every later plan (odd-date)
        raise Unfit("takes no date before 1900")
    return day


def _moment(kind: ColumnKind, word: str, dialect: str, zone: str, old: str | None) -> str:
    try:
        found = datetime.fromisoformat(word)
    except ValueError:
        raise Unfit("takes a date and time, such as 2024-01-31 14:05") from None
    _plausible(found.date())
    local = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))
    if kind is ColumnKind.TIMESTAMP:
        wall = local.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        return wall.isoformat("T" if old and old[10:11] == "T" else " ")
    at = local.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return f"{at}+00:00" if dialect == "postgresql" else at


def _integer(column: Column, word: str, dialect: str) -> str:
    if not re.fullmatch(r"[+-]?[0-9]{1,20}", word):
        raise Unfit("takes whole numbers")
    number, type_ = int(word), column.type.lower()
    bits = 64 if dialect == "sqlite" else _BITS.get(re.split(r"[\s(]", type_)[0], 64)
    unsigned = "unsigned" in type_ and dialect == "mariadb"
    least, most = (0, 2**bits - 1) if unsigned else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    if not least <= number <= most:
        raise Unfit(f"takes whole numbers from {least} to {most}")
    return str(number)


def _number(column: Column, word: str, dialect: str) -> str:
    try:
        found = Decimal(word)
    except InvalidOperation:
        raise Unfit("takes numbers, such as 12.50") from None
    if not found.is_finite() or abs(found) > Decimal(10) ** 300:
        raise Unfit("takes numbers, such as 12.50")
    sized = re.search(r"\((\d+)(?:\s*,\s*(\d+))?\)", column.type)
    if sized:
        digits, places = int(sized[1]), int(sized[2] or 0)
        exponent = found.normalize().as_tuple().exponent
        assert isinstance(exponent, int)
        if -exponent > places or abs(found) >= Decimal(10) ** (digits - places):
            raise Unfit(f"takes numbers of {digits} digits, {places} of them after the point")
    return format(found, "f")


def _boolean(column: Column, word: str, dialect: str) -> str:
    said = word.lower()
    if said not in _YES + _NO or column.type.lower().startswith("bit"):
        raise Unfit("takes yes or no")
    if dialect == "postgresql":
        return "true" if said in _YES else "false"
    return "1" if said in _YES else "0"


def _uuid(column: Column, word: str, dialect: str) -> str:
    try:
        return str(UUID(word))
    except ValueError:
        raise Unfit("takes a UUID") from None


def _other(column: Column, word: str, dialect: str) -> str:
    """A type that is read as text: one of a list of words, or (SQLite) none that was declared."""
    choices = re.fullmatch(r"enum\((.*)\)", column.type, re.IGNORECASE | re.DOTALL)
    if choices and dialect == "mariadb":
        words = [one.replace("''", "'") for one in re.findall(r"'((?:[^']|'')*)'", choices[1])]
        if word not in words:
            raise Unfit("takes one of the words that its type lists")
        return word
    if column.kind is ColumnKind.OTHER and dialect != "mariadb":
        return _text(column, word, dialect)
    raise Unfit("holds what cannot be typed, and is corrected by hand")


_READERS: dict[ColumnKind, Callable[[Column, str, str], str]] = {
    ColumnKind.TEXT: _text,
    ColumnKind.DATE: _date,
    ColumnKind.INTEGER: _integer,
    ColumnKind.NUMBER: _number,
    ColumnKind.BOOLEAN: _boolean,
    ColumnKind.UUID: _uuid,
}
