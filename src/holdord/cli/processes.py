"""Several processes of one command: begun together, begun again when one dies, ended together (POSIX).

A process is begun by forking, before it has a thread or a connection, so what was imported until then is in
memory once. Each runs the command to its end as if it were the only one. What began them does nothing but
wait for them; where it is killed they kill themselves, so that a command that is gone is gone whole.
"""

import gc
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

AGAIN = 1.0
"""Seconds until one that died is begun again; doubled each time it dies before it is at work."""
LONGEST = 60.0


def spread(count: int) -> tuple[int, Callable[[], None]]:
    """Become `count` processes; returns in each with its number, from 0, and what it calls once at work.

    The process that began them never returns: it ends when they have, with the worst of their exit codes. The
    first is at work before the others begin; where it cannot, they do not.
    """
    if count == 1:
        return 0, lambda: None
    gc.collect()
    gc.freeze()  # what is here is not to be gone through, and copied, in each of them
    return _Family(count).run()


@dataclass
class _Family:
    count: int
    stopping: bool = False
    children: dict[int, int] = field(default_factory=dict)
    ended: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.alive, self.held = os.pipe()  # `alive` ends when the parent, who alone has `held`, is gone
        self.told, self.tell = os.pipe()
        self.before = {kind: signal.getsignal(kind) for kind in (signal.SIGTERM, signal.SIGINT)}

    def run(self) -> tuple[int, Callable[[], None]]:
        for kind in self.before:
            signal.signal(kind, self._stop)
        for number in range(self.count):
            if not (pid := self._begin(number)):
                return number, self._say
            if not self._is_at_work(pid):
                self._stop()
                break
        return self._watch()

    def _begin(self, number: int) -> int:
        """Begin one; its id, and 0 in the new process."""
        sys.stdout.flush()
        sys.stderr.flush()
        if pid := os.fork():
            self.children[pid] = number
            return pid
        for kind, handler in self.before.items():
            signal.signal(kind, handler)
        os.close(self.held)
        os.close(self.told)
        threading.Thread(target=_end_with_parent, args=(self.alive,), daemon=True).start()
        return 0

    def _say(self) -> None:
        os.write(self.tell, b".")

    def _is_at_work(self, pid: int) -> bool:
        """Wait until one that was begun says so; False where it has ended instead, or all are to stop."""
        while not self.stopping:
            if select.select([self.told], [], [], 0.05)[0]:
                os.read(self.told, 1)
                return True
            gone, status = os.waitpid(pid, os.WNOHANG)
            if gone:
                self.ended[pid] = status
                return False
        return False

    def _stop(self, *_: object) -> None:
        self.stopping = True
        for pid in self.children:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)

    def _watch(self) -> tuple[int, Callable[[], None]]:
        worst, wait = 0, AGAIN
        while self.children:
            pid, status = self.ended.popitem() if self.ended else os.waitpid(-1, 0)
            number = self.children.pop(pid)
            code = os.waitstatus_to_exitcode(status)
            if not self.stopping:
                self._pause(wait)
            if self.stopping:
                worst = max(worst, code if code >= 0 else 1)
                continue
            if not (begun := self._begin(number)):
                return number, self._say
            wait = AGAIN if self._is_at_work(begun) else min(wait * 2, LONGEST)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(worst)

    def _pause(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < ends:
            time.sleep(0.05)


def _end_with_parent(alive: int) -> None:
    os.read(alive, 1)  # nobody writes: it ends with whoever holds the other end
    os.kill(os.getpid(), signal.SIGKILL)
