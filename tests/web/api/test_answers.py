"""May data be used, notices confirmed (promise notify-recipients), and the document that tells of it all."""

import json
from datetime import UTC, datetime

from jsonschema import Draft202012Validator

from holdord.words.caller import Scope
from holdord.words.request import Right
from holdord.workflows.office import Office
from tests.web.api.conftest import FREJA, Client, Program, asked
from tests.web.api.openapi import FILE, made
from tests.web.conftest import Server


def test_may_is_answered_with_its_reason(program: Program, office: Office) -> None:
    consents = [name for name, one in office.policy.purposes.items() if one.basis == "consent"]
    duties = [name for name, one in office.policy.purposes.items() if one.basis == "legal_obligation"]
    ask = program(Scope.MAY)
    keys = {"email": "nadia.may@mail.example"}

    def told(purpose: str) -> dict[str, object]:
        answer = ask("POST", "/may", {"keys": keys, "purpose": purpose})
        assert answer.status == 200
        return dict(answer.body)

    unsaid = {
        "may": False,
        "purpose": consents[0],
        "reason": "consent-missing",
        "basis": "consent",
        "since": None,
    }
    assert told(consents[0]) == unsaid
    assert told(duties[0])["reason"] == "basis"
    subject = office.store.subject({"email": {keys["email"]}})
    assert subject
    said = datetime(2026, 11, 1, 12, tzinfo=UTC)
    office.store.consent(subject, consents[0], True, said)
    assert told(consents[0]) == {**unsaid, "may": True, "reason": "consent-given", "since": said.isoformat()}
    office.store.restrict(subject, "accuracy", said, "anna")
    assert told(consents[0])["reason"] == "restricted"
    assert told(duties[0])["may"] is False


def test_may_refuses_what_cannot_be_answered(program: Program, office: Office) -> None:
    ask = program(Scope.MAY)
    for one in ("two.people@mail.example", "10023"):
        office.store.subject({"email" if "@" in one else "customer_no": {one}})
    both = {"email": "two.people@mail.example", "customer_no": "10023"}
    told = ask("POST", "/may", {"keys": both, "purpose": "newsletter"})
    assert (told.status, told.body["code"]) == (422, "several-people")
    told = ask("POST", "/may", {"keys": {"email": FREJA}, "purpose": "spying"})
    assert (told.status, told.body["code"]) == (422, "unknown-name")


def test_a_recipient_confirms_its_own_notices_and_no_others(program: Program, office: Office) -> None:
    shop = program(Scope.CREATE, Scope.READ)
    request = shop("POST", "/requests", asked(right=str(Right.ERASURE))).body["id"]
    first, second = list(office.policy.recipients)[:2]
    at = datetime.now(UTC)
    (mine,) = office.store.notices_new(request, (first,), at)
    (theirs,) = office.store.notices_new(request, (second,), at)
    recipient = program(Scope.CONFIRM, recipient=first)
    told = recipient("POST", f"/notices/{mine}/confirmation")
    assert told.status == 200
    assert (told.body["id"], told.body["request"], told.body["recipient"]) == (mine, request, first)
    again = recipient("POST", f"/notices/{mine}/confirmation")
    assert again.body == told.body, "the first time stays"
    unknown = recipient("POST", "/notices/N-2222222222/confirmation")
    for other in (theirs, request, "x", "%00"):
        refused = recipient("POST", f"/notices/{other}/confirmation")
        assert refused.status == 404
    assert recipient("POST", f"/notices/{theirs}/confirmation").body == unknown.body
    assert office.store.notice(theirs).confirmed_at is None
    assert program(Scope.CONFIRM)("POST", f"/notices/{theirs}/confirmation").status == 200
    assert office.store.notice(mine).confirmed_by.startswith("api:program")


def test_the_document_is_the_one_that_is_kept(api_server: Server) -> None:
    served = Client(api_server, "")("GET", "/openapi.json")
    assert served.status == 200
    kept = FILE.read_bytes()
    assert made() == kept, "write it anew: python -m tests.web.api.openapi"
    assert json.dumps(served.body, indent=2, ensure_ascii=False).encode() + b"\n" == kept
    assert served.body["openapi"].startswith("3.1")


def test_what_is_answered_fits_the_document(program: Program) -> None:
    document = json.loads(FILE.read_bytes())
    for shape in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(shape)
    told = program(*Scope)("POST", "/requests", {"right": "none"})
    problem = {**document["components"]["schemas"]["ProblemTold"], "components": document["components"]}
    Draft202012Validator(problem).validate(told.body)
    pointers = {one["pointer"] for one in told.body["errors"]}
    assert pointers == {"#/right", "#/keys", "#/contact"}


def test_nothing_lies_beside_the_endpoints(program: Program, api_server: Server) -> None:
    for path in ("", "/", "/docs", "/requests/", "/requests", "/may/", "/nothing", "/../../console/"):
        told = Client(api_server, "")("GET", path)
        assert told.status in (404, 405), path
        assert told.headers["content-type"] == "application/problem+json"
    assert api_server.ask("/api/").status == 404
    assert Client(api_server, "")("POST", "/openapi.json", {}).status == 405
