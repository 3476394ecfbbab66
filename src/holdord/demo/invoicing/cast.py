"""The invoicing service's cast: a user, somebody she sends invoices to, and those around her."""

from datetime import date

from holdord.demo.cast import Cast, Casting
from holdord.demo.invoicing.schema import TABLES

PHONE = "+47 01 22 44 66"
"""The telephone of Sunniva's and Eirik's home."""

_HOME = {"street": "Furuveien 3", "postcode": "5003", "town": "Bergen"}


def cast(today: date) -> Cast:
    """The cast, with dates counted from `today`."""
    casting = Casting(TABLES, today)
    sunniva = _user(
        casting, "sunniva", "Sunniva", "Rønning", "Sunniva.Ronning@Mail.example", joined=10, phone=PHONE
    )
    casting.enter(
        "sunniva",
        "Sunniva Rønning",
        "a user of ten years, whose husband has the same telephone",
        email="sunniva.ronning@mail.example",
        user_no="70001",
    )
    hege = _client(casting, "hege", "Hege Solberg", "hege.solberg@post.example", sunniva)
    casting.enter("hege", "Hege Solberg", "gets invoices from Sunniva", email="hege.solberg@post.example")
    for years, days, note in ((9, 0, None), (4, 0, "Tolketime hos fastlegen for Hege"), (0, 60, None)):
        _invoice(casting, sunniva, hege, years, days, note)
    _around(casting, sunniva)
    eirik = _user(casting, "eirik", "Eirik", "Rønning", "eirik@brev.example", joined=3, phone=PHONE)
    casting.enter(
        "eirik",
        "Eirik Rønning",
        "Sunniva's husband, same telephone",
        email="eirik@brev.example",
        user_no="70002",
    )
    casting.row(
        "payouts", "eirik", user_id=eirik, account_no="9002.02.10002", amount="940.00", paid_on=casting.day(1)
    )
    casting.enter(
        "synne",
        "Synne Lien",
        "a stranger, whose address looks like Sunniva's",
        email="sunniva.roning@mail.example",
        user_no="70003",
    )
    _user(casting, "synne", "Synne", "Lien", "sunniva.roning@mail.example", joined=2)
    _gone(casting)
    casting.enter("bjorg", "Bjørg Moen", "asked once, never a user", email="bjorg.moen@kontor.example")
    casting.row(
        "enquiries",
        "bjorg",
        email="Bjorg.Moen@kontor.example",
        name="Bjørg Moen",
        subject="Hva koster det?",
        body="Hei, hva koster det å sende én faktura? Hilsen Bjørg",
        complaint=0,
        opened_at=casting.moment(1, 9),
        closed_at=casting.moment(1, 7),
    )
    return casting.done()


def _user(
    casting: Casting,
    who: str,
    given: str,
    family: str,
    email: str,
    *,
    joined: int,
    phone: str | None = None,
    left: int | None = None,
) -> int:
    number = casting.count("users") + 1
    user = casting.row(
        "users",
        who,
        user_no=70_000 + number,
        email=email,
        first_name=given,
        last_name=family,
        phone=phone,
        username=f"{given.lower()}{number}",
        password_hash=None if left else "argon2$cast",
        identity_number=f"0{number}8{number}701234{number}",
        account_no=f"900{number}.0{number}.1000{number}",
        balance="120.00",
        points=15,
        created_at=casting.moment(joined),
        closed_at=None if left is None else casting.moment(left),
        **_HOME,
    )
    ended = None if left is None else casting.day(left)
    casting.row(
        "assignments",
        who,
        user_id=user,
        title="Tolking",
        terms=f"Avtalt på telefon med {given}: 400 kr timen",
        agreed_on=casting.day(joined),
        ended_on=ended,
    )
    casting.row(
        "purchases",
        who,
        user_id=user,
        what="Fakturapakke 10",
        price="490.00",
        bought_on=casting.day(joined if left else 1),
    )
    return user


def _client(casting: Casting, who: str, name: str, email: str, user: int) -> int:
    return casting.row(
        "clients",
        who,
        user_id=user,
        name=name,
        email=email,
        phone="+47 01 11 33 55",
        street="Sjøgata 9",
        postcode="9008",
        town="Tromsø",
        created_on=casting.day(9, 30),
    )


def _invoice(casting: Casting, user: int, client: int, years: int, days: int, note: str | None) -> None:
    """An invoice from Sunniva to Hege: theirs together, what Hege paid and was sent hers alone."""
    invoice = casting.row(
        "invoices",
        "sunniva hege",
        user_id=user,
        client_id=client,
        number=800_000 + casting.count("invoices"),
        client_name="Hege Solberg",
        client_street="Sjøgata 9",
        client_postcode="9008",
        client_town="Tromsø",
        work_done="Tolking",
        follow_up=note,
        total="2400.00",
        due_on=casting.day(years, days - 14 if days > 14 else days),
        issued_on=casting.day(years, days),
    )
    paid = casting.day(years, days - 12 if days > 12 else days)
    casting.row(
        "payments",
        "hege",
        client_id=client,
        invoice_id=invoice,
        payer_name="Hege Solberg",
        account_no="1001.11.10001",
        amount="2400.00",
        booked_on=paid,
    )
    casting.row(
        "postings",
        "hege",
        client_id=client,
        invoice_id=invoice,
        tracking_no=f"NO0000000000{invoice}",
        sent_on=casting.day(years, days),
    )
    casting.row(
        "payouts",
        "sunniva",
        user_id=user,
        account_no="9001.01.10001",
        amount="2256.00",
        paid_on=paid,
    )


def _around(casting: Casting, sunniva: int) -> None:
    decided = casting.moment(0, 60, "12:00:00")
    casting.row(
        "advance_decisions",
        "sunniva",
        user_id=sunniva,
        amount="2400.00",
        outcome="paid",
        rule="2025-2",
        decided_at=decided,
    )
    since = casting.moment(8)
    casting.row(
        "newsletter_subscribers",
        "sunniva",
        email="sunniva.ronning@mail.example",
        name="Sunniva",
        subscribed_at=since,
    )
    casting.row(
        "enquiries",
        "sunniva",
        user_id=sunniva,
        email="sunniva.ronning@mail.example",
        name="Sunniva Rønning",
        subject="Fakturaen til Hege",
        body="Hei, Hege har ikke fått den. Mvh Sunniva",
        complaint=1,
        opened_at=casting.moment(0, 55),
        closed_at=casting.moment(0, 50),
    )
    for days in (900, 20):
        casting.row(
            "site_visits",
            "sunniva",
            user_id=sunniva,
            ip="198.51.100.9",
            place="Bergen",
            browser="Firefox 148 (Linux)",
            searched_here="kreditnota",
            visited_at=casting.moment(0, days),
        )


def _gone(casting: Casting) -> None:
    odd = _user(casting, "odd", "Odd", "Fossum", "odd.fossum@e-post.example", joined=11, left=8)
    casting.enter(
        "odd",
        "Odd Fossum",
        "left eight years ago; nothing holds him any more",
        email="odd.fossum@e-post.example",
        user_no="70004",
    )
    for years in (9, 8):
        casting.row(
            "payouts",
            "odd",
            user_id=odd,
            account_no="9004.04.10004",
            amount="940.00",
            paid_on=casting.day(years),
        )
