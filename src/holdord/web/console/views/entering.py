"""A request that came by phone, letter, e-mail or in person, written down by staff."""

from datetime import datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from holdord.web.console.guard import staff, today
from holdord.web.console.permissions import Permission
from holdord.web.console.soon import ask_for_proof, carry_on
from holdord.web.offices import the_office
from holdord.words.policy import Basis, Purpose
from holdord.words.request import Channel, Right, State
from holdord.workflows.office import Refused, refuse
from holdord.workflows.requests.receiving import CHOICES, GROUNDS, METHODS, prove_by_staff, receive

CHANNELS = (Channel.PHONE, Channel.LETTER, Channel.EMAIL, Channel.IN_PERSON)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Permission.ENTER)
def new(request: HttpRequest) -> HttpResponse:
    """The form, and what was sent with it written down as a request."""
    if request.method != "POST":
        right = request.GET.get("right", "")
        if right not in set(Right):
            return render(request, "console/new_right.html", {"rights": [str(one) for one in Right]})
        return _form(request, {"right": right}, None)
    try:
        id = _receive(request)
    except Refused as refused:
        return _form(request, request.POST.dict(), refused)
    return redirect("console:request", id)


def _receive(request: HttpRequest) -> str:
    office, sent = the_office(), request.POST
    by: str = request.staff.name
    now = timezone.now()
    method = sent.get("method", "")
    if sent.get("right") not in set(Right) or sent.get("channel") not in set(CHANNELS):
        raise refuse("choice-missing", "the right or the channel was not chosen", "choose one of each")
    details = {
        "purposes": ",".join(sent.getlist("purposes")),
        "ground": sent.get("ground", ""),
        "category": sent.get("category", ""),
        "decision": sent.get("decision", ""),
    }
    keys = {name: sent.get(f"key_{name}", "") for name in office.policy.keys}
    id = receive(
        office,
        Right(sent["right"]),
        Channel(sent["channel"]),
        sent.get("language", ""),
        keys,
        sent.get("contact", ""),
        details,
        sent.get("words", ""),
        _received(sent.get("received", ""), now),
        by,
    )
    if method in METHODS:
        prove_by_staff(office, id, method, by, now)
    if office.store.request(id).state is State.OPEN:
        carry_on(id)
    elif method == "code":
        ask_for_proof(id)
    return id


def _received(text: str, now: datetime) -> datetime:
    """The moment of a day as typed: a letter's clock runs from its arrival, not from when it was opened."""
    zone = the_office().policy.controller.calendar.zone
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date() if text else now.astimezone(zone).date()  # noqa: DTZ007
    except ValueError:
        raise refuse("received-unfit", "the day it arrived could not be read", "choose a day") from None
    moment = datetime.combine(day, time(12), zone)
    if (now - moment).days > 366:
        raise refuse("received-unfit", "the day it arrived is more than a year ago", "choose a day")
    if day > now.astimezone(zone).date():
        raise refuse("received-unfit", "the day it arrived has not come yet", "choose a day")
    return min(moment, now)


def _form(request: HttpRequest, typed: dict[str, Any], refused: Refused | None) -> HttpResponse:
    policy = the_office().policy
    right = Right(typed["right"]) if typed.get("right") in set(Right) else Right.ACCESS
    return render(
        request,
        "console/new.html",
        {
            "right": str(right),
            "typed": typed,
            "chosen": request.POST.getlist("purposes"),
            "faults": refused.findings if refused else (),
            "asks": CHOICES[right],
            "channels": [str(one) for one in CHANNELS],
            "keys": [(key, typed.get(f"key_{key.name}", "")) for key in policy.keys.values()],
            "purposes": [one for one in policy.purposes.values() if reached(right, one)],
            "categories": policy.categories.values(),
            "grounds": GROUNDS,
            "methods": METHODS,
            "today": today().isoformat(),
        },
        status=409 if refused else 200,
    )


def reached(right: Right, purpose: Purpose) -> bool:
    """Whether a right can be used about a purpose: consents are withdrawn, other uses objected to."""
    if right is Right.WITHDRAWAL:
        return purpose.basis is Basis.CONSENT
    return purpose.marketing or purpose.basis.objectable
