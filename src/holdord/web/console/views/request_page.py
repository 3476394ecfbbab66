"""One request: its clock, how far it is, what happened to it, and what somebody may do about it."""

from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from holdord.store import StoreFault
from holdord.store.request_records import RequestEvent, Sending
from holdord.web.console.accounts import colleagues
from holdord.web.console.guard import Staff, staff, today
from holdord.web.console.permissions import Permission
from holdord.web.console.plans import restricted, rows, staying
from holdord.web.console.progress import Progress, progress
from holdord.web.offices import the_office
from holdord.words.request import WAITING, Request, Right, State
from holdord.workflows.office import Refused
from holdord.workflows.requests.by_hand import KINDS
from holdord.workflows.requests.contents import contact_of
from holdord.workflows.requests.deciding import REASONS_TO_EXTEND, to_weigh
from holdord.workflows.requests.handing import files_of, is_there
from holdord.workflows.requests.holding import held_of
from holdord.workflows.requests.lifting import liftings
from holdord.workflows.requests.looking import shown_plan, waits_to_be_weighed
from holdord.workflows.requests.notifying import notices_standing
from holdord.workflows.requests.porting import can_hand_over
from holdord.workflows.requests.reaching import can_change, must_prove
from holdord.workflows.requests.receiving import METHODS
from holdord.workflows.requests.refusing import BY_CATEGORY, Refusal, refusals
from holdord.workflows.requests.undelivered import NOTICE

LINES = range(1, 6)
"""How many corrections the form has room for at once."""


def known_request(id: str) -> Request:
    """The request of an id; a page that is not there for one nobody knows."""
    try:
        return the_office().store.request(id)
    except StoreFault as fault:
        if fault.finding.code == "store-unknown":
            raise Http404 from None
        raise


def show(request: HttpRequest, id: str, faults: Refused | None = None, status: int = 200) -> HttpResponse:
    """The page of a request, with what was wrong with what somebody asked for."""
    office, found, me = the_office(), known_request(id), request.staff
    office.store.look(id, me.name, "page", timezone.now())
    refused = _refused(id)
    told = {
        "one": found,
        "concerns": _concerns(found),
        "left": (found.due - today()).days,
        "running_late": found.state in WAITING and found.due < today(),
        "is_open": found.state in WAITING,
        "progress": _progress(found, refused),
        "history": _history(id),
        "policy": office.policy,
        "faults": faults.findings if faults else (),
        "typed": request.POST if faults else {},
    }
    return render(request, "console/request.html", told | _work(found, refused, me), status=status)


def _history(id: str) -> list[tuple[RequestEvent | None, Sending | None, str]]:
    """What happened and which letters were queued, the newest first; a notice with its recipient.

    A letter of which it is not known when it was queued stands where it was sent or given up.
    """
    store = the_office().store
    told = {one.id: one.recipient for one in store.notices(id)}
    found: list[tuple[datetime, RequestEvent | None, Sending | None, str]] = [
        (event.at, event, None, "") for event in store.events(id)
    ]
    for one in store.letters(id):
        of = told.get(one.key.partition(".")[0], "") if one.kind == NOTICE else ""
        found.append((one.queued_at or one.at or timezone.now(), None, one, of))
    return [line[1:] for line in sorted(found, key=itemgetter(0))[::-1]]


def _concerns(found: Request) -> list[tuple[str, str]]:
    """What was chosen on the form, each with the kind of thing it is."""
    single = [
        (kind, found.details[kind]) for kind in ("category", "ground", "decision") if kind in found.details
    ]
    return [*(("purpose", name) for name in found.purposes), *single]


def _work(found: Request, refused: list[Refusal], me: Staff) -> dict[str, Any]:
    """What somebody may do about it, and what that needs to know."""
    office = the_office()
    plan = shown_plan(office, found.id) if Permission.SEE_FOUND in me.may else None
    decides = me.may & {Permission.SECOND, Permission.DECIDE}
    return {
        "contact_can_change": Permission.PROVE in me.may and can_change(found),
        "contact_must_prove": must_prove(found),
        "reachable": me.may & {Permission.DECIDE, Permission.PROVE} and bool(contact_of(office, found.id)),
        "can_decide": found.state is State.OPEN and Permission.DECIDE in me.may,
        "plan": plan if found.right is Right.ERASURE else None,
        "plan_rows": rows(plan),
        "kept": staying(plan.kept) if plan else [],
        "restricted": restricted(timezone.now()) if plan and any(one.stopped_by for one in plan.kept) else {},
        "completed": bool(office.store.contents(found.id, "statement")),
        "planned": bool(found.plan and office.store.contents(found.id, "corrections")),
        "refusals": [one for one in refused if not one.agreed_by] if decides else [],
        "refusals_agreed": [one for one in refused if one.agreed_by] if decides else [],
        "to_weigh": _to_weigh(found, refused),
        "refusal_waits": any(not one.agreed_by for one in refused),
        "methods": METHODS,
        "reasons": REASONS_TO_EXTEND,
        "tasks": office.store.tasks(found.id),
        "kinds": KINDS,
        "lines": LINES,
        "colleagues": colleagues(),
        "can_hand_over": Permission.DECIDE in me.may and can_hand_over(found),
        "notices": notices_standing(office, found.id),
        "by_category": found.right in BY_CATEGORY,
        "weighs": found.state is State.OPEN and waits_to_be_weighed(office, found.id),
        "liftings": liftings(office, found.id, timezone.now()),
        "holds": held_of(office, found, timezone.now()) if Permission.SEE_HOLDS in me.may else [],
        "can_hold": Permission.HOLD in me.may and found.state not in (State.ASKED, State.CLOSED),
        "next_year": (today() + timedelta(days=365)).isoformat(),
        "tomorrow": (today() + timedelta(days=1)).isoformat(),
        "answer_files": _has_files(found, me),
        "answer_there": is_there(office, found.id, timezone.now()),
    }


def _to_weigh(found: Request, refused: list[Refusal]) -> list[str]:
    """The purposes that are still to be weighed; those with a proposal wait for a second person instead."""
    if found.right is not Right.OBJECTION:
        return []
    waiting = {one.of for one in refused if not one.agreed_by}
    return [] if "" in waiting else [name for name in to_weigh(the_office(), found) if name not in waiting]


def _has_files(found: Request, me: Staff) -> bool:
    """Whether there are files beside the letter: only for those who may fetch them, for it is decrypted."""
    if found.state not in (State.READY, State.ANSWERED) or Permission.SEE_VALUES not in me.may:
        return False
    return bool(files_of(the_office(), found.id, timezone.now()))


def _progress(found: Request, refused: list[Refusal]) -> Progress:
    store = the_office().store
    kinds = {event.kind for event in store.events(found.id)}
    waiting = any(not one.agreed_by for one in refused)
    reachable = store.mails_queued(found.id, "ready") > 0
    return progress(
        the_office().policy, found, kinds, len(store.tasks(found.id, open_only=True)), waiting, reachable
    )


def _refused(id: str) -> list[Refusal]:
    """What was proposed to be refused; nothing any more once the grounds are gone from the vault."""
    try:
        return refusals(the_office(), id)
    except Refused:
        return []


@require_safe
@staff(Permission.SEE_REQUESTS)
def request_page(request: HttpRequest, id: str) -> HttpResponse:
    """Where a request stands; that somebody looked is written down."""
    return show(request, id)


@require_safe
@staff(Permission.SEE_REQUESTS)
def progress_now(request: HttpRequest, id: str) -> HttpResponse:
    """Only how far it is, for a page that is open: no more than the overview tells, so no look is noted."""
    found = known_request(id)
    return render(
        request, "console/progress.html", {"one": found, "progress": _progress(found, _refused(id))}
    )
