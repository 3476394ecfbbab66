"""`holdord worker` as it is run: it begins, tells its name, and ends when it is asked to."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli import shop

QUEUES = ["requests", "recipients", "rounds", "shares", "announcing", "measuring"]


@contextmanager
def _command(folder: Path, *words: str, **environment: str) -> "Iterator[subprocess.Popen[str]]":
    own = {"SHOP_URL": shop.make(folder)} | environment
    begun = subprocess.Popen(
        [sys.executable, "-m", "holdord.cli.main", "--policy", str(folder / "policy"), "worker", *words],
        env={**os.environ, **own},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield begun
    finally:
        begun.kill()  # a worker would else be waited for without end when a test fails
        begun.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_begins_and_ends_when_it_is_asked_to(tmp_path: Path, number: signal.Signals) -> None:
    with _command(tmp_path, "--at-once", "2", "--rate", "shop=10") as worker:
        assert worker.stdout
        assert worker.stdout.readline() == "Worker w1 is at work, on 6 queues. Ctrl-C stops it.\n"
        worker.send_signal(number)
        out, err = worker.communicate(timeout=20)
        assert (worker.returncode, out, err) == (0, "", "Stopped.\n")
    assert (tmp_path / "policy" / ".holdord" / "engine.sqlite3").exists()


def test_a_worker_tells_programs_its_name(tmp_path: Path) -> None:
    with _command(tmp_path, "--json", HOLDORD_WORKER="cellar") as worker:
        assert worker.stdout
        lines = [worker.stdout.readline() for _ in range(11)]
        told = json.loads("".join(lines))
        assert told == {"worker": "cellar", "queues": QUEUES}
        worker.terminate()
        worker.communicate(timeout=20)
        assert worker.returncode == 0


@pytest.mark.parametrize(
    ("words", "environment", "code", "said"),
    [
        (["--rate", "cellar=3"], {}, 2, "SYSTEM=N"),
        ([], {"HOLDORD_WORKER": "no name"}, 1, "worker-name"),
        ([], {"HOLDORD_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, 3, "store-unreachable"),
    ],
)
def test_a_worker_that_cannot_begin_says_why(
    tmp_path: Path, words: list[str], environment: dict[str, str], code: int, said: str
) -> None:
    with _command(tmp_path, *words, **environment) as worker:
        _, err = worker.communicate(timeout=30)
        assert worker.returncode == code
        assert said in err
