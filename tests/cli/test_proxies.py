"""The proxy's file, tried with the proxy: what a caller says of themselves does not reach the server."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.tidy.tree import ROOT

RUNNING = ROOT / "docs" / "running"

HEADERS = ["X-Forwarded-For: 6.6.6.6", "X_Forwarded_For: 6.6.6.6", "X-FORWARDED_FOR: 6.6.6.6", "X_Other: a"]

SEEN = """
import sys
from granian import Granian
from granian.constants import Interfaces
Granian("seen:application", port=int(sys.argv[1]), interface=Interfaces.WSGI, websockets=False).serve()
"""
APPLICATION = """
def application(environ, start):
    start("200 OK", [])
    return [" ".join(sorted(value for name, value in environ.items() if name.startswith("HTTP_X_"))).encode()]
"""


def test_a_caller_cannot_say_through_caddy_where_they_are(tmp_path: Path) -> None:
    if shutil.which("caddy") is None:
        pytest.skip("no Caddy on this machine: apt-get install caddy")
    behind, before = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    here, there = behind.getsockname()[1], before.getsockname()[1]
    behind.close()
    before.close()
    (tmp_path / "seen.py").write_text(APPLICATION)
    caddyfile = (RUNNING / "Caddyfile").read_text().replace("127.0.0.1:8461", f"127.0.0.1:{here}")
    caddyfile = caddyfile.replace("privacy.company.example {", f"http://127.0.0.1:{there} {{")
    (tmp_path / "Caddyfile").write_text(caddyfile.replace("{\n\tlog", "{\n\tadmin off\n\tlog", 1))
    told = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    programs = (
        [sys.executable, "-c", SEEN, str(here)],
        ["caddy", "run", "--config", "Caddyfile", "--adapter", "caddyfile"],
    )
    running = [
        subprocess.Popen(words, cwd=tmp_path, env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for words in programs
    ]
    try:
        assert answered(there, []) == f"127.0.0.1 127.0.0.1:{there} http"
        for number in range(1, len(HEADERS) + 1):
            assert answered(there, HEADERS[:number]) == answered(there, [])
    finally:
        for one in running:
            one.terminate()
            one.wait(30)


def answered(port: int, headers: list[str]) -> str:
    """What is answered to a request with these headers, as soon as there is an answer."""
    head = ["GET / HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close", *headers, "", ""]
    began = time.monotonic()
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 10) as line:
            line.sendall("\r\n".join(head).encode())
            status, _, body = line.makefile("rb").read().decode().partition("\r\n\r\n")
            if " 200 " in status.partition("\r\n")[0]:
                return body
        assert time.monotonic() - began < 60
        time.sleep(0.1)
