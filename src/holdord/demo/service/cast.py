"""The service company's cast: a customer of many years, one who left long ago, and a stranger."""

from datetime import date

from holdord.demo.cast import Cast, Casting
from holdord.demo.service.schema import TABLES


def cast(today: date) -> Cast:
    """The cast, with dates counted from `today`."""
    casting = Casting(TABLES, today)
    casting.enter(
        "karl", "Karl Toft", "a customer of ten years", email="karl.toft@mail.example", customer_no="40001"
    )
    karl, house = _customer(casting, "karl", "Karl Toft", "Karl.Toft@mail.example", years=10)
    for years, days in ((9, 0), (5, 200), (2, 10), (0, 40)):
        _visit(casting, "karl", "Karl Toft", karl, house, years, days)
    casting.row(
        "work_orders",
        "karl",
        customer_id=karl,
        site_id=house,
        fault="Fejlkode E4",
        ordered_at=casting.moment(0, 1),
    )
    casting.enter(
        "bodil", "Bodil Juhl", "left eight years ago", email="bodil@brev.example", customer_no="40002"
    )
    bodil, flat = _customer(
        casting, "bodil", "Bodil Juhl", "bodil@brev.example", years=11, ended=casting.day(8)
    )
    _visit(casting, "bodil", "Bodil Juhl", bodil, flat, 8, 30)
    casting.enter(
        "carl",
        "Carl Toft",
        "a stranger, named almost like Karl",
        email="carl.toft@mail.example",
        customer_no="40003",
    )
    carl, home = _customer(casting, "carl", "Carl Toft", "carl.toft@mail.example", years=3)
    _visit(casting, "carl", "Carl Toft", carl, home, 1, 0)
    return casting.done()


def _customer(
    casting: Casting, who: str, name: str, email: str, *, years: int, ended: str | None = None
) -> tuple[int, int]:
    number = casting.count("customers") + 1
    customer = casting.row(
        "customers",
        who,
        customer_no=40_000 + number,
        name=name,
        email=email,
        phone=f"+45 01 20 30 4{number}",
        note=f"{name} er hjemme efter kl. 15.",
        created_on=casting.day(years),
        ended_on=ended,
    )
    site = casting.row(
        "sites",
        who,
        customer_id=customer,
        street=f"Engvej {number}",
        postcode="7500",
        town="Holstebro",
        access_note="Nøgle under krukken",
    )
    casting.row(
        "service_agreements",
        who,
        customer_id=customer,
        machine="Varmepumpe luft/vand",
        spoken=1,
        terms=f"Aftalt med {name} i telefonen",
        agreed_on=casting.day(years),
        ended_on=ended,
    )
    return customer, site


def _visit(casting: Casting, who: str, name: str, customer: int, site: int, years: int, days: int) -> None:
    casting.row(
        "work_orders",
        who,
        customer_id=customer,
        site_id=site,
        fault="Årligt eftersyn",
        report=f"Talte med {name}.",
        ordered_at=casting.moment(years, days + 9),
        done_on=casting.day(years, days + 2),
    )
    casting.row(
        "cover_decisions",
        who,
        customer_id=customer,
        repair="Årligt eftersyn",
        outcome="refused" if days == 10 else "covered",
        rule="2024-1",
        decided_at=casting.moment(years, days + 2),
    )
    invoice = casting.row(
        "invoices",
        who,
        customer_id=customer,
        number=100_000 + casting.count("invoices"),
        name=name,
        street="Engvej 1",
        postcode="7500",
        town="Holstebro",
        line="Årligt eftersyn",
        total="1250.00",
        invoiced_on=casting.day(years, days),
    )
    casting.row(
        "payments",
        who,
        invoice_id=invoice,
        method="transfer",
        payer=name,
        account="DK5000400440116243",
        amount="1250.00",
        paid_on=casting.day(years, days - 10 if days > 10 else days),
    )
