"""Public holidays of Denmark and Norway, as dated rules: parliaments change them.

A time limit that ends on a holiday ends on the next working day, and each country has its own (Regulation
(EEC, Euratom) No 1182/71, Art. 2(1) and 3(4)). Norway: helligdagsfredloven § 2, and the act of 26 April 1947
§ 1 for
1 and 17 May. Denmark names its holidays in no single act; store bededag ended with 2023 (act no. 214 of 6
March 2023). Danish Constitution Day, Christmas Eve and New Year's Eve are no holidays in either country,
though many offices are closed: an answer that waits for them would be late.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

HOLIDAYS_VERSION = "2026-11"
"""The version of these rules, written beside every date that was reckoned by them."""

COUNTRIES = ("DK", "NO")


@dataclass(frozen=True, slots=True)
class Rule:
    """A holiday: `days` after Easter Day, or on a `month` and `day` of each year; from a year, until a
    year."""

    name: str
    countries: tuple[str, ...]
    days: int | None = None
    month: int = 0
    day: int = 0
    first: int = 1
    last: int = 9999

    def on(self, year: int) -> date:
        """The day in a year."""
        if self.days is not None:
            return easter(year) + timedelta(days=self.days)
        return date(year, self.month, self.day)


RULES = (
    Rule("New Year's Day", COUNTRIES, month=1, day=1),
    Rule("Maundy Thursday", COUNTRIES, days=-3),
    Rule("Good Friday", COUNTRIES, days=-2),
    Rule("Easter Day", COUNTRIES, days=0),
    Rule("Easter Monday", COUNTRIES, days=1),
    Rule("General Prayer Day", ("DK",), days=26, last=2023),
    Rule("Labour Day", ("NO",), month=5, day=1, first=1947),
    Rule("Constitution Day", ("NO",), month=5, day=17, first=1947),
    Rule("Ascension Day", COUNTRIES, days=39),
    Rule("Whit Sunday", COUNTRIES, days=49),
    Rule("Whit Monday", COUNTRIES, days=50),
    Rule("Christmas Day", COUNTRIES, month=12, day=25),
    Rule("Second Day of Christmas", COUNTRIES, month=12, day=26),
)


def easter(year: int) -> date:
    """Easter Day of the Gregorian calendar (the anonymous algorithm of Nature, 20 April 1876; Meeus ch.
    8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=512)
def holidays(country: str, year: int) -> Mapping[date, str]:
    """The holidays of a year with their names; empty for a country whose rules are not known here."""
    return MappingProxyType(dict(sorted(_holidays(country, year))))


def _holidays(country: str, year: int) -> Iterator[tuple[date, str]]:
    for rule in RULES:
        if country in rule.countries and rule.first <= year <= rule.last:
            yield rule.on(year), rule.name
