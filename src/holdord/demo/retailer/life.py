"""What a customer does, year in, year out: buys, returns, collects points, writes, visits.

Free text names people on purpose: the person, a spouse, a neighbour. It is what real notes look like.
"""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from holdord.demo.names import COLOURS, THINGS
from holdord.demo.people import FAMILY, Days, Person
from holdord.demo.sheet import FIRST, Sheet

_PRODUCTS = len(THINGS) * len(COLOURS)
STAFF = 12
_AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64)",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2)",
    "Mozilla/5.0 (Windows NT 10.0)",
)
_COMPETITIONS = ("Sommerkurven", "Julekalender", "Vind en plaid", "Jubilæum")
_EVENTS = ("Lysaften", "Borddækning med børn", "Efterårsmarked", "Julestue")
_TEMPLATES = ("order-confirmation", "parcel-on-its-way", "receipt", "new-password")


class Buyer(NamedTuple):
    """Whose orders, and between which days before today they may lie."""

    customer: int | None
    guest_email: str | None
    since: int
    until: int


def note(person: Person, chance: Random) -> str:
    """What staff write about a customer, names and all."""
    other = person.country.women[int(chance.random() * len(person.country.women))]
    texts = (
        f"{person.given} ringede; pakken må stilles hos naboen {other}.",
        f"Taler helst med {other} i butikken.\nRing efter kl. 17 på {person.phone}.",
        f"{other} {person.family} (ægtefælle) må hente varer for {person.name}.",
        f'Klagede over "ridset" fad; tilbudt 10 % på næste køb \\ ordre {int(chance.random() * 90_000)}.',
    )
    return texts[int(chance.random() * len(texts))]


def orders(sheet: Sheet, days: Days, chance: Random, person: Person, buyer: Buyer, count: int) -> None:
    """A number of orders with lines, payments and the odd return, oldest first."""
    draw = chance.random
    when = sorted(
        (buyer.until + int(draw() * (buyer.since - buyer.until + 1)) for _ in range(count)), reverse=True
    )
    for ago in when:
        _order(sheet, days, draw, person, buyer, ago)


def _order(
    sheet: Sheet, days: Days, draw: Callable[[], float], person: Person, buyer: Buyer, ago: int
) -> None:
    fate = draw()
    minute = int(draw() * 1440)
    order = sheet.next["orders"]
    sheet.next["orders"] = order + 1
    cancelled = fate < 0.04
    # Fresh orders are still open; three in a thousand were forgotten open, years ago.
    still_open = ago < 4 or fate > 0.997
    done = max(ago - 3, 0)
    booked = None if ago < 2 else days.back[ago - 1]
    total = 0
    number = sheet.next["order_lines"]
    for _ in range(1 + int(draw() * 3)):
        price = 49 + int(draw() * 90) * 10
        total += price
        engraving = f"Til {person.given} fra mor" if price == 509 else None
        sheet.rows["order_lines"].append(
            (number, order, 1 + int(draw() * _PRODUCTS), 1, f"{price}.00", engraving)
        )
        number += 1
    sheet.next["order_lines"] = number
    sheet.rows["orders"].append(
        (
            order,
            10_000_000 + order,
            buyer.customer,
            buyer.guest_email,
            "cancelled" if cancelled else "open" if still_open else "done",
            days.moment(ago, minute),
            None if still_open and not cancelled else days.moment(done, 960),
            None if cancelled else booked,
            f"{total}.00",
            "DKK" if person.country.code == "DK" else "NOK",
            person.name,
            person.street,
            person.postcode,
            person.town,
            person.country.code,
            person.phone,
            f"192.0.2.{minute % 250 + 1}",
            f"Må stilles hos {person.family} i nr. 4." if fate > 0.95 else None,
        )
    )
    if not cancelled:
        _payment(sheet, person, order, total, booked, minute)
    if 0.05 < fate < 0.13 and ago > 20:
        _return(sheet, days, person, order, ago, minute)


def _payment(sheet: Sheet, person: Person, order: int, total: int, booked: str | None, minute: int) -> None:
    number = sheet.next["payments"]
    sheet.next["payments"] = number + 1
    card = minute % 4 != 0
    sheet.rows["payments"].append(
        (
            number,
            order,
            "card" if card else "transfer",
            f"{total}.00",
            person.name,
            f"{1000 + person.number % 9000}" if card else None,
            f"T{order:09}",
            booked,
        )
    )


def _return(sheet: Sheet, days: Days, person: Person, order: int, ago: int, minute: int) -> None:
    reasons = (
        "for lille",
        f"gave til {person.country.women[minute % 30]}, som havde den",
        "gik i stykker",
        None,
    )
    sheet.add(
        "returns",
        order,
        reasons[minute % 4],
        f"{person.country.code}50{4000 + minute}{person.number:08}" if minute % 3 == 0 else None,
        days.moment(ago - 10, minute),
        days.moment(ago - 16, 900) if minute % 50 else None,
    )


def club(
    sheet: Sheet, days: Days, chance: Random, person: Person, customer: int, joined: int, left: int | None
) -> None:
    """The customer club: newsletter and its consent, points, wish list, reviews."""
    draw = chance.random
    end = left or 0
    if draw() < 0.5:
        # Two in five read the newsletter under another address than they buy with.
        email = person.other_email if draw() < 0.4 else person.email
        linked = customer if draw() < 0.7 else None
        stopped = end + int(draw() * (joined - end)) if draw() < 0.35 else left
        gone = days.moment(stopped, 480) if stopped is not None else None
        since = days.moment(joined, 735)
        sheet.add("newsletter_subscribers", email, linked, person.name, "checkout", since, gone)
        sheet.add("consents_log", linked, email, "newsletter", 1, "2014-1", "192.0.2.77", since, gone)
    for _ in range(int(draw() * 3)):
        earned = end + int(draw() * (joined - end))
        sheet.add("loyalty_events", customer, int(draw() * 400) + 10, "purchase", days.day(earned))
    if draw() < 0.3:
        product = 1 + int(draw() * _PRODUCTS)
        words = (
            f"Fødselsdag, sig det ikke til {person.country.men[int(draw() * 30)]}!" if draw() < 0.4 else None
        )
        changed = end + int(draw() * (joined - end))
        sheet.add("wishlists", customer, product, "Ønsker", words, days.moment(changed, 1230))
    if draw() < 0.25:
        stars = 1 + int(draw() * 5)
        shown = person.given if stars > 2 else person.name
        body = f"Bestilt af {person.given}, kom i tide. {'Flot' if stars > 3 else 'Mindre end ventet'}."
        written = days.moment(end + int(draw() * (joined - end)), 1100)
        sheet.add("reviews", customer, 1 + int(draw() * _PRODUCTS), shown, stars, body, written)


def letters(
    sheet: Sheet, days: Days, chance: Random, person: Person, customer: int, joined: int, left: int | None
) -> None:
    """Support threads, some written together with somebody else; e-mails sent; competitions and evenings."""
    draw = chance.random
    end = left or 0
    if draw() < 0.2 and joined - end > 30:
        _thread(sheet, days, chance, person, customer, joined, end)
    for _ in range(int(draw() * 4)):
        kind = int(draw() * len(_TEMPLATES))
        sent = end + int(draw() * (min(joined, end + 900) - end))
        opened = days.moment(sent, 1000) if kind != 3 else None
        subject = f"{person.given}, din ordre hos Lindgård & Lys"
        sheet.add(
            "mail_log", customer, person.email, _TEMPLATES[kind], subject, days.moment(sent, 900), opened
        )
    if draw() < 0.12:
        entered = int(draw() * 1500) + 1
        drawn = days.day(entered - 30) if entered > 30 else None
        name = _COMPETITIONS[entered % 4]
        answer = f"Fordi {person.given} elsker lys"
        moment = days.moment(entered, 640)
        sheet.add("competition_entries", name, person.email, person.name, person.phone, answer, moment, drawn)
    if draw() < 0.05:
        held = int(draw() * 1200)
        seats = 1 + int(draw() * 4)
        moment = days.moment(held + 21, 1300)
        sheet.add(
            "event_signups", _EVENTS[held % 4], person.email, person.name, seats, moment, days.day(held)
        )


def _thread(
    sheet: Sheet, days: Days, chance: Random, person: Person, customer: int, joined: int, end: int
) -> None:
    draw = chance.random
    opened = end + 15 + int(draw() * (joined - end - 15))
    closed = days.moment(opened - 12, 900) if draw() < 0.95 else None
    helper = 1 + int(draw() * STAFF)
    subject = f"Pakke til {person.family}"
    thread = sheet.add(
        "support_threads", customer, person.email, subject, helper, days.moment(opened, 560), closed
    )
    body = f"Hej, her er {person.name}. Pakken blev afleveret hos naboen {person.country.men[opened % 30]}?"
    sheet.add(
        "support_messages",
        thread,
        customer,
        person.name,
        "kunde@butik.example",
        body,
        days.moment(opened, 560),
    )
    answer = f"Kære {person.given}, vi spørger vognmanden."
    sheet.add(
        "support_messages", thread, None, "Kundeservice", person.email, answer, days.moment(opened - 1, 540)
    )
    # A spouse or neighbour with an account of their own goes on in the same thread.
    if person.number % FAMILY == 0 and customer > FIRST:
        body = f"Det er mig, der bor sammen med {person.given}. Den stod i skuret."
        sheet.add(
            "support_messages", thread, customer - 1, "", person.email, body, days.moment(opened - 2, 800)
        )


def visits(sheet: Sheet, days: Days, chance: Random, customer: int, left: int | None) -> None:
    """Sessions of the last weeks with their pages; one in five belongs to nobody who is logged in."""
    draw = chance.random
    if draw() > 0.15:
        return
    ago = int(draw() * 60)
    minute = int(draw() * 1400)
    who = customer if draw() < 0.8 and left is None else None
    basket = '{"sku": "H00017", "to": "mor"}' if draw() < 0.3 else None
    agent = _AGENTS[int(draw() * 3)]
    token = f"{chance.getrandbits(128):032x}"
    address = f"2001:db8::{minute:x}"
    session = sheet.add("sessions", who, token, address, agent, basket, days.seconds(ago, minute))
    for _ in range(int(draw() * 6)):
        page = f"/vare/{1 + int(draw() * _PRODUCTS)}"
        sheet.add("page_views", session, page, days.moment(ago, int(draw() * (minute + 1))))
