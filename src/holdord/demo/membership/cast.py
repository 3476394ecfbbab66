"""The garden club's cast: a member with data everywhere, her husband, and people who were never members."""

from datetime import date

from holdord.demo.cast import Cast, Casting
from holdord.demo.membership.schema import TABLES

PHONE = "+45 01 33 44 55"
"""The telephone of Ida's and Poul's home."""


def cast(today: date) -> Cast:
    """The cast, with dates counted from `today`."""
    casting = Casting(TABLES, today)
    _ida(casting)
    poul = _member(casting, "poul", "Poul", "Bisgaard", "Poul.Bisgaard@post.example", joined=4, phone=PHONE)
    casting.enter(
        "poul",
        "Poul Bisgaard",
        "Ida's husband, same telephone",
        email="poul.bisgaard@post.example",
        member_no="60002",
    )
    _order(casting, "poul", "Poul Bisgaard", member=poul, years=1)
    casting.enter(
        "asta",
        "Asta Krogh",
        "a stranger, whose address looks like Ida's",
        email="ida.bisgard@mail.example",
        member_no="60003",
    )
    asta = _member(casting, "asta", "Asta", "Krogh", "ida.bisgard@mail.example", joined=3)
    _order(casting, "asta", "Asta Krogh", member=asta, days=80)
    casting.enter(
        "gerda",
        "Gerda Friis",
        "left seven years ago; nothing holds her any more",
        email="gerda.friis@brev.example",
        member_no="60004",
    )
    gerda = _member(casting, "gerda", "Gerda", "Friis", "gerda.friis@brev.example", joined=10, left=7)
    _order(casting, "gerda", "Gerda Friis", member=gerda, years=8)
    _outsiders(casting)
    return casting.done()


def _member(
    casting: Casting,
    who: str,
    given: str,
    family: str,
    email: str,
    *,
    joined: int,
    phone: str | None = None,
    left: int | None = None,
    allergies: str | None = None,
) -> int:
    number = casting.count("members") + 1
    ended = None if left is None else casting.moment(left)
    member = casting.row(
        "members",
        who,
        member_no=60_000 + number,
        email=email,
        first_name=given,
        last_name=family,
        phone=phone,
        username=f"{given.lower()}{number}",
        password_hash=None if left else "pbkdf2$cast",
        allergies=allergies,
        created_at=casting.moment(joined),
        last_login_at=casting.moment(left or 0, 5),
        ended_at=ended,
    )
    year = casting.row(
        "memberships",
        who,
        member_id=member,
        plan="køkkenhave",
        started_on=casting.day(joined),
        paid_until=casting.day(left or 0),
        ended_on=None if left is None else casting.day(left),
    )
    for ago in range(joined, left or 0, -1):
        _payment(casting, who, f"{given} {family}", f"{ago}", membership_id=year, booked_on=casting.day(ago))
    casting.row(
        "payment_cards",
        who,
        member_id=member,
        card_last4="4242",
        expires_on=f"{casting.today.year + 1}-03-31",
        gateway_reference=f"gw_cast{member}",
        added_at=casting.moment(joined),
        ended_at=ended,
    )
    return member


def _payment(casting: Casting, who: str, payer: str, reference: str, **more: object) -> None:
    casting.row(
        "payments",
        who,
        method="card",
        amount="399.00",
        payer=payer,
        card_last4="4242",
        reference=f"C{who[0]}{reference}",
        **more,
    )


def _order(
    casting: Casting,
    who: str,
    name: str,
    *,
    member: int | None = None,
    guest_email: str | None = None,
    years: int = 0,
    days: int = 0,
    still_open: bool = False,
    goods: str = "Frø: ærter",
) -> None:
    order = casting.row(
        "orders",
        who,
        order_no=900_000 + casting.count("orders"),
        member_id=member,
        guest_email=guest_email,
        goods=goods,
        total="399.00",
        placed_at=casting.moment(years, days + 2),
        delivered_at=None if still_open else casting.moment(years, days, "16:00:00"),
        ship_name=name,
        ship_street="Hybenvænget 7",
        ship_postcode="5700",
        ship_town="Svendborg",
        phone=PHONE if who == "ida" else None,
    )
    booked = None if still_open else casting.day(years, days)
    _payment(casting, who, name, f"o{order}", order_id=order, booked_on=booked)


def _ida(casting: Casting) -> None:
    name = "Ida Bisgaard"
    casting.enter(
        "ida",
        name,
        "a member of eleven years, who reads the newsletter under another address",
        email="ida.bisgaard@mail.example",
        member_no="60001",
    )
    ida = _member(
        casting,
        "ida",
        "Ida",
        "Bisgaard",
        "Ida.Bisgaard@Mail.example",
        joined=11,
        phone=PHONE,
        allergies="Ida tåler ikke hasselnødder",
    )
    for years, days in ((9, 0), (4, 0), (0, 40)):
        _order(casting, "ida", name, member=ida, years=years, days=days)
    _order(casting, "ida", name, member=ida, days=1, still_open=True, goods="Gave til Poul: håndskovl")
    _around(casting, name, ida)


def _around(casting: Casting, name: str, ida: int) -> None:
    """What Ida left beside what she pays for."""
    home = {"street": "Hybenvænget 7", "postcode": "5700", "town": "Svendborg"}
    used = casting.moment(0, 40)
    casting.row("billing_addresses", "ida", member_id=ida, recipient=name, phone=PHONE, used_at=used, **home)
    casting.row(
        "welcome_gifts",
        "ida",
        member_id=ida,
        chosen="Havedagbog",
        supplier="Spiretuen",
        recipient=name,
        sent_on=casting.day(11),
        **home,
    )
    casting.row(
        "newsletter_subscribers",
        "ida",
        member_id=ida,
        email="ida@hjemme.example",
        name="Ida",
        subscribed_at=casting.moment(6),
    )
    casting.row(
        "ad_clicks",
        "ida",
        member_id=ida,
        source="search",
        campaign="forårssåning",
        click_reference="cl_cast",
        clicked_at=casting.moment(11),
    )
    casting.row(
        "calls",
        "ida",
        member_id=ida,
        way="phone",
        name=name,
        phone=PHONE,
        subject="Kortet",
        note="Ida ringede om kortet; Poul må også spørge.",
        first_at=casting.moment(2),
    )
    seen = casting.moment(0, 2)
    token = "i" * 64
    email = "ida.bisgaard@mail.example"
    casting.row(
        "checkout_sessions", "ida", token=token, email=email, name=name, username="ida1", last_seen=seen
    )


def _outsiders(casting: Casting) -> None:
    """Never members: one bought, one wrote, one rang."""
    casting.enter("bent", "Bent Toft", "bought without a membership", email="bent.toft@e-post.example")
    _order(casting, "bent", "Bent Toft", guest_email="Bent.Toft@e-post.example", years=1)
    _order(casting, "bent", "Bent Toft", guest_email="bent.toft@e-post.example", years=9)
    casting.enter("rikke", "Rikke Juhl", "wrote in the contact form", email="rikke@kontor.example")
    for years in (3, 1):
        casting.row(
            "contact_messages",
            "rikke",
            name="Rikke Juhl",
            address="Violvej 2, 8800 Viborg",
            phone="+45 01 88 77 66",
            email="Rikke@kontor.example",
            message="Hej, hvornår skal man så ærter? Hilsen Rikke",
            received_at=casting.moment(years, 3),
            answered_at=casting.moment(years, 1),
        )
    casting.enter("mogens", "Mogens Bach", "rang, and rang again", email="mogens.bach@brev.example")
    for years in (6, 2):
        casting.row(
            "calls",
            "mogens",
            way="phone",
            name="Mogens Bach",
            phone="+45 01 55 44 33",
            email="mogens.bach@brev.example",
            subject="Gavekort",
            note="Mogens vil give sin søster Lone et gavekort.",
            first_at=casting.moment(years, 8),
            latest_at=casting.moment(years),
        )
