"""A company, a case and what was found, for the tests of letters."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from holdord.language.periods import parse_period
from holdord.letters.records import (
    Case,
    Copies,
    Decision,
    Erased,
    Found,
    GivenOn,
    Gone,
    HeldField,
    HeldRows,
    Refused,
)
from holdord.words.period import Calendar, FiscalYears, Period
from holdord.words.plan import Kept
from holdord.words.policy import (
    Basis,
    Category,
    Contact,
    Controller,
    Policy,
    Purpose,
    Recipient,
    RecipientKind,
)
from holdord.words.request import Right


def keep(text: str) -> Period:
    found = parse_period(text).period
    assert found is not None
    return found


def controller(country: str = "DK") -> Controller:
    zone = ZoneInfo({"DK": "Europe/Copenhagen"}.get(country, "Europe/Oslo"))
    return Controller(
        name="Fjordlys AS",
        country=country,
        number="00112233",
        address="Bryggen 1",
        contact=Contact(email="privacy@fjordlys.example", phone="+45 01 10 20 30"),
        protection_officer=Contact(person="Ane Bye", email="dpo@fjordlys.example"),
        calendar=Calendar(zone, FiscalYears.every(12, 31)),
    )


def policy(country: str = "DK") -> Policy:
    def text(da: str, nb: str, en: str) -> dict[str, str]:
        return {"da": da, "nb": nb, "en": en}

    purposes = [
        Purpose(
            "bookkeeping",
            Basis.LEGAL_OBLIGATION,
            ("customer",),
            ("name", "purchases"),
            keep("5 years after end of fiscal year of invoice"),
            says=text("at føre regnskab", "å føre regnskap", "to keep accounts"),
            law="bogføringsloven § 12" if country == "DK" else "bokføringsloven § 13",
        ),
        Purpose(
            "claims",
            Basis.LEGITIMATE_INTEREST,
            ("customer",),
            ("name", "email"),
            keep("3 years after last contact"),
            says=text("at møde krav", "å møte krav", "to meet claims"),
            interest=text("at kunne forsvare os", "å kunne forsvare oss", "to be able to defend ourselves"),
            source=text("fra Kreditoplyst A/S", "fra Kreditoplyst A/S", "from Kreditoplyst A/S"),
        ),
        Purpose(
            "newsletter",
            Basis.CONSENT,
            ("customer",),
            ("email",),
            keep("until withdrawn"),
            says=text("nyhedsbrevet", "nyhetsbrevet", "the newsletter"),
        ),
    ]
    categories = [
        Category("name", says=text("navn", "navn", "name")),
        Category("email", says=text("e-mailadresse", "e-postadresse", "e-mail address")),
        Category("purchases", says=text("hvad du har købt", "hva du har kjøpt", "what you bought")),
        Category("device", says=text("enhed", "enhet", "device")),
    ]
    recipients = [
        Recipient(
            "hosting",
            RecipientKind.PROCESSOR,
            country,
            says=text("Drift A/S: servere", "Drift A/S: servere", "Drift A/S: servers"),
            categories=("name", "email"),
        ),
        Recipient(
            "mailer",
            RecipientKind.PROCESSOR,
            "US",
            says=text("Postman Inc: nyhedsbreve", "Postman Inc: nyhetsbrev", "Postman Inc: newsletters"),
            safeguards="Art. 46(2)(c): standard contractual clauses",
            categories=("email",),
            purposes=("newsletter",),
        ),
        Recipient("printer", RecipientKind.CONTROLLER, "SE", categories=("device",)),
    ]
    return Policy(
        controller=controller(country),
        keys={},
        people={},
        categories={one.name: one for one in categories},
        purposes={one.name: one for one in purposes},
        recipients={one.name: one for one in recipients},
    )


def case(
    language: str = "da", right: Right = Right.ACCESS, country: str = "DK", name: str = "Åse Øster"
) -> Case:
    return Case(policy(country), right, "Q-ABCDEFGHIJ", language, date(2026, 11, 2), date(2026, 11, 20), name)


KEPT = (
    Kept(
        "shop", "orders", "name", "bookkeeping", "legal_obligation", "bogføringsloven § 12", 2, "2031-12-31"
    ),
    Kept("shop", "orders", "purchases", "bookkeeping", "legal_obligation", "", 2, "2031-12-31"),
    Kept("shop", "orders", "name", "bookkeeping", "legal_obligation", "", 1, "2030-12-31"),
    Kept("shop", "customers", "name", "claims", "legitimate_interest", "", 1, "2029-10-21"),
    Kept("shop", "customers", "email", "claims", "legitimate_interest", "", 1, waits_for="last_contact"),
    Kept("shop", "customers", "email", "newsletter", "consent", "", 1, waits_for="withdrawn"),
)

ROWS = (
    HeldRows(
        "shop",
        "customers",
        (
            HeldField("id"),
            HeldField("full_name", "name"),
            HeldField("email", "email"),
            HeldField("born", "", {"en": "date of birth", "da": "fødselsdato", "nb": "fødselsdato"}),
            HeldField("seen_at"),
            HeldField("wants_mail"),
            HeldField("note", "name"),
        ),
        (
            (
                7,
                "Åse Øster",
                "aase@example.org",
                date(1980, 3, 1),
                datetime(2026, 5, 17, 8, 5, tzinfo=UTC),
                True,
                None,
            ),
        ),
    ),
    HeldRows(
        "shop",
        "orders",
        (HeldField("number"), HeldField("goods", "purchases"), HeldField("device", "device")),
        (("A-1", "Lampe", "iPhone"), ("A-2", "Stearinlys", "iPhone")),
        withheld=2,
    ),
)

FOUND = Found(
    ROWS,
    KEPT,
    decisions=(
        Decision("Kreditgrænse", date(2026, 4, 1), "Sum af køb over et år", "Du kan ikke købe på kredit"),
    ),
    disclosures=(
        GivenOn(date(2026, 3, 2), "mailer", "mailer", "Art. 6(1)(a)", ("email",)),
        GivenOn(date(2026, 1, 8), "", "Politiet", "retsplejeloven § 804", ("email", "purchases")),
    ),
)

REFUSED = Refused("Interne noter", "De handler også om andre", "Art. 15(4)")

ERASED = Erased(
    date(2026, 11, 19),
    gone=(
        Gone("shop", "customers", ("email",), 1, whole=True),
        Gone("shop", "orders", ("device",), 2, whole=False),
    ),
    kept=KEPT[:4],
    copies=(Copies("shop", date(2026, 12, 19)), Copies("archive", None)),
    told=("hosting", "mailer"),
    public=True,
)
