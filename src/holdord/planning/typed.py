"""Values of keys and ids of rows in the one form in which they are compared, however they are stored."""

import re
from collections.abc import Callable
from decimal import Decimal

from holdord.words.facts import RowId
from holdord.words.policy import Key, KeyKind

_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


KELVIN = "\N{KELVIN SIGN}"
"""The one sign that is no letter of ASCII and becomes one where capitals become small."""


def _small(text: str) -> str:
    return text.lower() if KELVIN not in text else KELVIN.join(part.lower() for part in text.split(KELVIN))


def is_whole_number(text: str) -> bool:
    """Whether a text is digits, with a sign before them or without."""
    return text.isascii() and text.removeprefix("-").isdigit()


def normal(key: Key, value: str) -> str:
    """A key's value in the one form in which values are compared; "" when there is nothing in it."""
    text = value.strip()
    if key.kind is KeyKind.EMAIL:
        return _small(text)
    if key.kind is KeyKind.NUMBER and is_whole_number(text):
        digits = text.removeprefix("-").lstrip("0") or "0"
        return f"-{digits}" if text.startswith("-") and digits != "0" else digits
    return text.lower() if key.kind is KeyKind.TEXT and _UUID.fullmatch(text) else text


def normal_form(key: Key) -> Callable[[object], str]:
    """What gives the stored values of a key in that form."""
    if key.kind is KeyKind.EMAIL:
        return lambda value: _small(as_typed(value).strip())
    return lambda value: normal(key, as_typed(value))


def as_typed(value: object) -> str:
    """A stored key as somebody would type it: a whole number without the decimals its column may have."""
    if isinstance(value, str):
        return value
    if isinstance(value, (Decimal, float)) and value % 1 == 0:
        return str(int(value))
    return str(value)


def row_id(value: object) -> RowId:
    """A row's id as plans hold it: a number, or a text."""
    return value if isinstance(value, int) else str(value)
