"""Workers in processes of their own, the runs they carry, and a ledger of what their steps did.

The ledger is a SQLite file: every attempt of a step is a row, and its effect is one that can be there once
only, as the effects of all steps must be made.
"""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import time
from contextlib import closing, nullcontext
from multiprocessing.process import BaseProcess
from pathlib import Path

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.workflows.engine_worker", "holdord.workflows.engine.worker"])

STEPS = ("look", "act", "tell")
AT_ONCE = 4


def make_ledger(file: Path) -> None:
    """An empty ledger."""
    with closing(sqlite3.connect(file)) as ledger:
        ledger.executescript(
            "PRAGMA journal_mode=WAL; CREATE TABLE attempt (run TEXT, step TEXT, worker INTEGER);"
            "CREATE TABLE effect (run TEXT, step TEXT, PRIMARY KEY (run, step))"
        )


def read_ledger(file: Path, sql: str) -> list[tuple[object, ...]]:
    """The rows of a query."""
    with closing(sqlite3.connect(file, timeout=30)) as ledger:
        return ledger.execute(sql).fetchall()


def _act(file: Path, run: str, step: str) -> int:
    with closing(sqlite3.connect(file, timeout=30)) as ledger:
        ledger.execute("PRAGMA synchronous=OFF")
        ledger.execute("INSERT INTO attempt VALUES (?, ?, ?)", (run, step, os.getpid()))
        ledger.commit()
        time.sleep(0.03)
        ledger.execute("INSERT OR IGNORE INTO effect VALUES (?, ?)", (run, step))
        ledger.commit()
    return 1


def _hang(file: Path, run: str) -> int:
    """The first worker that comes here stays until a file `go` is there; the next does its work."""
    with closing(sqlite3.connect(file, timeout=30)) as ledger:
        first = not ledger.execute("SELECT 1 FROM attempt WHERE run = ?", (run,)).fetchone()
        ledger.execute("INSERT INTO attempt VALUES (?, 'hang', ?)", (run, os.getpid()))
        ledger.commit()
    while first and not (file.parent / "go").exists():
        time.sleep(0.02)
    return 1


def register() -> None:
    """The runs of these tests."""
    from holdord.workflows.engine import Run, durable

    @durable("test-three-steps")
    def three_steps(run: Run, request: str) -> int:
        return sum(run.step(step, _act, request, step) for step in STEPS)

    @durable("test-hanging")
    def hanging(run: Run, request: str) -> int:
        done: int = run.step("hang", _hang, request)
        return done


def start(url: str | None, folder: Path, ledger: Path, name: str | None = None) -> BaseProcess:
    """A worker in a process of its own, on its way; one that is thought dead after a second and a half."""
    process = _CONTEXT.Process(target=_work, args=(url, folder, ledger, name), daemon=True)
    process.start()
    return process


def _work(url: str | None, folder: Path, ledger: Path, name: str | None) -> None:
    from holdord.workflows.engine import REQUESTS, RunQueue, Settings, Worker

    register()
    settings = Settings(beat=0.3, dead_after=1.5, idle=0.5)
    worker = Worker(url, folder, lambda: nullcontext(ledger), [RunQueue(REQUESTS, AT_ONCE)], name, settings)
    if not worker.run():
        os._exit(7)
