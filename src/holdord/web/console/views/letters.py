"""Letters that were given up, and what somebody decides about each."""

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from holdord.store import StoreFault
from holdord.web.console.guard import staff
from holdord.web.console.permissions import Permission
from holdord.web.console.soon import ask_for_proof
from holdord.web.console.views.refusing import faults_of, number_of
from holdord.web.offices import the_office
from holdord.workflows.office import Refused
from holdord.workflows.requests import undelivered

MOST = 200
"""So many are shown, the latest."""


@require_safe
@staff(Permission.SEE_REQUESTS)
def letters(request: HttpRequest) -> HttpResponse:
    """Those that wait for somebody; how many others there are that belong to no case."""
    return _show(request)


def _show(request: HttpRequest, fault: Refused | StoreFault | None = None) -> HttpResponse:
    store, now = the_office().store, timezone.now()
    waiting = undelivered.undelivered(store)
    shown = waiting[:MOST]
    return render(
        request,
        "console/letters.html",
        {
            "letters": [(one, undelivered.can_go(store, one, now)) for one in shown],
            "count": len(waiting),
            "shown": len(shown),
            "codes": undelivered.typed_codes(store),
            "told": list(store.told_given_up().items()),
            "faults": faults_of(fault),
        },
        status=409 if fault else 200,
    )


def _again(id: int, by: str) -> None:
    undelivered.send_once_more(the_office(), id, by, timezone.now(), ask_for_proof)


def _otherwise(id: int, by: str) -> None:
    undelivered.told_otherwise(the_office(), id, by, timezone.now())


ACTS: dict[str, Callable[[int, str], None]] = {"again": _again, "otherwise": _otherwise}


def _view(name: str) -> Callable[..., HttpResponse]:
    @require_POST
    @staff(Permission.DECIDE)
    def answer(request: HttpRequest) -> HttpResponse:
        id = number_of(str(request.POST.get("id", "")))
        try:
            ACTS[name](id, request.staff.name)
        except (Refused, StoreFault) as fault:
            return _show(request, fault)
        return redirect("console:letters")

    return answer


def paths() -> Iterator[URLPattern]:
    """The addresses of the page and its forms."""
    yield path("letters/", letters, name="letters")
    for name in ACTS:
        yield path(f"letters/{name}/", _view(name), name=f"letters_{name}")
