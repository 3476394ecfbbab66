"""What staff do about a request: each is one form, one permission and one function of the workflows."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from holdord.store import StoreFault
from holdord.web.console.guard import staff
from holdord.web.console.permissions import Permission
from holdord.web.console.soon import carry_on
from holdord.web.console.views.request_page import known_request, show
from holdord.web.offices import the_office
from holdord.workflows.office import Office, Refused, refuse
from holdord.workflows.requests import deciding, looking, receiving

Act = Callable[[Office, str, HttpRequest, str, datetime], object]
"""(office, request's id, what was posted, by whom, when)"""


def _text(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name, "")).strip()


def _confirm(office: Office, id: str, sent: HttpRequest, by: str, now: datetime) -> object:
    if _text(sent, "sure") != "yes":
        raise refuse(
            "not-sure", "nothing was confirmed", "read what goes and what stays, and tick that you have"
        )
    return deciding.confirm(office, id, _text(sent, "digest"), by, now)


def _weigh(office: Office, id: str, sent: HttpRequest, by: str, now: datetime) -> object:
    upheld = _text(sent, "upheld") == "yes"
    return deciding.weigh(office, id, _text(sent, "purpose"), upheld, _text(sent, "reason"), by, now)


def _task(office: Office, id: str, sent: HttpRequest, by: str, now: datetime) -> object:
    known_request(id)
    if _text(sent, "task") not in {task.id for task in office.store.tasks(id)}:
        raise refuse("no-task", "there is no such task for this request", "")
    return office.store.task_done(_text(sent, "task"), now, by)


def _assign(office: Office, id: str, sent: HttpRequest, by: str, now: datetime) -> object:
    version = known_request(id).version
    return office.store.move(id, version, at=now, by=by, note_kind="assigned", assigned=by)


ACTS: dict[str, tuple[Permission, Act, bool]] = {
    "prove": (
        Permission.PROVE,
        lambda o, id, s, by, now: receiving.prove_by_staff(o, id, _text(s, "method"), by, now),
        True,
    ),
    "make-plan": (Permission.DECIDE, lambda o, id, s, by, now: looking.plan(o, id, now, by), False),
    "confirm": (Permission.DECIDE, _confirm, True),
    "extend": (
        Permission.DECIDE,
        lambda o, id, s, by, now: deciding.extend(o, id, tuple(s.POST.getlist("reason")), by, now),
        False,
    ),
    "pause": (Permission.DECIDE, lambda o, id, s, by, now: deciding.pause(o, id, by, now), False),
    "resume": (Permission.DECIDE, lambda o, id, s, by, now: deciding.resume(o, id, by, now), False),
    "weigh": (Permission.DECIDE, _weigh, True),
    "refuse": (
        Permission.DECIDE,
        lambda o, id, s, by, now: deciding.propose_refusal(
            o, id, _text(s, "ground"), _text(s, "law"), by, now
        ),
        False,
    ),
    "agree": (Permission.SECOND, lambda o, id, s, by, now: deciding.agree(o, id, by, now), True),
    "turn-down": (Permission.SECOND, lambda o, id, s, by, now: deciding.turn_down(o, id, by, now), False),
    "withdraw": (Permission.DECIDE, lambda o, id, s, by, now: deciding.withdraw(o, id, by, now), False),
    "task-done": (Permission.WORK, _task, True),
    "assign": (Permission.DECIDE, _assign, False),
}
"""The permission, what is done, and whether the request is carried on afterwards."""


def _view(name: str) -> Callable[..., HttpResponse]:
    permission, act, carries = ACTS[name]

    @require_POST
    @staff(permission)
    def answer(request: HttpRequest, id: str) -> HttpResponse:
        known_request(id)
        by: str = request.staff.name
        try:
            act(the_office(), id, request, by, timezone.now())
        except Refused as refused:
            return show(request, id, refused, 409)
        except StoreFault as fault:
            return show(request, id, Refused(fault.finding), 409)
        if carries:
            carry_on(id)
        return redirect("console:request", id)

    return answer


def paths() -> Iterator[URLPattern]:
    """The addresses of the forms."""
    for name in ACTS:
        yield path(f"requests/<slug:id>/{name}/", _view(name), name=name.replace("-", "_"))
