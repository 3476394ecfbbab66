"""Somebody who comes from the company's own site, where they are logged in: not asked who they are."""

import secrets
import time
from urllib.parse import urlencode

import jwt

from holdord.words.request import Channel, Strength
from holdord.workflows.requests.looking import known_of
from tests.web.public import FRIDA, SECRET, SITE, Public, Visitor


def sent_here(public: Public, **keys: str) -> Visitor:
    """A browser that the site has sent, with a token for these keys."""
    now = int(time.time())
    token = jwt.encode(
        {
            "aud": f"http://127.0.0.1:{public.server.port}",
            "iat": now,
            "exp": now + 60,
            "jti": secrets.token_urlsafe(16),
            "keys": keys,
        },
        SECRET,
        "HS256",
    )
    visitor = public.visitor()
    body = urlencode({"token": token, "page": "/da/ask/access/"}).encode()
    answer = visitor.send("POST", "/site/enter/", body, Origin=SITE)
    assert (answer.status, answer.header("Location")) == (303, "/da/ask/access/")
    return visitor


def test_they_are_asked_for_no_address_and_need_no_code(public: Public) -> None:
    visitor = sent_here(public, email=FRIDA, customer_no="100001")
    page = visitor.get("/da/ask/access/")
    assert "Du er logget ind hos os" in page.text
    assert "id_key_email" not in page.text
    assert "id_contact" not in page.text
    answer = visitor.post("/da/ask/access/", {})
    id = answer.header("Location").split("/")[3]
    assert answer.header("Location") == f"/da/request/{id}/"
    request = public.store.request(id)
    assert (request.channel, request.strength) == (Channel.SITE, Strength.SESSION)
    assert known_of(public.office, id) == {"email": [FRIDA], "customer_no": ["100001"]}
    assert visitor.get(f"/da/request/{id}/").status == 200
    assert public.link(FRIDA, "answer", id)
    assert "id_key_email" in visitor.get("/da/ask/access/").text, "the ticket is handed back"


def test_what_they_type_cannot_change_who_they_are(public: Public) -> None:
    visitor = sent_here(public, email=FRIDA)
    typed = {"key_email": "other@x.example", "key_customer_no": "100002", "contact": "other@x.example"}
    id = visitor.post("/da/ask/access/", typed).header("Location").split("/")[3]
    assert known_of(public.office, id) == {"email": [FRIDA]}
    public.link(FRIDA, "answer", id)
    assert public.postbox.to("other@x.example") == []


def test_whoever_is_known_by_a_number_alone_says_where_the_answer_goes(public: Public) -> None:
    visitor = sent_here(public, customer_no="100003")
    assert visitor.post("/da/ask/access/", {}).status == 422
    answer = visitor.post("/da/ask/access/", {"contact": "sara.new@x.example"})
    assert answer.status == 303
    assert public.link("sara.new@x.example", "answer", answer.header("Location").split("/")[3])


def test_somebody_else_at_the_same_machine_can_say_so(public: Public) -> None:
    visitor = sent_here(public, email=FRIDA)
    ticket = visitor.jar["site"]
    assert visitor.post("/en/leave/", at="/da/ask/access/").status == 303
    assert "id_key_email" in visitor.get("/da/ask/access/").text
    visitor.jar["site"] = ticket
    assert "id_key_email" in visitor.get("/da/ask/access/").text, "the ticket itself is worth nothing"
