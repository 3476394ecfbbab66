"""The invoicing service's users and their twelve years of invoices. All live in Norway, and write bokmål."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from holdord.demo.invoicing.schema import TABLES
from holdord.demo.loading import Batch
from holdord.demo.names import NORWAY, plain
from holdord.demo.people import HISTORY, Crowd, Days, Person, stay
from holdord.demo.sheet import FIRST, Sheet

BIG_EMAIL = "tolketjenesten@kontor.example"
"""The address of the user with as many invoices as `big` says."""

_BATCH = 400
_PART = 2000
_WORK = ("Tolking", "Korrektur", "Nettside", "Foredrag", "Hagearbeid", "Fotografering")
_PLANS = ("Fakturapakke 10", "Fakturapakke 50", "Portopakke")
_NOTES = (
    "Oppfølging etter sykmelding av {other}",
    "Tolketime hos fastlegen for {other}",
    "Trukket kontingent til fagforeningen",
    "Vielse i menigheten, {given} spilte orgel",
)
_BROWSERS = ("Firefox 148 (Linux)", "Safari 19 (iPhone)", "Edge 150 (Windows)")


def norwegian(person: Person) -> Person:
    """The same person as somebody who lives in Norway."""
    if person.country is NORWAY:
        return person
    given = NORWAY.women if person.gender == "K" else NORWAY.men
    first, family = given[person.number % len(given)], NORWAY.families[person.born % len(NORWAY.families)]
    postcode, town = NORWAY.towns[person.born % len(NORWAY.towns)]
    before, _, home = person.email.partition("@")
    email = f"{plain(first)}.{plain(family)}{person.number}@{home}"
    street = f"{NORWAY.streets[person.born % len(NORWAY.streets)]} {person.street.rpartition(' ')[2]}"
    return replace(
        person,
        country=NORWAY,
        given=first,
        family=family,
        email=email if before[0].isupper() else email.lower(),
        phone=person.phone.replace("+45", "+47"),
        street=street,
        postcode=postcode,
        town=town,
    )


def identity_number(person: Person, days: Days) -> str:
    """Eleven digits of the form of an identity number, with a month that no calendar has: nobody's."""
    year, month, day = days.back[HISTORY + person.born].split("-")
    return f"{day}{int(month) + 80}{year[2:]}{person.number * 31 % 100_000:05}"


def batches(customers: int, orders: int, seed: int, today: date, big: int) -> Iterator[Batch]:
    """Everything but the cast, in batches; `orders` invoices per user in the mean."""
    days = Days(today)
    sheet = Sheet(TABLES)
    crowd = Crowd(seed)
    yield from sheet.batches(customers, _BATCH, lambda number: user(sheet, days, crowd, number, orders))
    if big:
        yield from user(sheet, days, crowd, FIRST + customers, big, email=BIG_EMAIL)
        yield sheet.take()


def user(
    sheet: Sheet, days: Days, crowd: Crowd, number: int, orders: int, email: str = ""
) -> Iterator[Batch]:
    """A user, those they send invoices to, and the invoices; very many go in parts."""
    person = norwegian(crowd.person(number))
    draw = crowd.chance.random
    count = orders if email else int(draw() * (2 * orders + 1))
    joined, left = stay(draw, 0.9, 0.3, all_of_it=bool(email))
    account = f"9{number % 1000:03}.{number % 97:02}.{number % 90000 + 10000}"
    row = sheet.next["users"]
    sheet.add(
        "users",
        70_000 + row,
        email or person.email,
        person.given,
        person.family,
        person.phone if draw() < 0.9 else None,
        person.street,
        person.postcode,
        person.town,
        f"{plain(person.given).lower()}{row}",
        None if left is not None else f"argon2${row}",
        identity_number(person, days) if draw() < 0.9 else None,
        account,
        f"{int(draw() * 9000) - 500}.00",
        int(draw() * 800),
        days.moment(joined, int(draw() * 1440)),
        None if left is None else days.moment(left, 700),
    )
    end = left or 0
    own = _Own(draw, row, account, person, joined, left)
    _around(sheet, days, own)
    clients = [_client(sheet, days, draw, own) for _ in range(1 + int(draw() * 3))]
    when = sorted((end + int(draw() * (joined - end + 1)) for _ in range(count)), reverse=True)
    for at, ago in enumerate(when, 1):
        _invoice(sheet, days, own, clients[int(draw() * len(clients))], ago)
        if at % _PART == 0:
            yield sheet.take()


class _Own:
    """A user in the middle of being drawn: whose rows, between which days before today."""

    def __init__(
        self,
        draw: Callable[[], float],
        row: int,
        account: str,
        person: Person,
        joined: int,
        left: int | None,
    ) -> None:
        self.draw, self.row, self.account, self.person = draw, row, account, person
        self.joined, self.left, self.end = joined, left, left or 0

    def some_day(self) -> int:
        """A day on which they were a user, as days before today."""
        return self.end + int(self.draw() * (self.joined - self.end + 1))


def _around(sheet: Sheet, days: Days, own: _Own) -> None:
    """What belongs to the user beside the invoices."""
    draw, person = own.draw, own.person
    ended = None if own.left is None else days.day(own.left)
    terms = f"Avtalt på telefon med {person.given}: 400 kr timen"
    sheet.add("assignments", own.row, _WORK[int(draw() * 6)], terms, days.day(own.joined), ended)
    sheet.add("purchases", own.row, _PLANS[int(draw() * 3)], "490.00", days.day(own.some_day()))
    if draw() < 0.4:
        # Half of them read it under another address than they log in with.
        email = person.other_email if draw() < 0.5 else person.email
        stopped = None if draw() < 0.7 else days.moment(own.some_day(), 500)
        since = days.moment(own.joined, 500)
        sheet.add("newsletter_subscribers", email, person.given, since, stopped)
    if draw() < 0.2:
        opened = own.some_day()
        body = f"Hei, {person.name} her. {NORWAY.men[opened % 30]} har ikke fått fakturaen \\ hva nå?\nMvh"
        closed = None if opened < 8 else days.moment(opened - 6, 900)
        email, row, name = person.email, own.row, person.name
        complaint = int(draw() < 0.3)
        subject = f"Faktura fra {person.family}"
        opened_at = days.moment(opened, 555)
        sheet.add("enquiries", row, email, name, subject, body, complaint, opened_at, closed)
    if own.left is None and draw() < 0.5:
        ago = int(draw() * 700)
        browser = _BROWSERS[int(draw() * 3)]
        ip = f"192.0.2.{own.row % 250 + 1}"
        visited = days.moment(min(ago, own.joined), 720)
        searched = "mva frist" if draw() < 0.5 else None
        sheet.add("site_visits", own.row, ip, person.town, browser, "kreditnota", searched, visited)


def _client(sheet: Sheet, days: Days, draw: Callable[[], float], own: _Own) -> tuple[int, tuple[str, ...]]:
    """Somebody whom the user sends invoices to; a third are private people. Their id, name and address."""
    women, men = NORWAY.women, NORWAY.men
    given = (women if draw() < 0.5 else men)[int(draw() * len(men))]
    family = NORWAY.families[int(draw() * len(NORWAY.families))]
    private = draw() < 0.35
    name = f"{given} {family}" if private else f"{family} {_WORK[int(draw() * 6)]} AS"
    number = sheet.next["clients"]
    email = f"{plain(given)}.{plain(family)}.{number}@post.example"
    postcode, town = NORWAY.towns[int(draw() * len(NORWAY.towns))]
    street = f"{NORWAY.streets[int(draw() * len(NORWAY.streets))]} {int(draw() * 90) + 1}"
    sheet.add(
        "clients",
        own.row,
        name,
        None if private else f"{given} {family}",
        email if draw() < 0.3 else email.lower(),
        f"+47 0{2_000_000 + number % 7_000_000}",
        street,
        postcode,
        town,
        days.day(own.joined),
    )
    return number, (name, street, postcode, town)


def _invoice(sheet: Sheet, days: Days, own: _Own, client: tuple[int, tuple[str, ...]], ago: int) -> None:
    """An invoice; paid, posted and paid out unless it is fresh or was never paid."""
    draw = own.draw
    number = sheet.next["invoices"]
    total = 400 + int(draw() * 500) * 20
    note = None
    if draw() < 0.08:
        note = _NOTES[int(draw() * 4)].format(other=NORWAY.women[number % 30], given=own.person.given)
    issued = days.day(ago)
    due = days.day(max(ago - 14, 0))
    work = _WORK[int(draw() * 6)]
    id, home = client
    sheet.add("invoices", own.row, id, 3_000_000 + number, *home, work, note, f"{total}.00", due, issued)
    if draw() < 0.3:
        delivered = days.day(ago - 3) if ago >= 3 else None
        sheet.add("postings", id, number, f"NO{number:011}", issued, delivered)
    if draw() < 0.2:
        outcome = "waits" if total > 9000 else "paid"
        decided = days.moment(ago, 720)
        sheet.add("advance_decisions", own.row, f"{total}.00", outcome, "2025-2", decided)
    if ago < 14 or draw() < 0.02:
        return
    payer = home[0] if draw() < 0.9 else NORWAY.men[number % 30]
    account = f"1{number % 1000:03}.{number % 83 + 10:02}.{number % 90000 + 10000}"
    sheet.add("payments", id, number, payer, account, f"{total}.00", days.day(ago - 12))
    sheet.add("payouts", own.row, own.account, f"{total * 94 // 100}.00", days.day(ago - 13))
