"""The worker: a process that carries runs until it is asked to stop, or dies.

Runs that a worker left are continued: those under its own name when it begins, those of a worker that never
comes back by another one (`beats`). Asked to stop, it begins no further step, lets those in flight end, and
puts its runs back into their queues for whoever comes next.
"""

import contextlib
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from dbos import DBOS
from dbos._queue import queue_worker_thread

from holdord.store import StoreFault
from holdord.workflows.engine.beats import Beats
from holdord.workflows.engine.bell import Bell, Clapper
from holdord.workflows.engine.client import Client
from holdord.workflows.engine.logs import Seldom, without_values
from holdord.workflows.engine.names import take_name
from holdord.workflows.engine.places import APPLICATION, VERSION, Place
from holdord.workflows.engine.plain import Plain, PlainJson, checked, fault_of
from holdord.workflows.engine.queues import REQUESTS, TIDYING, RunQueue, Settings
from holdord.workflows.engine.runs import BODIES, SCHEDULES, Run, Stopping

DEATHS = 100
"""After so many deaths of workers under it, a run has failed: it may be what kills them."""

_log = logging.getLogger("holdord.engine")


class Worker:
    """One for a process. `context` opens what steps are given: once, for all threads."""

    def __init__(
        self,
        url: str | None,
        folder: Path,
        context: Callable[[], AbstractContextManager[Any]],
        queues: Sequence[RunQueue] = (RunQueue(REQUESTS),),
        name: str | None = None,
        settings: Settings | None = None,
    ) -> None:
        self._queues = {queue.name: queue for queue in (RunQueue(TIDYING, 1), *queues)}
        threads = sum(queue.concurrency for queue in self._queues.values())
        self._settings = settings or Settings()
        self._place = Place(url, folder, pool=threads + len(self._queues) + 4, lasting=False)
        self._folder = folder
        self._open = context
        self._wanted = name
        self._bell = Bell(self._place)
        self._stopping = threading.Event()
        self._seldom = Seldom()
        self._threads: list[threading.Thread] = []
        self._asking = Client(self._place)
        self._begun: dict[str, str] = {}
        self._forgot: date | None = None
        self.context: Any = None

    def stop(self) -> None:
        """Ask the worker to stop; may be called from a signal or another thread."""
        self._stopping.set()

    def run(self, ready: Callable[[str], None] = lambda name: None) -> bool:
        """Carry runs until SIGTERM, SIGINT or `stop`; `ready` is told the name when it has begun.

        True when every step in flight came to its end. Where not, the program must be ended hard: what is
        still running is taken for dead, and is done again elsewhere.
        """
        self._place.prepare()
        name = take_name(self._folder, self._wanted, not self._place.is_file)
        beats = Beats(self._place, name, self._settings)
        with contextlib.ExitStack() as closing:
            for log in (logging.getLogger("dbos"), _log):
                log.addFilter(self._seldom)
                closing.callback(log.removeFilter, self._seldom)
            self.context = closing.enter_context(self._open())
            beats.first()
            beats.hand_back([name.text])  # here, and not by launching, which does it beside what has begun
            with _signals(self.stop):
                dbos = self._launch(name.text)
                ready(name.text)
                self._watch(beats)
            return self._end(dbos, beats, name.release)

    def _launch(self, name: str) -> DBOS:
        dbos = DBOS(
            config={
                "name": APPLICATION,
                "system_database_url": self._place.address,
                "system_database_engine": self._place.engine,
                "dbos_system_schema": self._place.schema,
                "executor_id": name,
                "application_version": VERSION,
                "serializer": PlainJson(),  # type: ignore[typeddict-item]
                "use_listen_notify": False,
                "run_migrations": False,
                "notification_listener_polling_interval_sec": 0.25,
                "scheduler_polling_interval_sec": 3600.0,
                "log_level": "WARNING",
            }
        )
        logging.getLogger("dbos").addFilter(without_values)
        for registered, body in BODIES.items():
            DBOS.workflow(name=registered, max_recovery_attempts=DEATHS)(self._carrying(registered, body))
        DBOS.listen_queues([])  # ours are listened to below, with a bell
        DBOS.launch()
        self._threads.append(self._bell.start())
        for queue in self._queues.values():
            self._listen(dbos, queue)
        return dbos

    def _listen(self, dbos: DBOS, queue: RunQueue) -> None:
        limiter = {"limit": queue.limit, "period": queue.seconds} if queue.limit else None
        kept = DBOS.register_queue(
            queue.name,
            worker_concurrency=queue.concurrency,
            limiter=limiter,  # type: ignore[arg-type]
            polling_interval_sec=self._settings.idle,
            on_conflict="always_update",
        )
        kept.database_backed_queue = False  # as we have just set it: not asked again at every look
        running = partial(dbos._active_workflows_set.count_for_queue, queue.name)
        clapper = Clapper(
            self._bell, running, queue.concurrency, self._settings.busy, queue.limit is not None
        )
        thread = threading.Thread(
            target=queue_worker_thread, args=(clapper, dbos, kept), name=f"queue {queue.name}", daemon=True
        )
        thread.start()
        self._threads.append(thread)

    def _carrying(self, name: str, body: Callable[..., Any]) -> Callable[..., Any]:
        """What the engine calls: the registered function, with what it needs; errors leave it as codes."""

        def carry(*ids: Plain) -> Any:
            try:
                return checked(body(Run(str(DBOS.workflow_id), self), *ids))
            except Exception as error:
                fault = fault_of(error)
            finally:
                self._bell.ring()  # there is room for another
            _log.warning("run %s failed: %s", DBOS.workflow_id, fault.code)
            raise fault from None

        carry.__qualname__ = f"{name} of {id(self)}"
        return carry

    def step(self, name: str, act: Callable[[], Plain]) -> Any:
        """The recorded answer, or that of the act, recorded."""
        return DBOS.run_step({"name": name}, act)

    def pause(self, seconds: float) -> None:
        """Wait inside a step; raises Stopping when the worker ends meanwhile."""
        if self._stopping.wait(seconds):
            raise Stopping

    def sleep(self, seconds: float) -> None:
        """Wait between steps, over crashes too: what is written down is when to wake."""
        self.go_on()
        wakes = self.step("sleep", lambda: int((time.time() + seconds) * 1000))
        self.pause(max(0.0, wakes / 1000 - time.time()))

    def go_on(self) -> None:
        """Raise Stopping when the worker ends."""
        if self._stopping.is_set():
            raise Stopping

    def enqueue(self, name: str, key: str, ids: tuple[Plain, ...], queue: str) -> str:
        """Ask for another run."""
        return self._asking.enqueue(name, key, *ids, queue=queue)

    def changed(self, name: str) -> bool:
        """Whether the run began after a change of its function."""
        return bool(DBOS.patch(name))

    def _watch(self, beats: Beats) -> None:
        """Signs of life, other workers' lost runs, and what the clock begins, until asked to stop."""
        while True:
            try:
                beats.again()
                if (lost := beats.lost()) and beats.hand_back(lost):
                    self._bell.ring()
                self._begin_scheduled(datetime.now(UTC))
            except StoreFault as fault:
                _log.warning("the engine's tables: %s", fault.finding.code)
                if fault.finding.code == "worker-name-taken":
                    self._stopping.set()
                    self._bell.stop()
                    raise
            if self._stopping.wait(self._settings.beat):
                return

    def _begin_scheduled(self, at: datetime) -> None:
        for name, schedule in SCHEDULES.items():
            if (key := schedule.key(at)) != self._begun.get(name):
                self._asking.enqueue(name, key, queue=TIDYING)
                self._begun[name] = key
        if self._forgot != at.date():
            self._forget(at - self._settings.kept)
            self._forgot = at.date()

    def _forget(self, before: datetime) -> None:
        """Remove what ended long ago: ids too are kept no longer than they serve."""
        ended = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
        while old := DBOS.list_workflows(
            status=ended, end_time=before.isoformat(), limit=500, load_input=False, load_output=False
        ):
            DBOS.delete_workflows([run.workflow_id for run in old])

    def _end(self, dbos: DBOS, beats: Beats, release: Callable[[], None]) -> bool:
        self._stopping.set()
        self._bell.stop()
        for thread in self._threads:
            thread.join(2)
        ends = time.monotonic() + self._settings.finish
        while left := dbos._active_workflows_set.activeList():
            if time.monotonic() > ends:
                return False
            time.sleep(0.02)
        beats.hand_back([str(DBOS.executor_id)])
        beats.end()
        DBOS.destroy(destroy_registry=True)
        self._place.close()
        release()
        return not left and not _still_carrying()


def _still_carrying() -> bool:
    """Whether a thread of the engine outlives it: one that waits for what another worker makes of its run."""
    for _ in range(20):
        if not any(thread.name.startswith("dbos-executor") for thread in threading.enumerate()):
            return False
        time.sleep(0.01)
    return True


@contextmanager
def _signals(stop: Callable[[], None]) -> Iterator[None]:
    """Stop at SIGTERM and SIGINT, where this is the thread that hears them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, lambda *_: stop()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, heard in before.items():
            signal.signal(number, heard)
