"""Durable runs in this process: what is written down, what is tried again, who may ask, and by what name."""

import logging
import sqlite3
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from holdord.connectors.errors import SystemFault
from holdord.store import StoreFault
from holdord.words.finding import Finding
from holdord.workflows.engine import REQUESTS, Client, Run, RunFault, RunQueue, Settings, durable, scheduled
from holdord.workflows.engine.beats import Beats
from holdord.workflows.engine.logs import Seldom, without_values
from holdord.workflows.engine.names import take_name
from holdord.workflows.engine.places import Place, check_sqlite, told
from holdord.workflows.engine.plain import PlainJson, checked, fault_of
from holdord.workflows.engine.runs import SCHEDULES, Scheduled
from holdord.workflows.engine.worker import Worker

FAST = Settings(beat=0.1, dead_after=5.0, idle=0.2, finish=5.0)
SECRET = "frida@example.dk"


class Bench:
    """The context of these tests: what steps did, and what they should do next."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.faults: list[Exception] = []
        self.opened = self.closed = 0

    def __enter__(self) -> "Bench":
        self.opened += 1
        return self

    def __exit__(self, *_: object) -> None:
        self.closed += 1


def _note(bench: Bench, text: str) -> str:
    bench.calls.append(text)
    return text


def _fail(bench: Bench) -> int:
    bench.calls.append("tried")
    if bench.faults:
        raise bench.faults.pop(0)
    return 1


@durable("test-noting")
def noting(run: Run, request: str) -> str:
    run.step("first", _note, f"{request} first")
    return str(run.step("second", _note, f"{request} second"))


@durable("test-failing")
def failing(run: Run, tries: int) -> int:
    done: int = run.step("fail", _fail, tries=tries, first_wait=0.05)
    return done


@durable("test-slow-retry")
def slow_retry(run: Run) -> int:
    done: int = run.step("fail", _fail, first_wait=60.0)
    return done


@durable("test-telling")
def telling(run: Run) -> None:
    run.step("tell", lambda bench: SECRET)


@durable("test-family")
def family(run: Run) -> None:
    run.enqueue("test-noting", f"{run.key} child", "Q-CHILD", queue=REQUESTS)
    run.sleep(0.05)


@pytest.fixture(autouse=True)
def _nothing_scheduled(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other modules have the clock begin is not begun here."""
    for name in list(SCHEDULES):
        monkeypatch.delitem(SCHEDULES, name)


@pytest.fixture
def bench() -> Bench:
    return Bench()


@contextmanager
def working(folder: Path, bench: Bench, *queues: RunQueue) -> Iterator[Worker]:
    """A worker in a thread of this process."""
    worker = Worker(None, folder, lambda: bench, queues or (RunQueue(REQUESTS),), settings=FAST)
    ready, ended = threading.Event(), []
    thread = threading.Thread(target=lambda: ended.append(worker.run(lambda _: ready.set())))
    thread.start()
    assert ready.wait(20)
    try:
        yield worker
    finally:
        worker.stop()
        thread.join(20)
        assert ended == [True]


def until(holds: Callable[[], bool], patience: float = 10.0) -> None:
    ends = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.01)


def settled(client: Client, key: str) -> str:
    until(lambda: client.state(key) in ("done", "failed"))
    return client.state(key)


def written(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("engine.sqlite3*"))


def test_a_run_is_asked_for_once_by_its_key_and_its_steps_share_one_context(
    tmp_path: Path, bench: Bench
) -> None:
    with Client.open(None, tmp_path) as client:
        assert client.state("Q-A look") == "unknown"
        for _ in range(3):
            assert client.enqueue("test-noting", "Q-A look", "Q-A") == "Q-A look"
        assert client.state("Q-A look") == "waiting"
        with working(tmp_path, bench):
            assert settled(client, "Q-A look") == "done"
            client.enqueue("test-noting", "Q-A look", "Q-A")
            client.enqueue("test-noting", "Q-B look", "Q-B")
            settled(client, "Q-B look")
    assert bench.calls == ["Q-A first", "Q-A second", "Q-B first", "Q-B second"]
    assert (bench.opened, bench.closed) == (1, 1)


def test_asking_starts_no_thread_and_launches_nothing(tmp_path: Path) -> None:
    before = threading.active_count()
    with Client.open(None, tmp_path) as client:
        client.enqueue("test-noting", "Q-A", "Q-A")
        from dbos import _dbos

        assert _dbos._dbos_global_instance is None
        assert threading.active_count() == before


def test_registering_runs_does_not_import_what_carries_them() -> None:
    program = "import sys, holdord.workflows.engine; sys.exit('dbos' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


@pytest.mark.parametrize(
    "value", [SECRET, [1, {"a": SECRET}], {SECRET: 1}, "x" * 201, 1.5, b"x", object(), {1: 2}]
)
def test_what_is_no_id_count_or_short_text_is_refused(value: Any) -> None:
    with pytest.raises(RunFault, match="not-plain"):
        PlainJson().serialize({"args": [value], "kwargs": {}})


def test_what_is_plain_comes_back_as_it_was() -> None:
    value = {"ids": ["Q-1", "kørsel"], "count": 3, "done": True, "none": None}
    assert PlainJson().deserialize(PlainJson().serialize(value)) == value
    assert checked(("a", 1)) == ["a", 1]


def test_ids_and_keys_with_personal_values_are_refused_before_they_are_written(tmp_path: Path) -> None:
    with Client.open(None, tmp_path) as client:
        with pytest.raises(RunFault):
            client.enqueue("test-noting", "Q-A", SECRET)
        with pytest.raises(RunFault):
            client.enqueue("test-noting", SECRET, "Q-A")
        with pytest.raises(ValueError, match="no durable run"):
            client.enqueue("nobody-registered-this", "Q-A")
    assert SECRET.encode() not in written(tmp_path)


def test_of_an_error_only_its_code_is_kept(tmp_path: Path, bench: Bench, caplog: Any, capfd: Any) -> None:
    bench.faults = [ValueError(f"cannot reach {SECRET}")]
    logging.getLogger("dbos").addHandler(caplog.handler)
    with Client.open(None, tmp_path) as client:
        client.enqueue("test-failing", "Q-A", 1)
        client.enqueue("test-telling", "Q-B")
        with working(tmp_path, bench):
            assert (settled(client, "Q-A"), settled(client, "Q-B")) == ("failed", "failed")
        assert client.fault("Q-A") == "unforeseen-ValueError"
        assert client.fault("Q-B") == "not-plain"
    logging.getLogger("dbos").removeHandler(caplog.handler)
    shown = capfd.readouterr()
    assert SECRET not in caplog.text + shown.out + shown.err
    assert SECRET.encode() not in written(tmp_path)


def _finding(code: str) -> Finding:
    return Finding(code, "it does not answer", "")


def test_what_may_pass_is_tried_again_with_doubled_waits(tmp_path: Path, bench: Bench) -> None:
    bench.faults = [SystemFault(_finding("system-unreachable"), permanent=False) for _ in range(3)]
    with Client.open(None, tmp_path) as client:
        client.enqueue("test-failing", "Q-A", 5)
        with working(tmp_path, bench):
            began = time.monotonic()
            assert settled(client, "Q-A") == "done"
            assert time.monotonic() - began >= 0.05 + 0.1 + 0.2
    assert bench.calls == ["tried"] * 4


@pytest.mark.parametrize(
    "fault",
    [SystemFault(_finding("no-right"), permanent=True), StoreFault("request-changed", "somebody was first")],
)
def test_what_is_permanent_is_not_tried_again(tmp_path: Path, bench: Bench, fault: Exception) -> None:
    bench.faults = [fault]
    with Client.open(None, tmp_path) as client:
        client.enqueue("test-failing", "Q-A", 5)
        with working(tmp_path, bench):
            assert settled(client, "Q-A") == "failed"
        assert client.fault("Q-A") == fault.finding.code  # type: ignore[attr-defined]
    assert bench.calls == ["tried"]


def test_a_store_that_does_not_answer_may_answer_later() -> None:
    assert not fault_of(StoreFault("store-unreachable", "it does not answer")).permanent
    assert not fault_of(OSError("gone")).permanent
    assert fault_of(StoreFault("store-key", "another key")).permanent


def test_only_a_run_that_failed_is_repeated_and_as_a_new_one(tmp_path: Path, bench: Bench) -> None:
    bench.faults = [StoreFault("request-changed", "somebody was first")]
    with Client.open(None, tmp_path) as client:
        client.enqueue("test-failing", "Q-A", 5)
        for key in ("Q-A", "Q-NONE"):
            with pytest.raises(RunFault, match="run-not-failed"):
                client.repeat(key)
        with working(tmp_path, bench):
            settled(client, "Q-A")
            assert client.repeat("Q-A") == "Q-A#2"
            until(lambda: client.state("Q-A") == "done")
            with pytest.raises(RunFault, match="run-not-failed"):
                client.repeat("Q-A")
        assert (client.state("Q-A"), client.fault("Q-A")) == ("done", "")


def test_a_cancelled_run_is_never_resumed(tmp_path: Path) -> None:
    with Client.open(None, tmp_path) as client:
        client.enqueue("test-noting", "Q-A", "Q-A")
        with closing(sqlite3.connect(tmp_path / "engine.sqlite3")) as tables:
            tables.execute("UPDATE workflow_status SET status = 'CANCELLED'")
            tables.commit()
        assert client.state("Q-A") == "cancelled"
        with pytest.raises(RunFault, match="run-not-failed"):
            client.repeat("Q-A")
    assert not {"cancel", "resume"} & set(dir(Client))


def test_a_worker_stops_amid_a_wait_and_the_run_is_kept_for_the_next(tmp_path: Path, bench: Bench) -> None:
    bench.faults = [SystemFault(_finding("system-unreachable"), permanent=False)]
    with Client.open(None, tmp_path) as client:
        client.enqueue("test-slow-retry", "Q-A")
        with working(tmp_path, bench):
            until(lambda: bench.calls == ["tried"])
            time.sleep(0.05)
        assert client.state("Q-A") == "waiting"
        with working(tmp_path, bench):
            assert settled(client, "Q-A") == "done"


def test_a_run_asks_for_another_and_sleeps(tmp_path: Path, bench: Bench) -> None:
    with Client.open(None, tmp_path) as client:
        client.enqueue("test-family", "Q-A")
        with working(tmp_path, bench):
            assert settled(client, "Q-A") == "done"
            assert settled(client, "Q-A child") == "done"
    assert bench.calls == ["Q-CHILD first", "Q-CHILD second"]


def test_a_queue_begins_no_more_runs_than_its_rate(tmp_path: Path, bench: Bench) -> None:
    slow = RunQueue("system shop", 8, limit=2, seconds=0.5)
    with Client.open(None, tmp_path) as client, working(tmp_path, bench, RunQueue(REQUESTS), slow):
        began = time.monotonic()
        for number in range(6):
            client.enqueue("test-noting", f"Q-{number}", f"Q-{number}", queue="system shop")
        client.enqueue("test-noting", "Q-FREE", "Q-FREE")
        settled(client, "Q-FREE")
        for number in range(6):
            settled(client, f"Q-{number}")
        assert time.monotonic() - began >= 1.0
        assert bench.calls.index("Q-FREE first") < 5, "a queue with a rate must not slow down another"


def test_what_the_clock_begins_is_begun_once_in_a_period(tmp_path: Path, bench: Bench) -> None:
    scheduled("test-clock", timedelta(days=1))(lambda run: run.step("tick", _note, "tick"))
    try:
        for _ in range(2):
            with working(tmp_path, bench):
                until(lambda: bool(bench.calls))
                time.sleep(0.3)
    finally:
        del SCHEDULES["test-clock"]
    assert bench.calls == ["tick"]


def test_a_period_has_one_key_and_begins_when_it_is_told_to() -> None:
    daily = Scheduled("sweep", timedelta(days=1), timedelta(hours=2))
    keys = [daily.key(datetime(2026, 11, 26, hour, 30, tzinfo=UTC)) for hour in (1, 2, 23)]
    assert keys == ["sweep 2026-11-25T02:00Z", "sweep 2026-11-26T02:00Z", "sweep 2026-11-26T02:00Z"]


def test_runs_that_ended_long_ago_are_removed(tmp_path: Path, bench: Bench) -> None:
    with Client.open(None, tmp_path) as client:
        for key in ("Q-OLD", "Q-NEW"):
            client.enqueue("test-noting", key, key)
        with working(tmp_path, bench):
            settled(client, "Q-OLD"), settled(client, "Q-NEW")
        past = int((datetime.now(UTC) - FAST.kept - timedelta(days=1)).timestamp() * 1000)
        with closing(sqlite3.connect(tmp_path / "engine.sqlite3")) as tables:
            tables.execute("UPDATE workflow_status SET created_at = ? WHERE workflow_uuid = 'Q-OLD'", (past,))
            tables.commit()
        with working(tmp_path, bench):
            until(lambda: client.state("Q-OLD") == "unknown")
        assert client.state("Q-NEW") == "done"


def test_the_file_has_a_journal_that_readers_share_and_is_its_owners_alone(tmp_path: Path) -> None:
    Client.open(None, tmp_path / "store").close()
    file = tmp_path / "store" / "engine.sqlite3"
    with closing(sqlite3.connect(file)) as tables:
        assert tables.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert file.stat().st_mode & 0o077 == 0


def test_an_old_sqlite_under_a_new_python_is_refused_at_the_start() -> None:
    check_sqlite((3, 40, 1), (3, 11))
    check_sqlite((3, 42, 0), (3, 12))
    with pytest.raises(StoreFault, match="too old"):
        check_sqlite((3, 41, 9), (3, 12))


def test_workers_of_one_folder_get_the_lowest_free_name(tmp_path: Path) -> None:
    first, second = take_name(tmp_path, None, False), take_name(tmp_path, None, False)
    assert (first.text, second.text) == ("w1", "w2")
    first.release()
    assert take_name(tmp_path, None, False).text == "w1"
    assert take_name(tmp_path, None, True).text.startswith("w1-")


def test_a_given_name_is_held_by_one_worker_only(tmp_path: Path) -> None:
    held = take_name(tmp_path, "cellar", True)
    with pytest.raises(StoreFault, match="has this name"):
        take_name(tmp_path, "cellar", True)
    held.release()
    take_name(tmp_path, "cellar", True).release()
    with pytest.raises(StoreFault, match="no name"):
        take_name(tmp_path, "../cellar", True)


def test_a_name_that_lives_on_another_machine_is_refused(tmp_path: Path) -> None:
    place = Place(None, tmp_path)
    place.prepare()
    here, there = take_name(tmp_path / "a", "w", True), take_name(tmp_path / "b", "w", True)
    Beats(place, here, FAST).first()
    with pytest.raises(StoreFault, match="has this name"):
        Beats(place, there, FAST).first()
    late = Settings(dead_after=-1.0)
    Beats(place, there, late).first()
    with pytest.raises(StoreFault, match="has this name"):
        Beats(place, here, FAST).again()
    place.close()


def test_of_a_database_that_is_away_the_log_holds_the_kind_of_the_fault_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    log = logging.getLogger("dbos")
    log.addFilter(without_values)
    engine = sa.create_engine("postgresql+psycopg://anna:s3cret@127.0.0.1:9/store")
    try:
        engine.connect()
    except sa.exc.OperationalError as fault:
        log.warning("Exception encountered in queue thread for requests: %s", fault)
        log.warning("Exception listing queues", exc_info=fault)
        log.warning("Exception polling schedules: %s", "".join(traceback.format_exception(fault)))
    assert [one.getMessage() for one in caplog.records if one.name == "dbos"] == [
        "Exception encountered in queue thread for requests psycopg.OperationalError",
        "Exception listing queues OperationalError",
        "Exception polling schedules",
    ]
    assert all(one.exc_info is None for one in caplog.records)


def test_the_same_line_is_written_once_a_minute_and_another_at_once() -> None:
    clock = [0.0]
    seldom = Seldom(lambda: clock[0])

    def written(text: str, *args: object) -> bool:
        return seldom.filter(logging.LogRecord("dbos", logging.WARNING, "", 0, text, args, None))

    assert written("run %s failed: %s", "Q-1", "system-unreachable")
    assert written("run %s failed: %s", "Q-2", "system-unreachable")
    assert not written("run %s failed: %s", "Q-1", "system-unreachable")
    clock[0] = 61.0
    assert written("run %s failed: %s", "Q-1", "system-unreachable")
    for number in range(2000):
        assert written("run %s failed: %s", f"R-{number}", "system-unreachable")


def test_a_disk_without_room_is_not_taken_for_a_database_that_is_away() -> None:
    with sa.create_engine("sqlite://").connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 2")
        connection.exec_driver_sql("CREATE TABLE notes (note)")
        with pytest.raises(StoreFault) as fault, told():
            connection.exec_driver_sql("INSERT INTO notes VALUES (randomblob(100000))")
    assert fault.value.finding.code == "store-full"
