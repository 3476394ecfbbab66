"""A client that calls at a constant rate, whatever the answers do: `python -m bench.load < PLAN.json`.

It is open-loop: a call is due at its moment, and its time counts from that moment on, so that a server that
is slow for a while does not slow the client down and hide it. Calls go over connections that stay open; where
none is free, another is opened. The plan has `port`, `path`, `headers`, `rate` (calls a second), `bodies` and
`expected` (an answer's beginning for each body); what is printed are the times in milliseconds and how many
calls went wrong.
"""

import asyncio
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

GRACE = 0.05
"""Seconds before the first call: by then the loop runs."""


@dataclass
class Caller:
    """Connections to one server."""

    port: int
    head: bytes
    free: "list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]" = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    wrong: int = 0
    opened: int = 0

    async def call(self, due: float, body: bytes, expected: bytes) -> None:
        """One call; its time from when it was due."""
        if not self.free:
            self.opened += 1
            self.free.append(await asyncio.open_connection("127.0.0.1", self.port))
        reader, writer = connection = self.free.pop()
        writer.write(self.head % len(body) + body)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        answer = await reader.readexactly(length)
        self.times.append((time.perf_counter() - due) * 1000)
        self.free.append(connection)
        if not head.startswith(b"HTTP/1.1 200") or not answer.startswith(expected):
            self.wrong += 1


async def _run(plan: Mapping[str, Any]) -> dict[str, object]:
    headers = {"Host": "127.0.0.1", "Content-Type": "application/json", **plan["headers"]}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"POST {plan['path']} HTTP/1.1\r\n{lines}Content-Length: %d\r\n\r\n".encode()
    caller = Caller(plan["port"], head)
    begun = time.perf_counter() + GRACE
    calls: list[asyncio.Task[None]] = []
    pairs: Sequence[tuple[str, str]] = list(zip(plan["bodies"], plan["expected"], strict=True))
    for number, (body, expected) in enumerate(pairs):
        due = begun + number / plan["rate"]
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        calls.append(asyncio.create_task(caller.call(due, body.encode(), expected.encode())))
    done = await asyncio.gather(*calls, return_exceptions=True)
    took = time.perf_counter() - begun
    wrong = caller.wrong + sum(1 for one in done if one is not None)
    return {"times": caller.times, "wrong": wrong, "seconds": took, "connections": caller.opened}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_run(json.load(sys.stdin)))))
