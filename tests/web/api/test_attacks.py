"""What programs that should not, and programs that are not careful, can do: nothing."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from holdord.words.caller import Scope
from holdord.workflows.office import Office
from tests.web.api.conftest import FREJA, Client, Program, asked
from tests.web.conftest import Server

USE = {"keys": {"email": FREJA}, "purpose": "newsletter"}
ENDPOINTS: dict[Scope, tuple[str, str, Any]] = {
    Scope.CREATE: ("POST", "/requests", asked()),
    Scope.READ: ("GET", "/requests/Q-222222222222", None),
    Scope.MAY: ("POST", "/may", USE),
    Scope.CONFIRM: ("POST", "/notices/N-2222222222/confirmation", None),
}


@pytest.mark.parametrize("scope", ENDPOINTS)
def test_a_token_opens_what_its_scope_says_and_nothing_else(program: Program, scope: Scope) -> None:
    others = [one for one in Scope if one is not scope]
    method, path, body = ENDPOINTS[scope]
    told = program(*others)(method, path, body)
    assert (told.status, told.body["code"]) == (403, "scope-missing")
    assert f'scope="{scope}"' in told.headers["www-authenticate"]
    assert program(scope)(method, path, body).status in (200, 201, 404)


@pytest.mark.parametrize("scope", ENDPOINTS)
def test_without_a_valid_token_all_get_the_same_answer(
    program: Program, office: Office, api_server: Server, scope: Scope
) -> None:
    method, path, body = ENDPOINTS[scope]
    good = program(*Scope)
    revoked = program(scope, name=f"revoked-{scope.name.lower()}")
    (id,) = [one.id for one in office.store.tokens() if one.name == f"revoked-{scope.name.lower()}"]
    office.store.token_revoke(id, datetime.now(UTC), "anna")
    now = datetime.now(UTC)
    office.store.token_new(
        f"holdord_old-{scope}",
        f"old-{scope}",
        [scope],
        600,
        now - timedelta(days=2),
        "",
        now - timedelta(days=1),
    )
    tokens = ["", "holdord_", "x", good.token[:-1], good.token + "x", good.token.swapcase(), revoked.token]
    tokens += [f"holdord_old-{scope}", "holdord_" + "x" * 5000, "' OR 1=1 --"]
    answers = [Client(api_server, token)(method, path, body) for token in tokens]
    answers += [Client(api_server, "")(method, path, body, Authorization=f"Basic {good.token}")]
    answers += [Client(api_server, "")(method, path, body, Authorization=good.token)]
    answers += [Client(api_server, "")(method, f"{path}?token={good.token}&access_token={good.token}", body)]
    assert {one.status for one in answers} == {401}
    assert len({json.dumps(one.body) for one in answers}) == 1
    assert {one.headers["www-authenticate"] for one in answers} == {'Bearer realm="holdord"'}


def test_a_token_is_checked_before_anything_else_is_read(api_server: Server) -> None:
    stranger = Client(api_server, "holdord_unknown")
    for body in (b"{", b"x" * 200_000, b"\xff"):
        assert stranger("POST", "/may", body).status == 401


BODIES: dict[str, tuple[bytes, str, int]] = {
    "too large for us": (json.dumps({**USE, "more": "x" * 140_000}).encode(), "application/json", 413),
    "no JSON": (b"{", "application/json", 400),
    "not UTF-8": (b'{"purpose": "\xff\xfe"}', "application/json", 400),
    "half a character": (b'{"purpose": "\\ud800"}', "application/json", 400),
    "no end of nesting": (b"[" * 60_000, "application/json", 400),
    "not a number": (b'{"purpose": NaN}', "application/json", 400),
    "a list": (b"[]", "application/json", 400),
    "nothing": (b"", "application/json", 400),
    "a form": (b"purpose=newsletter", "application/x-www-form-urlencoded", 415),
    "a text": (json.dumps(USE).encode(), "text/plain", 415),
    "files": (b"--x--", "multipart/form-data; boundary=x", 415),
    "something": (json.dumps(USE).encode(), "application/json+x", 415),
    "an object as a value": (
        json.dumps({**USE, "keys": {"email": {"a": "b"}}}).encode(),
        "application/json",
        400,
    ),
    "more than is asked": (json.dumps({**USE, "admin": True}).encode(), "application/json", 400),
    "a zero byte": (
        json.dumps({**USE, "keys": {"email": "a\0@b.example"}}).encode(),
        "application/json",
        400,
    ),
    "a line break": (
        json.dumps({**USE, "keys": {"email": "a@b.example\r\nBcc: c@d.example"}}).encode(),
        "application/json",
        400,
    ),
}


@pytest.mark.parametrize(("body", "kind", "status"), BODIES.values(), ids=BODIES.keys())
def test_a_body_that_does_not_fit_is_refused_as_a_problem(
    program: Program, body: bytes, kind: str, status: int
) -> None:
    told = program(Scope.MAY)("POST", "/may", body, Content_Type=kind)
    assert told.status == status, told.body
    assert told.headers["content-type"] == "application/problem+json"
    assert told.body["status"] == status
    assert told.body["code"] == "not-understood"


def test_what_is_larger_than_anything_is_refused_before_it_is_read(program: Program) -> None:
    told = program(Scope.MAY)("POST", "/may", b"x", Content_Length="99999999999")
    assert (told.status, told.body["status"]) == (413, 413)
    assert told.headers["content-type"] == "application/problem+json"


def test_nothing_that_was_sent_is_said_back_or_logged(program: Program, api_server: Server) -> None:
    shop = program(Scope.CREATE, Scope.MAY)
    marker = "MARKER-d3adbeef"
    sent: list[Any] = [
        {**USE, "purpose": marker.lower().replace("-", "_")},
        {**USE, marker: marker},
        {**USE, "keys": {marker: marker}},
        {"keys": {"email": marker}, "purpose": "newsletter"},
        marker.encode(),
        {**USE, "keys": {"email": f"{marker}\n"}},
    ]
    for body in sent:
        told = shop("POST", "/may", body)
        assert told.status in (400, 422)
        assert marker.lower() not in json.dumps(told.body).lower().replace("_", "-")
    for changes in (
        {"contact": marker},
        {"choices": {"ground": marker}},
        {"right": marker},
        {"words": marker * 999},
    ):
        told = shop("POST", "/requests", asked(**changes))
        assert told.status == 400
        assert marker not in json.dumps(told.body)
    shop("GET", f"/{marker}")
    assert marker not in (api_server.folder / "log").read_text()


def test_headers_of_an_answer_cannot_be_written_by_who_asks(program: Program) -> None:
    shop = program(Scope.CREATE, Scope.READ)
    for path in ("/requests/x%0d%0aSet-Cookie:%20a=b", "/x%0d%0aSet-Cookie:%20a=b", "/requests/%0aa:b"):
        told = shop("GET", path)
        assert told.status == 404
        assert "set-cookie" not in told.headers
    contact = "a@b.example\r\nBcc: c@d.example"
    assert shop("POST", "/requests", asked(contact=contact)).status == 400
    assert shop("POST", "/requests", asked(), Idempotency_Key="").status == 400
    assert shop("POST", "/requests", asked(), Idempotency_Key="k" * 201).status == 400


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "MAYBE"])
def test_other_methods_are_not_known_and_do_nothing(program: Program, method: str) -> None:
    every = program(*Scope)
    for known, path, body in ENDPOINTS.values():
        told = every(method, path, body)
        assert told.status == 405
        assert told.headers["allow"] == ("GET, HEAD" if known == "GET" else known)
        assert told.headers.get("content-type") == "application/problem+json"


def test_head_is_answered_as_get_is_without_what_it_holds(program: Program, api_server: Server) -> None:
    shop, nobody = program(Scope.CREATE, Scope.READ), Client(api_server, "")
    made = shop("POST", "/requests", asked()).body["id"]
    for client, path in (
        (shop, f"/requests/{made}"),
        (shop, "/requests/Q-222222222222"),
        (nobody, f"/requests/{made}"),
        (nobody, "/openapi.json"),
        (nobody, "/nowhere"),
    ):
        got, head = client("GET", path), client("HEAD", path)
        assert head.status == got.status
        assert head.headers["content-type"] == got.headers["content-type"]
        assert head.headers["content-length"] == got.headers["content-length"]
        assert head.body == b""
    told = shop("HEAD", "/requests")
    assert (told.status, told.headers["allow"]) == (405, "POST")


def test_no_other_site_may_read_anything_in_a_browser(program: Program, api_server: Server) -> None:
    origin = "https://evil.example"
    asking = {"Origin": origin, "Access_Control_Request_Method": "POST"}
    answers = [program(Scope.MAY)("POST", "/may", USE, Origin=origin)]
    answers += [Client(api_server, "")("OPTIONS", "/may", None, **asking)]
    answers += [Client(api_server, "")("GET", "/openapi.json", None, Origin=origin)]
    for told in answers:
        assert not [name for name in told.headers if name.startswith("access-control")]
        assert told.headers["cross-origin-resource-policy"] == "same-origin"
        assert told.headers["cache-control"] == "no-store"
        assert "set-cookie" not in told.headers


def test_a_token_used_too_often_waits_until_the_minute_is_over(program: Program, office: Office) -> None:
    few = program(Scope.MAY, Scope.READ, name="few", per_minute=3)
    statuses = []
    for _ in range(9):
        told = few("POST", "/may", USE)
        statuses.append(told.status)
        if told.status == 429:
            assert told.body["code"] == "too-often"
            assert 1 <= int(told.headers["retry-after"]) <= 60
    assert statuses.count(200) in range(3, 7), "three a minute, and a minute may end meanwhile"
    assert few("GET", "/requests/Q-222222222222").status in (429, 404)
    assert program(Scope.MAY)("POST", "/may", USE).status == 200, "another token is not concerned"
    caller = office.store.caller(few.token, datetime.now(UTC))
    assert caller is not None
    assert caller.used_on == datetime.now(UTC).date()
