"""How a worker hears that there is something to do, without asking the database all the time.

Whoever asks for a run rings: on SQLite by touching a file that workers look at, on PostgreSQL by NOTIFY. A
ring that is lost costs a moment, for a queue is looked into now and then though nobody rang.
"""

import contextlib
import os
import threading
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from holdord.workflows.engine.places import CHANNEL, Place

LOOK = 0.02
"""Seconds between two looks at the file."""


def ring(place: Place, connection: sa.Connection) -> None:
    """Ring when the transaction ends well."""
    if not place.is_file:
        connection.execute(sa.text("SELECT pg_notify(:channel, '')"), {"channel": CHANNEL})


def ring_file(place: Place) -> None:
    """Ring after the transaction; of no consequence when it fails."""
    if place.is_file:
        with contextlib.suppress(OSError):
            (place.folder / "engine.bell").touch(mode=0o600)


class Bell:
    """One for a worker; its clappers, one for a queue, wake when it rings or when the worker stops."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._changed = threading.Condition()
        self.rings = 0
        self.stopped = threading.Event()

    def start(self) -> threading.Thread:
        """Begin to listen."""
        listen = self._watch_file if self._place.is_file else self._hear_server
        thread = threading.Thread(target=listen, name="bell", daemon=True)
        thread.start()
        return thread

    def ring(self) -> None:
        """Wake those who wait."""
        with self._changed:
            self.rings += 1
            self._changed.notify_all()

    def stop(self) -> None:
        """Wake everybody for the last time."""
        self.stopped.set()
        self.ring()

    def wait(self, heard: int, seconds: float) -> None:
        """Until it rings once more than was heard, or for so long."""
        with self._changed:
            self._changed.wait_for(lambda: self.rings != heard or self.stopped.is_set(), seconds)

    def _watch_file(self) -> None:
        path, last = self._place.folder / "engine.bell", 0
        while not self.stopped.wait(LOOK):
            with contextlib.suppress(OSError):
                if (now := os.stat(path).st_mtime_ns) != last:
                    last = now
                    self.ring()

    def _hear_server(self) -> None:
        import psycopg

        while not self.stopped.is_set():
            try:
                with self._place.engine.connect() as pooled:
                    connection: Any = pooled.connection.driver_connection
                    pooled.execution_options(isolation_level="AUTOCOMMIT")
                    pooled.execute(sa.text(f"LISTEN {CHANNEL}"))
                    while not self.stopped.is_set():
                        if any(True for _ in connection.notifies(timeout=0.5, stop_after=1)):
                            self.ring()
                    pooled.detach()  # still listening: not for anybody else
            except (psycopg.Error, sa.exc.SQLAlchemyError):
                self.stopped.wait(1.0)


class Clapper:
    """What DBOS takes for the event that ends a queue's thread: its wait ends early when the bell rings.

    A queue of which no place is free is not looked into: each look is a transaction. A `limited` one is
    looked into without a ring too while runs of it are at work, for time alone lets it begin more.
    """

    def __init__(
        self, bell: Bell, running: Callable[[], int], places: int, busy: float, limited: bool = False
    ) -> None:
        self._bell = bell
        self._running = running
        self._places = places
        self._busy = busy
        self._limited = limited
        self._heard = -1
        self._looks = 0

    def is_set(self) -> bool:
        """Whether the worker stops."""
        return self._bell.stopped.is_set()

    def wait(self, timeout: float) -> bool:
        """Wait for the next look into the queue; True when the worker stops."""
        if self._looks or (self._limited and self._running()):
            self._bell.stopped.wait(self._busy)
        else:
            self._bell.wait(self._heard, timeout)
        while self._running() >= self._places and not self.is_set():
            self._bell.stopped.wait(self._busy)
        if self._heard != self._bell.rings:
            self._looks = 2  # what rang may not be written down yet at the first look
        self._heard = self._bell.rings
        self._looks = max(0, self._looks - 1)
        return self.is_set()
