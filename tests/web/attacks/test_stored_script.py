"""Script, markup and formulas in every field that a stranger can fill, shown later to others."""

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from tests.web.attacks.test_enumeration import NEEDED
from tests.web.conftest import environment
from tests.web.console.cast import PASSWORD
from tests.web.console.conftest import code
from tests.web.public import Public, Visitor

EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>"
    "{{ 7|add:7 }}{% include 'base.html' %}'\"</textarea>"
)

ROOT = Path(__file__).resolve().parents[3]


def harmless(text: str) -> None:
    """Nothing of what was typed has become a part of the page."""
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "</textarea>'" not in text
    assert "1414" not in text


@pytest.mark.parametrize("right", ["access", "objection", "rectification"])
def test_a_form_shown_again_shows_what_was_typed_as_text(public: Public, right: str) -> None:
    typed = dict.fromkeys(("key_email", "key_customer_no", "words", "website", "purposes", "category"), EVIL)
    page = public.visitor().post(f"/en/ask/{right}/", typed)
    assert page.status == 422
    harmless(page.text)
    assert "&lt;script&gt;alert(1)" in page.text
    assert "{{ 7|add:7 }}" in unescape(page.text), "shown as it was typed"


def test_a_code_that_is_script_is_shown_as_text(public: Public) -> None:
    visitor = public.visitor()
    for page in ("confirm", "answer"):
        answer = visitor.post(f"/en/{page}/Q-BBBBBBBBBBBB/", {"code": EVIL}, at="/en/confirm/Q-BBBBBBBBBBBB/")
        harmless(answer.text)


def test_no_page_would_run_a_script_of_its_own(public: Public) -> None:
    page = public.visitor().get("/en/ask/access/")
    assert "<script" not in page.text
    assert not re.search(r"\son\w+=|\sstyle=|javascript:", page.text)
    assert "script-src 'self'" in page.header("Content-Security-Policy")


@pytest.fixture(scope="module")
def staff(public: Public) -> Visitor:
    """Somebody of staff, logged in with both factors."""
    told = environment(
        public.server.folder,
        HOLDORD_POLICY=str(public.office.folder),
        DJANGO_SETTINGS_MODULE="holdord.web.settings",
    )
    cast = [sys.executable, "-m", "tests.web.console.cast", "somebody@x.example"]
    subprocess.run(cast, cwd=ROOT, env=told, check=True)
    visitor = public.visitor()
    way_in = visitor.get(visitor.get("/console/").header("Location")).text
    assert "id_login" in way_in
    fields = {"login": "carl", "password": PASSWORD}
    second = visitor.post("/console/account/login/", fields).header("Location")
    assert visitor.post(second.partition("?")[0], {"code": code("carl")}).status == 302
    return visitor


@pytest.mark.parametrize("right", ["access", "rectification", "human_review"])
def test_what_a_stranger_wrote_is_text_to_the_staff(public: Public, staff: Visitor, right: str) -> None:
    visitor = public.visitor()
    email = f"evil-{right}@x.example"
    needed = {**NEEDED.get(right, {}), "words": EVIL}
    id = public.ask(visitor, "en", right, email, **needed)
    public.prove(visitor, email, id)
    shown = ""
    for page in ("", "person/"):
        answer = staff.get(f"/console/requests/{id}/{page}")
        harmless(answer.text)
        shown += unescape(answer.text)
    harmless(staff.get("/console/").text)
    assert EVIL in shown, "the staff can read it"
    harmless(visitor.get(f"/en/request/{id}/").text)
