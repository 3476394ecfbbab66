"""What a worker logs: nothing that a driver says, and the same line no more than once a minute."""

import logging
import re
import time
from collections.abc import Callable

from holdord.workflows.engine.plain import RunFault

AGAIN = 60.0
"""Seconds before the same line is written again: each thread would say each second that the store is away."""
REMEMBERED = 500


def without_values(record: logging.LogRecord) -> bool:
    """Keep of an exception only its kind: a driver's words quote statements, addresses, or what a row holds.

    What the engine's library says ends at its first colon; behind it stands an exception's text, over many
    lines. A run's own fault has been told already, by its code.
    """
    if record.exc_info and isinstance(record.exc_info[1], RunFault):
        return False
    said, _, more = record.getMessage().partition(": ")
    kind = re.match(r"\(([\w.]+)\) ", more)
    named = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else kind[1] if kind else ""
    record.msg, record.args = f"{said.splitlines()[0] if said else ''} {named}".strip(), None
    record.exc_info = record.exc_text = None
    return True


class Seldom(logging.Filter):
    """Lets a line through that was not written for a while."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._last: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is to be written."""
        text, now = record.getMessage(), self._clock()
        if now - self._last.get(text, -AGAIN) < AGAIN:
            return False
        if len(self._last) >= REMEMBERED:  # lines with ids in them: each is new
            self._last.clear()
        self._last[text] = now
        return True
