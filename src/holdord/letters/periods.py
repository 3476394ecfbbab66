"""Periods of the policy as a person would say them, in Danish, Norwegian and English.

"5 years after end of fiscal year of invoice" is "5 år efter udgangen af det regnskabsår, som fakturaen ligger
i". Whatever period can be stated can be said; deep ones read heavily, and still say what they mean.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from holdord.letters.days import listed, number
from holdord.letters.events import event
from holdord.words.period import (
    After,
    Anchor,
    Duration,
    EndOf,
    Fixed,
    Indefinitely,
    OfEvent,
    Period,
    UntilWithdrawn,
    WhileKept,
)
from holdord.words.policy import Text


@dataclass(frozen=True, slots=True)
class _Idiom:
    """How one language speaks of time. Units of the calendar are "that month" and "the month"."""

    units: Mapping[str, tuple[str, str]]
    lengths: Mapping[str, tuple[str, str]]
    after: str
    point: str
    end_of_event: str
    end_of_end: str
    end_of_later: str
    until: str
    withdrawn: str
    kept: str
    anonymous: str


_IDIOMS = {
    "da": _Idiom(
        units={
            "day": ("den dag", "dagen"),
            "week": ("den uge", "ugen"),
            "month": ("den måned", "måneden"),
            "quarter": ("det kvartal", "kvartalet"),
            "half_year": ("det halvår", "halvåret"),
            "calendar_year": ("det kalenderår", "kalenderåret"),
            "fiscal_year": ("det regnskabsår", "regnskabsåret"),
        },
        lengths={
            "year": ("år", "år"),
            "month": ("måned", "måneder"),
            "day": ("dag", "dage"),
            "hour": ("time", "timer"),
            "minute": ("minut", "minutter"),
        },
        after="{length} efter {of}",
        point="det tidspunkt, der ligger {length} efter {of}",
        end_of_event="udgangen af {that}, som {of} ligger i",
        end_of_end="udgangen af {that}, hvor {the} for {of} slutter",
        end_of_later="udgangen af {that}, der ligger {length} efter {of}",
        until="indtil {of}",
        withdrawn="indtil du trækker dit samtykke tilbage",
        kept="så længe oplysningerne står i {collection} ({system})",
        anonymous="uden tidsgrænse, for de kan ikke længere knyttes til nogen",
    ),
    "nb": _Idiom(
        units={
            "day": ("den dagen", "dagen"),
            "week": ("den uken", "uken"),
            "month": ("den måneden", "måneden"),
            "quarter": ("det kvartalet", "kvartalet"),
            "half_year": ("det halvåret", "halvåret"),
            "calendar_year": ("det kalenderåret", "kalenderåret"),
            "fiscal_year": ("det regnskapsåret", "regnskapsåret"),
        },
        lengths={
            "year": ("år", "år"),
            "month": ("måned", "måneder"),
            "day": ("dag", "dager"),
            "hour": ("time", "timer"),
            "minute": ("minutt", "minutter"),
        },
        after="{length} etter {of}",
        point="tidspunktet som ligger {length} etter {of}",
        end_of_event="utgangen av {that} som {of} ligger i",
        end_of_end="utgangen av {that} der {the} for {of} slutter",
        end_of_later="utgangen av {that} som ligger {length} etter {of}",
        until="til {of}",
        withdrawn="til du trekker samtykket ditt tilbake",
        kept="så lenge opplysningene står i {collection} ({system})",
        anonymous="uten tidsgrense, for de kan ikke lenger knyttes til noen",
    ),
    "en": _Idiom(
        units={
            "day": ("the day", "the day"),
            "week": ("the week", "the week"),
            "month": ("the month", "the month"),
            "quarter": ("the quarter", "the quarter"),
            "half_year": ("the half year", "the half year"),
            "calendar_year": ("the calendar year", "the calendar year"),
            "fiscal_year": ("the financial year", "the financial year"),
        },
        lengths={
            "year": ("year", "years"),
            "month": ("month", "months"),
            "day": ("day", "days"),
            "hour": ("hour", "hours"),
            "minute": ("minute", "minutes"),
        },
        after="{length} after {of}",
        point="the moment that lies {length} after {of}",
        end_of_event="the end of {that} of {of}",
        end_of_end="the end of {that} in which {the} of {of} ends",
        end_of_later="the end of {that} that lies {length} after {of}",
        until="until {of}",
        withdrawn="until you withdraw your consent",
        kept="as long as they stand in {collection} ({system})",
        anonymous="without limit, for they can no longer be tied to anybody",
    ),
}


def period(of: Period, language: str, events: Mapping[str, Text] | None = None) -> str:
    """A period as the middle of a sentence. `events` are words of one's own for events."""
    idiom = _IDIOMS[language]
    match of:
        case UntilWithdrawn():
            return idiom.withdrawn
        case Indefinitely():
            return idiom.anonymous
        case WhileKept(system, collection):
            return idiom.kept.format(collection=collection.replace("_", " "), system=system)
        case Fixed(After(lasting, anchor)):
            said = _point(anchor, language, events)
            return idiom.after.format(length=length(lasting, language), of=said)
        case Fixed(anchor):
            return idiom.until.format(of=_point(anchor, language, events))


def reach(of: Period) -> float:
    """About how many days a period lasts after its event; without end where no event ends it."""
    if not isinstance(of, Fixed):
        return inf
    days, anchor = 0.0, of.anchor
    while not isinstance(anchor, OfEvent):
        lasting = anchor.duration if isinstance(anchor, After) else _A_YEAR
        days += lasting.months * 30.4 + lasting.days + (lasting.hours * 60 + lasting.minutes) / 1440
        anchor = anchor.of
    return days


_A_YEAR = Duration(months=12)
"""So long at most runs the unit of the calendar at whose end something ends."""


def length(of: Duration, language: str) -> str:
    """ "3½ år", "2 år og 3 måneder", "30 dage"."""
    years, months = divmod(of.months, 12)
    half = bool(years) and months == 6
    amounts = {"year": years, "month": 0 if half else months, "day": of.days}
    amounts |= {"hour": of.hours, "minute": of.minutes}
    units = _IDIOMS[language].lengths
    return listed(
        (
            f"{number(amount, language)}{'½' if half and unit == 'year' else ''} "
            f"{units[unit][amount != 1 or (half and unit == 'year')]}"
            for unit, amount in amounts.items()
            if amount
        ),
        language,
    )


def _point(of: Anchor, language: str, events: Mapping[str, Text] | None) -> str:
    """An anchor as a noun."""
    idiom = _IDIOMS[language]
    match of:
        case OfEvent(name):
            return event(name, language, events)
        case After(lasting, inner):
            return idiom.point.format(length=length(lasting, language), of=_point(inner, language, events))
        case EndOf(unit, EndOf(inner_unit, inner)):
            that, the = idiom.units[unit][0], idiom.units[inner_unit][1]
            return idiom.end_of_end.format(that=that, the=the, of=_point(inner, language, events))
        case EndOf(unit, After(lasting, inner)):
            said, that = length(lasting, language), idiom.units[unit][0]
            return idiom.end_of_later.format(that=that, length=said, of=_point(inner, language, events))
        case EndOf(unit, inner):
            return idiom.end_of_event.format(that=idiom.units[unit][0], of=_point(inner, language, events))
