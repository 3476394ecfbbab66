"""The log: who saw and did what about which request, who changed whose account, and failed log-ins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdord.store.models import LoginFailure
from holdord.web.console.guard import staff
from holdord.web.console.models import StaffChange
from holdord.web.console.permissions import Permission
from holdord.web.console.seen import lines
from holdord.web.offices import the_office


@require_safe
@staff(Permission.READ_LOG)
def log(request: HttpRequest) -> HttpResponse:
    """The newest first; of one request where one is asked for. Ids and names of staff, nobody else's."""
    store = the_office().store
    wanted = request.GET.get("request", "").strip().upper()
    return render(
        request,
        "console/log.html",
        {
            "lines": lines(store, wanted),
            "wanted": wanted,
            "holds": store.holds_log(50),
            "changes": StaffChange.objects.order_by("-at")[:50],
            "failures": [
                (one.at, one.kind, one.account[:8], one.address[:8])
                for one in LoginFailure.objects.order_by("-at")[:50]
            ],
        },
    )
