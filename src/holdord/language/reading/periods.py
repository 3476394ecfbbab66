"""Periods as policies speak of them, in three languages, put into the words of the policy language."""

import re
from dataclasses import dataclass

from holdord.language.reading.vocabulary import table

_WORDS = (
    "en et én ét ei ett a an one|to two|tre three|fire four|fem five|seks six|syv sju seven|otte åtte eight|"
    "ni nine|ti ten|elleve eleven|tolv twelve|tretten thirteen|fjorten fourteen|femten fifteen|"
    "seksten sixteen|sytten seventeen|atten eighteen|nitten nineteen|tyve tjue twenty"
)
NUMBERS = {word: number for number, words in enumerate(_WORDS.split("|"), 1) for word in words.split()} | {
    "fireogtyve": 24, "tjuefire": 24, "twenty-four": 24, "tredive": 30, "tretti": 30, "thirty": 30,
    "treogtredive": 33,
    "fyrre": 40, "førti": 40, "forty": 40, "femogfyrre": 45, "halvtreds": 50, "femti": 50, "fifty": 50,
    "tres": 60,
    "seksti": 60, "sixty": 60, "halvfems": 90, "nitti": 90, "ninety": 90, "hundrede": 100, "hundre": 100,
}  # fmt: skip
_UNITS = {
    "year": "år years year årig",
    "month": "måneder måned måneders måneds mdr. mdr mnd mnd. months month",
    "week": "uger uge uges ugers uker uke ukes weeks week",
    "day": "dage dag dages døgn dager dagers days day",
    "hour": "timer time timers hours hour",
    "quarter": "kvartal kvartaler quarters quarter",
    "working day": "hverdage hverdag arbejdsdage arbejdsdag virkedager virkedag arbeidsdager arbeidsdag",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()} | {
    f"{kind} {day}": "working day" for kind in ("working", "business") for day in ("days", "day")
}
_NUMBER = r"\d{1,4}(?:[.,]\d{1,2})?(?:\s?[½¼¾]|\s1/2)?|[½]|" + "|".join(
    sorted(NUMBERS, key=len, reverse=True)
)
_UNIT = "|".join(re.escape(word) for word in sorted(_UNIT_OF, key=len, reverse=True))
_LENGTH = re.compile(
    rf"(?<![\w/.-])(?P<half>et halvt|et halvår|ett halvt|halvt|half a|halvandet|halvannet|one and a "
    rf"half)\s?(?P<unit2>{_UNIT})?(?!\w)"
    rf"|(?<![\w/.,-])(?P<number>{_NUMBER})(?:\s?(?:\+|-|–|til|to|or|"
    rf"eller)\s?(?P<to>{_NUMBER}))?(?:\s?\((?P<again>[\w½]+)\))?"
    rf"(?P<and_half>\s(?:og et halvt|og et halv|og en halv|og ett halvt|and a half))?[\s-]?(?:hele |"
    rf"fulde |fulle |full |calendar |kalender)?"
    rf"(?P<unit>{_UNIT})(?:s'|')?(?!\w)"
)
_AT_MOST = re.compile(
    r"(?:op til|i op til|højst|højest|maksimalt|maksimum|max\.?|maks\.?|senest|inden for|indenfor|inden|"
    r"inntil|opptil|høyst|"
    r"innen|up to|at most|a maximum of|maximum|no longer than|not longer than|no more than|not more "
    r"than|within|"
    r"ikke længere end|ikke lenger enn|at the latest|aldrig længere end|til|not later than|no later than)\s*$"
)
_AT_LEAST = re.compile(
    r"(?:mindst|minimum|minst|at least|a minimum of|ikke kortere end|ikke mindre end|som minimum)\s*$"
)
_LATEST_AFTER = re.compile(r"^\s*(?:at the latest|senest)\b")
_AFTER = re.compile(
    r"(?:fra og med|regnet fra|at regne fra|fra|efter|siden|etter|after|from|following|since|post|"
    r"starting|of|om)\b",
    re.I,
)
_RUNNING = table("phrases")["periods.running"].words
_FISCAL = table("phrases")["periods.fiscal"].words
_END_OF_YEAR = table("phrases")["periods.end_of_year"].words
_END_OF_MONTH = table("phrases")["periods.end_of_month"].words
_WHILE = table("phrases")["periods.while"].words
_STATES = tuple(
    (name.partition(".")[2], entry.words)
    for name, entry in table("phrases").items()
    if name.startswith("state.")
)
_KEPT_BY_OTHERS = table("phrases")["periods.kept_by_others"].words
_ENDLESS = table("phrases")["periods.endless"].words
VAGUE = table("phrases")["periods.vague"].words


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time as a text says it. `canonical` is "2 years"; `bound` "at most", "at least" or ""."""

    start: int
    end: int
    number: float
    unit: str
    bound: str = ""

    @property
    def canonical(self) -> str:
        """The length in the words of the policy language."""
        if self.unit == "year" and (self.number < 1 or self.number % 1 not in (0, 0.5)):
            return Length(0, 0, round(self.number * 12), "month").canonical
        whole, half = int(self.number), self.number % 1
        said = f"{whole or ''}½" if half == 0.5 else f"{whole}" if not half else f"{self.number:g}"
        return f"{said} {self.unit}{'' if self.number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Said:
    """A period as a sentence says it: `text` in the policy language, with `?` where the event is not said."""

    text: str
    start: int
    end: int
    bound: str = ""
    guess: str = ""


def lengths(low: str) -> list[Length]:
    """Every length of time in a folded sentence."""
    found: list[Length] = []
    for hit in _LENGTH.finditer(low):
        unit = _UNIT_OF.get(hit["unit"] or hit["unit2"] or "", "")
        if hit["half"]:
            if "halvår" in hit["half"]:
                unit = "year"
            number = 1.5 if hit["half"] in ("halvandet", "halvannet", "one and a half") else 0.5
        else:
            number = _number(hit["to"] or hit["number"]) + (0.5 if hit["and_half"] else 0)
        if not unit or not number:
            continue
        before = low[: hit.start()]
        bound = (
            "at most"
            if _AT_MOST.search(before) or hit["to"]
            else "at least"
            if _AT_LEAST.search(before)
            else ""
        )
        if not bound and _LATEST_AFTER.match(low[hit.end() :]):
            bound = "at most"
        found.append(Length(hit.start(), hit.end(), number, unit, bound))
    return found


def _number(text: str) -> float:
    text = text.strip()
    if text in NUMBERS:
        return NUMBERS[text]
    half = 0.5 if "½" in text or "1/2" in text else 0.25 if "¼" in text else 0.75 if "¾" in text else 0.0
    digits = re.match(r"\d+(?:[.,]\d+)?(?!/)", text.replace(" 1/2", ""))
    return (float(digits[0].replace(",", ".")) if digits else 0.0) + half


def periods(low: str) -> list[Said]:
    """Every period that a folded sentence states."""
    found: list[Said] = []
    for length in lengths(low):
        event, end, guess = _event_of(low, length)
        text = f"{length.canonical} after {event}"
        found.append(Said(text, length.start, end, length.bound, guess))
    if not found:
        found += _without_length(low)
    return found


def _event_of(low: str, length: Length) -> tuple[str, int, str]:
    """The event that a length counts from: after it, as usual, or before it in the sentence; "?" for none."""
    rest = low[length.end :]
    stop = re.search(
        r"[.;]|, (?:medmindre|med mindre|unless|hvis|men|but|dog|afhængigt|og)\b|\bmedmindre\b|\bunless\b",
        rest,
    )
    rest = rest[: stop.start()] if stop else rest
    running = _RUNNING.search(low)
    fiscal = _FISCAL.search(low)
    after = _AFTER.search(rest[:60]) if not running else _AFTER.search(rest) or re.search(r"", rest)
    if running:
        around = "calendar_year" if re.search(r"kalender|calendar", running[0]) else "fiscal_year"
        event = _named(rest) or _named(low) or ""
        if event == "fiscal_year_end" or (
            fiscal and not re.search(r"regnskab|regnskap|financial|fiscal", running[0])
        ):
            inner = _beside(low, {"fiscal_year_end"}) or "payment"
            return (
                f"end of calendar year of end of fiscal year of {inner}",
                length.end + len(rest),
                "the event",
            )
        guess = "" if event else "the event"
        return f"end of {around.replace('_', ' ')} of {event or 'invoice'}", length.end, guess
    if after:
        tail = rest[after.end() :]
        if _END_OF_YEAR.search(tail):
            unit = "fiscal year" if _FISCAL.search(tail) else "calendar year"
            which = re.search(r"\b(?:in which|hvor|hvori|der|which|som)\b(.*)", tail)
            event = _named(which[1]) if which else ""
            event = event or _beside(tail, {"fiscal_year_end"}) or _beside(low, {"fiscal_year_end"})
            return (
                f"end of {unit} of {event or 'invoice'}",
                length.end + len(rest),
                "" if event else "the event",
            )
        if _END_OF_MONTH.search(tail):
            event = _named(tail)
            return (
                f"end of month of {event or 'recorded'}",
                length.end + len(rest),
                "" if event else "the event",
            )
        if event := _named(tail):
            return event, length.end + len(rest), ""
        if re.match(r"\s*\w", tail) and len(tail.split()) <= 8 and (event := _named(low[: length.start])):
            return event, length.end + len(rest), "the event"
    if re.search(r"inaktiv|inactiv|(?:uden|uten|without) (?:a )?(?:aktiv|log|innlogg|activ)", rest[:40]):
        return "last_activity", length.end + 20, ""
    before = low[: length.start]
    if fiscal and fiscal.start() < length.start and _END_OF_YEAR.search(low):
        event = _beside(low, {"fiscal_year_end"})
        return f"end of fiscal year of {event or 'invoice'}", length.end, "" if event else "the event"
    opened = re.search(r"(?:^|[,;:] ?|\b)(?:når|after|once|when|efter|etter|hvis|dersom|if)\b(.*)$", before)
    if opened and (event := _ending(opened[1])):
        return event, length.end, ""
    return "?", length.end, ""


def _named(text: str) -> str:
    """The event that stands first in a text; of several at one place, the narrower."""
    found = [
        (hit.start(), order, name)
        for order, (name, entry) in enumerate(table("events").items())
        if (hit := entry.words.search(text))
    ]
    if not found:
        return ""
    ends = [each for each in found if each[1] < _PLAIN_EVENT and each[0] <= min(found)[0] + 45]
    return min(ends, key=lambda each: (each[1], each[0]))[2] if ends else min(found)[2]


_PLAIN_EVENT = 17
"""The entries of events.txt before this one name what happened in more than a word."""


def _ending(text: str) -> str:
    found = _named(text)
    return found if found and list(table("events")).index(found) < _PLAIN_EVENT - 1 else ""


def _beside(text: str, besides: set[str]) -> str:
    """What is booked in a financial year that a text speaks of, where that says more than the year itself."""
    for name, entry in table("events").items():
        if name in _BOOKED and name not in besides and entry.words.search(text):
            return name
    return ""


_BOOKED = frozenset({"invoice", "payment", "order", "delivery", "last_purchase", "task_end", "contract_end"})


def _without_length(low: str) -> list[Said]:
    if (hit := _ENDLESS.search(low)) is not None:
        return [Said("indefinitely", hit.start(), hit.end())]
    if (hit := _KEPT_BY_OTHERS.search(low)) is not None and _WHILE.search(low):
        return [Said("while kept by the customer", hit.start(), hit.end())]
    hit = _WHILE.search(low)
    if hit is None:
        return []
    tail = low[hit.start() :]
    for state, words in _STATES:
        if (said := words.search(tail)) and said.start() < 70:
            return [Said(f"until {state}", hit.start(), hit.start() + said.end())]
    return []
