"""The cast of check-in for visitors: a contact person, guests who stay and who vanish, a stranger."""

from datetime import date

from holdord.demo.cast import Cast, Casting
from holdord.demo.visitors.schema import TABLES

PHONE = "+45 01 66 55 44"
"""The switchboard from which Gry and Palle both come."""


def cast(today: date) -> Cast:
    """The cast, with dates counted from `today`."""
    casting = Casting(TABLES, today)
    lone = _licence(casting, "lone", "Lone Vestergaard", "Lone.Vestergaard@Kontor.example", joined=10)
    casting.enter(
        "lone",
        "Lone Vestergaard",
        "contact person of a customer, who also reads the newsletter",
        email="lone.vestergaard@kontor.example",
        licence_no="80001",
    )
    for years, days in ((9, 0), (4, 0), (0, 50)):
        _purchase(casting, "lone", "Lone Vestergaard", lone, years, days)
    _letters(casting)
    gry = _guest(casting, "gry", "Gry Winther", "Gry.Winther@post.example", lone)
    casting.enter(
        "gry", "Gry Winther", "a guest of many visits", visitor_no="900001", email="gry.winther@post.example"
    )
    for days in (2000, 400, 20):
        _visit(casting, "gry", gry, 900_001, days)
    palle = _guest(casting, "palle", "Palle Winther", "palle@post.example", lone)
    casting.enter(
        "palle",
        "Palle Winther",
        "Gry's colleague, same telephone",
        visitor_no="900002",
        email="palle@post.example",
    )
    _visit(casting, "palle", palle, 900_002, 400)
    tage = _guest(casting, "tage", "Tage Kruse", "tage.kruse@brev.example", lone, known=False)
    casting.enter(
        "tage",
        "Tage Kruse",
        "was deleted by the customer, and is to vanish here",
        visitor_no="900003",
        email="tage.kruse@brev.example",
    )
    _visit(casting, "tage", tage, 900_003, 300)
    villy = _licence(casting, "villy", "Villy Bang", "villy.bang@brev.example", joined=11, ended=8)
    casting.enter(
        "villy",
        "Villy Bang",
        "left eight years ago; nothing holds him any more",
        email="villy.bang@brev.example",
        licence_no="80002",
    )
    _purchase(casting, "villy", "Villy Bang", villy, 9, 0)
    _licence(casting, "carla", "Carla Juhl", "lone.vestergard@kontor.example", joined=2)
    casting.enter(
        "carla",
        "Carla Juhl",
        "a stranger, whose address looks like Lone's",
        email="lone.vestergard@kontor.example",
        licence_no="80003",
    )
    _site(casting)
    return casting.done()


def _licence(
    casting: Casting, who: str, name: str, email: str, *, joined: int, ended: int | None = None
) -> int:
    number = casting.count("licences") + 1
    return casting.row(
        "licences",
        who,
        licence_no=80_000 + number,
        company=f"{name.split()[1]} & Døtre ApS",
        contact_name=name,
        email=email,
        phone=f"+45 01 60 60 6{number}",
        street=f"Havnegade {number}",
        postcode="8700",
        town="Horsens",
        plan="mellem",
        created_on=casting.day(joined),
        ended_on=None if ended is None else casting.day(ended),
    )


def _purchase(casting: Casting, who: str, name: str, licence: int, years: int, days: int) -> None:
    casting.row(
        "purchases",
        who,
        licence_id=licence,
        invoice_no=700_000 + casting.count("purchases"),
        goods="Licens, et år",
        total="1300.00",
        company=f"{name.split()[1]} & Døtre ApS",
        attention=name,
        street=f"Havnegade {licence}",
        postcode="8700",
        town="Horsens",
        invoiced_on=casting.day(years, days),
    )


def _letters(casting: Casting) -> None:
    email = "lone.vestergaard@kontor.example"
    casting.row("newsletter_subscribers", "lone", email=email, name="Lone", subscribed_at=casting.moment(5))
    for years in (3, 0):
        casting.row(
            "contact_messages",
            "lone",
            name="Lone Vestergaard",
            email=email,
            phone="+45 01 60 60 61",
            message="Hej, kan skærmen vise norsk? Hilsen Lone",
            received_at=casting.moment(years, 30),
            answered_at=casting.moment(years, 28),
        )


def _guest(casting: Casting, who: str, name: str, email: str, licence: int, *, known: bool = True) -> int:
    """A guest here; also a person at the customer's, unless deleted there."""
    number = 900_001 + casting.count("guests")
    first = casting.day(6)
    guest = casting.row(
        "guests",
        who,
        licence_id=licence,
        visitor_no=number,
        name=name,
        company="Winther & Co",
        email=email,
        phone="+45 01 77 66 55" if who == "tage" else PHONE,
        first_seen=first,
    )
    if known:
        casting.row(
            "people",
            who,
            visitor_no=number,
            name=name,
            company="Winther & Co",
            email=email.lower(),
            added_on=first,
        )
    return guest


def _visit(casting: Casting, who: str, guest: int, number: int, days: int) -> None:
    visit = casting.row(
        "check_ins",
        who,
        guest_id=guest,
        errand="møde hos Lone",
        came_at=casting.moment(0, days, "09:00:00"),
        left_at=casting.moment(0, days, "11:00:00"),
    )
    sent = casting.moment(0, days, "09:00:30")
    casting.row(
        "notifications", who, check_in_id=visit, host_name="Lone Vestergaard", way="sms", sent_at=sent
    )
    if days < 90:
        casting.row(
            "app_log",
            who,
            licence_no=80_001,
            visitor_no=number,
            happened="check-in",
            told="Lone Vestergaard",
            ip="203.0.113.9",
            app_version="4.2.1",
            logged_at=casting.moment(0, days, "09:00:00"),
        )


def _site(casting: Casting) -> None:
    """Somebody who looked at the site yesterday, and is known by the code of that visit alone."""
    code = 77_000_001
    casting.enter("vera", "somebody on the site", "visited the site yesterday", visit_code=str(code))
    visit = casting.row(
        "site_visits",
        "vera",
        visit_code=code,
        agent="Firefox, computer",
        ip="198.51.100.3",
        town="Odense C",
        country="DK",
        day=casting.day(0, 1),
        last_seen=casting.moment(0, 1),
    )
    for page in ("/", "/priser"):
        casting.row(
            "page_clicks",
            "vera",
            visit_id=visit,
            page=page,
            from_page="/",
            clicked_at=casting.moment(0, 1),
        )
