"""Bodies that come slowly or never: nobody else waits for them."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from threading import Event, Thread
from typing import Any

import pytest

from holdord.web.bodies import Lane, lanes, taken_whole, worked_on
from tests.web.public import Public, until

LONG = 30.0
"""Seconds in which even a busy machine answers, and a sender of these tests sends nothing."""


@contextmanager
def senders(public: Public, places: list[str], path: str, cookie: str = "") -> Iterator[list[socket.socket]]:
    """Clients who say that a body follows, and send its first letters only."""
    with suppress(OSError):
        lines = [socket.create_connection(("127.0.0.1", public.server.port), LONG) for _ in places]
    kind = "application/json" if "portability" in path else "application/x-www-form-urlencoded"
    for line, place in zip(lines, places, strict=True):
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {place}\r\nCookie: {cookie}\r\n"
        line.sendall(f"{head}Content-Type: {kind}\r\nContent-Length: 900\r\n\r\nkey".encode())
    try:
        yield lines
    finally:
        for line in lines:
            line.close()


def refused(lines: list[socket.socket]) -> int:
    """How many were told that there is no place; the others are told nothing yet."""
    count = 0
    for line in lines:
        line.settimeout(0.01)
        with suppress(TimeoutError):
            count += line.recv(100).startswith(b"HTTP/1.1 503 ")
    return count


@pytest.mark.parametrize("path", ["/en/ask/access/", "/portability/receive/BBBBBBBBBBBBBBBBBBBB"])
def test_somebody_who_sends_nothing_keeps_no_form_of_others_waiting(public: Public, path: str) -> None:
    slow = public.visitor()
    slow.get("/en/ask/access/")
    with senders(public, [slow.place] * 40, path, f"form={slow.jar['form']}"):
        time.sleep(0.5)
        began = time.monotonic()
        answer = public.visitor().post("/en/ask/access/", {"key_email": "beside-slow@x.example"})
        assert answer.status == 303
        assert time.monotonic() - began < LONG


def test_one_client_may_keep_us_waiting_for_a_share_of_all_bodies_only(public: Public) -> None:
    share = lanes()[0].each
    with senders(public, ["203.0.113.250"] * (share + 20), "/en/ask/access/") as lines:
        told = 0

        def counted() -> bool:
            nonlocal told
            told += refused(lines)
            return told >= 20

        until(counted)
        assert told == 20
        assert public.visitor().post("/en/ask/access/", {"key_email": "share@x.example"}).status == 303
    until(lambda: refused_none(public))


def refused_none(public: Public) -> bool:
    """Whether the places of those who went are free again."""
    with senders(public, ["203.0.113.250"] * 10, "/en/ask/access/") as lines:
        time.sleep(0.3)
        return refused(lines) == 0


def test_pages_are_shown_however_many_send_nothing(public: Public) -> None:
    lane = lanes()[0]
    places = [f"203.0.113.{number % 60}" for number in range(lane.all + 30)]
    with senders(public, places, "/en/ask/access/") as lines:
        time.sleep(0.5)
        began = time.monotonic()
        assert public.visitor().get("/en/").status == 200
        assert time.monotonic() - began < LONG
        assert refused(lines) > 0


def _body(length: int, content: bytes, client: str = "203.0.113.1") -> dict[str, Any]:
    return {"CONTENT_LENGTH": str(length), "wsgi.input": BytesIO(content), "REMOTE_ADDR": client}


def test_a_body_is_there_whole_or_is_not_understood() -> None:
    seen, begun = [], []
    take = taken_whole(lambda environ, start: seen.append(environ["wsgi.input"].read()) or [], lanes())
    take(_body(5, b"whole and more"), None)
    assert seen == [b"whole"]
    assert take(_body(50, b"cut off"), lambda *told: begun.append(told[0])) == [b"400 Bad Request"]
    assert (seen, begun) == ([b"whole"], ["400 Bad Request"])


def test_a_household_has_one_share_and_a_large_body_none_of_the_others() -> None:
    begun: list[str] = []
    small, large = Lane(10, all=9, each=1), Lane(2**63, all=9, each=1)
    tried = []

    def inside(environ: Any, start: Any) -> list[bytes]:
        return []

    take = taken_whole(inside, [small, large])

    class Meanwhile(BytesIO):
        def read(self, length: int | None = -1) -> bytes:
            for size, client in ((5, "2001:db8::2"), (5, "2001:db8:0:1::1"), (50, "2001:db8::2")):
                tried.append(take(_body(size, b"x" * size, client), lambda *told: begun.append(told[0])))
            return super().read(length)

    take({**_body(5, b""), "wsgi.input": Meanwhile(b"first"), "REMOTE_ADDR": "2001:db8::1"}, None)
    assert tried == [[b"503 Service Unavailable"], [], []]
    assert begun == ["503 Service Unavailable"]
    assert not small._held
    assert not large._held


def test_so_many_are_worked_on_at_a_time_and_a_fault_is_handed_on() -> None:
    working, go, most = [], Event(), []

    def slow(environ: Any, start: Any) -> list[bytes]:
        working.append(1)
        go.wait(LONG)
        most.append(len(working))
        working.pop()
        start("200 OK", [])
        return [b"done"]

    answer = worked_on(slow, 2)
    told: list[Any] = []
    asking = [Thread(target=lambda: told.append(answer({}, lambda *_: None))) for _ in range(6)]
    for one in asking:
        one.start()
    until(lambda: len(working) == 2)
    time.sleep(0.1)
    assert len(working) == 2
    go.set()
    for one in asking:
        one.join(LONG)
    assert told == [[b"done"]] * 6
    assert max(most) <= 2

    def broken(environ: Any, start: Any) -> list[bytes]:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 (nothing is said)
        worked_on(broken, 1)({}, None)
