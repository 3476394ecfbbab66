"""Holds in force, and lifting one; placing one on the person of a request is a form on its page."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from holdord.store import StoreFault
from holdord.web.console.guard import staff
from holdord.web.console.permissions import Permission
from holdord.web.console.views.refusing import faults_of
from holdord.web.offices import the_office
from holdord.workflows.office import Refused
from holdord.workflows.requests import holding


@require_safe
@staff(Permission.SEE_HOLDS)
def holds(request: HttpRequest) -> HttpResponse:
    """All that stand, the oldest first."""
    return _show(request)


def _show(request: HttpRequest, fault: Refused | StoreFault | None = None) -> HttpResponse:
    told = {"holds": holding.held(the_office(), timezone.now()), "faults": faults_of(fault)}
    return render(request, "console/holds.html", told, status=409 if fault else 200)


@require_POST
@staff(Permission.HOLD)
def lift(request: HttpRequest) -> HttpResponse:
    """What it kept may go again."""
    id, reason = (str(request.POST.get(name, "")) for name in ("id", "reason"))
    try:
        holding.lift(the_office(), id, reason, request.staff.name, timezone.now())
    except (Refused, StoreFault) as fault:
        return _show(request, fault)
    return redirect("console:holds")


def paths() -> Iterator[URLPattern]:
    """The addresses of the page and its form."""
    yield path("holds/", holds, name="holds")
    yield path("holds/lift/", lift, name="holds_lift")
