"""How a promise of the policy stands: kept, due, broken or unproven, and what shows it.

A promise is never kept by default. `kept` needs a record that shows it; where there is none, or where the
record is too old to say anything of today, the promise is unproven. What must be done for it to stay kept
makes it due; what shows that it was not kept makes it broken.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """How a promise stands, the best first."""

    KEPT = "kept"
    DUE = "due"
    UNPROVEN = "unproven"
    BROKEN = "broken"

    @property
    def rank(self) -> int:
        """The greater, the worse: a promise that several facts keep is as its worst one."""
        return list(State).index(self)


class ProofKind(StrEnum):
    """What a proof is: where to look for it."""

    RUN = "run"
    REQUEST = "request"
    READING = "reading"
    CONFIRMATION = "confirmation"
    PUBLICATION = "publication"
    POLICY = "policy"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class ProofLink:
    """The record that shows how a promise stands: its kind, and its id there. It names no person."""

    kind: ProofKind = ProofKind.NOTHING
    id: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a promise stands as it does: a sentence by its `code`, with what is put into it.

    `fact` is a fact or capability of the policy, `count` a number of rows, requests or findings, `at` a
    moment, `what` a name such as a probe's or a column's; each is used by the codes that need it.
    """

    code: str
    fact: str = ""
    count: int = 0
    at: datetime | None = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one control says of one fact at one moment.

    `since` is from when on the records themselves show it so, where they tell; `next_check` when it will be,
    or has to be, looked at again.
    """

    state: State
    reason: Reason
    since: datetime | None = None
    next_check: datetime | None = None
    proof: ProofLink = ProofLink()


@dataclass(frozen=True, slots=True)
class Standing:
    """How one promise stands. `control` is the fact or capability that decided, the worst of several.

    `since` is when it was first seen to stand so; None before it was written down for the first time.
    `parts` are what each fact that keeps it has to say.
    """

    promise: str
    state: State
    since: datetime | None
    next_check: datetime | None
    control: str
    reason: Reason
    proof: ProofLink
    parts: tuple[tuple[str, Verdict], ...] = ()


MISSING = "capability-missing"
"""The code of the reason that a promise rests on what this version does not have."""


def worst(verdicts: Iterable[tuple[str, Verdict]]) -> tuple[str, Verdict]:
    """The verdict that counts, with the fact it is of; of several alike, the one to be looked at first.

    What this version cannot do at all comes before what some record could still show.
    """
    found = list(verdicts)
    if not found:
        raise ValueError("nothing to choose from")
    worst_of = max(each.state.rank for _, each in found)
    alike = [each for each in found if each[1].state.rank == worst_of]
    return min(
        alike,
        key=lambda each: (
            each[1].reason.code != MISSING,
            each[1].next_check is None,
            each[1].next_check or 0,
        ),
    )
