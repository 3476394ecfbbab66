"""Periods as people write them: text to a tree of `holdord.words.period`.

`docs/language/periods.md` is the grammar with its meaning. One word is never skipped to make sense of
the others: what is not understood is an error that names the word, and says what to write instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, NoReturn, TypeAlias

from holdord.language.durations import (
    AFTER,
    PeriodError,
    Word,
    Words,
    duration_comes,
    either,
    near_unit,
    read_duration,
    unit_name,
)
from holdord.words.period import (
    After,
    Anchor,
    Duration,
    EndOf,
    Fixed,
    Indefinitely,
    OfEvent,
    Period,
    Unit,
    UntilWithdrawn,
    WhileKept,
)

__all__ = ["BoundWord", "ParsedPeriod", "PeriodError", "parse_period"]

BoundWord: TypeAlias = Literal["at most", "at least"]


@dataclass(frozen=True, slots=True)
class ParsedPeriod:
    """A period, and whether it is the rule itself (None) or a bound that other rules are held against."""

    bound: BoundWord | None
    period: Period

    def __str__(self) -> str:
        return f"{self.bound} {self.period}" if self.bound else str(self.period)


_BOUNDS: tuple[tuple[str, BoundWord], ...] = (
    ("at most", "at most"),
    ("up to", "at most"),
    ("no more than", "at most"),
    ("not more than", "at most"),
    ("no longer than", "at most"),
    ("not longer than", "at most"),
    ("at the latest", "at most"),
    ("within", "at most"),
    ("at least", "at least"),
    ("no less than", "at least"),
    ("not less than", "at least"),
)
_ENDLESS = frozenset({"indefinitely", "forever", "always", "unlimited", "permanently"})
_STARTERS = ("until", "while", "indefinitely", "end of", *(words for words, _ in _BOUNDS))
_CALENDAR_UNITS: dict[str, Unit] = {
    "day": "day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "half year": "half_year",
    "calendar year": "calendar_year",
    "fiscal year": "fiscal_year",
    "financial year": "fiscal_year",
    "accounting year": "fiscal_year",
}
_ARTICLES = frozenset({"the", "a", "an"})
_NOT_IN_EVENT = frozenset({*AFTER, "of", "until", "while", "and", "or", "end", ","})
_KEEPER = re.compile(r"([^\W\d][\w-]*)\.([^\W\d][\w-]*(?:\.[^\W\d][\w-]*)*)")

_EXAMPLE = "write, for example, '5 years after invoice', 'until withdrawn' or 'while kept by crm.contacts'"
_KEEPER_EXAMPLE = "write 'while kept by SYSTEM.COLLECTION', for example 'while kept by crm.contacts'"
_UNITS = f"the units are {either(_CALENDAR_UNITS)}"


def parse_period(text: str) -> ParsedPeriod:
    """The period that `text` says; PeriodError where it says none."""
    words = Words(text)
    if words.peek() is None:
        raise PeriodError("the period is missing", _EXAMPLE, 0)
    bound = _read_bound(words)
    first = words.peek()
    if first is None:
        words.fail(f"'{text.strip()}' what?", f"write, for example, '{bound} 5 years after invoice'")
    period = _read_period(words, first)
    if extra := words.peek():
        words.fail(f"'{extra.text}' is one word too many", f"the period is over before it: '{period}'", extra)
    if bound and not isinstance(period, Fixed):
        help = f"leave out '{bound}', or write, for example, '{bound} 5 years after invoice'"
        words.fail(f"'{bound}' needs a period that ends by a date", help, first)
    return ParsedPeriod(bound, period)


def _read_bound(words: Words) -> BoundWord | None:
    for text, bound in _BOUNDS:
        keys = text.split()
        if words.begin_with(*keys):
            words.at += len(keys)
            return bound
    return None


def _read_period(words: Words, first: Word) -> Period:
    if first.key in _ENDLESS:
        return _read_indefinitely(words, first)
    if first.key == "while":
        return _read_while_kept(words)
    if first.key == "until":
        words.at += 1
        if words.key() == "withdrawn":
            return _read_withdrawn(words)
        return Fixed(_read_anchor(words, "until"))
    words.skip("the")
    if duration_comes(words) or words.key() == "end":
        anchor = _read_anchor(words, words.text.strip())
        if not isinstance(anchor, OfEvent):
            return Fixed(anchor)
    _fail_at_start(words, first)


def _fail_at_start(words: Words, first: Word) -> NoReturn:
    text = words.text[first.offset :].strip()
    keys = text.lower().split()
    near = get_close_matches(keys[0], _STARTERS, 1, 0.75) or get_close_matches(
        " ".join(keys[:2]), _STARTERS, 1, 0.75
    )
    if near and near[0] != "end of":
        words.fail(f"'{first.text}' does not begin a period", f"did you mean '{near[0]}'?", first)
    if all(("_" + key).isidentifier() for key in keys) and not AFTER.intersection(keys):
        words.fail(
            "an event alone does not say whether data goes by it or some time after it",
            f"write 'until {text}', or, for example, '2 years after {text}'",
            first,
        )
    words.fail(f"'{first.text}' does not begin a period", _EXAMPLE, first)


# -- periods that no date ends


def _read_indefinitely(words: Words, first: Word) -> Indefinitely:
    words.at += 1
    words.skip(",")
    if first.key != "indefinitely" or not words.begin_with("anonymous", "only"):
        words.fail(
            f"'{first.text}' is no period for data about people",
            "write 'indefinitely, anonymous only' where the data is anonymous, else say when it ends",
            first,
        )
    words.at += 2
    return Indefinitely()


def _read_while_kept(words: Words) -> WhileKept:
    words.at += 1
    for expected in ("kept", "by"):
        if words.key() != expected:
            words.fail("it is not said who keeps the data", _KEEPER_EXAMPLE, words.peek())
        words.at += 1
    keeper = words.peek()
    if keeper is None:
        words.fail("'while kept by' whom?", _KEEPER_EXAMPLE)
    names = _KEEPER.fullmatch(keeper.text)
    if names is None:
        words.fail(
            f"'{keeper.text}' is not a system and a collection joined by a dot", _KEEPER_EXAMPLE, keeper
        )
    words.at += 1
    return WhileKept(names[1], names[2])


def _read_withdrawn(words: Words) -> UntilWithdrawn:
    if extra := words.peek(1):
        joined = "_".join(word.text for word in words.rest())
        help = "'until withdrawn' is the whole of that period"
        if joined.isidentifier():
            help = f"if it belongs to an event's name, write 'until {joined}'"
        words.fail(f"'{extra.text}' is one word too many after 'until withdrawn'", help, extra)
    words.at += 1
    return UntilWithdrawn()


# -- anchors


def _read_anchor(words: Words, before: str) -> Anchor:
    # A loop, not a recursion: the text decides how deep it nests.
    around: list[Duration | Unit] = []
    while True:
        words.skip("the")
        if duration_comes(words):
            start = words.at
            around.append(read_duration(words))
            before = _read_after(words, words.said(start))
        elif words.begin_with("end", "of") and (unit := _read_unit_of_end(words)):
            around.append(unit)
            before = "of"
        else:
            break
    anchor: Anchor = _read_event(words, before)
    for each in reversed(around):
        anchor = After(each, anchor) if isinstance(each, Duration) else EndOf(each, anchor)
    return anchor


def _read_after(words: Words, said: str) -> str:
    word = words.peek()
    if word is None:
        words.fail(f"'{said}' after what?", f"add the event it counts from: '{said} after invoice'")
    if word.key not in AFTER:
        if get_close_matches(word.key, AFTER, 1, 0.7):
            words.fail(f"'{word.text}' is not a word of a period", "did you mean 'after'?", word)
        help = f"write '{said} after' and the event it counts from"
        words.fail(f"'{word.text}' does not say from when '{said}' counts", help, word)
    words.at += 1
    return f"{said} {word.text}"


def _read_unit_of_end(words: Words) -> Unit | None:
    """The unit in "end of UNIT of", read; None where "end of …" is the name of an event."""
    end = words.at
    words.at += 2
    words.skip("the")
    if words.peek() is None:
        words.fail("'end of' what?", f"write, for example, 'end of month of invoice'; {_UNITS}")
    name, length = unit_name(words)
    unit = _CALENDAR_UNITS.get(name)
    if unit is None:
        _check_no_unit_was_meant(words, name)
        words.at = end
        return None
    words.at += length
    word = words.peek()
    if word is None:
        words.fail(f"'end of {name}' of what?", f"add the event: 'end of {name} of invoice'")
    if word.key in AFTER:
        help = f"write 'end of {name} of' an event, for the {name} in which the event lies"
        words.fail(f"'end of {name} {word.key}' can mean two things", help, word)
    if word.key != "of":
        help = f"write 'end of {name} of' and an event (an event's own name: with underscores)"
        words.fail(f"'{word.text}' does not say of what 'end of {name}' is the end", help, word)
    words.at += 1
    return unit


def _check_no_unit_was_meant(words: Words, name: str) -> None:
    """Lets "end of relation" be the name of an event, but not "end of monht" or "end of year"."""
    word, *others = words.rest()
    if name == "year":
        help = "write 'calendar year' or 'fiscal year'"
        words.fail("'year' can be the calendar's or the controller's own", help, word)
    two_words = f"{word.key} {words.key(1)}"
    near = get_close_matches(two_words, _CALENDAR_UNITS, 1, 0.8) or get_close_matches(
        name, _CALENDAR_UNITS, 1, 0.8
    )
    if near:
        wrong = words.text[word.offset :].split()[: len(near[0].split())]
        help = f"did you mean '{near[0]}'? (if it is an event's name, join the words with underscores)"
        words.fail(f"'{' '.join(wrong)}' is not a unit of the calendar", help, word)
    if any(other.key in _NOT_IN_EVENT for other in others):
        words.fail(f"'{word.text}' is not a unit of the calendar", _UNITS, word)


def _read_event(words: Words, before: str) -> OfEvent:
    names: list[str] = []
    first = words.peek()
    if words.begin_with("end", "of"):
        names, words.at = ["end", "of"], words.at + 2
    elif words.key() == "end" and words.peek(1) is None:
        names, words.at = ["end"], words.at + 1
    while word := words.peek():
        if word.key in _NOT_IN_EVENT:
            _fail_in_event(words, word, names)
        if word.key not in _ARTICLES:
            if not ("_" + word.text).isidentifier():
                help = "names are letters, digits and underscores"
                words.fail(f"'{word.text}' cannot stand in the name of an event", help, word)
            names.append(word.text)
        words.at += 1
    if not names:
        words.fail(f"'{before}' what?", f"add the name of an event: '{before} invoice'")
    name = "_".join(names)
    if before == "until" and name == "withdrawn":
        words.fail("'withdrawn' is no event where nothing counts from it", "write 'until withdrawn'", first)
    try:
        return OfEvent(name)
    except ValueError as wrong:
        words.fail(str(wrong), f"write, for example, '{before} invoice'", first)


def _fail_in_event(words: Words, word: Word, names: list[str]) -> NoReturn:
    if word.key in AFTER and names and (near := near_unit(names[-1])):
        words.at -= 1
        words.fail(f"'{names[-1]}' is not a unit of time", f"did you mean '{near}'?", words.peek())
    if word.key in ("and", "or", ","):
        words.fail(
            f"'{word.text}' cannot join events: a period counts from one event",
            "name the one that decides, or declare an event that is the latest of several",
            word,
        )
    help = "if it belongs to the name, join the words with underscores"
    words.fail(f"'{word.text}' cannot stand there in the name of an event", help, word)
