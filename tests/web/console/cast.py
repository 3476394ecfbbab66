"""The fixed cast of the console: Rikke, Carl, Rune, Aud, and requests in several states.

Run as a program in the server's environment, it makes them; a second case worker and somebody without a
role are there for what takes two, and for what nobody gave them.
"""

import sys
from datetime import UTC, datetime, timedelta

PASSWORD = "grøn kaffe under broen 74"
SECRETS = {
    "rikke": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    "carl": "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU",
    "carla": "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLA",
    "rune": "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK",
    "aud": "ONSWG4TFOQYTEMZUONSWG4TFOQYTEMZU",
    "stranger": "ONSWG4TFOQYTEMZUONSWG4TFOQYTEMZA",
}
ROLES = {
    "rikke": "responsible",
    "carl": "case_worker",
    "carla": "case_worker",
    "rune": "reader",
    "aud": "auditor",
}


def make_accounts() -> None:
    """Everybody, with a password and a second factor; newcomers have a password only."""
    from allauth.mfa.totp.internal.auth import TOTP

    from holdord.web.console import accounts
    from holdord.web.console.permissions import Role

    now = datetime.now(UTC)
    for name in [*SECRETS, "newcomer", "beginner"]:
        roles = {Role(ROLES[name])} if name in ROLES else set()
        user = accounts.add(name, roles, "test", now)
        user.set_password(PASSWORD)
        user.save()
        if name in SECRETS:
            TOTP.activate(user, SECRETS[name])


def make_requests(email: str) -> None:
    """An open erasure, a late access, an objection, one of today, and one that nobody proved."""
    from holdord.web.offices import the_office
    from holdord.words.request import Channel, Right, Strength
    from holdord.workflows.requests import receiving

    office, now = the_office(), datetime.now(UTC)
    for right, days, strength, details in (
        (Right.ERASURE, 3, Strength.ADDRESS, {}),
        (Right.ACCESS, 40, Strength.ADDRESS, {}),
        (Right.RESTRICTION, 25, Strength.ADDRESS, {"ground": "accuracy"}),
        (Right.PORTABILITY, 12, Strength.ADDRESS, {}),
        (Right.ERASURE, 1, Strength.CLAIMED, {}),
    ):
        moment = now - timedelta(days=days)
        receiving.receive(
            office, right, Channel.WEB, "da", {"email": email}, email, details, "<b>Slet mig</b>", moment,
            strength=strength,
        )  # fmt: skip


if __name__ == "__main__":
    import django

    django.setup()
    from holdord.web.offices import the_office

    the_office().store.requests()
    make_accounts()
    make_requests(sys.argv[1])
