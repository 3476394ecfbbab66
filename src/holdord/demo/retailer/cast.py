"""The retailer's cast: an owner with data everywhere, the people around her, and a stranger.

Frida Holm buys under one address and reads the newsletter under another; shares a telephone with her husband;
has old, kept and open orders; and wrote a support thread together with a colleague.
"""

from datetime import date
from typing import Any

from holdord.demo.cast import Cast, Casting
from holdord.demo.retailer.schema import TABLES

PHONE = "+45 01 22 33 44"
"""The telephone of Frida's and Jonas's home."""


def cast(today: date) -> Cast:
    """The cast, with dates counted from `today`."""
    casting = Casting(TABLES, today)
    staff = casting.row(
        "staff",
        "mette",
        name="Mette Dahl",
        email="mette@butik.example",
        title="Kundeservice",
        hired_on=casting.day(9),
    )
    casting.enter("mette", "Mette Dahl", "works in customer service", email="mette@butik.example")
    frida = _frida(casting)
    jonas = _jonas(casting)
    sara = _customer(casting, "sara", "Sara", "Bech", "Sara.Bech@kontor.example", joined=3)
    casting.enter(
        "sara", "Sara Bech", "Frida's colleague", email="sara.bech@kontor.example", customer_no="100003"
    )
    _thread(casting, frida, sara, staff)
    _stranger(casting)
    _guest(casting)
    _closed(casting)
    _listed(casting)
    assert (frida, jonas, sara) == (1, 2, 3)
    return casting.done()


def _customer(
    casting: Casting,
    who: str,
    given: str,
    family: str,
    email: str,
    *,
    joined: int,
    phone: str | None = None,
    closed: str | None = None,
    note: str | None = None,
) -> int:
    number = casting.count("customers") + 1
    customer = casting.row(
        "customers",
        who,
        customer_no=100_000 + number,
        email=email,
        first_name=given,
        last_name=family,
        phone=phone,
        birthday=f"{1970 + number}-05-1{number % 10}",
        gender="K" if given[-1] == "a" else "M",
        language="da",
        password_hash="pbkdf2$cast",
        note=note,
        created_at=casting.moment(joined, 40),
        last_login_at=casting.moment(0, 9) if closed is None else None,
        closed_at=closed,
    )
    casting.row(
        "addresses",
        who,
        customer_id=customer,
        kind="billing",
        recipient=f"{given} {family}",
        street=f"Lærkevej {customer}",
        postcode="8600",
        town="Silkeborg",
        country="DK",
        created_at=casting.moment(joined, 40),
    )
    return customer


def _order(
    casting: Casting,
    who: str,
    name: str,
    *,
    customer: int | None = None,
    guest_email: str | None = None,
    years: int = 0,
    days: int = 0,
    still_open: bool = False,
    phone: str | None = None,
    comment: str | None = None,
    engraving: str | None = None,
) -> int:
    paid = None if still_open else casting.day(years, days)
    order = casting.row(
        "orders",
        who,
        order_no=900_000 + casting.count("orders"),
        customer_id=customer,
        guest_email=guest_email,
        status="open" if still_open else "done",
        placed_at=casting.moment(years, days + 2),
        completed_at=None if still_open else casting.moment(years, days, "16:00:00"),
        paid_on=paid,
        total="548.00",
        currency="DKK",
        ship_name=name,
        ship_street="Lærkevej 1",
        ship_postcode="8600",
        ship_town="Silkeborg",
        ship_country="DK",
        phone=phone,
        ip="198.51.100.7",
        comment=comment,
    )
    casting.row(
        "order_lines", who, order_id=order, product_id=17, quantity=1, price="499.00", engraving=engraving
    )
    casting.row("order_lines", who, order_id=order, product_id=42, quantity=1, price="49.00")
    casting.row(
        "payments",
        who,
        order_id=order,
        method="card",
        amount="548.00",
        payer=name,
        card_last4="4242",
        reference=f"C{order:06}",
        booked_on=paid,
    )
    return order


def _frida(casting: Casting) -> int:
    casting.enter(
        "frida",
        "Frida Holm",
        "customer and subscriber under different addresses",
        email="frida.holm@mail.example",
        customer_no="100001",
    )
    note = "Frida ringede; Jonas henter pakken."
    frida = _customer(
        casting, "frida", "Frida", "Holm", "Frida.Holm@Mail.example", joined=11, phone=PHONE, note=note
    )

    def buys(years: int = 0, days: int = 0, **more: Any) -> int:
        return _order(
            casting, "frida", "Frida Holm", customer=frida, phone=PHONE, years=years, days=days, **more
        )

    expired = buys(years=9)
    buys(years=4, engraving="Til Jonas fra Frida")
    buys(days=30, comment="Stil den hos Bente i nr. 4.")
    buys(days=1, still_open=True)
    casting.row(
        "returns",
        "frida",
        order_id=expired,
        reason="gave til Bente, som havde den",
        bank_account="DK5000400440116243",
        asked_at=casting.moment(9),
        closed_at=casting.moment(8, 350),
    )
    _club(casting, frida)
    _visit(casting, frida)
    return frida


def _club(casting: Casting, frida: int) -> None:
    own = {"customer_id": frida}
    since = casting.moment(5, 3)
    private = "frida@hjemme.example"
    casting.row(
        "newsletter_subscribers",
        "frida",
        email=private,
        name="Frida",
        source="footer",
        subscribed_at=since,
        **own,
    )
    casting.row(
        "consents_log",
        "frida",
        email=private,
        purpose="newsletter",
        given=1,
        text_version="2020-2",
        ip="198.51.100.7",
        given_at=since,
        **own,
    )
    casting.row(
        "wishlists",
        "frida",
        product_id=5,
        title="Ønsker",
        note="Til Jonas",
        changed_at=casting.moment(0, 60),
        **own,
    )
    casting.row(
        "reviews",
        "frida",
        product_id=17,
        display_name="Frida H.",
        stars=5,
        body="Frida fra Silkeborg siger god for den.",
        written_at=casting.moment(2),
        **own,
    )
    casting.row("loyalty_events", "frida", points=120, cause="purchase", earned_on=casting.day(4), **own)
    casting.row("loyalty_events", "frida", points=54, cause="purchase", earned_on=casting.day(0, 30), **own)


def _visit(casting: Casting, frida: int) -> None:
    seen = (casting.today - date(1970, 1, 1)).days * 86_400 - 3 * 86_400
    session = casting.row(
        "sessions",
        "frida",
        customer_id=frida,
        token="f" * 32,
        ip="2001:db8::17",
        user_agent="Mozilla/5.0 (X11; Linux x86_64)",
        basket='{"sku": "H00005"}',
        last_seen=seen,
    )
    for path in ("/", "/vare/5"):
        casting.row("page_views", "frida", session_id=session, path=path, viewed_at=casting.moment(0, 3))
    casting.row(
        "mail_log",
        "frida",
        customer_id=frida,
        email="Frida.Holm@Mail.example",
        template="receipt",
        subject="Frida, din ordre hos Lindgård & Lys",
        sent_at=casting.moment(0, 30),
    )


def _jonas(casting: Casting) -> int:
    casting.enter(
        "jonas",
        "Jonas Holm",
        "Frida's husband, same telephone",
        email="jonas.holm@post.example",
        customer_no="100002",
    )
    jonas = _customer(casting, "jonas", "Jonas", "Holm", "jonas.holm@post.example", joined=6, phone=PHONE)
    _order(casting, "jonas", "Jonas Holm", customer=jonas, years=1, phone=PHONE, engraving="Til Frida")
    return jonas


def _thread(casting: Casting, frida: int, sara: int, staff: int) -> None:
    """Frida's thread, in which Sara writes too: three people's words, two people's rows."""
    thread = casting.row(
        "support_threads",
        "frida",
        customer_id=frida,
        email="frida.holm@mail.example",
        subject="Gave til kontoret",
        assigned_to=staff,
        opened_at=casting.moment(1, 5),
        closed_at=casting.moment(1, 1),
    )
    said = (
        ("frida", frida, "Frida Holm", None, "Hej, Sara og jeg har bestilt sammen. Hvor er kurven?"),
        ("frida sara", sara, "Sara Bech", None, "Sara her: den skulle stå hos Frida i receptionen."),
        ("frida", None, "Kundeservice", "FRIDA.HOLM@mail.example", "Kære Frida, den kommer i morgen."),
        ("frida sara", None, "Kundeservice", "sara.bech@kontor.example", "Kære Sara, den kommer i morgen."),
    )
    for hour, (owners, customer, writer, recipient, body) in enumerate(said):
        casting.row(
            "support_messages",
            owners,
            thread_id=thread,
            customer_id=customer,
            writer_name=writer,
            recipient_email=recipient,
            body=body,
            sent_at=casting.moment(1, 4, f"{10 + hour}:00:00"),
        )


def _stranger(casting: Casting) -> None:
    casting.enter(
        "ove",
        "Ove Strand",
        "a stranger, whose address looks like Frida's",
        email="frida.holme@mail.example",
        customer_no="100004",
    )
    ove = _customer(
        casting, "ove", "Ove", "Strand", "frida.holme@mail.example", joined=4, phone="+45 01 99 88 77"
    )
    _order(casting, "ove", "Ove Strand", customer=ove, days=90)
    casting.row(
        "loyalty_events", "ove", customer_id=ove, points=10, cause="welcome", earned_on=casting.day(1)
    )


def _guest(casting: Casting) -> None:
    casting.enter("nora", "Nora Lie", "a guest from Norway, no account", email="nora.lie@e-post.example")
    _order(casting, "nora", "Nora Lie", guest_email="Nora.Lie@e-post.example", years=1)
    _order(casting, "nora", "Nora Lie", guest_email="nora.lie@e-post.example", years=9)


def _closed(casting: Casting) -> None:
    casting.enter(
        "knud",
        "Knud Bang",
        "left seven years ago; nothing holds him any more",
        email="knud.bang@brev.example",
        customer_no="100005",
    )
    knud = _customer(
        casting, "knud", "Knud", "Bang", "knud.bang@brev.example", joined=11, closed=casting.moment(7)
    )
    _order(casting, "knud", "Knud Bang", customer=knud, years=8)


def _listed(casting: Casting) -> None:
    """Known by e-mail address alone: in a competition, at an evening in the shop."""
    casting.enter("tove", "Tove Eide", "took part, never bought", email="tove@brev.example")
    casting.row(
        "competition_entries",
        "tove",
        competition="Julekalender",
        email="Tove@brev.example",
        name="Tove Eide",
        phone="+47 01 22 33 44",
        answer="Fordi Tove elsker lys",
        entered_at=casting.moment(0, 50),
        drawn_on=casting.day(0, 20),
    )
    casting.row(
        "event_signups",
        "tove",
        event="Lysaften",
        email="tove@brev.example",
        name="Tove Eide",
        seats=2,
        signed_up_at=casting.moment(1, 30),
        held_on=casting.day(1),
    )
