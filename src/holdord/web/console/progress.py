"""How far a request has come, as steps, and what it waits for now; told from the store alone."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from holdord.words.policy import Policy
from holdord.words.request import Request, Right, State
from holdord.workflows.requests.looking import TO_BE_WEIGHED, WEIGHED

STEPS = ("received", "proved", "decided", "carried", "ready", "fetched")
_REACHED = {
    State.ASKED: 1,
    State.OPEN: 2,
    State.RUNNING: 3,
    State.READY: 5,
    State.ANSWERED: 6,
    State.CLOSED: 6,
}
"""How many of the steps are behind a request in each state."""


class Waits(StrEnum):
    """What a request waits for, by the name of its phrase."""

    WORK = "work"
    DECISION = "decision"
    SECOND = "second"
    TASKS = "tasks"
    PERSON = "person"
    PROOF = "proof"
    FETCH = "fetch"
    SEND = "send"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Progress:
    """Steps with "done", "now" or "todo", and what is waited for. `ended`: the request came to nothing."""

    steps: tuple[tuple[str, str], ...]
    waits: Waits
    ended: bool = False

    @property
    def at_work(self) -> bool:
        """Whether looking again soon will show something else."""
        return self.waits is Waits.WORK


def progress(
    policy: Policy,
    request: Request,
    kinds: Collection[str],
    open_tasks: int,
    refusal_waits: bool,
    reachable: bool,
) -> Progress:
    """The progress of a request. `kinds` are those of its events; `reachable` whether a link can be sent."""
    reached = _REACHED[request.state] + (request.state is State.RUNNING and "carried-out" in kinds)
    steps = tuple(
        (name, "done" if at < reached else "now" if at == reached else "todo")
        for at, name in enumerate(STEPS)
    )
    waits = _waits(policy, request, kinds, open_tasks, refusal_waits, reachable)
    return Progress(steps, waits, request.state is State.CLOSED)


def _waits(
    policy: Policy,
    request: Request,
    kinds: Collection[str],
    open_tasks: int,
    refusal_waits: bool,
    reachable: bool,
) -> Waits:
    if request.state in (State.ANSWERED, State.CLOSED):
        return Waits.OVER
    if request.state is State.READY:
        return Waits.FETCH if reachable else Waits.SEND
    if request.state is State.ASKED:
        return Waits.PROOF
    if request.state is State.RUNNING:
        return Waits.TASKS if open_tasks else Waits.WORK
    if refusal_waits:
        return Waits.SECOND
    if request.paused_since:
        return Waits.PERSON
    if "more-proof-needed" in kinds:
        return Waits.PROOF
    if open_tasks:
        return Waits.TASKS
    if TO_BE_WEIGHED in kinds and WEIGHED not in kinds:
        return Waits.DECISION
    return Waits.DECISION if _needs_somebody(policy, request) else Waits.WORK


def _needs_somebody(policy: Policy, request: Request) -> bool:
    """Whether an open request waits for people; what the law or the policy decides, a worker carries on."""
    if request.right is Right.ERASURE:
        return bool(request.plan)
    if request.right is Right.OBJECTION:
        names = request.purposes
        return any(not policy.purposes[name].marketing for name in names if name in policy.purposes)
    return request.right in (Right.RECTIFICATION, Right.HUMAN_REVIEW)
