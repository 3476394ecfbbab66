"""A working day at an example company: two of its staff, and people's requests in various states.

Run as a program in the server's environment (`python -m holdord.demo.life COMPANY`), it makes them and prints
the log-ins as JSON. A program of its own, because the server's settings are chosen once for a process.
"""

import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from holdord.demo import cast
from holdord.demo.days import DAYS, Day
from holdord.words.policy import Basis, Policy
from holdord.words.request import Channel, Right, Strength

if TYPE_CHECKING:
    from holdord.workflows.engine import Client
    from holdord.workflows.office import Office


def make_staff(day: Day, now: datetime) -> list[dict[str, str]]:
    """Their accounts, each with a password of chance and a second factor that is set up."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from holdord.web.console import accounts
    from holdord.web.console.permissions import Role

    made = []
    for name, role in day.staff.items():
        user = accounts.add(name, {Role(role)}, "demo", now)
        password, secret = secrets.token_urlsafe(9), generate_totp_secret()
        user.set_password(password)
        user.save()
        TOTP.activate(user, secret)
        made.append({"name": name, "role": role, "password": password, "secret": secret})
    return made


def make_requests(company: str, office: "Office", client: "Client", now: datetime) -> int:
    """Requests of people of the cast, handed to the worker as a click or a call would; how many."""
    from holdord.workflows.requests import durable, receiving

    people, day = cast(company, now.date()).people, DAYS[company]
    responsible = next(iter(day.staff))
    for name, right, channel, days, strength, language in day.asked:
        email = people[name].keys["email"]
        moment = now - timedelta(days=days)
        by = "" if channel in (Channel.SITE, Channel.WEB) else responsible
        id = receiving.receive(
            office,
            right,
            channel,
            language,
            {"email": email},
            email,
            _chosen(office.policy, right),
            day.words.get(right, ""),
            moment,
            by,
            strength,
        )
        if strength is Strength.CLAIMED:
            durable.ask_soon(client, office, id)
        else:
            durable.carry_soon(client, office, id)
    return len(day.asked)


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


def publish(company: str, office: "Office", now: datetime) -> None:
    """The policy as its first version; what the board rests on is measured, but for what needs a net."""
    from holdord.workflows.probes import applicable, probe
    from holdord.workflows.promises.recording import record
    from holdord.workflows.versions import publishing, texts

    made = publishing.draft(office, DAYS[company].adopted_by, {}, now)
    publishing.publish(office, made, now, texts.written)
    for name in applicable(office.policy):
        if name not in ("tls", "rights", "staff"):
            probe(office, name, now)
    record(office, now)


def main() -> None:
    """Make everything and print the log-ins."""
    import os
    import sys
    from pathlib import Path

    os.environ["DJANGO_SETTINGS_MODULE"] = "holdord.web.settings"
    import django

    django.setup()
    from holdord.web.offices import the_office
    from holdord.workflows.engine import Client

    company = sys.argv[1]
    office, now = the_office(), datetime.now(UTC)
    assert office.store
    logins = make_staff(DAYS[company], now)
    with Client.open(None, Path(os.environ["HOLDORD_STORE"])) as client:
        count = make_requests(company, office, client, now)
    publish(company, office, now)
    somebody = cast(company, now.date()).people[DAYS[company].other].keys["email"]
    print(
        json.dumps(
            {
                "staff": logins,
                "requests": count,
                "somebody": somebody,
                "language": office.policy.controller.texts[0],
            }
        )
    )


if __name__ == "__main__":
    main()
