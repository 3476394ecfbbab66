"""The registered functions, and what such a function is given.

    @durable("carry-request")
    def carry(run: Run, request: str) -> None:
        found = run.step("look", look, request)
        run.step("tell", tell, request, found)

The function itself must do the same again when it is run again: it reads no clock, draws no chance and
touches nothing but by steps. A step is called with the worker's context first: `look(context, request)`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

from holdord.workflows.engine.plain import Plain, checked, fault_of

Body = TypeVar("Body", bound=Callable[..., Any])

TRIES = 5
FIRST_WAIT = 1.0
LONGEST_WAIT = 300.0


class Stopping(BaseException):
    """The worker ends; the run stays as it is, and is continued by whoever comes next.

    No Exception, so that neither a run's own code nor the engine takes it for a failure.
    """


class Carrier(Protocol):
    """What carries a run: the engine, as far as a run needs to know it."""

    context: Any

    def step(self, name: str, act: Callable[[], Plain]) -> Any:
        """The recorded answer, or that of the act, recorded."""

    def pause(self, seconds: float) -> None:
        """Wait inside a step; raises Stopping when the worker ends meanwhile."""

    def sleep(self, seconds: float) -> None:
        """Wait between steps, over crashes too."""

    def go_on(self) -> None:
        """Raise Stopping when the worker ends."""

    def enqueue(self, name: str, key: str, ids: tuple[Plain, ...], queue: str) -> str:
        """Ask for another run."""

    def changed(self, name: str) -> bool:
        """Whether the run began after a change of its function."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run in progress; `key` is what it was asked for by."""

    key: str
    _carrier: Carrier

    def step(
        self,
        name: str,
        act: Callable[..., Any],
        *args: Plain,
        tries: int = TRIES,
        first_wait: float = FIRST_WAIT,
    ) -> Any:
        """Do `act(context, *args)` and write its answer down; after a crash, give what was written.

        A fault that may pass is tried again, the waits doubling; a permanent one is not. Raises RunFault with
        the code of the last one. Permanent or not, a fault is written down like an answer.
        """
        self._carrier.go_on()

        def trying() -> Plain:
            wait = first_wait
            for left in range(tries - 1, -1, -1):
                try:
                    return checked(act(self._carrier.context, *args))
                except Exception as error:
                    fault = fault_of(error)
                if fault.permanent or not left:
                    break
                self._carrier.pause(min(wait, LONGEST_WAIT))
                wait *= 2
            raise fault from None

        return self._carrier.step(name, trying)

    def sleep(self, seconds: float) -> None:
        """Wait; after a crash, only for what is left. For seconds: weeks are a state in the store."""
        self._carrier.sleep(seconds)

    def enqueue(self, name: str, key: str, *ids: Plain, queue: str) -> str:
        """Ask for another run, once by its key; it is not waited for."""
        return str(self.step(f"enqueue {key}", lambda _: self._carrier.enqueue(name, key, ids, queue)))

    def changed(self, name: str) -> bool:
        """True in runs that come here after the change of that name, false in those that were past it.

        A run goes on under the steps it began with. Put a new step, or another order, behind this question
        until no run from before the change is left.
        """
        return self._carrier.changed(name)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A durable run that is begun by the clock: once in every period, `after` its beginning."""

    name: str
    every: timedelta
    after: timedelta

    def key(self, at: datetime) -> str:
        """The key of the period that the moment lies in; the same for every worker."""
        beginning = datetime(2024, 1, 1, tzinfo=UTC) + self.after  # a Monday
        began = beginning + (at - beginning) // self.every * self.every
        return f"{self.name} {began:%Y-%m-%dT%H:%MZ}"


BODIES: dict[str, Callable[..., Any]] = {}
SCHEDULES: dict[str, Scheduled] = {}


def durable(name: str) -> Callable[[Body], Body]:
    """Register a function `fn(run, *ids)` as a durable run. The name is written down: it never changes."""

    def register(body: Body) -> Body:
        known = BODIES.setdefault(name, body)
        if known is not body and (known.__module__, known.__qualname__) != (
            body.__module__,
            body.__qualname__,
        ):
            raise ValueError(f'two durable runs are called "{name}"')
        BODIES[name] = body
        return body

    return register


def scheduled(
    name: str, every: timedelta = timedelta(days=1), after: timedelta = timedelta()
) -> Callable[[Body], Body]:
    """Register a function `fn(run)` that is run once a period, counted in UTC; `after` moves its beginning.

    What a worker finds not begun in the present period it begins at once, so a night without a worker is made
    up for in the morning. Periods that have passed are not.
    """

    def register(body: Body) -> Body:
        SCHEDULES[name] = Scheduled(name, every, after)
        return durable(name)(body)

    return register
