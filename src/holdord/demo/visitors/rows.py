"""Customers with a screen by their door, the guests who checked in there, and visitors of the site.

Most guests stand in the customer's own database too. One in eight was deleted there, and is to vanish here.
"""

from collections.abc import Callable, Iterator
from datetime import date
from random import Random

from holdord.demo.loading import Batch
from holdord.demo.names import MAIL_HOMES, plain
from holdord.demo.people import Crowd, Days, Person, stay
from holdord.demo.sheet import FIRST, Sheet
from holdord.demo.visitors.schema import TABLES

BIG_EMAIL = "reception@kontor.example"
"""The address of the contact person whose house has as many visits as `big` says."""

_BATCH = 400
_PART = 5000
_PLANS = ("lille", "mellem", "stor")
_GOODS = ("Licens, et år", "Skærm til reception", "Labelprinter")
_ERRANDS = ("møde", "levering", "håndværker", "samtale")
_PAGES = ("/", "/priser", "/saadan-virker-det", "/kontakt")
_AGENTS = ("Firefox, computer", "Safari, telefon", "Chrome, tablet")


def batches(customers: int, orders: int, seed: int, today: date, big: int) -> Iterator[Batch]:
    """Everything but the cast, in batches; `orders` visits per customer in the mean."""
    days = Days(today)
    sheet = Sheet(TABLES)
    crowd = Crowd(seed)

    def write(number: int) -> Iterator[Batch]:
        person = crowd.person(number)
        count = int(crowd.chance.random() * (2 * orders + 1))
        yield from licence(sheet, days, crowd.chance, person, count)
        site(sheet, days, crowd.chance, person)

    yield from sheet.batches(customers, _BATCH, write)
    if big:
        person = crowd.person(FIRST + customers)
        yield from licence(sheet, days, crowd.chance, person, big, email=BIG_EMAIL)
        yield sheet.take()


def licence(
    sheet: Sheet, days: Days, chance: Random, person: Person, count: int, email: str = ""
) -> Iterator[Batch]:
    """A customer with what was bought, and the visits in its house; very many go in parts."""
    draw = chance.random
    joined, ended = stay(draw, 0.9, 0.3, all_of_it=bool(email))
    row = sheet.next["licences"]
    home = (person.street, person.postcode, person.town)
    firm = f"{person.family} {('Tømrer', 'Revision', 'Transport', 'Klinik')[int(draw() * 4)]} ApS"
    plan = int(draw() * 3)
    stopped = None if ended is None else days.day(ended)
    sheet.add(
        "licences",
        80_000 + row,
        firm,
        person.name,
        email or person.email,
        person.phone if draw() < 0.9 else None,
        *home,
        _PLANS[plan],
        days.day(joined),
        stopped,
    )
    for at, ago in enumerate(range(joined, (ended or 0) - 1, -365)):
        goods = _GOODS[0] if at else _GOODS[1]
        number = sheet.next["purchases"]
        bill = (row, 500_000 + number, goods, f"{900 + 400 * plan}.00", firm, person.name, *home)
        sheet.add("purchases", *bill, days.day(ago))
    end = ended or 0
    made = 0
    while made < count:
        guest = _guest(sheet, days, draw, person, row, joined)
        for _ in range(min(count - made, 1 + int(draw() * 4))):
            _check_in(sheet, days, draw, guest, 80_000 + row, end + int(draw() * (joined - end + 1)))
            made += 1
        if sheet.next["check_ins"] % _PART < 4:
            yield sheet.take()


def _guest(
    sheet: Sheet, days: Days, draw: Callable[[], float], host: Person, licence: int, joined: int
) -> tuple[int, int, str]:
    """Somebody who comes to the customer: id, number, and whom they come to see."""
    country = host.country
    given = (country.women if draw() < 0.5 else country.men)[int(draw() * 30)]
    family = country.families[int(draw() * 40)]
    row = sheet.next["guests"]
    number = 50_000_000 + row
    email = f"{plain(given)}.{plain(family)}.{row}@{MAIL_HOMES[int(draw() * 6)]}"
    email = email if draw() < 0.3 else email.lower()
    # Colleagues come from one firm, and give the number of its switchboard.
    firm = f"{country.families[int(draw() * 12)]} & Co"
    phone = f"{country.dial} 0{1_000_000 + (licence * 13 + int(draw() * 40)) % 8_999_999}"
    seen = days.day(joined)
    known = email if draw() < 0.6 else None
    name = f"{given} {family}"
    sheet.add("guests", licence, number, name, firm, known, phone if draw() < 0.7 else None, seen)
    if draw() > 0.125:
        sheet.add("people", number, name, firm, known, seen)
    return row, number, country.women[int(draw() * 30)]


def _check_in(
    sheet: Sheet,
    days: Days,
    draw: Callable[[], float],
    guest: tuple[int, int, str],
    licence_no: int,
    ago: int,
) -> None:
    row, number, host = guest
    minute = 480 + int(draw() * 400)
    errand = f"{_ERRANDS[int(draw() * 4)]} hos {host}"
    left = days.moment(ago, minute + 90) if draw() < 0.95 else None
    visit = sheet.add("check_ins", row, errand, days.moment(ago, minute), left)
    way = "sms" if draw() < 0.5 else "mail"
    sheet.add("notifications", visit, host, way, days.moment(ago, minute + 1))
    # Most of what was logged long ago is gone; what some server forgot to clear is still there.
    if ago < 200 or draw() < 0.02:
        ip = f"203.0.113.{licence_no % 250 + 1}"
        moment = days.moment(ago, minute)
        sheet.add("app_log", licence_no, number, "check-in", host, ip, "4.2.1", moment)


def site(sheet: Sheet, days: Days, chance: Random, person: Person) -> None:
    """The site: visits and clicks, messages, the newsletter."""
    draw = chance.random
    if draw() < 0.6:
        ago = int(draw() * 500)
        number = sheet.next["site_visits"]
        fresh = draw() < 0.4
        minute = int(draw() * 1380)
        seen = days.moment(ago, minute)
        visit = sheet.add(
            "site_visits",
            (number * 2_654_435_761) % 9_000_000_000_000 if fresh else None,
            _AGENTS[int(draw() * 3)] if fresh else None,
            f"192.0.2.{number % 250 + 1}" if fresh else None,
            person.town if fresh else None,
            person.country.code,
            days.day(ago),
            seen if fresh else None,
        )
        for step in range(1 + int(draw() * 3)):
            page, before = _PAGES[int(draw() * 4)], _PAGES[0]
            clicked = days.moment(ago, minute + step) if fresh else None
            sheet.add("page_clicks", visit, page, before if fresh else None, clicked)
    if draw() < 0.2:
        wrote = int(draw() * 900)
        text = f"Hej, hvad koster en skærm? Ring til min kollega.\nVenlig hilsen {person.name}"
        answered = days.moment(max(wrote - 1, 0), 600) if draw() < 0.9 else None
        received = days.moment(wrote, 590)
        email = person.email
        sheet.add("contact_messages", person.name, email, person.phone, text, received, answered)
    if draw() < 0.25:
        since = int(draw() * 2000)
        email = person.other_email if draw() < 0.5 else person.email
        stopped = days.moment(int(draw() * since), 480) if draw() < 0.3 else None
        sheet.add("newsletter_subscribers", email, person.given, days.moment(since, 470), stopped)
