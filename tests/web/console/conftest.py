"""The console in a real browser: its server over the example retailer, its cast, and a page to look with."""

import base64
import hashlib
import hmac
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from holdord import demo
from tests.web.console.cast import PASSWORD, SECRETS

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Console:
    """A running server, and where its store is."""

    address: str
    environment: dict[str, str]
    requests: dict[str, str]

    def page(self, name: str, more: str = "") -> str:
        """The address of the page of one of the cast's requests."""
        return f"{self.address}/console/requests/{self.requests[name]}/{more}"

    def cast(self, *words: str) -> None:
        """Do what the program of the cast does: the part of a worker."""
        program = [sys.executable, "-m", "tests.web.console.cast", *words]
        subprocess.run(program, cwd=ROOT, env=self.environment, check=True)

    def carry(self, address: str) -> None:
        """Carry on the request of a page's address."""
        self.cast("carry", address.rstrip("/").rsplit("/", 1)[1])


def _environment(folder: Path, company: str) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("HOLDORD_")}
    url = f"sqlite:///{folder / 'company.db'}"
    return {
        **own,
        "SHOP_DATABASE_URL": url,
        "OFFICE_DATABASE_URL": url,
        "HOLDORD_STORE": str(folder / "store"),
        "HOLDORD_POLICY": str(demo.policy_folder(company)),
        "HOLDORD_PROXY": "127.0.0.1",  # so that a browser of the tests can be somewhere
        "DJANGO_SETTINGS_MODULE": "holdord.web.settings",
    }


@pytest.fixture(scope="session")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """The server over the retailer, with the cast and some requests."""
    with running(tmp_path_factory.mktemp("console"), "retailer", demo.big_email("retailer")) as found:
        yield found


@contextmanager
def running(folder: Path, company: str, *cast: str, policy: Path | None = None) -> Iterator[Console]:
    """The server over a company, with staff; `cast` are the words for the program of the cast."""
    environment = _environment(folder, company)
    if policy:
        environment["HOLDORD_POLICY"] = str(policy)
    url, today = environment["SHOP_DATABASE_URL"], datetime.now(UTC).date()
    demo.generate(url, company=company, customers=20, today=today, big=6)
    program = [sys.executable, "-m", "tests.web.console.cast", *cast]
    made = subprocess.run(program, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    serve = [sys.executable, "-m", "holdord.cli.main", "serve", "--port", str(port)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait(port, server, folder / "log")
        yield Console(f"http://localhost:{port}", environment, json.loads(made.stdout.splitlines()[-1]))
    finally:
        server.terminate()
        server.wait(30)


def _wait(port: int, running: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/en/")
            connection.getresponse().read()
            return
        except OSError:
            if running.poll() is not None or time.monotonic() > until:
                pytest.fail(log.read_text())
            time.sleep(0.05)


def code(name: str) -> str:
    """The code that somebody's app shows now (RFC 6238)."""
    counter = (int(time.time()) // 30).to_bytes(8, "big")
    digest = hmac.new(base64.b32decode(SECRETS[name]), counter, hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(int.from_bytes(digest[place : place + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"


def first_step(page: Page, console: Console, name: str, password: str = PASSWORD) -> None:
    """Name and password."""
    page.goto(f"{console.address}/console/")
    page.locator("#id_login").fill(name)
    page.locator("#id_password").fill(password)
    page.locator("main form button").first.click()


@pytest.fixture(scope="session")
def sessions(browser: Browser, console: Console) -> Callable[[str], list[Any]]:
    """``sessions("carl")``: the cookies of somebody who is logged in, second factor included; made once."""
    known: dict[str, list[Any]] = {}

    def cookies(name: str) -> list[Any]:
        if name not in known:
            context = browser.new_context(locale="en-GB")
            page = context.new_page()
            first_step(page, console, name)
            page.locator("#id_code").fill(code(name))
            page.locator("main form button").first.click()
            page.wait_for_url(lambda url: "/account/" not in url)
            known[name] = list(context.cookies())
            context.close()
        return known[name]

    return cookies


@pytest.fixture
def as_staff(
    kept_page: Callable[..., Page], sessions: Callable[[str], list[Any]], console: Console
) -> Callable[..., Page]:
    """``as_staff("carl", "phone")``: somebody's browser, logged in."""

    def make(name: str, size: str = "desktop", locale: str = "en-GB", scheme: Any = "light") -> Page:
        page = kept_page(size, locale, scheme, name)
        page.context.add_cookies(sessions(name))
        page.goto(f"{console.address}/console/start/")
        return page

    return make
