"""The log: who saw and did what about which request, who changed whose account, and failed log-ins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdord.store.models import LoginFailure
from holdord.web.console.guard import staff
from holdord.web.console.models import StaffChange
from holdord.web.console.permissions import Permission
from holdord.web.offices import the_office

MOST = 200


@require_safe
@staff(Permission.READ_LOG)
def log(request: HttpRequest) -> HttpResponse:
    """The newest first; of one request where one is asked for. Ids and names of staff, nobody else's."""
    store = the_office().store
    wanted = request.GET.get("request", "").strip().upper()
    every = store.requests(limit=MOST)
    chosen = [one for one in every if one.id == wanted] if wanted else every
    lines = []
    for one in chosen:
        lines += [(look.at, look.by, "saw", look.what, one.id) for look in store.looks(one.id)]
        lines += [
            (event.at, event.by, "did", event.kind, one.id) for event in store.events(one.id) if event.by
        ]
    return render(
        request,
        "console/log.html",
        {
            "lines": sorted(lines, reverse=True)[:MOST],
            "wanted": wanted,
            "changes": StaffChange.objects.order_by("-at")[:50],
            "failures": [
                (one.at, one.kind, one.account[:8], one.address[:8])
                for one in LoginFailure.objects.order_by("-at")[:50]
            ],
        },
    )
