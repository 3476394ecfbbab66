"""What in a text looks like a full card number, an identity number or an e-mail address.

Looking must not cry wolf: whoever is told of a card number that is an order number stops listening. So each
kind is sure of itself before it counts, and what only might be one counts apart.

Card numbers: ISO/IEC 7812, the ranges that the large schemes issue from, and the check digit (Luhn). Danish
CPR numbers: six digits that are a day, and four more; since 2007 numbers are issued that do not meet the old
check of modulus 11, so a number written 6-4 counts without it, and ten bare digits are sure only with it.
Norwegian fødselsnummer: eleven digits with both check digits, by the rule in force and by the one for numbers
that are issued from 2032; D numbers (day + 40), H numbers (month + 40) and synthetic ones (month + 80) count.
"""

import re
from calendar import monthrange
from collections import Counter
from enum import StrEnum


class Sighting(StrEnum):
    """What was seen."""

    CARD = "card"
    CPR = "cpr"
    CPR_MAYBE = "cpr_maybe"  # ten digits that begin with a day: it may be a number of another kind
    FNR = "fnr"
    EMAIL = "email"


_BEFORE, _AFTER = r"(?<![\d.,/+-])(?<!\d )(?<![A-Z]{2})", r"(?![\d/]| \d|[.,-]\d)"
_PRINTED = r"\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}|\d{4}([ -])\d{6}\2\d{4,5}"
_CARD = re.compile(rf"{_BEFORE}(?:\d{{13,19}}|{_PRINTED}){_AFTER}")
"""Bare, or in the groups in which they are printed on cards."""

_CPR = re.compile(r"(?<![\d.,/+-])(\d{2})(\d{2})(\d{2})([ -]?)(\d)\d{3}(?![\d/]|[.,-]\d)")
_FNR = re.compile(r"(?<![\d.,/+-])(\d{6})[ ]?(\d{5})(?![\d/]|[.,-]\d)")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[a-zA-Z]{2,24}(?![\w@])")

_CPR_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_FNR_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_FNR_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def sightings(text: str) -> Counter[Sighting]:
    """How often each kind stands in a text."""
    seen: Counter[Sighting] = Counter()
    if "@" in text:
        seen[Sighting.EMAIL] += len(_EMAIL.findall(text))
    if sum(map(str.isdigit, text)) >= 10:
        seen[Sighting.CARD] += sum(is_card(found[0]) for found in _CARD.finditer(text))
        seen[Sighting.FNR] += sum(is_fnr(found[1] + found[2]) for found in _FNR.finditer(text))
        for found in _CPR.finditer(text):
            if kind := _cpr(found):
                seen[kind] += 1
    return +seen


def is_card(text: str) -> bool:
    """Whether digits, with single blanks or hyphens between them, are the number of a payment card."""
    digits = re.sub(r"[ -]", "", text)
    return _issued(digits) and _luhn(digits)


def _issued(digits: str) -> bool:
    first, two, four, length = digits[0], int(digits[:2]), int(digits[:4]), len(digits)
    if first == "4":
        return length in (13, 16, 19)
    if 51 <= two <= 55 or 2221 <= four <= 2720:
        return length == 16
    if two in (34, 37):
        return length == 15
    if two in (36, 38, 39) or 3000 <= int(digits[:4]) <= 3059:
        return 14 <= length <= 19
    if 3528 <= four <= 3589 or four in (6011, 5019) or two in (62, 64, 65):
        return 16 <= length <= 19
    return two in (50, 56, 57, 58, 63, 67) and 13 <= length <= 19


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _cpr(found: re.Match[str]) -> Sighting | None:
    day, month, year, mark, seventh = found.groups()
    if not _is_day(int(day), int(month), _century(int(seventh), int(year)) + int(year)):
        return None
    digits = re.sub(r"\D", "", found[0])
    checked = _weighed(digits, _CPR_WEIGHTS) % 11 == 0
    return Sighting.CPR if mark or checked else Sighting.CPR_MAYBE


def _century(seventh: int, year: int) -> int:
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800


def is_fnr(digits: str) -> bool:
    """Whether eleven digits are a Norwegian identity number (fødselsnummer, D number and their kin)."""
    day, month = int(digits[:2]), int(digits[2:4])
    day -= 40 if day > 40 else 0
    month -= 80 if month > 80 else 40 if month > 40 else 0
    if not _is_day(day, month, 2000):  # the century is not told by numbers issued from 2032 on
        return False
    return _weighed(digits[:10], _FNR_FIRST) % 11 in (0, 1, 2, 3) and _weighed(digits, _FNR_SECOND) % 11 == 0


def _is_day(day: int, month: int, year: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _weighed(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
