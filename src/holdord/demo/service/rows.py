"""The service company's customers: visits, agreements (half of them spoken), invoices, payments."""

from collections.abc import Iterator
from datetime import date
from random import Random

from holdord.demo.loading import Batch
from holdord.demo.people import Crowd, Days, Person, stay
from holdord.demo.service.schema import TABLES
from holdord.demo.sheet import FIRST, Sheet

BIG_EMAIL = "boligforening@kontor.example"
"""The address of the customer with as many visits as `big` says."""

_BATCH = 1000
_MACHINES = ("Varmepumpe luft/vand", "Gasfyr", "Oliefyr", "Pillefyr", "Ventilation")
_FAULTS = ("Intet varmt vand", "Larmer om natten", "Årligt eftersyn", "Fejlkode E4", "Drypper")
_LAST_OPEN_DAYS = 5


def batches(customers: int, orders: int, seed: int, today: date, big: int) -> Iterator[Batch]:
    """Everything but the cast, in batches; `orders` visits per customer in the mean."""
    days = Days(today)
    sheet = Sheet(TABLES)
    crowd = Crowd(seed)

    def write(number: int) -> None:
        person = crowd.person(number)
        visits = int(crowd.chance.random() * (2 * orders + 1))
        customer(sheet, days, crowd.chance, person, visits)

    yield from sheet.batches(customers, _BATCH, write)
    if big:
        person = crowd.person(FIRST + customers)
        customer(sheet, days, crowd.chance, person, big, email=BIG_EMAIL)
        yield sheet.take()


def customer(sheet: Sheet, days: Days, chance: Random, person: Person, visits: int, email: str = "") -> None:
    """A customer with a house, perhaps an agreement, and the visits made there."""
    draw = chance.random
    joined, ended = stay(draw, 0.8, 0.3, all_of_it=bool(email))
    number = sheet.next["customers"]
    note = f"{person.given} er hjemme efter kl. 15, ellers ring til naboen." if draw() < 0.15 else None
    sheet.add(
        "customers",
        40_000 + number,
        person.name,
        email or (person.email if draw() < 0.9 else None),
        person.phone,
        note,
        days.day(joined),
        None if ended is None else days.day(ended),
    )
    key = f"Nøgle under krukken; {person.given} er hørehæmmet" if draw() < 0.1 else None
    site = sheet.add("sites", number, person.street, person.postcode, person.town, key)
    if draw() < 0.4:
        spoken = draw() < 0.5
        terms = f"Aftalt med {person.name} i telefonen: eftersyn i september" if spoken else None
        machine = _MACHINES[int(draw() * 5)]
        stopped = None if ended is None else days.day(ended)
        sheet.add("service_agreements", number, machine, int(spoken), terms, days.day(joined), stopped)
    end = ended or 0
    for ago in sorted((end + int(draw() * (joined - end)) for _ in range(visits)), reverse=True):
        _visit(sheet, days, chance, person, number, site, ago)


def _visit(
    sheet: Sheet, days: Days, chance: Random, person: Person, customer: int, site: int, ago: int
) -> None:
    draw = chance.random
    fault = _FAULTS[int(draw() * 5)]
    still_open = ago < _LAST_OPEN_DAYS
    report = f"Talte med {person.given}. Skiftede pumpe." if draw() < 0.3 else None
    ordered = days.moment(ago, int(draw() * 1440))
    sheet.add(
        "work_orders", customer, site, fault, report, ordered, None if still_open else days.day(ago - 2)
    )
    if still_open:
        return
    if customer % 3 == 0:
        outcome = "refused" if ago % 4 == 0 else "covered"
        sheet.add("cover_decisions", customer, fault, outcome, "2024-1", days.moment(ago - 2, 900))
    total = f"{500 + int(draw() * 400) * 10}.00"
    number = sheet.next["invoices"]
    home = (person.street, person.postcode, person.town)
    invoice = sheet.add(
        "invoices", customer, 200_000 + number, person.name, *home, fault, total, days.day(ago - 3)
    )
    if draw() < 0.03:
        return
    paid = days.day(ago - 14) if ago >= 14 else None
    account = f"{person.country.code}50{7000 + customer % 1000}{customer:08}" if draw() < 0.4 else None
    method = "transfer" if account else "card"
    payer = person.name if draw() < 0.9 else f"{person.country.women[3]} {person.family}"
    sheet.add("payments", invoice, method, payer, account, total, paid)
