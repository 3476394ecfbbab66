"""A request that came by phone, letter, e-mail or in person, written down by staff."""

from datetime import datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from holdord.web.console.guard import staff, today
from holdord.web.console.permissions import Permission
from holdord.web.console.soon import carry_on
from holdord.web.offices import the_office
from holdord.words.policy import Basis
from holdord.words.request import Channel, Right, State
from holdord.workflows.office import Refused, refuse
from holdord.workflows.requests.receiving import GROUNDS, METHODS, prove_by_staff, receive

CHANNELS = (Channel.PHONE, Channel.LETTER, Channel.EMAIL, Channel.IN_PERSON)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Permission.ENTER)
def new(request: HttpRequest) -> HttpResponse:
    """The form, and what was sent with it written down as a request."""
    if request.method != "POST":
        return _form(request, {}, None)
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
    reached = [
        purpose
        for purpose in policy.purposes.values()
        if purpose.marketing or purpose.basis in (Basis.CONSENT, Basis.LEGITIMATE_INTEREST, Basis.PUBLIC_TASK)
    ]
    return render(
        request,
        "console/new.html",
        {
            "typed": typed,
            "chosen": request.POST.getlist("purposes"),
            "faults": refused.findings if refused else (),
            "rights": [str(one) for one in Right],
            "channels": [str(one) for one in CHANNELS],
            "keys": [(name, typed.get(f"key_{name}", "")) for name in policy.keys],
            "purposes": reached,
            "categories": policy.categories.values(),
            "grounds": GROUNDS,
            "methods": METHODS,
            "today": today().isoformat(),
        },
        status=409 if refused else 200,
    )
