"""Durable runs: work that is carried to its end however often a worker dies on the way.

A durable run is a plain function of ids, registered by a name. It does its work in steps; what a step
answered is written down, and whoever continues the run after a crash is given that answer instead of doing
the step again. A step in flight when its worker died is done once more, so every step must bear being
repeated.

What is registered (`runs`) and who may ask for it (`Client`) know nothing of how it is carried out; the
`Worker` does, in a process of its own. DBOS is imported in this package alone. Four things it would do by
itself are not wanted here, and each has its place:

- it would store whatever it is given, pickled: `plain` refuses all but ids, counts and short texts;
- it would take the hash of the source as the version, and leave old runs lying after each change: `VERSION`;
- it would call every worker "local", and recover what another is still at: `names` and `beats`;
- it would look into its tables all the time for something to do: `bell`.

A cancelled run whose step may still run must never be resumed. There is nothing here to cancel a run with,
and `Client.repeat` begins a new one only of a run that has failed, when no step of it can be running any
more.
"""

from typing import TYPE_CHECKING

from holdord.workflows.engine.plain import Plain, RunFault
from holdord.workflows.engine.queues import (
    ANNOUNCING,
    MEASURING,
    RECIPIENTS,
    REQUESTS,
    ROUNDS,
    SHARES,
    RunQueue,
    Settings,
)
from holdord.workflows.engine.runs import Run, durable, scheduled

if TYPE_CHECKING:
    from holdord.workflows.engine.client import Client
    from holdord.workflows.engine.worker import Worker

__all__ = [
    "ANNOUNCING",
    "MEASURING",
    "RECIPIENTS",
    "REQUESTS",
    "ROUNDS",
    "SHARES",
    "Client",
    "Plain",
    "Run",
    "RunFault",
    "RunQueue",
    "Settings",
    "Worker",
    "durable",
    "scheduled",
]


def __getattr__(name: str) -> object:
    if name == "Client":
        from holdord.workflows.engine.client import Client

        return Client
    if name == "Worker":
        from holdord.workflows.engine.worker import Worker

        return Worker
    raise AttributeError(name)
