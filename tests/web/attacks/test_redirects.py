"""Addresses that should lead the browser to another site, and do not."""

import re
from urllib.parse import urlsplit

import pytest

from tests.web.public import Public

PATHS = [
    "//evil.example/",
    "//evil.example/en/",
    "///evil.example/",
    "/\\evil.example/",
    "/%5cevil.example/",
    "/%2f%2fevil.example/",
    "/en//evil.example/",
    "/en/%2f%2fevil.example/",
    "/en/ask//evil.example",
    "/en/ask/access//evil.example/",
    "/https:/evil.example/",
    "/en/ask",
    "/en/ask/access",
]


@pytest.mark.parametrize("path", PATHS)
def test_no_address_leads_to_another_site(public: Public, path: str) -> None:
    page = public.visitor().send("GET", path)
    place = page.header("Location")
    assert urlsplit(place).netloc == ""
    assert not place.startswith(("//", "/\\"))
    for link in re.findall(r'(?:href|action)="([^"]*)"', page.text):
        assert link.startswith(("/en/", "/da/", "/nb/", "/static/", "#", "mailto:")), link


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nothing_that_is_sent_along_says_where_to_go(public: Public, wanted: str) -> None:
    visitor = public.visitor()
    fields = dict.fromkeys(("next", "page", "url", "return", "redirect"), wanted)
    answer = visitor.post("/en/ask/access/", {"key_email": "redirect@x.example", **fields})
    if answer.status != 429:
        assert re.fullmatch(r"/en/sent/Q-\w+/", answer.header("Location"))
    assert visitor.post("/en/leave/", fields, at="/en/ask/access/").header("Location") == "/en/"
    page = visitor.send("GET", f"/en/ask/access/?next={wanted}")
    assert "evil.example" not in page.text
    assert "javascript:" not in page.text


def test_the_language_is_changed_in_place_and_loses_no_code(public: Public) -> None:
    page = public.visitor().get("/en/confirm/Q-BBBBBBBBBBBB/ABCD2345/")
    for language in ("da", "nb", "en"):
        assert f'href="/{language}/confirm/Q-BBBBBBBBBBBB/ABCD2345/"' in page.text
