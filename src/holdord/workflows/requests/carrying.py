"""Carrying a request out, in steps that may be repeated: machines die between the act and its record.

What is done begins with where the request stands in the store, whoever was at it before. Each step does what
is still to be done, and gives the request as it stands then to the next; done twice it does nothing. A fault
of one system is raised after everything that could be done on the others has been done: the request then
stays where it is, and is tried again.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from holdord.connectors import SystemFault
from holdord.letters.answers import receipt
from holdord.store.records import Ground
from holdord.words.request import Outcome, Request, Right, State
from holdord.workflows.explaining import find_only
from holdord.workflows.office import Office, Refused
from holdord.workflows.people import Known
from holdord.workflows.planning import plan_erasure
from holdord.workflows.requests import correcting, reviewing
from holdord.workflows.requests.answering import NotSure, NotWeighed, write_answer
from holdord.workflows.requests.by_hand import tasks_of_places
from holdord.workflows.requests.cases import case_of
from holdord.workflows.requests.contents import contact_of
from holdord.workflows.requests.deciding import wait_for_proof
from holdord.workflows.requests.handing import tell_ready
from holdord.workflows.requests.identity import doubt_letter
from holdord.workflows.requests.lifting import lift_meanwhile
from holdord.workflows.requests.looking import (
    DISCLOSING,
    TO_BE_WEIGHED,
    keep_plan,
    known_of,
    plan,
    waits_to_be_weighed,
)
from holdord.workflows.requests.mailing import queue
from holdord.workflows.requests.notifying import TASK, begin_notices
from holdord.workflows.requests.parts import free_parts, hold_parts
from holdord.workflows.requests.recipients import note_recipients
from holdord.workflows.requests.refusing import Refusal, proposed, refusal_waits, withheld
from holdord.workflows.running import Clock, run_plan
from holdord.workflows.stating import state_consent, state_objection, subject_by_one_key, subject_of

NOTHING_TO_DO = (Outcome.REFUSED, Outcome.NOTHING_HELD)
"""What is decided so changes nothing in any system, and is told to no recipient."""

REMADE = ("run-stopped", "policy-changed", "unknown-digest", "held-since-plan")
"""Where a plan that was confirmed cannot be run, it is made again."""

Step = Callable[[Office, Request, Clock], Request | None]
"""One step on one request: the request as it stands then, None when a person has to do something first."""


def carry(office: Office, id: str, clock: Clock) -> Request:
    """Every step that can be done now, one after the other."""
    request = office.store.request(id)
    for step in STEPS:
        moved = step(office, request, clock)
        if moved is None:
            return office.store.request(id)
        request = moved
    return request


def begin(office: Office, request: Request, clock: Clock) -> Request | None:
    """What needs nobody's decision is decided: the law or the policy has done so.

    Whoever has to wait for somebody's decision is told that the request has come, and when the answer will.
    """
    if request.state is not State.OPEN:
        return None if request.state is State.ASKED else request
    now, known = clock(), known_of(office, request.id)
    request = _of_somebody(office, request, known)
    if request.right is Right.ERASURE:
        return _begin_erasing(office, request, known, now)
    begun = _begin(office, request, known, now)
    if begun is None:
        _acknowledge(office, office.store.request(request.id), now)
    return begun


def _of_somebody(office: Office, request: Request, known: Known) -> Request:
    """The request with whose it is, which is noted once."""
    if request.subject is not None:
        return request
    whose = subject_by_one_key(office, known)
    if whose is None:
        return request
    office.store.belongs_to(request.id, whose)
    return replace(request, subject=whose)


def _begin(office: Office, request: Request, known: Known, now: datetime) -> Request | None:
    if request.right in DISCLOSING:
        return (
            request  # there is nothing to decide: it is read and told in one go, when the answer is written
        )
    if request.right is Right.OBJECTION:
        return _begin_objecting(office, request, known, now)
    if request.right in (Right.WITHDRAWAL, Right.RESTRICTION):
        return _run(office, request, now, "begun")
    if request.right is Right.HUMAN_REVIEW:
        reviewing.begin(office, request, now)
    if request.right is Right.RECTIFICATION and find_only(office, known, now)[1]:
        _restrict(office, request, "accuracy", now, _contested(request))
    return None  # a correction and a human review are what a person of staff does


def note_others(office: Office, request: Request, clock: Clock) -> Request | None:
    """Find out who has to be told, and how they know the person, before nobody knows that any more."""
    note_recipients(office, request, clock())
    return request


def act(office: Office, request: Request, clock: Clock) -> Request | None:
    """Do in the systems, and write down in the store, what was decided."""
    if request.state is not State.RUNNING or request.outcome in NOTHING_TO_DO:
        waits = request.state is State.OPEN and request.right not in DISCLOSING
        return None if waits else request
    if request.right is Right.ERASURE:
        return request if _erase(office, request, clock) else None
    if request.right in (Right.RECTIFICATION, Right.HUMAN_REVIEW):
        return office.store.request(request.id) if correcting.carry(office, request, clock) else None
    if request.right is Right.WITHDRAWAL:
        for purpose in request.purposes:
            _withdraw(office, request, purpose, clock())
    if request.right is Right.RESTRICTION:
        ground: Ground = request.details["ground"]  # type: ignore[assignment]
        _restrict(office, request, ground, clock())
    return request


def tell_others(office: Office, request: Request, clock: Clock) -> Request | None:
    """Recipients who were given what is now gone, corrected or restricted get their notice (Art. 19)."""
    if request.state is State.RUNNING and request.outcome not in NOTHING_TO_DO:
        begin_notices(office, request, clock())
    return request


def finish(office: Office, request: Request, clock: Clock) -> Request | None:
    """Write the answer, once everything has been done everywhere, and how it came out; tell the person.

    Whatever somebody has to do by hand comes first: an answer says what was done, not what will be. Only a
    recipient who is to be told by hand is not waited for. Without an address staff send the answer.
    """
    if request.state not in (State.OPEN, State.RUNNING):
        return None if request.state is State.ASKED else request
    now, id = clock(), request.id
    refused = proposed(office, id)
    if any(not one.agreed_by for one in refused):
        return None
    if request.outcome is not Outcome.REFUSED:
        tasks_of_places(office, request, now)
    if any(task.what != TASK for task in office.store.tasks(id, open_only=True)):
        return None
    try:
        answer = write_answer(office, request, now)
    except NotSure:
        _ask_more(office, request, now)
        return None
    except NotWeighed:
        _have_weighed(office, request, now)
        return None
    outcome = request.outcome or answer.outcome or _outcome(office, request, refused)
    kept = answer.kept(now)
    with office.store.together():
        ready = office.store.move(
            id,
            request.version,
            at=now,
            by="",
            note_kind="answer-ready",
            keep=kept,
            state=State.READY,
            outcome=outcome,
        )
        tell_ready(office, ready, now, until=kept.expires)
    return ready


def lift(office: Office, request: Request, clock: Clock) -> Request | None:
    """What was restricted only until the request was answered is so no longer."""
    if request.state in (State.READY, State.ANSWERED):
        lift_meanwhile(office, request, clock())
    return request


def goes_on_by_itself(office: Office, request: Request) -> bool:
    """Whether what a request waits for is nothing that a person has to do."""
    if request.paused_since or office.store.tasks(request.id, open_only=True):
        return False
    if request.state is State.RUNNING:
        return True
    unplanned = request.right is Right.ERASURE and not request.plan
    at_once = request.right in (*DISCLOSING, Right.WITHDRAWAL, Right.RESTRICTION)
    if request.state is not State.OPEN or not (unplanned or at_once) or refusal_waits(office, request.id):
        return False
    return not waits_to_be_weighed(office, request.id)


STEPS: tuple[Step, ...] = (begin, note_others, act, tell_others, finish, lift)
"""The steps of a request in their order."""


def _acknowledge(office: Office, request: Request, now: datetime) -> None:
    id = request.id
    contact = contact_of(office, id)
    if request.state is State.OPEN and contact and not office.store.mails_queued(id, "receipt"):
        restricted = [one.categories for one in office.store.restrictions(now) if one.by == id]
        weighed = [name for name in request.purposes if not office.policy.purposes[name].marketing]
        objected = weighed if request.right is Right.OBJECTION else []
        case = case_of(office, request, now)
        letter = receipt(case, request.due, restricted[0] if restricted else None, objected)
        queue(office, id, "receipt", contact, letter, now)


def _begin_erasing(office: Office, request: Request, known: Known, now: datetime) -> Request | None:
    """An erasure waits for somebody to confirm its plan, unless there is nothing to be erased at all."""
    if request.plan and office.store.plan(request.plan) is not None:
        _acknowledge(office, request, now)
        return None
    refused = withheld(office, request)
    made = plan_erasure(office, [known], now, refused)
    with office.store.together():
        planned = keep_plan(office, request, made, now)
        if not (made.expected or made.kept or refused):
            return _run(office, planned, now, "nothing-held", outcome=Outcome.NOTHING_HELD)
        _acknowledge(office, planned, now)
    return None


def _begin_objecting(office: Office, request: Request, known: Known, now: datetime) -> Request | None:
    """Marketing ends at once (Art. 21(3)); what else is objected to is restricted and weighed by a person."""
    weighed: dict[str, None] = {}
    objections = office.store.objections(subject_of(office, known, now))
    stated = {one.purpose for one in objections if one.by == request.id}
    for name in request.purposes:
        purpose = office.policy.purposes[name]
        if name not in stated:
            state_objection(office, known, name, "made", now, "", request.id)
        if not purpose.marketing:
            weighed |= dict.fromkeys(purpose.categories)
    if not weighed:
        return _run(office, request, now, "begun")
    _restrict(office, request, "objection", now, tuple(weighed))
    return None


def _erase(office: Office, request: Request, clock: Clock) -> bool:
    hold_parts(office, request, clock())
    try:
        report = run_plan(office, request.confirmed, clock, request.id)
    except Refused as refused:
        if refused.findings[0].code not in REMADE:
            raise
        return _plan_anew(office, request, clock())
    if report.faults:
        if any(fault.code in ("changed-since-plan", "left-after-run") for fault in report.faults):
            return _plan_anew(office, request, clock())
        raise SystemFault(report.faults[0], permanent=False)
    return True


def _plan_anew(office: Office, request: Request, now: datetime) -> bool:
    """The rows have changed since the plan was confirmed: it is made again, and confirmed again."""
    free_parts(office, request, now)
    office.store.move(
        request.id,
        request.version,
        at=now,
        by="",
        note_kind="plan-stale",
        state=State.OPEN,
        plan="",
        confirmed="",
    )
    plan(office, request.id, now)
    return False


def _withdraw(office: Office, request: Request, purpose: str, now: datetime) -> None:
    known = known_of(office, request.id)
    subject = subject_of(office, known, now)
    if office.store.consent_state(subject, purpose) is not False:
        state_consent(office, known, purpose, False, now, f"request {request.id}", request.id)


def _contested(request: Request) -> tuple[str, ...]:
    """What is only stored while somebody finds out whether it is right (Art. 18(1)(a)); else all of it."""
    return (request.details["category"],) if "category" in request.details else ()


def _restrict(
    office: Office, request: Request, ground: Ground, now: datetime, categories: tuple[str, ...] = ()
) -> None:
    if not any(one.by == request.id for one in office.store.restrictions(now)):
        subject = subject_of(office, known_of(office, request.id), now)
        office.store.restrict(subject, ground, now, request.id, categories=categories)


def _run(office: Office, request: Request, now: datetime, kind: str, **changes: Any) -> Request:
    return office.store.move(
        request.id, request.version, at=now, by="", note_kind=kind, state=State.RUNNING, **changes
    )


def _ask_more(office: Office, request: Request, now: datetime) -> None:
    """Ask once for a surer proof than there is, and let the clock wait for it (Art. 12(6))."""
    contact = contact_of(office, request.id)
    if contact:
        queue(
            office, request.id, "identity", contact, doubt_letter(office, request, "doubt_delicate", now), now
        )
    if not any(event.kind == "more-proof-needed" for event in office.store.events(request.id)):
        request = office.store.move(request.id, request.version, at=now, by="", note_kind="more-proof-needed")
        if contact and request.paused_since is None:
            wait_for_proof(office, request, now)


def _have_weighed(office: Office, request: Request, now: datetime) -> None:
    """Wait for somebody to weigh what the policy wants to have weighed; the person is told that it came."""
    if not any(event.kind == TO_BE_WEIGHED for event in office.store.events(request.id)):
        office.store.move(request.id, request.version, at=now, by="", note_kind=TO_BE_WEIGHED)
    _acknowledge(office, request, now)


def _outcome(office: Office, request: Request, refused: Sequence[Refusal]) -> Outcome:
    """Whether all of it could be granted: of an erasure, whether something has to stay."""
    if request.right is Right.RECTIFICATION:
        return Outcome.PARTLY if any(one.agreed_by for one in refused) else Outcome.GRANTED
    if withheld(office, request, refused):
        return Outcome.PARTLY
    confirmed = office.store.plan(request.confirmed) if request.confirmed else None
    return Outcome.PARTLY if confirmed and confirmed.kept else Outcome.GRANTED
