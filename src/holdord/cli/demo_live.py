"""The demo's server: the privacy centre and the console of the company, with a worker behind them.

Nothing leaves the machine: letters are put into a folder, and read on the demo's own page.
"""

import base64
import json
import mailbox
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from holdord.cli.desk import Desk
from holdord.cli.pages import framed, grid

PATIENCE = 60.0
"""Seconds within which the server answers, or the demo gives up."""

STYLE = """
.doors{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:1rem;padding:0;list-style:none}
.doors li{background:var(--sheet);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.25rem}
.doors a{font-weight:600;font-size:1.05rem}
.letter{white-space:pre-wrap;font:inherit}
"""


@contextmanager
def life(desk: Desk, folder: Path, company: str, port: int) -> "Iterator[Life]":
    """Staff, requests, the server on `port` and a worker; all end with the block."""
    environment = _environment(folder, company, port)
    desk.say("Two of its staff, and people's requests in various states, are made …")
    made = json.loads(_run("holdord.demo.life", company, environment))
    words = [sys.executable, "-m", "holdord.cli.main"]
    begun: list[subprocess.Popen[bytes]] = []
    before = signal.signal(signal.SIGTERM, _interrupted)
    try:
        for more in (["serve", "--port", str(port)], ["worker"]):
            quiet = subprocess.DEVNULL
            begun.append(subprocess.Popen([*words, *more], env=environment, stdout=quiet, stderr=quiet))
        living = Life(folder, company, port, made)
        living.wait(begun)
        yield living
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for process in begun:
            process.terminate()
        for process in begun:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
        signal.signal(signal.SIGTERM, before)


def _interrupted(number: int, frame: object) -> None:
    """Whoever ends the demo in another way than Ctrl+C leaves nothing running either."""
    raise KeyboardInterrupt


def _environment(folder: Path, company: str, port: int) -> dict[str, str]:
    """What the server is told: a policy, a store, a place for letters and an address for each system."""
    from holdord import demo

    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOLDORD_")}
    return kept | {
        "HOLDORD_POLICY": str(folder / "policy"),
        "HOLDORD_STORE": str(folder / "policy" / ".holdord"),
        "HOLDORD_ADDRESS": f"http://127.0.0.1:{port}",
        "HOLDORD_SMTP_URL": f"maildir://{folder / 'mail'}",
        **{demo.variable(system): f"sqlite:///{folder / system}.db" for system in demo.systems(company)},
    }


def _run(module: str, company: str, environment: Mapping[str, str]) -> str:
    from holdord.workflows.office import refuse

    done = subprocess.run(
        [sys.executable, "-m", module, company], env=dict(environment), capture_output=True, text=True
    )
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["it says nothing"]
        raise refuse("demo-failed", "the demo's staff and requests could not be made", last[0])
    return done.stdout.strip().splitlines()[-1]


class Life:
    """What the demo's own pages show while the server runs."""

    def __init__(self, folder: Path, company: str, port: int, made: Mapping[str, Any]) -> None:
        self.folder, self.company = folder, company
        self.staff: list[dict[str, str]] = made["staff"]
        self.somebody: str = made["somebody"]
        self.here = f"http://127.0.0.1:{port}"
        self.centre = f"{self.here}/{made['language']}/"

    def wait(self, processes: "list[subprocess.Popen[bytes]]") -> None:
        """Until the server answers; raises Refused when it does not."""
        from holdord.workflows.office import refuse

        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends and all(process.poll() is None for process in processes):
            try:
                with urlopen(f"{self.here}/en/") as page:
                    page.read()
                return
            except (URLError, OSError):
                time.sleep(0.1)
        raise refuse(
            "demo-failed",
            "the demo's server does not answer",
            "see that its port is free, or name another one with --port",
        )

    def index(self) -> str:
        """Where to go, and how to log in."""
        doors = [
            (self.centre, "The privacy centre", "what people see: use a right, follow a request"),
            (f"{self.centre}policy/", "The policy", "the published text, from the same facts"),
            (f"{self.here}/console/", "The console", "what staff see: what is due, plans, answers, promises"),
            ("/mail/", f"Letters ({len(self.letters())})", "what was sent, caught here: links and codes"),
            ("/report/", "The report", "what was found, erased and proved from the command line"),
        ]
        listed = "".join(
            f'<li><a href="{escape(url)}">{escape(name)}</a><p class=soft>{escape(told)}</p></li>'
            for url, name, told in doors
        )
        rows = [
            [
                escape(one["name"]),
                escape(one["role"].replace("_", " ")),
                f"<code>{escape(one['password'])}</code>",
                f"<code>{code(one['secret'], time.time())}</code>",
            ]
            for one in self.staff
        ]
        body = (
            "<header><h1>A company that keeps its word</h1><p>Everything here is invented, and nothing "
            f'leaves this machine.</p></header><ul class="doors">{listed}</ul>'
            "<section><h2>To ask as somebody they know</h2><p>Use the address "
            f"<code>{escape(self.somebody)}</code> in the privacy centre. The mail with the code, and that "
            "with the answer, are among the letters.</p></section>"
            "<section><h2>To log in to the console</h2>"
            f"{grid(['name', 'role', 'password', 'code now'], rows, label='log-ins')}"
            "<p class=soft>A code is good for half a minute and works once: load this page anew for the "
            "next. For real, it is in an app on a telephone, or a passkey.</p></section>"
            f"<section><h2>The other companies</h2><p>Five are invented. Each is run by its name:</p>"
            f"<ul>{self._others()}</ul></section>"
        )
        return framed("Holdord: the demo", body, style=STYLE)

    def _others(self) -> str:
        from holdord.demo.days import DAYS

        return "".join(
            f"<li><code>holdord demo {name} --serve</code>: {escape(day.called)}</li>"
            for name, day in DAYS.items()
            if name != self.company
        )

    def letters(self) -> list[mailbox.MaildirMessage]:
        """What was sent, the newest first."""
        if not (self.folder / "mail").is_dir():
            return []
        box = mailbox.Maildir(self.folder / "mail", create=False)
        return sorted(box, key=lambda one: one.get_date(), reverse=True)

    def mail(self) -> str:
        """All letters on one page, their links to be clicked."""
        shown = "".join(
            f"<section><h2>{escape(_decoded(one, 'Subject'))}</h2><p class=soft>{escape(str(one['To']))}, "
            f"{escape(str(one['Date']))}</p><p class=letter>{_linked(one)}</p></section>"
            for one in self.letters()
        )
        head = '<header><h1>Letters</h1><p><a href="/">The demo</a></p></header>'
        return framed("Holdord: letters of the demo", head + (shown or "<p>None yet.</p>"), style=STYLE)


def _decoded(letter: mailbox.MaildirMessage, name: str) -> str:
    from email.header import decode_header, make_header

    return str(make_header(decode_header(str(letter[name]))))


def _linked(letter: mailbox.MaildirMessage) -> str:
    content = letter.get_payload(decode=True)
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
    return re.sub(r"https?://[^\s<]+", lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(text))


def code(secret: str, at: float) -> str:
    """The code that an authenticator app would show (RFC 6238: SHA-1, six digits, half a minute)."""
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    return TOTP(key, 6, SHA1(), 30).generate(int(at)).decode()
