"""The server as the public meets it: with a worker behind it, a postbox for its mail, and visitors.

Every visitor has an address of their own on the network, told as a trusted proxy tells it, so that the limits
against flooding count each by itself.
"""

import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from aiosmtpd.controller import Controller

from holdord import demo
from holdord.store import Store
from holdord.workflows.office import Office
from tests.web.conftest import Server, environment, running

FRIDA = "Frida.Holm@Mail.example"
"""A customer of whom there is something everywhere."""

SITE = "https://www.company.example"
SECRET = "a secret of the site, which nobody can guess"

_PLACES = count(1)
WITHIN = 180.0
"""Seconds after which what should have happened is taken not to happen."""


class Postbox:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        found = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        assert envelope.rcpt_tos == [found["To"].addresses[0].addr_spec]
        self.letters.append(found)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """The letters to an address, the oldest first."""
        return [one for one in self.letters if one["To"].addresses[0].addr_spec.lower() == address.lower()]


class Page:
    """An answer of the server."""

    def __init__(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.status = status
        self.headers = headers
        self.content = content
        self.text = content.decode("utf-8", "replace")

    def header(self, name: str) -> str:
        """A header, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def cookies(self) -> list[str]:
        """What it sets, as it is set."""
        return [value for key, value in self.headers if key.lower() == "set-cookie"]

    def told(self) -> list[tuple[str, str]]:
        """The headers without those that differ from one answer to the next by nature."""
        return sorted(
            (key, value) for key, value in self.headers if key.lower() not in ("date", "set-cookie")
        )

    def heading(self) -> str:
        """The text of the main heading."""
        found = re.search(r"<h1>(.*?)</h1>", self.text, re.DOTALL)
        return unescape(found[1]) if found else ""


class Visitor:
    """A browser without scripts: cookies, forms, and an address on the network."""

    def __init__(self, port: int, place: str = "") -> None:
        self.port = port
        number = next(_PLACES)
        self.place = place or f"198.18.{number // 250}.{number % 250 + 1}"
        self.jar: dict[str, str] = {}

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Page:
        """One request, and its answer; cookies are kept."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {"X-Forwarded-For": self.place, "Cookie": "; ".join(f"{k}={v}" for k, v in self.jar.items())}
        if body is not None:
            named["Content-Type"] = "application/x-www-form-urlencoded"
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {k: v for k, v in named.items() if v})
        answer = connection.getresponse()
        page = Page(answer.status, answer.getheaders(), answer.read())
        connection.close()
        for cookie in page.cookies():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.jar[name] = value
            if not value or value == '""':
                del self.jar[name]
        return page

    def get(self, path: str) -> Page:
        """A page."""
        return self.send("GET", urlsplit(path).path)

    def post(self, path: str, fields: Mapping[str, str | list[str]] = {}, at: str = "") -> Page:
        """A form, sent with the token of the page `at`, else of the page at the same path."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(at or path).text)
        assert token, "the page has no form"
        body = urlencode({"csrfmiddlewaretoken": token[1], **fields}, doseq=True).encode()
        return self.send("POST", path, body)


class Public:
    """The server, its worker, its postbox and its store."""

    def __init__(self, server: Server, office: Office, postbox: Postbox) -> None:
        self.server = server
        self.office = office
        self.postbox = postbox

    @property
    def store(self) -> Store:
        """The store that server and worker share."""
        return self.office.store

    def visitor(self, place: str = "") -> Visitor:
        """Somebody who was never here."""
        return Visitor(self.server.port, place)

    def customer(self, number: int) -> str:
        """The address of a customer of the shop, counted from the newest: known, and of no other test."""
        with sqlite3.connect(self.server.folder / "shop.db") as shop:
            known = shop.execute("SELECT email FROM customers WHERE email LIKE '%@%' ORDER BY id DESC")
            return str(known.fetchall()[number][0])

    def ask(self, visitor: Visitor, language: str, right: str, email: str, **fields: Any) -> str:
        """Send the form of a right; the request's id."""
        answer = visitor.post(f"/{language}/ask/{right}/", {"key_email": email, **fields})
        assert answer.status == 303, answer.text
        place = answer.header("Location")
        assert place.startswith(f"/{language}/sent/Q-"), place
        return place.split("/")[3]

    def link(self, email: str, page: str, id: str, beside: str = "") -> str:
        """The path of the newest link to a page about a request, in the mail to an address; not `beside`."""

        def newest() -> str | None:
            links = [
                link
                for letter in self.postbox.to(email)
                for link in re.findall(rf"https?://\S+(/\w\w/{page}/{id}/\S+)", letter.get_content())
                if link != beside
            ]
            return links[-1] if links else None

        return until(newest)

    def prove(self, visitor: Visitor, email: str, id: str, beside: str = "") -> None:
        """Open the link of the mail, the newest and not `beside`, and press the button."""
        link = self.link(email, "confirm", id, beside)
        page = visitor.get(link)
        assert page.status == 200
        language, code = link.split("/")[1], link.rstrip("/").rpartition("/")[2]
        answer = visitor.post(f"/{language}/confirm/{id}/", {"code": code}, at=link)
        assert answer.status == 303, answer.text


def until(found: "Callable[[], Any]") -> Any:
    """What a question is answered with as soon as it is answered at all."""
    began = time.monotonic()
    while not (answer := found()):
        assert time.monotonic() - began < WITHIN, "nothing has happened"
        time.sleep(0.05)
    return answer


@contextmanager
def opened(folder: Path, database: str | None = None, *options: str) -> Iterator[Public]:
    """Everything, over the example retailer; the store is a file, or in the PostgreSQL named."""
    store = {"HOLDORD_DATABASE_URL": database} if database else {}
    postbox = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    told = environment(folder, HOLDORD_SMTP_URL=f"smtp+plain://127.0.0.1:{port}", **store)
    told["HOLDORD_PRIVATE_NETWORKS"] = "127.0.0.0/8, ::1"
    # The server is not told where the company's systems are: only the worker looks there.
    more = {
        "HOLDORD_PROXY": "127.0.0.1",
        "SHOP_DATABASE_URL": "sqlite:////nowhere/shop.db",
        "HOLDORD_SITE": SITE,
        "HOLDORD_SITE_SECRET": SECRET,
        **store,
    }
    here = str(demo.policy_folder("retailer"))
    try:
        with running(folder, *options, **more) as server, (folder / "worker.log").open("w") as log:
            words = [sys.executable, "-m", "holdord.cli.main", "--policy", here, "worker"]
            worker = subprocess.Popen(words, env=told, stdout=log, stderr=log)
            try:
                with Office.open(demo.policy_folder("retailer"), told) as office:
                    yield Public(server, office, postbox)
                    office.store.close()
            finally:
                worker.terminate()
                worker.wait(30)
    finally:
        controller.stop()
