"""The retailer's customers and what twelve years left of them in its tables.

Everything is drawn per person, so the first thousand customers are the same in a shop of a thousand and in
one of a million.
"""

from collections.abc import Iterator
from datetime import date
from random import Random

from holdord.demo.loading import Batch, Row
from holdord.demo.names import COLOURS, THINGS
from holdord.demo.people import HISTORY, Crowd, Days, Person, stay
from holdord.demo.retailer import life
from holdord.demo.retailer.schema import TABLES
from holdord.demo.sheet import FIRST, Sheet

BIG_EMAIL = "storkunde@kontor.example"
"""The address of the customer with as many orders as `big` says."""

_BATCH = 400
_SHARE = (0.0, 0.3, 0.5, 0.8, 1.0, 1.0, 1.2, 1.4, 1.8, 2.0)
"""What ten customers in turn buy, in parts of the mean: together exactly ten times the mean."""


def order_count(number: int, mean: int) -> int:
    """How many orders a customer has. Any ten customers in turn have ten times the mean; some have none."""
    turn = number % len(_SHARE)
    before = round(sum(_SHARE[:turn]) * 10) * mean // 10
    return round(sum(_SHARE[: turn + 1]) * 10) * mean // 10 - before


def assortment(days: Days) -> dict[str, list[Row]]:
    """Products and staff: what must be there before the first order. Staff number 1 is in the cast."""
    crowd = Crowd(0)
    products: list[Row] = [
        (i + 1, f"H{i + 1:05}", f"{thing}, {colour}", f"{49 + i * 7 % 900}.00", int(i % 17 != 0))
        for i, (thing, colour) in enumerate((t, c) for t in THINGS for c in COLOURS)
    ]
    staff: list[Row] = []
    for number in range(2, life.STAFF + 1):
        person = crowd.person(number)
        hired = HISTORY - number * 100
        left = days.day(hired - number * 250) if number % 3 == 0 and hired > number * 250 else None
        address = f"{person.given[0]}{number}@butik.example".lower()
        staff.append((number, person.name, address, "Kundeservice", days.day(hired), left))
    return {"products": products, "staff": staff}


def batches(customers: int, orders: int, seed: int, today: date, big: int) -> Iterator[Batch]:
    """Everything but the cast, in batches of a few hundred customers each."""
    days = Days(today)
    yield assortment(days)
    sheet = Sheet(TABLES)
    crowd = Crowd(seed)

    def write(number: int) -> None:
        person = crowd.person(number)
        customer(sheet, days, crowd.chance, person, order_count(number, orders))
        if number % 10 == 0:
            guest(sheet, days, crowd.chance, person)

    yield from sheet.batches(customers, _BATCH, write)
    if big:
        yield from _big_customer(sheet, days, seed, FIRST + customers, big)


def customer(sheet: Sheet, days: Days, chance: Random, person: Person, orders: int) -> int:
    """A customer with an account, and all that hangs on it."""
    joined, left = stay(chance.random, 0.8, 0.25)
    number = account(sheet, days, chance, person, joined, left)
    life.orders(sheet, days, chance, person, life.Buyer(number, None, joined, left or 0), orders)
    life.club(sheet, days, chance, person, number, joined, left)
    life.letters(sheet, days, chance, person, number, joined, left)
    life.visits(sheet, days, chance, number, left)
    return number


def account(
    sheet: Sheet, days: Days, chance: Random, person: Person, joined: int, left: int | None, email: str = ""
) -> int:
    """The customer's own row and addresses."""
    born = days.day(HISTORY + person.born) if chance.random() < 0.7 else None
    number = sheet.next["customers"]
    sheet.add(
        "customers",
        100_000 + number,
        email or person.email,
        person.given,
        person.family,
        person.phone if chance.random() < 0.85 else None,
        born,
        person.gender if chance.random() < 0.6 else None,
        person.country.language,
        f"pbkdf2${number:016x}",
        life.note(person, chance) if chance.random() < 0.04 else None,
        days.moment(joined, int(chance.random() * 1440)),
        days.moment(int(chance.random() * joined), 600) if chance.random() < 0.8 else None,
        days.moment(left, 720) if left is not None else None,
    )
    for kind in ("billing", "delivery") if chance.random() < 0.3 else ("billing",):
        sheet.add("addresses", number, kind, person.name, *_home(person), days.moment(joined, 700))
    return number


def _home(person: Person) -> tuple[str, str, str, str]:
    return person.street, person.postcode, person.town, person.country.code


def guest(sheet: Sheet, days: Days, chance: Random, neighbour: Person) -> None:
    """Somebody who buys without an account: known by the e-mail address of the order alone."""
    email = f"gaest.{neighbour.other_email}"
    since = 1 + int(chance.random() * (HISTORY - 1))
    life.orders(sheet, days, chance, neighbour, life.Buyer(None, email, since, 0), 1)


def _big_customer(sheet: Sheet, days: Days, seed: int, number: int, orders: int) -> Iterator[Batch]:
    """One customer with very many orders: an office that orders for everybody in it."""
    crowd = Crowd(seed)
    person = crowd.person(number)
    bought = account(sheet, days, crowd.chance, person, HISTORY - 1, None, email=BIG_EMAIL)
    buyer = life.Buyer(bought, None, HISTORY - 1, 0)
    for start in range(0, orders, 2000):
        life.orders(sheet, days, crowd.chance, person, buyer, min(2000, orders - start))
        yield sheet.take()
