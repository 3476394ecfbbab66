"""Invented people, drawn by number: the same number and seed give the same person whatever the size."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from holdord.demo.names import DENMARK, MAIL_HOMES, NORWAY, Country, plain

HISTORY = 4383
"""Days that an example company looks back on: twelve years."""

FAMILY = 9
"""Every ninth customer lives with the one before: one telephone, one address, one family name."""

_MIXED_CASE = 0.3
_NORWEGIAN = 0.25


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who buys something."""

    number: int
    country: Country
    given: str
    family: str
    gender: str
    email: str
    other_email: str
    phone: str
    street: str
    postcode: str
    town: str
    born: int  # days before the first day of the history

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"


class Crowd:
    """Draws people. One generator of chance is seeded anew for each, which is what makes sizes agree."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.chance = Random()

    def begin(self, number: int) -> Random:
        """The chance of one person's whole history."""
        self.chance.seed((self.seed << 40) | number)
        return self.chance

    def person(self, number: int) -> Person:
        """The person of that number; afterwards `self.chance` goes on with what happened to them."""
        household = number - 1 if number % FAMILY == 0 else number
        home = self.begin(household)
        country = NORWAY if home.random() < _NORWEGIAN else DENMARK
        family = country.families[int(home.random() * len(country.families))]
        street = country.streets[int(home.random() * len(country.streets))]
        house = int(home.random() * 180) + 1
        postcode, town = country.towns[int(home.random() * len(country.towns))]
        # No number in either country begins with 0: these are certainly nobody's.
        phone = f"{country.dial} 0{1_000_000 + int(home.random() * 8_999_999)}"
        chance = self.begin(number) if household != number else home
        woman = chance.random() < 0.52
        given = country.women if woman else country.men
        first = given[int(chance.random() * len(given))]
        email, other = self._addresses(chance, first, family, number)
        return Person(
            number=number,
            country=country,
            given=first,
            family=family,
            gender="K" if woman else "M",
            email=email,
            other_email=other,
            phone=phone,
            street=f"{street} {house}",
            postcode=postcode,
            town=town,
            born=int(chance.random() * 20_000),
        )

    def _addresses(self, chance: Random, given: str, family: str, number: int) -> tuple[str, str]:
        """Two addresses of the same person; three in ten are written with capitals, as people type them."""
        home = int(chance.random() * len(MAIL_HOMES))
        given, family = plain(given), plain(family)
        email = f"{given}.{family}{number}@{MAIL_HOMES[home]}"
        other = f"{given[0]}{family}.{number}@{MAIL_HOMES[home - 1]}".lower()
        return (email if chance.random() < _MIXED_CASE else email.lower()), other


class Days:
    """Dates and moments of the history as text, by days before `today`: ISO 8601, which every database reads.

    One form for all dialects: two databases filled from one seed then hold the same, to the letter.
    """

    def __init__(self, today: date) -> None:
        self.today = today
        self.back = [(today - timedelta(days=days)).isoformat() for days in range(HISTORY + 20_400)]
        self._clock = [f" {m // 60:02}:{m % 60:02}:{m * 37 % 60:02}" for m in range(24 * 60)]
        self._epoch = (today - date(1970, 1, 1)).days * 86_400

    def day(self, ago: int) -> str:
        """The date that many days before today."""
        return self.back[ago]

    def moment(self, ago: int, minute: int) -> str:
        """That date at a minute of the day (0 to 1439)."""
        return self.back[ago] + self._clock[minute]

    def seconds(self, ago: int, minute: int) -> int:
        """The same as Unix time."""
        return self._epoch - ago * 86_400 + minute * 60


def stay(
    draw: Callable[[], float], share: float, leaving: float, *, all_of_it: bool = False
) -> tuple[int, int | None]:
    """Since when somebody is a customer, and until when or None: as days before today.

    A share of them, `leaving`, have left, in the latest `share` of the days since they joined; who was there
    `all_of_it` is so still. The order of the draws is part of every example's digest.
    """
    joined = HISTORY - 1 if all_of_it else 1 + int(draw() * (HISTORY - 1))
    left = int(draw() * share * joined) if draw() < leaving and not all_of_it else None
    return joined, left
