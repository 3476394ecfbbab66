"""Others who hold data: recipients yet to confirm, letters that may have arrived, what others hand over."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from holdord.store import StoreFault
from holdord.web.console.guard import staff
from holdord.web.console.permissions import Permission
from holdord.web.console.views.refusing import faults_of, number_of
from holdord.web.offices import the_office
from holdord.workflows.office import Office, Refused
from holdord.workflows.requests import arriving, mailing, notifying, undelivered

Act = Callable[[Office, str, str, datetime], dict[str, Any] | None]
"""(office, id, by whom, when): what the page shows besides; None where it is simply shown anew."""


def _who(office: Office, id: str, by: str, now: datetime) -> dict[str, Any]:
    return {"shown": id, "told": notifying.shown_to_staff(office, id, by, now)}


def _told(office: Office, id: str, by: str, now: datetime) -> None:
    notifying.confirm_notice(office, id, by, now)


def _again(office: Office, id: str, by: str, now: datetime) -> None:
    mailing.send_again(office, number_of(id), by, now)


def _leave(office: Office, id: str, by: str, now: datetime) -> None:
    mailing.leave(office, number_of(id), by, now)


def _expect(office: Office, id: str, by: str, now: datetime) -> dict[str, Any]:
    return {"code": arriving.expect(office, by, now)[1], "address": arriving.address_for(office)}


ACTS: dict[str, tuple[Permission, Act]] = {
    "who": (Permission.SEE_VALUES, _who),
    "told": (Permission.WORK, _told),
    "again": (Permission.DECIDE, _again),
    "leave": (Permission.DECIDE, _leave),
    "expect": (Permission.ENTER, _expect),
    "take": (Permission.DECIDE, arriving.take_over),
    "discard": (Permission.DECIDE, arriving.discard),
}


@require_safe
@staff(Permission.WORK)
def others(request: HttpRequest) -> HttpResponse:
    """Everything that waits for others, or for somebody to decide about what came from them."""
    return _show(request, {})


def _show(request: HttpRequest, more: dict[str, Any], status: int = 200) -> HttpResponse:
    office = the_office()
    told = {
        "standings": notifying.open_notices(office),
        "letters": office.store.mails_unsure(),
        "undelivered": len(undelivered.undelivered(office.store)),
        "arrivals": arriving.arrivals(office),
    }
    return render(request, "console/others.html", {**told, **more}, status=status)


@require_POST
@staff(Permission.SEE_VALUES)
def arrived(request: HttpRequest) -> HttpResponse:
    """The file that came; that somebody fetched it is written down."""
    try:
        id = str(request.POST.get("id", ""))
        _, file = arriving.look_at(the_office(), id, request.staff.name, timezone.now())
    except (Refused, StoreFault) as fault:
        return _show(request, {"faults": faults_of(fault)}, 409)
    headers = {"Content-Disposition": f'attachment; filename="{id}.json"'}
    return HttpResponse(file, content_type="application/json", headers=headers)


def _view(name: str) -> Callable[..., HttpResponse]:
    permission, act = ACTS[name]

    @require_POST
    @staff(permission)
    def answer(request: HttpRequest) -> HttpResponse:
        office, by = the_office(), request.staff.name
        try:
            more = act(office, str(request.POST.get("id", "")), by, timezone.now())
        except (Refused, StoreFault) as fault:
            return _show(request, {"faults": faults_of(fault)}, 409)
        return redirect("console:others") if more is None else _show(request, more)

    return answer


def paths() -> Iterator[URLPattern]:
    """The addresses of the page and its forms."""
    yield path("others/", others, name="others")
    yield path("others/file/", arrived, name="others_file")
    for name in ACTS:
        yield path(f"others/{name}/", _view(name), name=f"others_{name}")
