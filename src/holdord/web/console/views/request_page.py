"""One request: its clock, what happened to it, what is found and planned, what somebody may do about it."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from holdord.store import StoreFault
from holdord.web.console.guard import staff, today
from holdord.web.console.permissions import Permission
from holdord.web.offices import the_office
from holdord.words.plan import Plan
from holdord.words.request import Request, Right, State
from holdord.workflows.office import Refused
from holdord.workflows.requests.contents import newest
from holdord.workflows.requests.deciding import REASONS_TO_EXTEND, Refusal, proposed_refusal
from holdord.workflows.requests.looking import look, shown_plan
from holdord.workflows.requests.receiving import METHODS

GROUPS = {State.ASKED, State.OPEN, State.RUNNING}


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
    office, found = the_office(), known_request(id)
    me = request.staff
    office.store.look(id, me.name, "page", timezone.now())
    plan = shown_plan(office, id) if Permission.SEE_FOUND in me.may else None
    waiting = (
        _waiting(id)
        if found.state is State.OPEN and me.may & {Permission.SECOND, Permission.DECIDE}
        else None
    )
    return render(
        request,
        "console/request.html",
        {
            "one": found,
            "events": office.store.events(id)[::-1],
            "left": (found.due - today()).days,
            "running_late": found.state in GROUPS and found.due < today(),
            "is_open": found.state in GROUPS,
            "can_decide": found.state is State.OPEN and Permission.DECIDE in me.may,
            "plan": plan if found.right is Right.ERASURE else None,
            "plan_rows": _rows(plan),
            "refusal": waiting,
            "refusal_mine": bool(waiting and waiting.proposed_by == me.name),
            "purposes": [name for name in found.details.get("purposes", "").split(",") if name],
            "policy": office.policy,
            "methods": METHODS,
            "reasons": REASONS_TO_EXTEND,
            "tasks": office.store.tasks(id),
            "notices": office.store.notices(id),
            "faults": faults.findings if faults else (),
        },
        status=status,
    )


def _waiting(id: str) -> Refusal | None:
    """The refusal that waits for a second person; its ground may name somebody, so not everybody sees it."""
    try:
        refusal = proposed_refusal(the_office(), id)
    except Refused:
        return None
    return refusal if refusal and not refusal.agreed_by else None


def _rows(plan: Plan | None) -> list[tuple[str, str, int]]:
    """How much goes, by place and act."""
    rows: Counter[tuple[str, str]] = Counter()
    for unit in plan.units if plan else ():
        for step in unit.steps:
            rows[f"{unit.system}.{step.collection}", str(step.act)] += step.expected
    return [(place, act, count) for (place, act), count in sorted(rows.items()) if count]


@require_safe
@staff(Permission.SEE_REQUESTS)
def request_page(request: HttpRequest, id: str) -> HttpResponse:
    """Where a request stands; that somebody looked is written down."""
    return show(request, id)


def _looked(
    request: HttpRequest, id: str, template: str, more: Callable[[Request], dict[str, Any]]
) -> HttpResponse:
    found = known_request(id)
    try:
        return render(request, template, {"one": found, **more(found)})
    except Refused as refused:
        return show(request, id, refused, 409)


@require_safe
@staff(Permission.SEE_FOUND)
def found(request: HttpRequest, id: str) -> HttpResponse:
    """What is found of the person, by category and count; never a value."""
    office = the_office()

    def more(_: Request) -> dict[str, Any]:
        told = look(office, id, timezone.now(), request.staff.name)
        rows = sorted(told.rows_by_category().items())
        return {
            "found": told,
            "rows": [(office.policy.categories.get(name), name, count) for name, count in rows],
            "kept": told.explanation.kept,
        }

    return _looked(request, id, "console/found.html", more)


@require_safe
@staff(Permission.SEE_VALUES)
def person(request: HttpRequest, id: str) -> HttpResponse:
    """How the person is reached and found, and what they wrote; the look is written down first."""
    store = the_office().store

    def more(one: Request) -> dict[str, Any]:
        store.look(id, request.staff.name, "person", timezone.now())
        return {name: _kept(id, name) for name in ("contact", "keys", "words")}

    return _looked(request, id, "console/person.html", more)


def _kept(id: str, kind: str) -> Any:
    try:
        return newest(the_office().store, id, kind)
    except Refused:
        return None


@require_safe
@staff(Permission.SEE_FOUND)
def plan_page(request: HttpRequest, id: str) -> HttpResponse:
    """The plan with its digest: what goes, and what stays and why."""
    plan = shown_plan(the_office(), id)
    if plan is None:
        raise Http404
    the_office().store.look(id, request.staff.name, "plan", timezone.now())
    return render(
        request,
        "console/plan.html",
        {
            "one": known_request(id),
            "plan": plan,
            "plan_rows": _rows(plan),
            "purposes": the_office().policy.purposes,
        },
    )
