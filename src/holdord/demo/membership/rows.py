"""The garden club's members and what twelve years left of them: fees, orders, gifts, letters, calls."""

from collections.abc import Callable, Iterator
from datetime import date
from random import Random

from holdord.demo.loading import Batch
from holdord.demo.membership.schema import TABLES
from holdord.demo.people import HISTORY, Crowd, Days, Person, stay
from holdord.demo.sheet import FIRST, Sheet

BIG_EMAIL = "kolonihaverne@kontor.example"
"""The address of the member with as many orders as `big` says."""

_BATCH = 400
_PLANS = ("altankasse", "køkkenhave", "drivhus")
_GOODS = ("Frø: gulerødder", "Frø: ærter", "Håndskovl", "Plantekasse", "Tomatgødning", "Rankestøtte")
_GIFTS = ("Frøpose med sommerblomster", "Håndskovl", "Havedagbog")
_NETWORKS = ("search", "social", "video")
_QUESTIONS = (
    "Hej, jeg hedder {name}. Mine tomater har brune pletter. Hvad gør jeg?",
    'Min nabo {other} siger, at man skal "knibe" dem. Passer det?\nVenlig hilsen {given}',
    "Kan jeg give et medlemskab til {other} i fødselsdagsgave?",
    "Jeg har betalt to gange \\ ordre {number}. Ring til mig på {phone}.",
)


def batches(customers: int, orders: int, seed: int, today: date, big: int) -> Iterator[Batch]:
    """Everything but the cast, in batches; `orders` purchases per member in the mean."""
    days = Days(today)
    sheet = Sheet(TABLES)
    crowd = Crowd(seed)

    def write(number: int) -> None:
        person = crowd.person(number)
        bought = int(crowd.chance.random() * (2 * orders + 1))
        member(sheet, days, crowd.chance, person, bought)
        if number % 8 == 0:
            stranger(sheet, days, crowd.chance, person)

    yield from sheet.batches(customers, _BATCH, write)
    if big:
        person = crowd.person(FIRST + customers)
        member(sheet, days, crowd.chance, person, big, email=BIG_EMAIL)
        yield sheet.take()


def member(sheet: Sheet, days: Days, chance: Random, person: Person, bought: int, email: str = "") -> None:
    """A member, with all that belongs to the membership, and what they ordered."""
    draw = chance.random
    joined, left = stay(draw, 0.9, 0.35, all_of_it=bool(email))
    end = left or 0
    number = sheet.next["members"]
    sheet.add(
        "members",
        60_000 + number,
        email or person.email,
        person.given,
        person.family,
        person.phone if draw() < 0.9 else None,
        f"{person.given.lower()}{number}",
        f"pbkdf2${number}" if left is None else None,
        f"{person.given} tåler ikke nødder" if draw() < 0.06 else None,
        days.moment(joined, int(draw() * 1440)),
        days.moment(end + int(draw() * min(joined - end + 1, 90)), 1200),
        None if left is None else days.moment(left, 720),
    )
    card = f"{1000 + number * 7919 % 9000}"
    _membership(sheet, days, draw, person, number, card, joined, left)
    _card(sheet, days, draw, number, card, joined, left)
    for ago in sorted((end + int(draw() * (joined - end + 1)) for _ in range(bought)), reverse=True):
        _order(sheet, days, draw, person, number, None, ago)
    _extras(sheet, days, draw, person, number, joined, left)


def _membership(
    sheet: Sheet,
    days: Days,
    draw: Callable[[], float],
    person: Person,
    member: int,
    card: str,
    joined: int,
    left: int | None,
) -> None:
    """The membership and one payment a year, by itself, from the card."""
    plan = int(draw() * 3)
    end = left or 0
    years = range(joined, end - 1, -365)
    paid_until = days.day(max(years[-1] - 365, 0)) if years else days.day(0)
    ended = None if left is None else days.day(left)
    number = sheet.add("memberships", member, _PLANS[plan], days.day(joined), paid_until, ended)
    for ago in years:
        booked = days.day(ago - 1) if ago > 1 else None
        amount = f"{249 + 150 * plan}.00"
        reference = f"K{sheet.next['payments']:09}"
        sheet.add("payments", number, None, "card", amount, person.name, card, reference, booked)


def _card(
    sheet: Sheet, days: Days, draw: Callable[[], float], member: int, card: str, joined: int, left: int | None
) -> None:
    ended = None if left is None else days.moment(left, 721)
    # Cards last three years; the one in use was renewed some time ago and expires some time soon.
    added = min(joined, (left or 0) + 30 + int(draw() * 900))
    expires = days.today.year + 1 + int(draw() * 2)
    month = 1 + int(draw() * 12)
    sheet.add(
        "payment_cards",
        member,
        card,
        f"{expires}-{month:02}-28",
        f"gw_{member:010}",
        days.moment(added, 600),
        days.day(20) if draw() < 0.05 else None,
        ended,
    )


def _order(
    sheet: Sheet,
    days: Days,
    draw: Callable[[], float],
    person: Person,
    member: int | None,
    guest_email: str | None,
    ago: int,
) -> None:
    fate = draw()
    number = sheet.next["orders"]
    still_open = ago < 3 or fate > 0.997
    total = f"{39 + int(draw() * 60) * 10}.00"
    sheet.add(
        "orders",
        20_000_000 + number,
        member,
        guest_email,
        f"{_GOODS[int(draw() * 6)]}; {_GOODS[int(draw() * 6)]}",
        total,
        days.moment(ago, int(draw() * 1440)),
        None if still_open else days.moment(ago - 2, 900),
        person.name,
        person.street,
        person.postcode,
        person.town,
        person.phone if fate < 0.8 else None,
    )
    booked = days.day(ago - 1) if ago > 1 else None
    reference = f"K{sheet.next['payments']:09}"
    sheet.add("payments", None, number, "card", total, person.name, "4242", reference, booked)


def _extras(
    sheet: Sheet,
    days: Days,
    draw: Callable[[], float],
    person: Person,
    member: int,
    joined: int,
    left: int | None,
) -> None:
    """What is prefilled, the gift, the newsletter, advertisements, letters and calls."""
    end = left or 0
    home = (person.street, person.postcode, person.town)
    used = days.moment(end + int(draw() * (joined - end + 1)), 815)
    sheet.add("billing_addresses", member, person.name, *home, person.phone, used)
    sent = None if joined < 6 else days.day(joined - 5)
    sheet.add("welcome_gifts", member, _GIFTS[int(draw() * 3)], "Spiretuen", person.name, *home, sent)
    if draw() < 0.5:
        # Two in five read it under another address than they are a member with.
        email = person.other_email if draw() < 0.4 else person.email
        stopped = None if draw() < 0.7 else days.moment(int(draw() * (joined + 1)), 430)
        linked = member if draw() < 0.6 else None
        sheet.add("newsletter_subscribers", linked, email, person.given, days.moment(joined, 640), stopped)
    if draw() < 0.3:
        clicked = days.moment(joined, 610)
        source = _NETWORKS[int(draw() * 3)]
        sheet.add("ad_clicks", member, source, "forårssåning", f"cl_{member:012}", clicked)
    if draw() < 0.2:
        _call(sheet, days, draw, person, member, end + int(draw() * (joined - end + 1)))


def _call(
    sheet: Sheet, days: Days, draw: Callable[[], float], person: Person, member: int | None, ago: int
) -> None:
    other = person.country.women[int(draw() * 30)]
    note = f"{person.given} ringede. {other} (ægtefælle) må gerne ringe tilbage."
    email = person.email if draw() < 0.7 else None
    latest = days.moment(max(ago - 8, 0), 840) if draw() < 0.6 else None
    way = "phone" if draw() < 0.8 else "chat"
    first = days.moment(ago, 830)
    sheet.add("calls", member, way, person.name, person.phone, email, "Gavekort", note, first, latest)


def stranger(sheet: Sheet, days: Days, chance: Random, neighbour: Person) -> None:
    """Somebody without a membership: buys once, writes, or began to pay and did not come back."""
    draw = chance.random
    email = f"gaest.{neighbour.other_email}"
    ago = 1 + int(draw() * (HISTORY - 1))
    _order(sheet, days, draw, neighbour, None, email, ago)
    words = _QUESTIONS[int(draw() * 4)].format(
        name=neighbour.name,
        given=neighbour.given,
        other=neighbour.country.men[int(draw() * 30)],
        number=neighbour.number,
        phone=neighbour.phone,
    )
    home = f"{neighbour.street}, {neighbour.postcode} {neighbour.town}"
    wrote = int(draw() * 1500)
    answered = days.moment(max(wrote - 2, 0), 700) if draw() < 0.9 else None
    received = days.moment(wrote, 650)
    sheet.add(
        "contact_messages", None, neighbour.name, home, neighbour.phone, email, words, received, answered
    )
    if draw() < 0.5:
        seen = days.moment(int(draw() * 30), 1111)
        token = f"s{sheet.next['checkout_sessions']:063}"
        username = neighbour.given.lower()
        sheet.add("checkout_sessions", token, email, neighbour.name, username, seen)
