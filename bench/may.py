"""May a person's data be used? Asked 200 times a second over HTTP, of a server as `holdord serve` starts it.

Ours is the whole of it: token, limit, checks, the answer with its reason. The floor is `bench/bare.py` in the
same kind of server. The client (`bench/load.py`) is a process of its own and calls at a constant rate; both
servers are asked in turn. What counts is the time below which 99 of 100 answers are.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

from bench.figures import Figure
from bench.sizes import Sizes
from holdord import demo
from holdord.store.names import new_id
from holdord.words.caller import Scope
from holdord.workflows.calling import new_token
from holdord.workflows.office import Office

RATE = 200
LIMIT = 5.0
TURNS = 3
SECONDS = 10
PEOPLE = 100_000
PURPOSE = "newsletter"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def figures(sizes: Sizes) -> list[Figure]:
    """One figure: the 99th percentile; the limit is a time, in milliseconds."""
    people, seconds = sizes.customers or PEOPLE, sizes.repeats or SECONDS
    with TemporaryDirectory(prefix="holdord-bench-") as folder:
        token = _store(Path(folder), people)
        with _ours(Path(folder)) as ours, _floor(Path(folder)) as floor:
            bearing = {"Authorization": f"Bearer {token}"}
            told: dict[str, list[dict[str, Any]]] = {"ours": [], "floor": []}
            for turn in range(TURNS + 1):
                sides = [("ours", ours, "/api/v1/may", bearing), ("floor", floor, "/", {})]
                for side, port, path, headers in sides if turn % 2 else sides[::-1]:
                    found = _turn(port, path, headers, people, seconds if turn else 1, turn)
                    if turn:  # the first opens the connections and compiles what has not been
                        told[side].append(found)
    times = {side: sorted(one for turn in turns for one in turn["times"]) for side, turns in told.items()}
    percentiles = {side: quantiles(found, n=100) for side, found in times.items()}
    turns = told["ours"] + told["floor"]
    return [
        Figure(
            "may",
            f"99 of 100 answers at {RATE} a second",
            percentiles["ours"][98],
            percentiles["floor"][98],
            LIMIT,
            len(times["ours"]),
            {"people": people, "seconds": seconds * TURNS},
            {
                "ours_p50": round(percentiles["ours"][49], 3),
                "floor_p50": round(percentiles["floor"][49], 3),
                "ours_worst": round(times["ours"][-1], 3),
                "floor_worst": round(times["floor"][-1], 3),
                "ours_per_second": round(len(times["ours"]) / sum(t["seconds"] for t in told["ours"]), 1),
                "load": round(os.getloadavg()[0], 2),
            },
            {"every answer is the right one": not sum(turn["wrong"] for turn in turns)},
            absolute=True,
        )
    ]


def _address(number: int) -> str:
    return f"person{number}@mail.example"


def _store(folder: Path, people: int) -> str:
    """A store in which a third consented, a third took it back, and a third never said a word; a token."""
    with Office.open(demo.policy_folder(), _environment(folder)) as office:
        store = office.store
        _, token = new_token(office, "bench", {Scope.MAY}, datetime.now(UTC), "bench")
        key = store._secret_key(make=True)
        assert key is not None
        ids = [new_id("S", 16) for _ in range(people)]
        moment, later = store._moment(NOW), store._moment(NOW + timedelta(days=1))
        with store._transaction() as cursor:
            cursor.executemany("INSERT INTO holdord_subject (id) VALUES (%s)", [(id,) for id in ids])
            cursor.executemany(
                "INSERT INTO holdord_subject_key (subject_id, name, key_id, digest) VALUES (%s, %s, %s, %s)",
                [(id, "email", key.id, key.digest("email", _address(n))) for n, id in enumerate(ids)],
            )
            cursor.executemany(
                "INSERT INTO holdord_consent (subject_id, purpose, given, at, text_digest, language, how, "
                "by) VALUES (%s, %s, %s, %s, '', 'da', '', '')",
                [
                    (id, PURPOSE, given, at)
                    for n, id in enumerate(ids)
                    for given, at in ((True, moment), (False, later))[: n % 3]
                ],
            )
        store.close()
    return token


def _turn(
    port: int, path: str, headers: dict[str, str], people: int, seconds: int, turn: int
) -> dict[str, Any]:
    """Call about people in an order that has nothing to do with how they are stored."""
    numbers = [(turn * 1_000_003 + n * 7919) % people for n in range(RATE * seconds)]
    plan = {
        "port": port,
        "path": path,
        "headers": headers,
        "rate": RATE,
        "bodies": [json.dumps({"keys": {"email": _address(n)}, "purpose": PURPOSE}) for n in numbers],
        "expected": [f'{{"may": {"true" if n % 3 == 1 else "false"}' for n in numbers],
    }
    command = [sys.executable, "-m", "bench.load"]
    told = subprocess.run(command, input=json.dumps(plan), capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def _environment(folder: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("HOLDORD_")}
    return {
        **own,
        "SHOP_DATABASE_URL": f"sqlite:///{folder / 'shop.db'}",
        "HOLDORD_STORE": str(folder / "store"),
        "BENCH_STORE": str(folder / "store"),
    }


@contextmanager
def _ours(folder: Path) -> Iterator[int]:
    port = _free_port()
    policy = str(demo.policy_folder())
    words = ["-m", "holdord.cli.main", "--policy", policy, "--quiet", "serve", "--port", str(port)]
    with _serving(words, port, folder):
        yield port


@contextmanager
def _floor(folder: Path) -> Iterator[int]:
    port = _free_port()
    serve = "import sys; from granian import Granian; from granian.log import LogLevels; Granian("
    serve += "'bench.bare:application', port=int(sys.argv[1]), interface='wsgi', blocking_threads=4, "
    serve += "websockets=False, log_level=LogLevels.warning, log_access=False).serve()"
    with _serving(["-c", serve, str(port)], port, folder):
        yield port


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def _serving(words: list[str], port: int, folder: Path) -> Iterator[None]:
    with (folder / f"log-{port}").open("w") as log:
        server = subprocess.Popen([sys.executable, *words], env=_environment(folder), stdout=log, stderr=log)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > until:
                    raise RuntimeError((folder / f"log-{port}").read_text()) from None
                time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.wait(30)
