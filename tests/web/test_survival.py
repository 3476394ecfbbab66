"""Server and workers killed with -9 at random under a hundred mixed requests: each ends right, and once.

Requests come by the API, from a program that asks again under the same key when no answer comes; mail goes to
a real server on this machine. On PostgreSQL two workers share the work, and one that is killed for good is
replaced by the other.
"""

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from holdord.words.caller import Scope
from holdord.words.request import Outcome, Request, Right, State
from holdord.workflows.calling import new_token
from holdord.workflows.engine import Client
from holdord.workflows.office import Office
from holdord.workflows.requests import deciding, durable, mailing
from tests.company import Company
from tests.servers import Database
from tests.store.conftest import plain
from tests.web.public import Postbox

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import rows, shop  # noqa: E402

MIXTURE = (
    (Right.ACCESS, {}, 30),
    (Right.ERASURE, {}, 30),
    (Right.PORTABILITY, {}, 15),
    (Right.WITHDRAWAL, {"purposes": ["newsletter"]}, 15),
    (Right.RESTRICTION, {"ground": "claim"}, 10),
)
ENDS_WITHIN = 420.0
WORKERS = {"sqlite": 1, "postgresql": 2}


class Programs:
    """The server and its workers, killed and begun again; a worker that is left for dead is not."""

    def __init__(self, environment: Mapping[str, str], port: int, workers: int) -> None:
        self.environment, self.port = dict(environment), port
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.names = ["serve", *(f"worker-{number}" for number in range(workers))]
        for name in self.names:
            self.begin(name)

    def begin(self, name: str) -> None:
        serving = name == "serve"
        words = ["serve", "--port", str(self.port)] if serving else ["worker"]
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", "holdord.cli.main", *words],
            env=self.environment | ({} if serving else {"HOLDORD_WORKER": name}),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kill(self, name: str) -> None:
        """With everything that the program has begun, as when its machine dies."""
        process = self.running.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_all(self) -> None:
        for name in list(self.running):
            self.kill(name)


def _asked(port: int, token: str, key: str, body: Mapping[str, object]) -> str:
    """A program that asks until it is answered; the request's id."""
    ends = time.monotonic() + ENDS_WITHIN
    sent = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": key}
    while time.monotonic() < ends:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("POST", "/api/v1/requests", json.dumps(body), sent)
            answer = connection.getresponse()
            told = json.loads(answer.read())
            if answer.status in (200, 201):
                return str(told["id"])
            assert answer.status >= 500 or answer.status in (409, 429), told
        except (OSError, HTTPException, ValueError):
            pass
        time.sleep(0.05)
    raise AssertionError("the server answers no more")


@pytest.fixture(params=list(WORKERS))
def company(
    request: pytest.FixtureRequest, new_database: Callable[[str], Database], tmp_path: Path
) -> tuple[Company, dict[str, str], int]:
    """The shop with a hundred customers more, and where its store is."""
    kind: str = request.param
    made = shop(tmp_path / "policy", new_database(kind))
    people = ", ".join(f"({100 + n}, 'N', 'c{n}@many.example', 'DK', '2024-01-01')" for n in range(100))
    made.databases["shop"].execute_script(f"INSERT INTO customers VALUES {people};")
    store = {"HOLDORD_STORE": str(tmp_path / "store"), "HOLDORD_POLICY": str(made.folder)}
    if kind == "postgresql":
        store["HOLDORD_DATABASE_URL"] = plain(new_database(kind).url)
    return made, store, WORKERS[kind]


def test_a_hundred_mixed_requests_end_right_whatever_is_killed(
    company: tuple[Company, dict[str, str], int],
) -> None:
    made, store, workers = company
    postbox = Postbox()
    with ExitStack() as closing:
        ports = [closing.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(2)]
        mail, web = (one.getsockname()[1] for one in ports)
        for one in ports:
            one.close()
        smtp = Controller(postbox, hostname="127.0.0.1", port=mail)
        smtp.start()
        closing.callback(smtp.stop)
        own = {name: value for name, value in os.environ.items() if not name.startswith("HOLDORD_")}
        told = {**own, **made.environment, **store, "HOLDORD_SMTP_URL": f"smtp+plain://127.0.0.1:{mail}"}
        office = closing.enter_context(Office.open(made.folder, told))
        closing.callback(office.store.close)
        client = closing.enter_context(
            Client.open(store.get("HOLDORD_DATABASE_URL"), Path(store["HOLDORD_STORE"]))
        )
        token = new_token(
            office,
            "shop",
            {Scope.CREATE, Scope.VOUCH},
            datetime.now(UTC),
            "anna",
            per_minute=100_000,
            expires=datetime.now(UTC) + timedelta(days=1),
        )[1]
        programs = Programs(told, web, workers)
        closing.callback(programs.kill_all)
        asked = _live_through(office, client, programs, web, token)
        programs.kill_all()
        while mailing.send_waiting(office, datetime.now(UTC) + timedelta(hours=1)):
            pass  # what a killed sender had taken and not begun, once its lease is over
        _check(office, made, asked)
        _check_letters(office, postbox, asked)


def _live_through(
    office: Office, client: Client, programs: Programs, port: int, token: str
) -> dict[str, tuple[Right, str]]:
    """Ask for everything while programs die, confirm what waits, until all is told; requests by id."""
    asked: dict[str, tuple[Right, str]] = {}
    chance = random.Random(11)
    wanted = [(right, choices) for right, choices, count in MIXTURE for _ in range(count)]
    chance.shuffle(wanted)

    def ask() -> None:
        for number, (right, choices) in enumerate(wanted):
            email = f"c{number}@many.example"
            body = {
                "right": right, "keys": {"email": email}, "contact": email, "language": "da",
                "strength": "session", "choices": choices,
            }  # fmt: skip
            asked[_asked(port, token, f"key-{number}", body)] = (right, email)

    asking = threading.Thread(target=ask)
    asking.start()
    ends, life, dies = time.monotonic() + ENDS_WITHIN, 1.5, 0.0
    dies = time.monotonic() + life
    told: set[str] = set()
    while asking.is_alive() or not asked.keys() <= told:
        assert time.monotonic() < ends, Counter(office.store.request(id).state for id in asked)
        told |= {id for id in list(asked) if id not in told and _told(office, id)}
        for id in [id for id in list(asked) if id not in told]:
            request = office.store.request(id)
            if request.state is State.OPEN and request.plan:
                _confirm(office, client, request)
        if time.monotonic() > dies:
            for name in chance.choice([["serve"], programs.names[1:2], programs.names[-1:], programs.names]):
                programs.kill(name)
                programs.begin(name)
            life *= 1.3  # on a busy machine a program needs its time even to begin
            dies = time.monotonic() + chance.uniform(0.3, life)
        time.sleep(0.05)
    asking.join()
    return asked


def _confirm(office: Office, client: Client, request: Request) -> None:
    with contextlib.suppress(Exception):  # planned anew meanwhile: looked at again the next time
        deciding.confirm(office, request.id, request.plan, "rikke", datetime.now(UTC))
        durable.carry_soon(client, office, request.id)
    request = office.store.request(request.id)
    if request.state is State.RUNNING:
        durable.carry_soon(client, office, request.id)


def _told(office: Office, id: str) -> bool:
    """Whether the request is answered, and the word of it on its way."""
    return office.store.request(id).state is State.READY and bool(office.store.mails_queued(id, "ready"))


def _check(office: Office, made: Company, asked: Mapping[str, tuple[Right, str]]) -> None:
    counts = Counter(right for right, _ in asked.values())
    assert counts == {right: count for right, _, count in MIXTURE}
    for id, (right, _) in asked.items():
        request = office.store.request(id)
        assert (request.state, request.outcome) == (State.READY, Outcome.GRANTED), (right, request)
        kinds = [event.kind for event in office.store.events(id)]
        assert kinds.count("answer-ready") == kinds.count("received") == 1, kinds
        assert office.store.contents(id, "answer")
    gone = {email for right, email in asked.values() if right is Right.ERASURE}
    left = {row[2] for row in rows(made)["customers"] if str(row[2]).startswith("c")}
    assert left == {f"c{n}@many.example" for n in range(100)} - gone
    changed: Counter[str] = Counter()
    for record in office.store.evidence():
        changed[record.step] += record.changed
    assert +changed == {"shop.customers remove": counts[Right.ERASURE]}
    stated = sum(len(office.store.consents(one)) for one in _subjects(office, asked, Right.WITHDRAWAL))
    assert stated == counts[Right.WITHDRAWAL]
    assert len(office.store.restrictions(datetime.now(UTC))) == counts[Right.RESTRICTION]


def _check_letters(office: Office, postbox: Postbox, asked: Mapping[str, tuple[Right, str]]) -> None:
    """Nobody got a letter twice; who got none is one whose letter a killed sender had begun to hand in."""
    identities = [str(one["Message-ID"]) for one in postbox.letters]
    assert len(identities) == len(set(identities))
    got = Counter((str(one["To"]), str(one["Subject"])) for one in postbox.letters)
    assert [letter for letter, count in got.items() if count > 1] == []
    unsure = {mail.request for mail in office.store.mails_unsure()}
    ready = {to for to, subject in got if subject == "Dit svar er klar"}
    assert [email for id, (_, email) in asked.items() if email not in ready and id not in unsure] == []


def _subjects(office: Office, asked: Mapping[str, tuple[Right, str]], wanted: Right) -> Iterator[str]:
    for right, email in asked.values():
        if right is wanted:
            yield from office.store.subjects_of({"email": {email}})
