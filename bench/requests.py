"""People's requests, by the processes that serve them: `holdord worker`, and `holdord serve` for its memory.

What is timed begins with requests that are proved and queued and ends when the last answer can be fetched,
letter and files in the vault; an erasure's time holds the making of its plan too, but not the person who
confirms it. The floor of an access is the same rows read by hand, that of an erasure nothing we know by hand:
both limits are times.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

import psycopg

from bench import databases
from bench.access import by_hand, some_people
from bench.figures import Figure
from bench.sizes import Sizes
from holdord import demo
from holdord.words.request import Channel, Right, State, Strength
from holdord.workflows import remembering
from holdord.workflows.engine import Client
from holdord.workflows.office import Office
from holdord.workflows.requests import deciding, durable, receiving

QUEUED = 100
ALONE = 20
SHOP = (100_000, 10)
LIMITS = {"access": 20.0, "erasure": 40.0, "alone": 150.0, "ready": 2000.0}
"""Milliseconds: 3,000 accesses and 1,500 erasures a minute; one access alone; the server after its start."""

IDLE, BUSY = 220, 300
"""Megabytes that all our processes may hold."""


def figures(sizes: Sizes) -> list[Figure]:
    """What is promised of requests, on a store in SQLite and on one in PostgreSQL."""
    customers = sizes.customers or SHOP[0]
    found: list[Figure] = []
    with databases.copies(databases.shop(customers, SHOP[1]), 1) as (shop,):
        for kind in ("sqlite", "postgresql"):
            with _store(kind) as store:
                found += _Company(shop, store, kind, sizes).figures()
    return found


@contextmanager
def _store(kind: str) -> Iterator[dict[str, str]]:
    """The settings of a new store."""
    with tempfile.TemporaryDirectory(prefix="holdord-bench-") as folder:
        if kind == "sqlite":
            yield {"HOLDORD_STORE": folder}
            return
        name = databases.made(f"store_{os.getpid()}", lambda _: None)
        try:
            yield {"HOLDORD_STORE": folder, "HOLDORD_DATABASE_URL": databases.url(name)}
        finally:
            databases.drop(f"store_{os.getpid()}")


class _Company:
    """The retailer, its store, and the processes that serve it."""

    def __init__(self, shop: str, store: dict[str, str], kind: str, sizes: Sizes) -> None:
        self.shop, self.kind, self.sizes = shop, kind, sizes
        self.queued = min(QUEUED, (sizes.customers or SHOP[0]) // 5)
        self.port = _free_port()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HOLDORD_")},
            "SHOP_DATABASE_URL": shop,
            "HOLDORD_POLICY": str(demo.policy_folder()),
            **store,
        }
        self.people = self._people()

    def _people(self) -> Iterator[str]:
        with psycopg.connect(self.shop, autocommit=True) as connection:
            rows = connection.execute(
                "SELECT min(email) FROM customers WHERE email ~ '^[a-z0-9._-]+@[a-z0-9.-]+$' "
                "GROUP BY lower(email) "
                "HAVING count(*) = 1 ORDER BY md5(min(email)) LIMIT 2000"
            ).fetchall()
        return iter([email for (email,) in rows])

    def figures(self) -> list[Figure]:
        with ExitStack() as closing:
            self.office = closing.enter_context(Office.open(demo.policy_folder(), self.environment))
            closing.callback(self.office.store.close)
            remembering.accept(self.office, datetime.now(UTC), "bench")  # two stores take turns at one shop
            folder = Path(self.environment["HOLDORD_STORE"])
            self.client = closing.enter_context(
                Client.open(self.environment.get("HOLDORD_DATABASE_URL"), folder)
            )
            server, started = self._served(closing)
            worker = self._worker(closing)
            processes = [worker.pid, *_with_children(server.pid)]
            self._carried(self._asked(Right.ACCESS, self.queued // 5))  # compiles and prepares
            if self.queued == QUEUED:
                self._let_rest()
            idle = _resident(processes)
            alone = [self._alone() for _ in range(self.sizes.repeats or ALONE)]
            access = self._carried(self._asked(Right.ACCESS, self.queued))
            busy = max(idle, _resident(processes))
            erasure = self._erased()
            busy = max(busy, _resident(processes))
        memory = {"idle_mb": round(idle), "busy_mb": round(busy)}
        kept = {}
        if self.queued == QUEUED:  # what is promised of memory is promised under that load
            kept = {"memory idle": idle <= IDLE, "memory under load": busy <= BUSY}
        return [
            self._figure(
                "access",
                f"{self.queued} queued accesses, each",
                access / self.queued,
                self._floor(),
                memory,
                kept,
            ),
            self._figure("erasure", f"{self.queued} queued erasures, each", erasure / self.queued),
            self._figure("alone", "one access, from asked to ready", median(alone)),
            self._figure("ready", "the server, from its start to its first page", started),
        ]

    def _figure(
        self,
        name: str,
        work: str,
        seconds: float,
        floor: float = 0.001,
        facts: Mapping[str, object] | None = None,
        checks: Mapping[str, bool] | None = None,
    ) -> Figure:
        told: dict[str, object] = {"store": self.kind, **(facts or {})}
        if name in ("access", "erasure"):
            told["per_minute"] = round(60 / seconds)
        return Figure(
            "requests", work, seconds * 1000, floor * 1000, LIMITS[name], QUEUED, facts=told,
            checks=checks or {}, absolute=True,
        )  # fmt: skip

    def _floor(self) -> float:
        with psycopg.connect(self.shop, autocommit=True) as connection:
            people = some_people(connection, 60)
            for email in people:
                by_hand(connection, email)
            begun = time.perf_counter()
            for email in people:
                by_hand(connection, email)
            return (time.perf_counter() - begun) / len(people)

    def _asked(self, right: Right, count: int) -> list[str]:
        now, ids = datetime.now(UTC), []
        for _ in range(count):
            email = next(self.people)
            ids.append(
                receiving.receive(
                    self.office, right, Channel.PHONE, "da", {"email": email}, email, {}, "", now,
                    "bench", Strength.STAFF,
                )
            )  # fmt: skip
        return ids

    def _carried(self, ids: Sequence[str]) -> float:
        """Seconds from the first of them being queued until the last of them is ready."""
        begun = time.perf_counter()
        for id in ids:
            durable.carry_soon(self.client, self.office, id)
        self._wait(ids, lambda request: request.state is State.READY)
        return time.perf_counter() - begun

    def _alone(self) -> float:
        begun = time.perf_counter()
        (id,) = self._asked(Right.ACCESS, 1)
        durable.carry_soon(self.client, self.office, id)
        self._wait([id], lambda request: request.state is State.READY)
        return time.perf_counter() - begun

    def _erased(self) -> float:
        """Planned by the worker, confirmed by somebody (not timed), and carried out."""
        ids = self._asked(Right.ERASURE, self.queued)
        begun = time.perf_counter()
        for id in ids:
            durable.carry_soon(self.client, self.office, id)
        self._wait(ids, lambda request: bool(request.plan) or request.state is State.READY)
        planned = time.perf_counter() - begun
        for id in ids:
            request = self.office.store.request(id)
            if request.state is State.OPEN:
                deciding.confirm(self.office, id, request.plan, "bench", datetime.now(UTC))
        return planned + self._carried(ids)

    def _let_rest(self) -> None:
        """A worker that begins measures and looks ahead, as every night, which keeps the database busy."""
        with psycopg.connect(self.shop, autocommit=True) as connection:
            quiet, ends = 0, time.monotonic() + 300
            while quiet < 10 and time.monotonic() < ends:
                time.sleep(0.2)
                active = connection.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                    "AND state = 'active' AND pid <> pg_backend_pid()"
                ).fetchone()
                quiet = 0 if active and active[0] else quiet + 1

    def _wait(self, ids: Sequence[str], done) -> None:  # type: ignore[no-untyped-def]
        left = list(ids)
        ends = time.monotonic() + 300
        while left:
            left = (
                [id for id in left if not done(self.office.store.request(id))]
                if len(left) < 5
                else (
                    left
                    if not done(self.office.store.request(left[-1]))
                    else [id for id in left if not done(self.office.store.request(id))]
                )
            )
            if time.monotonic() > ends:
                raise TimeoutError(f"{len(left)} requests are not carried out: see the worker")
            time.sleep(0.003 if len(ids) == 1 else 0.01)

    def _worker(self, closing: ExitStack) -> "subprocess.Popen[bytes]":
        worker = subprocess.Popen(
            [sys.executable, "-m", "holdord.cli.main", "worker"],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        closing.callback(_end, worker)
        assert worker.stdout
        worker.stdout.readline()
        return worker

    def _served(self, closing: ExitStack) -> "tuple[subprocess.Popen[bytes], float]":
        begun = time.perf_counter()
        server = subprocess.Popen(
            [sys.executable, "-m", "holdord.cli.main", "serve", "--port", str(self.port)],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        closing.callback(_end, server)
        while time.perf_counter() - begun < 60:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/en/") as page:
                    page.read()
                return server, time.perf_counter() - begun
            except (URLError, OSError):
                time.sleep(0.01)
        raise TimeoutError("the server does not answer")


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait(30)


def _with_children(pid: int) -> list[int]:
    """A process and all that it began (Linux)."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for task in Path(f"/proc/{one}/task").iterdir():
            waiting += [int(child) for child in (task / "children").read_text().split()]
    return found


def _resident(pids: Sequence[int]) -> float:
    """Megabytes of main memory that some processes hold; pages they share are counted once (Linux, Pss)."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
