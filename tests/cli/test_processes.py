"""`holdord worker --processes`: several workers of one command, which begin and end together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli import shop


@contextmanager
def _workers(folder: Path, **environment: str) -> "Iterator[subprocess.Popen[str]]":
    own = {"SHOP_URL": shop.make(folder)} | environment
    program = [sys.executable, "-m", "holdord.cli.main", "--policy", str(folder / "policy")]
    begun = subprocess.Popen(
        [*program, "worker", "--processes", "2"],
        env={**os.environ, **own},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield begun
    finally:
        begun.kill()
        begun.wait()


def _names(worker: "subprocess.Popen[str]", count: int) -> list[str]:
    assert worker.stdout
    return [worker.stdout.readline().split()[1] for _ in range(count)]


def _children(pid: int) -> set[int]:
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True)
    return {int(one) for one in listed.stdout.split()}


def _lives(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout
    return bool(state.strip()) and not state.startswith("Z")


def _until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.02)


def test_each_process_is_a_worker_of_its_own_and_all_end_when_they_are_asked_to(tmp_path: Path) -> None:
    with _workers(tmp_path) as worker:
        assert _names(worker, 2) == ["w1", "w2"]
        worker.send_signal(signal.SIGTERM)
        out, err = worker.communicate(timeout=20)
        assert (worker.returncode, out, err) == (0, "", "Stopped.\nStopped.\n")


def test_one_that_dies_is_begun_again_under_its_name(tmp_path: Path) -> None:
    with _workers(tmp_path, HOLDORD_WORKER="cellar") as worker:
        assert _names(worker, 2) == ["cellar", "cellar-2"]
        os.kill(max(_children(worker.pid)), signal.SIGKILL)
        assert _names(worker, 1)[0] in ("cellar", "cellar-2")
        assert len(_children(worker.pid)) == 2
        worker.terminate()
        worker.communicate(timeout=20)
        assert worker.returncode == 0


def test_what_began_them_is_killed_and_none_is_left(tmp_path: Path) -> None:
    with _workers(tmp_path) as worker:
        _names(worker, 2)
        children = _children(worker.pid)
        assert len(children) == 2
        worker.kill()
        _until(lambda: not any(map(_lives, children)))


def test_where_the_first_cannot_begin_none_does_and_it_is_said_once(tmp_path: Path) -> None:
    with _workers(tmp_path, HOLDORD_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none") as worker:
        _, err = worker.communicate(timeout=30)
        assert worker.returncode == 3
        assert err.count("store-unreachable") == 1
