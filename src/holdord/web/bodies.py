"""Taking bodies in, apart from working on them: whoever sends one slowly keeps nobody else waiting.

The runner hands a request over as soon as its head is there. Its body is then waited for, for as long as the
sender likes, and a few who send nothing would hold every thread there is. So many threads wait, and a few
others do the work, each with its own connection to the store. Of those who wait, one client has a share only,
and all of them together leave threads free for whoever just looks at a page.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from threading import Lock
from typing import Any

from holdord.web.entrance import Application, Environ, refuse
from holdord.web.network import client_at

WAITING = 256
"""Threads that wait for bodies, and for work to be done: they hold nothing and cost next to nothing."""


@dataclass(slots=True)
class Lane:
    """How many bodies up to a size may be waited for at a time: of all clients, and of each."""

    largest: int
    all: int
    each: int
    _held: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def place(self, client: str) -> Iterator[bool]:
        """A place for one body; False where there is none."""
        with self._lock:
            free = self._held.total() < self.all and self._held[client] < self.each
            if free:
                self._held[client] += 1
        try:
            yield free
        finally:
            if free:
                with self._lock:
                    self._held[client] -= 1
                    self._held += Counter()  # who holds none is forgotten


def lanes() -> tuple[Lane, ...]:
    """Forms and calls of the API; and what is larger, which only other companies send, kept in memory."""
    return Lane(131_072, all=192, each=48), Lane(2**63, all=8, each=2)


def taken_whole(application: Application, among: Iterable[Lane]) -> Application:
    """Take a body in whole before it is worked on; 503 where too many are waited for already."""
    every = tuple(among)

    def answer(environ: Environ, start: Any) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length:
            lane = next(one for one in every if length <= one.largest)
            with lane.place(client_at(str(environ.get("REMOTE_ADDR", "")))) as free:
                if not free:
                    return refuse(environ, start, "503 Service Unavailable")
                body = environ["wsgi.input"].read(length)
            if len(body) < length:
                return refuse(environ, start, "400 Bad Request")
            environ["wsgi.input"] = BytesIO(body)
        return application(environ, start)

    return answer


def worked_on(application: Application, threads: int) -> Application:
    """Do the work in so many threads of their own, however many requests wait for it."""
    pool = ThreadPoolExecutor(threads, "work")

    def work(environ: Environ) -> tuple[tuple[Any, ...], list[bytes]]:
        begun: list[tuple[Any, ...]] = []
        answer = application(environ, lambda *told: begun.append(told))
        try:
            content = list(answer)
        finally:
            if close := getattr(answer, "close", None):
                close()
        return begun[-1], content

    def answer(environ: Environ, start: Any) -> Iterable[bytes]:
        begun, content = pool.submit(work, environ).result()
        start(*begun)
        return content

    return answer
