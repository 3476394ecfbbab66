"""The fixed cast of the console: Rikke, Carl, Rune, Aud, and requests in several states.

Run as a program in the server's environment, it makes them. `carry Q-…` does a worker's part on requests,
`propose Q-… CATEGORY GROUND` is Carla's to refuse a category, `forget Q-…` lets go of what is kept for one.
A second case worker and somebody without a role are there for what takes two, and for what nobody gave them.
"""

import json
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
    "typist": "ONSWG4TFOQYTEMZUONSWG4TFOQYTEMZB",
    "guesser": "ONSWG4TFOQYTEMZUONSWG4TFOQYTEMZC",
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
    from django.contrib.auth.hashers import make_password

    from holdord.web.console import accounts
    from holdord.web.console.permissions import Role

    now, password = datetime.now(UTC), make_password(PASSWORD)
    for name in [*SECRETS, "newcomer", "beginner", "keyholder"]:
        roles = {Role(ROLES[name])} if name in ROLES else set()
        user = accounts.add(name, roles, "test", now)
        user.password = password
        user.save()
        if name in SECRETS:
            TOTP.activate(user, SECRETS[name])


def make_requests(email: str, *only: str) -> dict[str, str]:
    """A request for each thing that staff can do, or for some; their ids by names that the tests use."""
    from holdord.web.console.views.entering import reached
    from holdord.web.offices import the_office
    from holdord.words.request import Channel, Right, Strength
    from holdord.workflows.requests import carrying, deciding, receiving

    office, now = the_office(), datetime.now(UTC)
    purposes = office.policy.purposes.values()
    weighed = [one.name for one in purposes if reached(Right.OBJECTION, one) and not one.marketing]
    known, sure = {}, Strength.STAFF
    for name, right, days, strength, details in (
        ("erasure", Right.ERASURE, 3, sure, {}),
        ("objection", Right.OBJECTION, 40, sure, {"purposes": ",".join(weighed[:2])}),
        ("restriction", Right.RESTRICTION, 25, sure, {"ground": "accuracy"}),
        ("waiting", Right.PORTABILITY, 12, Strength.ADDRESS, {}),
        ("asked", Right.ERASURE, 1, Strength.CLAIMED, {}),
        ("rectification", Right.RECTIFICATION, 24, sure, {"category": "address"}),
        ("review", Right.HUMAN_REVIEW, 6, sure, {}),
        ("access", Right.ACCESS, 5, sure, {}),
        ("taken-back", Right.ACCESS, 9, sure, {}),
    ):
        if only and name not in only:
            continue
        moment = now - timedelta(days=days)
        known[name] = receiving.receive(
            office, right, Channel.PHONE, "da", {"email": email}, email, details, "<b>Slet mig</b>", moment,
            by="carl", strength=strength,
        )  # fmt: skip
        if name not in ("waiting", "asked", "taken-back"):
            carrying.carry(office, known[name], lambda: datetime.now(UTC))
    if only:
        return known
    deciding.withdraw(office, known["taken-back"], "carl", now)
    deciding.propose_refusal(
        office,
        known["rectification"],
        "Fakturaen viser en anden adresse.",
        "Art. 16",
        "carla",
        now,
        deciding.PART,
    )
    return known


if __name__ == "__main__":
    import django

    django.setup()
    from holdord.web.offices import the_office
    from holdord.workflows.outlook import look_ahead
    from tests.web.console.board_cast import make_board

    if sys.argv[1] == "carry":
        from holdord.workflows.requests import carrying

        for id in sys.argv[2:]:
            carrying.carry(the_office(), id, lambda: datetime.now(UTC))
        sys.exit()
    if sys.argv[1] == "propose":
        from holdord.workflows.requests import deciding

        id, of, ground = sys.argv[2:]
        deciding.propose_refusal(the_office(), id, ground, "Art. 20(4)", "carla", datetime.now(UTC), of)
        sys.exit()
    if sys.argv[1] == "forget":
        the_office().store.drop_contents(sys.argv[2])
        sys.exit()
    the_office().store.requests()
    make_accounts()
    print(json.dumps(make_requests(*sys.argv[1:])))
    look_ahead(the_office(), datetime.now(UTC))
    make_board(the_office(), datetime.now(UTC))
