"""From a program's call to what it changes: the person proves, a worker carries it out, others ask `may`.

Promises: request-access, request-restriction (afterwards only storage, whoever asks).
"""

from datetime import UTC, datetime

from holdord.words.caller import Scope
from holdord.workflows.calling import new_token
from tests.web.api.conftest import Client, asked
from tests.web.public import Public, until


def _program(public: Public, name: str) -> Client:
    _, token = new_token(public.office, name, set(Scope), datetime.now(UTC), "anna")
    return Client(public.server, token)


def test_somebody_who_is_only_said_to_ask_proves_it_and_the_program_sees_how_far_it_is(
    public: Public,
) -> None:
    program, email = _program(public, "journey-1"), public.customer(3)
    id = program("POST", "/requests", asked(keys={"email": email}, contact=email)).body["id"]
    visitor = public.visitor()
    public.prove(visitor, email, id)
    assert program("GET", f"/requests/{id}").body["strength"] == "address"
    told = until(lambda: (one := program("GET", f"/requests/{id}").body)["state"] == "ready" and one)
    assert told["outcome"] == "granted"
    assert public.link(email, "answer", id)


def test_a_restriction_that_a_program_vouches_for_binds_the_next_program_that_asks(public: Public) -> None:
    program, email = _program(public, "journey-2"), public.customer(4)
    use = {"keys": {"email": email}, "purpose": "delivery"}
    assert program("POST", "/may", use).body["reason"] == "basis"
    choices = {"ground": "accuracy"}
    body = asked(right="restriction", keys={"email": email}, contact=email, choices=choices, strength="staff")
    id = program("POST", "/requests", body).body["id"]
    told = until(lambda: (one := program("POST", "/may", use).body)["may"] is False and one)
    assert told["reason"] == "restricted"
    assert told["since"]
    until(lambda: program("GET", f"/requests/{id}").body["state"] in ("ready", "answered"))
