"""What can be set of a worker: its queues and their limits, and how soon things are noticed."""

from dataclasses import dataclass
from datetime import timedelta

ROUNDS = "rounds"
"""The queue of people's requests, those carried together that wait at the same time; one round at a time."""

SHARES = "shares"
"""The queue of the shares of a round: work for the processor, so each worker is at one of them."""

REQUESTS = "requests"
"""The queue of requests that are carried by themselves, because something was in their way."""

RECIPIENTS = "recipients"
"""The queue of notices to recipients: one who answers slowly holds up no request."""

ANNOUNCING = "announcing"
"""The queue of telling people of a change: one that looks for everybody holds up no notice to a recipient."""

MEASURING = "measuring"
"""The queue of probes: one that looks through large databases holds up nothing else."""

TIDYING = "tidying"
"""The queue of what the engine does by the clock."""


@dataclass(frozen=True, slots=True)
class RunQueue:
    """A queue; `limit` runs of it may begin in any `seconds`, over all workers together.

    `concurrency` is how many of its runs one worker carries at the same time.
    """

    name: str
    concurrency: int = 4
    limit: int | None = None
    seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Seconds. A worker that gave no sign for `dead_after` is taken for dead; others get its runs."""

    beat: float = 2.0
    dead_after: float = 15.0
    busy: float = 0.01
    """How soon after a ring a queue is looked into once more, and a free place is noticed."""
    idle: float = 2.0
    """How often a queue is looked into though nobody rang."""
    finish: float = 10.0
    """How long steps in flight may take when the worker is asked to stop."""
    kept: timedelta = timedelta(days=30)
    """How long a finished run stays in the engine's tables; not seconds, but a time."""
