"""Tries to log in on purpose: they keep nobody out, and get nobody further who changes the address."""

import re
import subprocess
import sys
from urllib.parse import urlencode, urlsplit

import pytest

from tests.web.console.cast import PASSWORD
from tests.web.console.conftest import ROOT, Console, code
from tests.web.public import Page, Visitor

BLOCKED = "Too many failed attempts"
INVITE = """
import sys, django
django.setup()
from holdord.web.console import accounts
accounts.invitation(accounts.account(sys.argv[1]))
"""


def _form(visitor: Visitor, path: str, **fields: str) -> Page:
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', visitor.get(path).text)
    assert token, path
    return visitor.send("POST", path, urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode())


def _try(console: Console, place: str, name: str, password: str = "wrong, wrong") -> tuple[Visitor, Page]:
    visitor = Visitor(urlsplit(console.address).port or 0, place)
    return visitor, _form(visitor, "/console/account/login/", login=name, password=password)


def _log_in(console: Console, place: str, name: str) -> bool:
    visitor, page = _try(console, place, name, PASSWORD)
    if page.status != 302:
        return False
    return _form(visitor, page.header("Location"), code=code(name)).status == 302


def _block(console: Console, name: str, network: str) -> None:
    for number in range(6):
        _, page = _try(console, f"{network}.{number + 1}", name)
    assert BLOCKED in page.text


@pytest.fixture(scope="module")
def blocked(console: Console) -> Console:
    """Carla has been in at the office; then strangers have tried her name until it was blocked."""
    assert _log_in(console, "192.0.2.200", "carla")
    _block(console, "carla", "198.51.100")
    return console


def test_strangers_who_try_a_name_keep_nobody_out_where_they_were_in_before(blocked: Console) -> None:
    _, page = _try(blocked, "192.0.2.200", "carla", PASSWORD)
    assert (page.status, "factors" in page.header("Location")) == (302, True)
    _, elsewhere = _try(blocked, "192.0.2.201", "carla", PASSWORD)
    assert BLOCKED in elsewhere.text


def test_at_an_address_that_is_known_tries_are_counted_too(blocked: Console) -> None:
    for _ in range(6):
        _, page = _try(blocked, "192.0.2.200", "carla")
    assert BLOCKED in page.text
    _, page = _try(blocked, "192.0.2.200", "carla", PASSWORD)
    assert BLOCKED in page.text


def test_an_invitation_ends_a_block(blocked: Console) -> None:
    _block(blocked, "typist", "203.0.113")
    words = [sys.executable, "-c", INVITE, "typist"]
    told = subprocess.run(words, cwd=ROOT, env=blocked.environment, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    _, page = _try(blocked, "192.0.2.202", "typist")
    assert BLOCKED not in page.text


def test_the_addresses_of_one_ipv6_network_are_counted_as_one(console: Console) -> None:
    pages = [_try(console, f"2001:db8:77:1::{number:x}", f"spray-{number}")[1] for number in range(1, 22)]
    assert [number for number, page in enumerate(pages, 1) if BLOCKED in page.text] == [20, 21]
    assert BLOCKED not in _try(console, "2001:db8:77:2::1", "spray-1")[1].text
