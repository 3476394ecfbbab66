"""The first page: what is due, the most urgent first."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from holdord.store.request_records import Task
from holdord.web.console.guard import staff, today
from holdord.web.console.month import month, months
from holdord.web.console.permissions import Permission
from holdord.web.console.progress import progress
from holdord.web.console.soon import count_ahead
from holdord.web.offices import the_office
from holdord.words.request import Request, Right, State
from holdord.workflows.outlook import outlook
from holdord.workflows.requests.refusing import refusal_waits
from holdord.workflows.requests.undelivered import undelivered

FAR = date(9999, 1, 1)
MOST = 500
MOST_TASKS = 50
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
    counted = _by_time(found, now)
    tasks = [] if ended else store.tasks(open_only=True)
    return render(
        request,
        "console/overview.html",
        {
            "groups": [("c_ended", [(one, "") for one in found])] if ended else _with_waits(counted, tasks),
            "figures": [] if ended else _figures(counted),
            "month": month([one.due for one in found], now, the_office().policy.controller.country),
            "rights": [str(one) for one in Right],
            "right": right,
            "show": show,
            "mine": request.GET.get("mine", ""),
            "today": now,
            "tasks": tasks[:MOST_TASKS],
            "notices": len(store.notices(open_only=True)),
            "undelivered": len(undelivered(store)),
            **({} if ended else _outlook()),
        },
    )


def _with_waits(
    groups: list[tuple[str, list[Request]]], tasks: list[Task]
) -> list[tuple[str, list[tuple[Request, str]]]]:
    """The same with what each request waits for, as its own page tells it."""
    office = the_office()
    kinds = office.store.event_kinds([one.id for _, listed in groups for one in listed])
    by_hand = Counter(task.request for task in tasks)

    def waits(one: Request) -> str:
        proposed = "refusal-proposed" in kinds[one.id] and refusal_waits(office, one.id)
        return progress(office.policy, one, kinds[one.id], by_hand[one.id], proposed, reachable=True).waits

    return [(name, [(one, waits(one)) for one in listed]) for name, listed in groups]


def _outlook() -> dict[str, Any]:
    """What will expire, as it was last counted; a worker is asked to count it once a day."""
    count_ahead(timezone.now())
    seen = outlook(the_office())
    return {"outlook": seen, "expiring": months(seen.due_now, seen.months) if seen else None}


def _figures(groups: list[tuple[str, list[Request]]]) -> list[tuple[str, int]]:
    counts = {name: len(listed) for name, listed in groups}
    return [(name, counts.get(name, 0)) for name in ("c_overdue", "c_today", "c_week", "c_later")]


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
