"""Lengths of time as people write them ("5½ years", "3 years and 6 months", "half an hour").

With the words of a text, and the error that names one of them: what `holdord.language.periods` reads with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from fractions import Fraction
from typing import NamedTuple, NoReturn

from holdord.words.period import NUMBER_WORDS, Duration

AFTER = frozenset({"after", "from"})

# How many of the smallest unit of its family a unit is. Families do not mix: a month has no fixed
# number of days, and a day is not always 24 hours.
_MONTHS = {"year": 12, "half year": 6, "quarter": 3, "month": 1}
_DAYS = {"week": 7, "day": 1}
_MINUTES = {"hour": 60, "minute": 1}
UNITS_OF_TIME = (*_MONTHS, *_DAYS, *_MINUTES)
_SPELLINGS = (*UNITS_OF_TIME, *(unit + "s" for unit in UNITS_OF_TIME))

_NUMBERS = {word: Fraction(number) for number, word in enumerate(NUMBER_WORDS, start=1)}
_GLYPHS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_SIGNS = "+-−–"

_TOKEN = re.compile(r"[+-]?[0-9]+,[0-9]+|,|[^\s,]+")
_NUMBER = re.compile(r"(?P<whole>[0-9]{1,6})(?P<decimals>\.[0-9]{1,2})?(?P<glyph>[½¼¾])?")
_RATIO = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")


class PeriodError(ValueError):
    """A text that is no period: a sentence, a remedy, and the column of the offending word.

    `offset` counts characters from 0; it is the length of the text where something is missing.
    """

    def __init__(self, message: str, help: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.help = help
        self.offset = offset


class Word(NamedTuple):
    """A word of the text; `key` is what the grammar knows it as."""

    text: str
    key: str
    offset: int


class Words:
    """The words of a text, read from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._words = [Word(m[0], m[0].lower(), m.start()) for m in _TOKEN.finditer(text)]

    def peek(self, ahead: int = 0) -> Word | None:
        """The next word, or one after it; None beyond the end."""
        index = self.at + ahead
        return self._words[index] if index < len(self._words) else None

    def key(self, ahead: int = 0) -> str:
        """The next word, or one after it, as the grammar knows it; empty beyond the end."""
        word = self.peek(ahead)
        return word.key if word else ""

    def rest(self) -> list[Word]:
        """The words not yet read."""
        return self._words[self.at :]

    def begin_with(self, *keys: str) -> bool:
        """Whether these words come next."""
        return all(self.key(ahead) == key for ahead, key in enumerate(keys))

    def skip(self, *keys: str) -> None:
        """Passes over any of these words."""
        while self.key() in keys:
            self.at += 1

    def said(self, since: int) -> str:
        """What has been read since that place, as it was written."""
        first, last = self._words[since], self._words[self.at - 1]
        return self.text[first.offset : last.offset + len(last.text)]

    def fail(self, message: str, help: str, at: Word | None = None) -> NoReturn:
        """Raises the error at that word, or at the end of the text."""
        raise PeriodError(message, help, at.offset if at else len(self.text.rstrip()))


def duration_comes(words: Words) -> bool:
    """Whether what comes next is a length of time, well written or not."""
    word = words.peek()
    if word is None:
        return False
    if (
        word.key in _NUMBERS
        or word.key[0] in "0123456789."
        or word.key[0] in _GLYPHS
        or word.key[0] in _SIGNS
    ):
        return True
    if word.key == "half":
        return words.key(1) != "of"
    # "a year after invoice", but "until a complaint"
    return word.key in ("a", "an") and (words.key(1) == "half" or words.key(1) in UNITS_OF_TIME)


def read_duration(words: Words) -> Duration:
    """Reads a length of time; PeriodError where it is none."""
    first = words.peek()
    amounts: dict[str, Fraction] = {}
    while not amounts or _another_part_comes(words):
        start = words.peek()
        number = _read_number(words)
        unit = _read_unit(words, number, start)
        if unit in amounts:
            words.fail(f"'{unit}' is said twice in one length of time", "add the two up", start)
        amounts[unit] = number
    months, days, minutes = (_total(amounts, family) for family in (_MONTHS, _DAYS, _MINUTES))
    if minutes and (months or days):
        words.fail(
            "days, months and years cannot be joined with hours and minutes",
            "write hours only ('36 hours after …'), or nest them ('12 hours after 1 day after …')",
            first,
        )
    try:
        return Duration(months, days, minutes=minutes)
    except ValueError as wrong:
        words.fail(str(wrong), "write a shorter period, or 'indefinitely, anonymous only'", first)


def unit_name(words: Words) -> tuple[str, int]:
    """The unit that comes next, in the singular, and how many words it takes; any other word as it is."""
    name, length = re.sub("[-_]", " ", words.key()), 1
    if name in ("half", "calendar", "fiscal", "financial", "accounting") and words.key(1) in (
        "year",
        "years",
    ):
        name, length = f"{name} {words.key(1)}", 2
    singular = name.removesuffix("s")
    return (singular if singular.endswith(UNITS_OF_TIME) else name), length


def either(words: Iterable[str]) -> str:
    """The words as a choice: "a, b or c"."""
    *front, last = words
    return f"{', '.join(front)} or {last}"


def near_unit(word: str) -> str | None:
    """The unit of time that `word` is a misspelling of."""
    near = get_close_matches(word.lower(), _SPELLINGS, 1, 0.6)
    return near[0] if near else None


def _total(amounts: dict[str, Fraction], family: dict[str, int]) -> int:
    return int(
        sum((number * family[unit] for unit, number in amounts.items() if unit in family), Fraction(0))
    )


def _another_part_comes(words: Words) -> bool:
    """Whether the length of time goes on; passes over what joins its parts."""
    joint = words.peek()
    words.skip(",")
    words.skip("and")
    if duration_comes(words):
        return True
    if joint and joint.key in ("and", ","):
        word = words.peek()
        words.fail(
            f"'{word.text}' is not a length of time" if word else "the length of time breaks off",
            "write, for example, '3 years and 6 months after invoice'",
            word,
        )
    return False


def _read_number(words: Words) -> Fraction:
    word = words.rest()[0]
    start = words.at
    words.at += 1
    if word.key in ("a", "an"):
        if words.key() != "half":
            return Fraction(1)
        words.at += 1
        return Fraction(1, 2)
    if word.key == "half":  # "half a year"
        words.skip("a", "an")
        return Fraction(1, 2)
    if word.key[0] in _SIGNS:
        help = "a period runs forward: write the number without a sign"
        words.fail(f"'{word.text}' is not a length of time", help, word)
    number = _number(word)
    if number is None:
        words.fail(f"'{word.text}' is not a number", _help_with_number(word.text), word)
    if number.denominator == 1:
        number += _read_fraction(words)
    if number == 0:
        help = "for a period that ends by the event itself write 'until', as in 'until unsubscribed'"
        words.fail(f"'{words.said(start)}' is no length of time", help, word)
    return number


def _read_fraction(words: Words) -> Fraction:
    """What may follow a whole number: "5 ½", "5 1/2", "5 and a half"."""
    if words.begin_with("and", "a", "half"):
        words.at += 3
        return Fraction(1, 2)
    word = words.peek()
    if word is None or not (word.key in _GLYPHS or _RATIO.fullmatch(word.key)):
        return Fraction(0)
    fraction = _number(word)
    if fraction is None or not 0 < fraction < 1:
        words.fail(
            f"'{word.text}' is not a fraction between nothing and one", "write, for example, '5 1/2'", word
        )
    words.at += 1
    return fraction


def _read_unit(words: Words, number: Fraction, start: Word | None) -> str:
    word = words.peek()
    if word is None or word.key in AFTER or word.key in ("of", "and", ","):
        help = f"write {either(UNITS_OF_TIME)} after the number"
        words.fail("a number without its unit", help, word or start)
    name, length = unit_name(words)
    if name not in UNITS_OF_TIME:
        _fail_at_unit(words, word, name)
    words.at += length
    whole = number * {"year": 12, "hour": 60}.get(name, 1)
    if whole.denominator != 1:
        _fail_at_fraction(words, name, start)
    return name


def _fail_at_fraction(words: Words, name: str, start: Word | None) -> NoReturn:
    smaller = {
        "year": "months",
        "half year": "months",
        "hour": "minutes",
        "month": "months or days",
        "week": "days",
        "day": "hours",
    }
    message = f"such a part of a {name} has no exact length"
    if name in ("year", "hour"):
        message = f"such a part of a {name} does not come out in whole {smaller[name]}"
    words.fail(message, f"write it in whole {smaller.get(name, name + 's')}", start)


def _fail_at_unit(words: Words, word: Word, name: str) -> NoReturn:
    if name.endswith(" year"):
        help = f"write 'years', and what they count from: 'years after end of {name} of …'"
        words.fail(f"a length of time is not counted in {name}s", help, word)
    if word.key in ("working", "business"):
        help = "write days: neither weekends nor holidays are left out"
        words.fail("a period counts every day", help, word)
    near = near_unit(word.key)
    help = f"did you mean '{near}'?" if near else f"the units of time are {either(UNITS_OF_TIME)}"
    words.fail(f"'{word.text}' is not a unit of time", help, word)


def _number(word: Word) -> Fraction | None:
    if word.key in _NUMBERS or word.key in _GLYPHS:
        return _NUMBERS.get(word.key) or _GLYPHS[word.key]
    if ratio := _RATIO.fullmatch(word.key):
        return Fraction(int(ratio[1]), int(ratio[2])) if int(ratio[2]) else None
    match = _NUMBER.fullmatch(word.key)
    if match is None or (match["decimals"] and match["glyph"]):
        return None
    return Fraction(match["whole"] + (match["decimals"] or "")) + _GLYPHS.get(match["glyph"] or "", 0)


def _help_with_number(text: str) -> str:
    if re.fullmatch(r"[0-9]+[.,][0-9]*", text):
        return "write '5½' or '5.5', and thousands without a separator"
    if re.match(r"[0-9]+[^\W\d½¼¾]", text):
        return "leave a space between the number and its unit"
    return "write a number of at most six digits: '5', '5½', '5 1/2' or '5.5'"
