"""What staff do about a request: each is one form, one permission and one function of the workflows."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from holdord.store import StoreFault
from holdord.web.console.guard import staff
from holdord.web.console.permissions import Permission
from holdord.web.console.soon import ask_for_proof, carry_on, hand_over, send_link
from holdord.web.console.views.request_page import known_request, show
from holdord.web.offices import the_office
from holdord.words.request import State
from holdord.workflows.office import Office, Refused, refuse, told_at_once
from holdord.workflows.requests import (
    by_hand,
    correcting,
    deciding,
    handing,
    holding,
    lifting,
    looking,
    porting,
    reaching,
    receiving,
)

Act = Callable[[Office, str, HttpRequest, str, datetime], object]
"""(office, request's id, what was posted, by whom, when)"""


def _text(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name, "")).strip()


def _prove(office: Office, id: str, sent: HttpRequest, by: str, now: datetime) -> object:
    """Whoever is asked for proof makes the clock wait; with the proof it goes on."""
    request = receiving.prove_by_staff(office, id, _text(sent, "method"), by, now)
    return deciding.resume(office, id, by, now) if request.paused_since else request


def _confirm(office: Office, id: str, sent: HttpRequest, by: str, now: datetime) -> object:
    if _text(sent, "sure") != "yes":
        raise refuse(
            "not-sure", "nothing was confirmed", "read what goes and what stays, and tick that you have"
        )
    return deciding.confirm(office, id, _text(sent, "digest"), by, now)


def _weigh(office: Office, id: str, sent: HttpRequest, by: str, now: datetime) -> object:
    if _text(sent, "upheld") not in ("yes", "no"):
        raise refuse(
            "choice-missing", "it was not said whether the objection is upheld", "choose one of the two"
        )
    upheld = _text(sent, "upheld") == "yes"
    return deciding.weigh(office, id, _text(sent, "purpose"), upheld, _text(sent, "reason"), by, now)


def _refuse(office: Office, id: str, sent: HttpRequest, by: str, now: datetime) -> object:
    ground, law = _text(sent, "ground"), _text(sent, "law")
    return deciding.propose_refusal(office, id, ground, law, by, now, _text(sent, "of"))


def _task_new(office: Office, id: str, sent: HttpRequest, by: str, now: datetime) -> object:
    place, kind, person = _text(sent, "place"), _text(sent, "kind"), _text(sent, "for")
    return by_hand.new_task(office, id, place, kind, person, by, now)


def _corrected(office: Office, id: str, sent: HttpRequest, by: str, now: datetime) -> object:
    pairs = zip(sent.POST.getlist("what"), sent.POST.getlist("now"), strict=False)
    return by_hand.corrected(office, id, list(pairs), by, now)


def _reviewed(office: Office, id: str, sent: HttpRequest, by: str, now: datetime) -> object:
    if _text(sent, "changed") not in ("yes", "no"):
        raise refuse("choice-missing", "it was not said how the review came out", "choose one of the two")
    what, outcome, reasoning = (_text(sent, name) for name in ("decision", "outcome", "reasoning"))
    return by_hand.reviewed(office, id, what, _text(sent, "changed") == "yes", outcome, reasoning, by, now)


def _ask_proof(office: Office, id: str, sent: HttpRequest, by: str, now: datetime) -> object:
    request = known_request(id)
    if request.state is not State.ASKED:
        raise refuse("not-this-right", "it is known already who asks", "")
    ask_for_proof(id)
    return office.store.move(id, request.version, at=now, by=by, note_kind="code-asked")


def _contact(office: Office, id: str, sent: HttpRequest, by: str, now: datetime) -> object:
    """Whoever changes where the answer goes makes sure first who asks; one that waits goes there at once."""
    if reaching.must_prove(known_request(id)) and _text(sent, "method"):
        receiving.prove_by_staff(office, id, _text(sent, "method"), by, now)
    changed = reaching.change_contact(office, id, _text(sent, "contact"), by, now)
    if changed.state is State.READY:
        send_link(id)
    return changed


def _assign(office: Office, id: str, sent: HttpRequest, by: str, now: datetime) -> object:
    version = known_request(id).version
    return office.store.move(id, version, at=now, by=by, note_kind="assigned", assigned=by)


def _hand_over(office: Office, id: str, sent: HttpRequest, by: str, now: datetime) -> object:
    address, code, company = (_text(sent, name) for name in ("address", "code", "company"))
    chosen = porting.choose_company(office, id, address, code, company, by, now)
    hand_over(id)
    return chosen


def _hold(office: Office, id: str, sent: HttpRequest, by: str, now: datetime) -> object:
    return holding.place(office, id, _text(sent, "reason"), _day(sent, "review"), by, now)


def _day(sent: HttpRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(_text(sent, name))
    except ValueError:
        return None


def _lift(office: Office, id: str, sent: HttpRequest, by: str, now: datetime) -> object:
    on, reason = _day(sent, "on"), _text(sent, "reason")
    return lifting.lift(office, id, _text(sent, "restriction"), on, reason, by, now)


ACTS: dict[str, tuple[Permission, Act, bool]] = {
    "prove": (Permission.PROVE, _prove, True),
    "make-plan": (Permission.DECIDE, lambda o, id, s, by, now: looking.plan(o, id, now, by), False),
    "confirm": (Permission.DECIDE, _confirm, True),
    "extend": (
        Permission.DECIDE,
        lambda o, id, s, by, now: deciding.extend(o, id, tuple(s.POST.getlist("reason")), by, now),
        False,
    ),
    "pause": (
        Permission.DECIDE,
        lambda o, id, s, by, now: deciding.pause(o, id, by, now, _text(s, "missing")),
        False,
    ),
    "resume": (Permission.DECIDE, lambda o, id, s, by, now: deciding.resume(o, id, by, now), False),
    "weigh": (Permission.DECIDE, _weigh, True),
    "refuse": (Permission.DECIDE, _refuse, False),
    "agree": (
        Permission.SECOND,
        lambda o, id, s, by, now: deciding.agree(o, id, by, now, _text(s, "of")),
        True,
    ),
    "turn-down": (
        Permission.SECOND,
        lambda o, id, s, by, now: deciding.turn_down(o, id, by, now, _text(s, "of")),
        False,
    ),
    "corrected": (Permission.DECIDE, _corrected, True),
    "complete": (
        Permission.DECIDE,
        lambda o, id, s, by, now: correcting.complete(o, id, _text(s, "statement"), by, now),
        False,
    ),
    "reviewed": (Permission.DECIDE, _reviewed, True),
    "withdraw": (Permission.DECIDE, lambda o, id, s, by, now: deciding.withdraw(o, id, by, now), False),
    "task-new": (Permission.DECIDE, _task_new, False),
    "task-done": (
        Permission.WORK,
        lambda o, id, s, by, now: by_hand.done(o, id, _text(s, "task"), _text(s, "note"), by, now),
        True,
    ),
    "ask-proof": (Permission.PROVE, _ask_proof, False),
    "sent": (Permission.DECIDE, lambda o, id, s, by, now: handing.sent_by_hand(o, id, by, now), True),
    "hand-over": (Permission.DECIDE, _hand_over, False),
    "contact": (Permission.PROVE, _contact, False),
    "assign": (Permission.DECIDE, _assign, False),
    "hand-out": (Permission.DECIDE, lambda o, id, s, by, now: deciding.hand_out(o, id, by, now), True),
    "lift": (Permission.DECIDE, _lift, True),
    "hold": (Permission.HOLD, _hold, False),
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
            with told_at_once():
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
