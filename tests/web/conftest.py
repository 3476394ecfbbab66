"""The server itself, started on a free port over the example retailer with a small shop."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdord import demo
from tests.web.browser import browser, kept, kept_page, new_page

if TYPE_CHECKING:
    from tests.web.public import Public

# The browser's driver keeps a loop in this thread, which stands still while a test asks the store.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

__all__ = ["browser", "kept", "kept_page", "new_page"]  # fixtures, for every face


class Server:
    """A running server."""

    def __init__(self, port: int, folder: Path, seconds: float, pid: int = 0) -> None:
        self.pid = pid
        self.port = port
        self.folder = folder
        self.seconds = seconds

    def ask(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> HTTPResponse:
        """One answer, read whole: `read_body` holds it."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, named)
        answer = connection.getresponse()
        vars(answer)["read_body"] = answer.read()
        connection.close()
        return answer


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What the server is told."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("HOLDORD_")}
    shop = f"sqlite:///{folder / 'shop.db'}"
    return {**own, "SHOP_DATABASE_URL": shop, "HOLDORD_STORE": str(folder / "store"), **more}


@contextmanager
def running(
    folder: Path, *options: str, company: str = "retailer", policy: Path | None = None, **more: str
) -> Iterator[Server]:
    """The server, over a company with a few customers, told what else its environment says.

    `policy` is the folder of another policy than the company's own.
    """
    address = f"sqlite:///{folder / 'shop.db'}"
    if not (folder / "shop.db").exists():
        demo.generate(address, company, customers=20, today=date(2026, 11, 26))
    more = {demo.variable(demo.systems(company)[0]): address, **more}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    stated = str(policy or demo.policy_folder(company))
    words = [sys.executable, "-m", "holdord.cli.main", "--policy", stated, "serve", "--port", str(port)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*words, *options], env=environment(folder, **more), stdout=log, stderr=log
        )
    began = time.monotonic()
    try:
        while True:
            try:
                Server(port, folder, 0).ask("/en/")
                break
            except OSError:
                if process.poll() is not None or time.monotonic() - began > 60:
                    pytest.fail((folder / "log").read_text())
                time.sleep(0.02)
        yield Server(port, folder, time.monotonic() - began, process.pid)
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server, as it is told of nothing besides."""
    with running(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Public]":
    """The server with its worker and a postbox, as the public meets it."""
    from tests.web.public import opened

    with opened(tmp_path_factory.mktemp("public")) as everything:
        yield everything
