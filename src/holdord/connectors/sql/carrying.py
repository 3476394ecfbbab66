"""Carrying out a plan's steps: the transactions that erase.

This is where data is destroyed, so this is what holds, whatever happens to the machine:

1.  begin
2.  write the receipt. If it is there already, an earlier try got to the end: return what it did.
3.  pick the rows that steps name, and lock them; then run each step's statement as the plan shows it, and
    compare the number of rows with the plan's
4.  count what each step would still match; it must be nothing
5.  write what was done beside the receipt; commit

Receipt and erasure stand in one transaction of the company's own database. So either both happened or
neither, and a repeat after any crash finds out which. Two workers with the same receipt meet at 2: the second
waits. Anything that is not as planned raises `Refused`, and the transaction is undone.
"""

import json
from collections.abc import Iterable, Sequence
from time import perf_counter

from holdord.connectors.faults import reached
from holdord.connectors.sql.session import Parameters, Session
from holdord.words.plan import Outcome, Pick, Step, StepOutcome, Unit, canonical_json

LONGEST_RECEIPT = 120
NOT_LOOKED = -1
"""`left` of a chunk that was full: there may be more, and the next chunk will tell."""

READ_BACKS_AT_ONCE = 100


class Refused(Exception):
    """What was found is not what was planned; `code` is the finding's."""

    def __init__(self, code: str, message: str, remedy: str, example: str) -> None:
        super().__init__(message)
        self.code = code
        self.remedy = remedy
        self.example = example


def carry_out(session: Session, unit: Unit, receipt: str) -> Outcome:
    """Carry out a whole unit in one transaction; every step changes exactly what was expected."""
    _check_receipt(receipt)
    parameters = session.adapted(unit.parameters)
    expected = tuple(StepOutcome(step.name, step.expected, 0) for step in unit.steps)
    begun = perf_counter()
    if not _claimed(session, receipt, _text(expected)):
        return _repeated(session, receipt)
    if unit.picks:
        parameters = _picked(session, unit.picks, parameters)
    for number, step in enumerate(unit.steps):
        _change(session, step, parameters)
        if number == 0:
            reached("after-first-step")
    reached("after-all-steps")
    for step, left in zip(unit.steps, _left(session, unit.steps, parameters), strict=True):
        _check_nothing_left(step, left)
    reached("after-read-back")
    _commit(session)
    return Outcome(receipt, expected, seconds=perf_counter() - begun)


def carry_out_chunk(session: Session, unit: Unit, step: Step, receipt: str) -> Outcome:
    """Carry out one step once, on at most `unit.chunk` rows, in one transaction."""
    _check_receipt(receipt)
    parameters = session.adapted(unit.parameters)
    done = (StepOutcome(step.name, unit.chunk, NOT_LOOKED),)  # so it is, but for the last chunk of a step
    begun = perf_counter()
    if not _claimed(session, receipt, _text(done)):
        return _repeated(session, receipt)
    session.step = step.name
    changed = session.run(step.act_sql, parameters)
    reached("after-first-step")
    if changed > unit.chunk:
        raise _differs(step, unit.chunk, changed, "at most")
    reached("after-all-steps")
    if changed < unit.chunk:
        (left,) = _left(session, (step,), parameters)
        _check_nothing_left(step, left)
        done = (StepOutcome(step.name, changed, left),)
        session.write_outcome(receipt, _text(done))
    reached("after-read-back")
    _commit(session)
    return Outcome(receipt, done, seconds=perf_counter() - begun)


def _claimed(session: Session, receipt: str, outcome: str) -> bool:
    """The transaction has begun already; its first statement is the receipt's."""
    claimed = session.claim(receipt, outcome)
    reached("after-receipt-read")
    return claimed


def _commit(session: Session) -> None:
    session.step = ""
    reached("before-commit")
    session.commit()
    reached("after-commit")


def _repeated(session: Session, receipt: str) -> Outcome:
    written = session.receipt(receipt)
    session.rollback()
    if written is None:
        raise Refused(
            "receipt-unreadable",
            "the receipt of this transaction is there but cannot be read",
            "grant the right to read the table holdord_receipts; nothing was changed",
            "",
        )
    return Outcome(receipt, _steps(written), repeated=True)


def _picked(session: Session, picks: Sequence[Pick], parameters: Parameters) -> Parameters:
    """The parameters with the lists of rows that steps name, as the database has them now."""
    session.step = "picking the rows"
    for pick in picks:  # in order: one can name what another has picked
        rows = session.rows(pick.sql, parameters, pick.by_index)
        parameters = session.with_lists(parameters, pick, rows)
    return parameters


def _change(session: Session, step: Step, parameters: Parameters) -> None:
    session.step = step.name
    changed = session.run(step.act_sql, parameters, step.by_index)
    if changed != step.expected:
        raise _differs(step, step.expected, changed, "exactly")


def _left(session: Session, steps: Sequence[Step], parameters: Parameters) -> Iterable[int]:
    """How many rows each step would still match, asked for many steps at once."""
    for first in range(0, len(steps), READ_BACKS_AT_ONCE):
        some = steps[first : first + READ_BACKS_AT_ONCE]
        session.step = "the read-back of " + (some[0].name if len(some) == 1 else f"{len(some)} steps")
        yield from session.counts(some, parameters)


def _check_nothing_left(step: Step, left: int) -> None:
    if left:
        raise Refused(
            "left-after-run",
            f"{step.name} left rows of {step.collection} as they should not be: nothing was changed",
            "look for a trigger or a rule of the database that undoes the change, and plan again",
            f"{left} left of {step.expected}",
        )


def _differs(step: Step, expected: int, found: int, how: str) -> Refused:
    return Refused(
        "changed-since-plan",
        f"{step.name} would change {found} rows of {step.collection} where the plan says "
        f"{how} {expected}: nothing was changed",
        "the rows have changed since the plan was made: make a new plan, look at it and confirm that",
        f"expected {expected}, found {found}",
    )


def _check_receipt(receipt: str) -> None:
    if not 0 < len(receipt) <= LONGEST_RECEIPT:
        raise ValueError(f"a receipt has 1 to {LONGEST_RECEIPT} characters, not {len(receipt)}")


def _text(steps: Iterable[StepOutcome]) -> str:
    return canonical_json([[step.step, step.changed, step.left] for step in steps])


def _steps(text: str) -> tuple[StepOutcome, ...]:
    return tuple(StepOutcome(step, changed, left) for step, changed, left in json.loads(text))
