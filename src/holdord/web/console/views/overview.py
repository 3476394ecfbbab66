"""The first page: what is due, the most urgent first."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from holdord.web.console.guard import staff, today
from holdord.web.console.month import month
from holdord.web.console.permissions import Permission
from holdord.web.offices import the_office
from holdord.words.request import Request, Right, State

FAR = date(9999, 1, 1)
MOST = 500
ENDED = (State.READY, State.ANSWERED, State.CLOSED)


@require_safe
@staff(*Permission)
def start(request: HttpRequest) -> HttpResponse:
    """To the first page that is somebody's own."""
    may = request.staff.may
    return redirect("console:overview" if Permission.SEE_REQUESTS in may else "console:log")


@require_safe
@staff(Permission.SEE_REQUESTS)
def overview(request: HttpRequest) -> HttpResponse:
    """Open requests by how much time is left; those that have ended, where that is asked for."""
    now = today()
    store = the_office().store
    right, show = request.GET.get("right", ""), request.GET.get("show", "open")
    ended = show == "ended"
    every = store.requests(ENDED, MOST) if ended else store.due_before(FAR)[:MOST]
    found = [one for one in every if right in ("", one.right)]
    if request.GET.get("mine"):
        found = [one for one in found if one.assigned == request.staff.name]
    country = the_office().policy.controller.country
    return render(
        request,
        "console/overview.html",
        {
            "groups": [("c_ended", found)] if ended else _by_time(found, now),
            "month": month([one.due for one in found], now, country),
            "rights": [str(one) for one in Right],
            "right": right,
            "show": show,
            "mine": request.GET.get("mine", ""),
            "today": now,
            "counted": len(found),
            "tasks": len(store.tasks(open_only=True)),
            "notices": len(store.notices(open_only=True)),
        },
    )


def _by_time(found: list[Request], now: date) -> list[tuple[str, list[Request]]]:
    week = now + timedelta(days=7)
    groups: dict[str, list[Request]] = {"c_overdue": [], "c_today": [], "c_week": [], "c_later": []}
    for one in found:
        if one.due < now:
            groups["c_overdue"].append(one)
        elif one.due == now:
            groups["c_today"].append(one)
        else:
            groups["c_week" if one.due <= week else "c_later"].append(one)
    return [(name, listed) for name, listed in groups.items() if listed]
