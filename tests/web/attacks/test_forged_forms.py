"""Forms that another site makes a browser send."""

from urllib.parse import urlencode

import pytest

from tests.web.public import Public, Visitor, until

FORMS = [
    "ask/access/",
    "confirm/{id}/",
    "again/{id}/",
    "request/{id}/take-back/",
    "request/{id}/link/",
    "answer/{id}/",
    "leave/",
]


@pytest.fixture(scope="module")
def mine(public: Public) -> tuple[Visitor, str]:
    visitor = public.visitor()
    id = public.ask(visitor, "en", "rectification", "forged@x.example", category="name", words="it is wrong")
    public.prove(visitor, "forged@x.example", id)
    until(lambda: public.store.request(id).subject)  # the worker has come as far as it goes by itself
    return visitor, id


def _body(**fields: str) -> bytes:
    return urlencode({"key_email": "forged@x.example", "code": "ABCD2345", **fields}).encode()


@pytest.mark.parametrize("form", FORMS)
def test_no_form_is_taken_that_our_page_did_not_send(
    public: Public, mine: tuple[Visitor, str], form: str
) -> None:
    visitor, id = mine
    path = f"/en/{form.format(id=id)}"
    before = (public.store.request(id), len(public.store.requests(limit=1000)))
    other = public.visitor()
    other.get("/en/ask/access/")
    assert visitor.send("POST", path, _body()).status == 403
    assert visitor.send("POST", path, _body(csrfmiddlewaretoken="a" * 64)).status == 403
    assert visitor.send("POST", path, _body(csrfmiddlewaretoken=other.jar["form"])).status == 403
    assert (public.store.request(id), len(public.store.requests(limit=1000))) == before
    assert visitor.get(f"/en/request/{id}/").status == 200


def test_a_form_with_our_token_from_another_sites_page_is_refused(public: Public) -> None:
    visitor = public.visitor()
    token = visitor.get("/en/ask/access/").text.partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]
    body = _body(csrfmiddlewaretoken=token)
    assert visitor.send("POST", "/en/ask/access/", body, Origin="https://evil.example").status == 403
    assert visitor.send("POST", "/en/ask/access/", body, Origin="null").status == 403
    assert visitor.send("POST", "/en/ask/access/", body).status == 303


def test_the_token_is_kept_from_scripts_and_from_other_sites(public: Public) -> None:
    (cookie,) = public.visitor().get("/en/ask/access/").cookies()
    assert {"httponly", "samesite=strict"} <= {part.strip().lower() for part in cookie.split(";")}


def test_nothing_is_changed_by_being_looked_at(public: Public, mine: tuple[Visitor, str]) -> None:
    visitor, id = mine
    before = public.store.request(id)
    for form in FORMS:
        for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
            visitor.send(method, f"/en/{form.format(id=id)}")
    assert public.store.request(id) == before
    assert "seen" in visitor.jar


def test_no_other_site_can_frame_or_read_a_page(public: Public, mine: tuple[Visitor, str]) -> None:
    visitor, id = mine
    page = visitor.get(f"/en/request/{id}/")
    assert page.header("X-Frame-Options") == "DENY"
    assert "frame-ancestors 'none'" in page.header("Content-Security-Policy")
    assert page.header("Cross-Origin-Resource-Policy") == "same-origin"
    assert not page.header("Access-Control-Allow-Origin")
