"""What is personal about a request, each on a page of its own: opening one is written down with the name."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from holdord.letters.pdf import as_pdf
from holdord.letters.plain import as_plain
from holdord.web.console.guard import staff
from holdord.web.console.permissions import Permission
from holdord.web.console.plans import rows, staying
from holdord.web.console.views.request_page import known_request, show
from holdord.web.offices import the_office
from holdord.words.request import Request
from holdord.workflows.office import Refused
from holdord.workflows.requests.by_hand import notes
from holdord.workflows.requests.contents import perhaps
from holdord.workflows.requests.handing import letter_of
from holdord.workflows.requests.looking import look, shown_plan


def _looked(
    request: HttpRequest, id: str, template: str, more: Callable[[Request], dict[str, Any]]
) -> HttpResponse:
    found = known_request(id)
    try:
        return render(request, template, {"one": found, "policy": the_office().policy, **more(found)})
    except Refused as refused:
        return show(request, id, refused, 409)


@require_safe
@staff(Permission.SEE_FOUND)
def found(request: HttpRequest, id: str) -> HttpResponse:
    """What is found of the person, by category and count; never a value."""

    def more(_: Request) -> dict[str, Any]:
        told = look(the_office(), id, timezone.now(), request.staff.name)
        counted = sorted(told.rows_by_category().items())
        return {"found": told, "rows": counted, "kept": staying(told.explanation.kept)}

    return _looked(request, id, "console/found.html", more)


@require_safe
@staff(Permission.SEE_VALUES)
def person(request: HttpRequest, id: str) -> HttpResponse:
    """How the person is reached and found, what they wrote, and what was done by hand."""
    office = the_office()

    def more(one: Request) -> dict[str, Any]:
        office.store.look(id, request.staff.name, "person", timezone.now())
        kept = {name: perhaps(office.store, id, name) for name in ("contact", "keys", "words")}
        return {**kept, "notes": notes(office, id)}

    return _looked(request, id, "console/person.html", more)


@require_safe
@staff(Permission.SEE_FOUND)
def plan_page(request: HttpRequest, id: str) -> HttpResponse:
    """The plan with its digest: what goes, and what stays and why."""
    plan = shown_plan(the_office(), id)
    if plan is None:
        raise Http404

    def more(_: Request) -> dict[str, Any]:
        the_office().store.look(id, request.staff.name, "plan", timezone.now())
        return {"plan": plan, "plan_rows": rows(plan), "kept": staying(plan.kept)}

    return _looked(request, id, "console/plan.html", more)


@require_safe
@staff(Permission.SEE_VALUES)
def answer(request: HttpRequest, id: str) -> HttpResponse:
    """The letter that the person is given, as long as it is kept."""
    known_request(id)
    letter = letter_of(the_office(), id, timezone.now())
    if letter is None:
        raise Http404

    def more(_: Request) -> dict[str, Any]:
        the_office().store.look(id, request.staff.name, "answer", timezone.now())
        return {"letter": as_plain(letter)}

    return _looked(request, id, "console/answer.html", more)


@require_safe
@staff(Permission.SEE_VALUES)
def answer_pdf(request: HttpRequest, id: str) -> HttpResponse:
    """The same letter to print."""
    known_request(id)
    letter = letter_of(the_office(), id, timezone.now())
    if letter is None:
        raise Http404
    the_office().store.look(id, request.staff.name, "answer-pdf", timezone.now())
    answered = HttpResponse(as_pdf(letter), content_type="application/pdf")
    answered.headers["Content-Disposition"] = f'attachment; filename="{id}.pdf"'
    return answered
