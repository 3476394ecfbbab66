"""Programs create requests and follow their own; nobody learns anything about anybody by it."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from holdord.words.request import Channel, State, Strength
from holdord.workflows.engine import Client as Engine
from holdord.workflows.office import Office
from holdord.workflows.requests.contents import newest
from holdord.workflows.requests.identity import ask_proof
from tests.web.api.conftest import FREJA, Program, asked
from tests.web.conftest import Server


def test_a_request_is_created_followed_and_carried_on(
    program: Program, office: Office, api_server: Server, store_url: str | None
) -> None:
    shop = program("requests:create", "requests:read")
    made = shop("POST", "/requests", asked(words="Hvad har I om mig?\nFreja"))
    assert made.status == 201, made.body
    id = made.body["id"]
    assert made.headers["location"] == f"/api/v1/requests/{id}"
    assert (made.body["state"], made.body["strength"]) == ("asked", "claimed")
    assert date.fromisoformat(made.body["due"]) >= date.fromisoformat(made.body["received"][:10])
    assert shop("GET", f"/requests/{id}").body == made.body
    request = office.store.request(id)
    assert (request.channel, request.language) == (Channel.API, "da")
    assert newest(office.store, id, "keys") == {"email": [FREJA]}
    assert newest(office.store, id, "words") == "Hvad har I om mig?\nFreja"
    assert FREJA not in json.dumps(made.body)
    assert FREJA not in (api_server.folder / "log").read_text()
    with Engine.open(store_url, api_server.folder / "store") as engine:
        assert engine.state(f"{id}/code") == "waiting", "a worker is asked to send a code"
        assert office.store.rounds_waited_for() == [], "nothing is carried before it is known who asks"
    assert ask_proof(office, id, request.received)
    assert office.store.mails_queued(id, "code") == 1


RIGHTS = {
    "access": {},
    "portability": {},
    "erasure": {},
    "rectification": {"category": "email"},
    "restriction": {"ground": "accuracy"},
    "objection": {"purposes": ["service"]},
    "withdrawal": {"purposes": ["newsletter"]},
    "human_review": {"decision": "D-ABCDEFGH2345"},
}


@pytest.mark.parametrize("right", RIGHTS)
def test_each_of_the_eight_rights_can_be_used(program: Program, office: Office, right: str) -> None:
    choices = dict(RIGHTS[right])
    policy = office.policy
    if right == "objection":
        choices["purposes"] = [n for n, p in policy.purposes.items() if p.basis == "legitimate_interest"][:2]
    if right == "withdrawal":
        choices["purposes"] = [n for n, p in policy.purposes.items() if p.basis == "consent"][:2]
    if right == "rectification":
        choices["category"] = next(iter(policy.categories))
    made = program("requests:create", "requests:read")(
        "POST", "/requests", asked(right=right, choices=choices)
    )
    assert made.status == 201, made.body
    kept = office.store.request(made.body["id"]).details
    assert set(kept) == set(choices)


@pytest.mark.parametrize(("word", "strength"), [("session", Strength.SESSION), ("staff", Strength.STAFF)])
def test_who_may_vouch_says_that_it_is_known_who_asks(
    program: Program,
    office: Office,
    api_server: Server,
    store_url: str | None,
    word: str,
    strength: Strength,
) -> None:
    plain = program("requests:create", "requests:read")
    refused = plain("POST", "/requests", asked(strength=word))
    assert (refused.status, refused.body["code"]) == (403, "scope-missing")
    vouching = program("requests:create", "requests:vouch")
    made = vouching("POST", "/requests", asked(strength=word))
    assert (made.status, made.body["state"]) == (201, "open")
    request = office.store.request(made.body["id"])
    assert (request.state, request.strength) == (State.OPEN, strength)
    assert [event.kind for event in office.store.events(request.id)] == ["received", "proved"]
    with Engine.open(store_url, api_server.folder / "store") as engine:
        (number,) = office.store.rounds_waited_for()
        assert engine.state(f"round {number}") == "waiting", "a worker is asked to carry it on"


def test_under_one_key_a_request_is_made_once_whatever_happens_to_the_answer(
    program: Program, office: Office
) -> None:
    shop = program("requests:create", "requests:vouch", "requests:read")
    body = asked(strength="session", words="once")
    before = len(office.store.requests(limit=10_000))

    def send(_: int) -> str:
        told = shop("POST", "/requests", body, Idempotency_Key="a-random-key")
        assert told.status == 201, told.body
        return str(told.body["id"])

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(send, range(8)))
    assert len(ids) == 1
    assert len(office.store.requests(limit=10_000)) == before + 1
    kinds = [event.kind for event in office.store.events(ids.pop())]
    assert kinds == ["received", "proved"]
    other = shop("POST", "/requests", {**body, "words": "twice"}, Idempotency_Key="a-random-key")
    assert (other.status, other.body["code"]) == (422, "key-used-otherwise")
    someone = program("requests:create", name="someone-else")
    assert someone("POST", "/requests", asked(), Idempotency_Key="a-random-key").status == 201


def test_what_the_policy_or_the_law_refuses_is_told_as_a_finding(program: Program, office: Office) -> None:
    shop = program("requests:create", "requests:read")
    before = len(office.store.requests(limit=10_000))
    for changes, code in (
        ({"keys": {"cpr": "0101701234"}}, "unknown-key-name"),
        ({"keys": {"phone": "12345678"}}, "shared-key"),
        ({"keys": {"email": "nobody"}}, "wrong-key-value"),
        ({"right": "objection"}, "choice-missing"),
        ({"right": "restriction"}, "choice-missing"),
        ({"right": "withdrawal", "choices": {"purposes": ["bookkeeping"]}}, "choice-unknown"),
    ):
        told = shop("POST", "/requests", asked(**changes))
        assert (told.status, told.body["code"]) == (422, code)
        assert told.headers["content-type"] == "application/problem+json"
        assert told.body["type"] == f"urn:holdord:finding:{code}"
        assert told.body["detail"]
        assert told.body["remedy"] or code == "wrong-key-value"
    assert len(office.store.requests(limit=10_000)) == before


def test_a_program_follows_its_own_requests_alone(program: Program, office: Office) -> None:
    mine = program("requests:create", "requests:read", name="mine")
    theirs = program("requests:create", "requests:read", name="theirs")
    id = mine("POST", "/requests", asked()).body["id"]
    assert mine("GET", f"/requests/{id}").status == 200
    notices = office.store.notices_new(id, ("carrier",), office.store.request(id).received)
    strangers = [id, *notices, "Q-222222222222", "x", "%00", "..%2F..%2Fetc", "Q-%F0%9F%98%80", "' OR 1=1 --"]
    answers = {
        json.dumps(theirs("GET", f"/requests/{one.replace(' ', '%20')}").body) for one in strangers[:1]
    }
    for one in strangers:
        told = theirs("GET", f"/requests/{one.replace(' ', '%20')}")
        assert told.status == 404, one
        assert told.body["code"] in ("store-unknown", "not-understood")
    assert answers == {json.dumps(theirs("GET", "/requests/Q-222222222222").body)}, "none can be told apart"


def test_a_token_that_replaces_another_of_its_name_follows_the_same_requests(
    program: Program, office: Office
) -> None:
    from datetime import UTC, datetime

    old = program("requests:create", "requests:read", name="rotating")
    id = old("POST", "/requests", asked()).body["id"]
    token = next(one.id for one in office.store.tokens() if one.name == "rotating")
    office.store.token_revoke(token, datetime.now(UTC), "anna")
    assert old("GET", f"/requests/{id}").status == 401
    new = program("requests:read", name="rotating")
    assert new("GET", f"/requests/{id}").body["id"] == id
