"""A working day at the example shop: two of its staff, and people's requests in various states.

Run as a program in the server's environment (`python -m holdord.demo.life`), it makes them and prints the
log-ins as JSON. A program of its own, because the server's settings are chosen once for a process.
"""

import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from holdord.demo import cast
from holdord.words.policy import Basis, Policy
from holdord.words.request import Channel, Right, Strength

if TYPE_CHECKING:
    from holdord.workflows.engine import Client
    from holdord.workflows.office import Office

STAFF = {"sofie": "responsible", "emil": "case_worker"}
"""A refusal takes two."""

ASKED = (
    ("jonas", Right.ACCESS, Channel.SITE, 0, Strength.SESSION, "da"),
    ("sara", Right.ERASURE, Channel.PHONE, 3, Strength.STAFF, "da"),
    ("knud", Right.RECTIFICATION, Channel.LETTER, 26, Strength.STAFF, "da"),
    ("ove", Right.OBJECTION, Channel.EMAIL, 12, Strength.STAFF, "nb"),
    ("sara", Right.PORTABILITY, Channel.SITE, 1, Strength.SESSION, "da"),
    ("tove", Right.WITHDRAWAL, Channel.SITE, 0, Strength.SESSION, "nb"),
    ("nora", Right.ACCESS, Channel.WEB, 2, Strength.CLAIMED, "nb"),
)
"""Who of the cast asked for what, how, how many days ago, and how well it is known that it is them."""

WORDS = {
    Right.RECTIFICATION: "Jeg har flyttet. Adressen deres er den gamle.",
    Right.OBJECTION: "Jeg vil ikke at dere bruker det jeg har kjøpt, til dette.",
}


def make_staff(now: datetime) -> list[dict[str, str]]:
    """Their accounts, each with a password of chance and a second factor that is set up."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from holdord.web.console import accounts
    from holdord.web.console.permissions import Role

    made = []
    for name, role in STAFF.items():
        user = accounts.add(name, {Role(role)}, "demo", now)
        password, secret = secrets.token_urlsafe(9), generate_totp_secret()
        user.set_password(password)
        user.save()
        TOTP.activate(user, secret)
        made.append({"name": name, "role": role, "password": password, "secret": secret})
    return made


def make_requests(office: "Office", client: "Client", now: datetime) -> int:
    """Requests of people of the cast, handed to the worker as a click or a call would; how many."""
    from holdord.workflows.requests import durable, receiving

    people = cast("retailer", now.date()).people
    for name, right, channel, days, strength, language in ASKED:
        email = people[name].keys["email"]
        moment = now - timedelta(days=days)
        by = "" if channel in (Channel.SITE, Channel.WEB) else "sofie"
        id = receiving.receive(
            office,
            right,
            channel,
            language,
            {"email": email},
            email,
            _chosen(office.policy, right),
            WORDS.get(right, ""),
            moment,
            by,
            strength,
        )
        if strength is Strength.CLAIMED:
            durable.ask_soon(client, office, id)
        else:
            durable.carry_soon(client, office, id)
    return len(ASKED)


def _chosen(policy: Policy, right: Right) -> dict[str, str]:
    """What is chosen on the form: the first that the policy has of its kind."""
    if right is Right.RECTIFICATION:
        return {"category": next(iter(policy.categories))}
    if right not in (Right.OBJECTION, Right.WITHDRAWAL):
        return {}
    basis = Basis.CONSENT if right is Right.WITHDRAWAL else Basis.LEGITIMATE_INTEREST
    fitting = (
        name
        for name, purpose in policy.purposes.items()
        if purpose.basis is basis and (basis is Basis.CONSENT or not purpose.marketing)
    )
    return {"purposes": next(fitting)}


def main() -> None:
    """Make everything and print the log-ins."""
    import os
    from pathlib import Path

    os.environ["DJANGO_SETTINGS_MODULE"] = "holdord.web.settings"
    import django

    django.setup()
    from holdord.web.offices import the_office
    from holdord.workflows.engine import Client

    office, now = the_office(), datetime.now(UTC)
    assert office.store
    logins = make_staff(now)
    with Client.open(None, Path(os.environ["HOLDORD_STORE"])) as client:
        count = make_requests(office, client, now)
    print(json.dumps({"staff": logins, "requests": count}))


if __name__ == "__main__":
    main()
