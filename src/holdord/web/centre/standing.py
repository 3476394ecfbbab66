"""Where a request stands, for the browser that proved whose it is; and taking it back."""

import contextlib
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from holdord.letters.days import listed
from holdord.store import StoreFault
from holdord.web import faults, vouched
from holdord.web.centre import offers, passes
from holdord.web.centre.proving import AGAIN, code_at
from holdord.web.flooding import allowed
from holdord.web.languages import day, say, tongue
from holdord.web.offices import the_client, the_office
from holdord.words.request import WAITING, Request, State
from holdord.workflows.office import Refused
from holdord.workflows.requests.deciding import REASONS_TO_EXTEND, withdraw
from holdord.workflows.requests.durable import link_soon
from holdord.workflows.requests.handing import is_there
from holdord.workflows.requests.lifting import liftings

_STEP_OF = {
    "received": "received",
    "answer-ready": "ready",
    "answer-fetched": "fetched",
    "answer-sent-by-hand": "fetched",
}
"""The step of the picture that each event is."""

When = Literal["over", "now", "later"]
STEPS = ("received", "proved", "at_work", "ready", "fetched")
REACHED = {State.ASKED: 1, State.OPEN: 2, State.RUNNING: 2, State.READY: 3, State.ANSWERED: 5}
"""How many steps are over in each state; of a closed request none is shown."""

TAKEN_BACK = (State.ASKED, State.OPEN)
"""Where nothing has been done yet that taking the request back would not undo."""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps of the picture."""

    said: str
    when: When
    when_said: str
    day: date | None


@require_safe
def standing(request: HttpRequest, language: str, id: str) -> HttpResponse:
    """The picture of a request; without a pass for it the same page for every id."""
    if not passes.holds(request, id, "proved"):
        return unproved(request, id)
    asked = the_office().store.request(id)
    reasons = [say(language, f"reason_{reason}") for reason in _reasons(id)]
    ends = [one.on for one in liftings(the_office(), id, timezone.now()) if one.on]
    chosen = _chosen(asked, language)
    known = {
        "place": "ask",
        "id": id,
        "asked": asked,
        "lifting_on": day(max(ends), language) if ends else "",
        "title": say(language, f"ask_{asked.right}"),
        "chosen": chosen,
        "chosen_for": say(language, f"what_{asked.right}") if chosen else "",
        "steps": _steps(asked, language),
        "reasons": listed(reasons, language),
        "waits": asked.state in WAITING,
        "there": is_there(the_office(), id, timezone.now()),
        "can_take_back": asked.state in TAKEN_BACK,
        "differs": asked.due != asked.strict_due,
    }
    return render(request, "centre/standing.html", known)


def _chosen(asked: Request, language: str) -> list[tuple[str, str]]:
    """What was chosen on the form, as it was called there; each with its language where that is another."""
    policy, details = the_office().policy, asked.details
    purposes = [policy.purposes[name] for name in asked.purposes if name in policy.purposes]
    chosen = [(offers.purpose_said(one, language), tongue(one.says, language)) for one in purposes]
    if category := policy.categories.get(details.get("category", "")):
        said = offers.categories(policy, language).get(category.name, "")
        chosen.append((said, tongue(category.says, language)))
    if "ground" in details:
        chosen.append((say(language, f"ground_{details['ground']}"), ""))
    return [*chosen, *((details[name], "") for name in ("decision",) if name in details)]


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, language: str, id: str) -> HttpResponse:
    """The person takes the request back, while that still can be done."""
    if not (request.method == "POST" and passes.holds(request, id, "proved")):
        return HttpResponseRedirect(f"/{language}/request/{id}/", status=303)
    with contextlib.suppress(Refused, StoreFault):  # it went on meanwhile: the page says where it stands now
        withdraw(the_office(), id, "", timezone.now())
    return HttpResponseRedirect(f"/{language}/request/{id}/", status=303)


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, language: str, id: str) -> HttpResponse:
    """Another link to the answer, sent to the address that was proved."""
    if not (request.method == "POST" and passes.holds(request, id, "proved")):
        return HttpResponseRedirect(f"/{language}/request/{id}/", status=303)
    if not allowed("again", id, AGAIN):
        return faults.too_many(request)
    link_soon(the_client(), the_office(), id)
    return HttpResponseRedirect(f"/{language}/request/{id}/", status=303)


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, language: str) -> HttpResponse:
    """This browser shall see nothing any more: for machines that others use too."""
    response = HttpResponseRedirect(f"/{language}/", status=303)
    if request.method != "POST":
        return response
    passes.take_away(request, response)
    vouched.leave(request, response)
    response.headers["Clear-Site-Data"] = '"cache"'  # the cookies of staff at the same address stay
    return response


def unproved(request: HttpRequest, id: str) -> HttpResponse:
    """What is told to whoever holds no pass; the same for every id, and for those that are none."""
    return render(
        request, "centre/unproved.html", {"place": "ask", "id": id, **code_at(request, id)}, status=403
    )


def _steps(asked: Request, language: str) -> list[Step]:
    over = REACHED.get(asked.state, 0)
    days = _days(asked.id)
    found = []
    for place, name in enumerate(STEPS if over else ()):
        when: When = "over" if place < over else "now" if place == over else "later"
        found.append(Step(say(language, f"step_{name}"), when, say(language, f"when_{when}"), days.get(name)))
    return found


def _days(id: str) -> dict[str, date]:
    """On which day each step was reached, in the controller's time."""
    office = the_office()
    zone = office.policy.controller.calendar.zone
    found: dict[str, date] = {}
    for event in office.store.events(id):
        step = _STEP_OF.get(event.kind)
        if event.kind.startswith("proved"):
            step = "proved"
        if step:
            found.setdefault(step, event.at.astimezone(zone).date())
    return found


def _reasons(id: str) -> list[str]:
    """Why the time was extended, by the names that the law has for it (Art. 12(3))."""
    kinds = [event.kind for event in the_office().store.events(id) if event.kind.startswith("extended-")]
    return [reason for reason in REASONS_TO_EXTEND if any(reason in kind.split("-") for kind in kinds)]
