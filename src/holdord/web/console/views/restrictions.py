"""Restrictions that stand: since when, of what, and how far the end of each has come (Art. 18(3))."""

from datetime import date, datetime, time

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from holdord.letters.pdf import as_pdf
from holdord.store import StoreFault
from holdord.web.console.guard import staff
from holdord.web.console.permissions import Permission
from holdord.web.console.views.refusing import faults_of
from holdord.web.console.views.request_page import known_request
from holdord.web.offices import the_office
from holdord.workflows.office import Office, Refused, refuse
from holdord.workflows.requests import lifting


@require_safe
@staff(Permission.SEE_REQUESTS)
def restrictions(request: HttpRequest) -> HttpResponse:
    """All that stand, the oldest first."""
    return _show(request)


def _show(request: HttpRequest, fault: Refused | StoreFault | None = None) -> HttpResponse:
    return render(
        request,
        "console/restrictions.html",
        {
            "liftings": lifting.standing(the_office(), timezone.now()),
            "faults": faults_of(fault),
        },
        status=409 if fault else 200,
    )


@require_POST
@staff(Permission.DECIDE)
def lift_stated(request: HttpRequest) -> HttpResponse:
    """Lift one that staff stated without a request: they say when the person was told."""
    office, sent = the_office(), request.POST
    try:
        _lift(office, sent.get("id", ""), sent.get("told", ""), sent.get("reason", ""), request.staff.name)
    except (Refused, StoreFault) as fault:
        return _show(request, fault)
    return redirect("console:restrictions")


def _lift(office: Office, id: str, told: str, reason: str, by: str) -> None:
    now = timezone.now()
    try:
        moment = datetime.combine(date.fromisoformat(told), time(), office.policy.controller.calendar.zone)
    except ValueError:
        raise refuse("lifting-unfit", "the day could not be read", "choose the day") from None
    lifting.lift_stated(office, id, moment, reason, by, now)


@require_safe
@staff(Permission.SEE_VALUES)
def lifting_pdf(request: HttpRequest, id: str, restriction: str) -> HttpResponse:
    """The letter that a restriction ends, to print."""
    known_request(id)
    letter = lifting.letter_of_lifting(the_office(), id, restriction, timezone.now())
    if letter is None:
        raise Http404
    the_office().store.look(id, request.staff.name, "lifting-pdf", timezone.now())
    answered = HttpResponse(as_pdf(letter), content_type="application/pdf")
    answered.headers["Content-Disposition"] = f'attachment; filename="{id}-{restriction}.pdf"'
    return answered
