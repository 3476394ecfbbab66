"""Using a right: the form, and writing down what was sent.

What is sent is written down and a run is asked for, whoever it is about: nothing is looked up here, so
neither the page nor the time it takes tells whether the company knows somebody.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from holdord.web import faults
from holdord.web.centre import offers, passes
from holdord.web.centre.forms import Asking
from holdord.web.flooding import allowed, client_of, mailbox_of
from holdord.web.languages import day, say
from holdord.web.offices import make_ready, the_client, the_office
from holdord.web.vouched import leave, vouched
from holdord.words.clock import due_for
from holdord.words.request import Channel, Right, Strength
from holdord.workflows.office import Refused
from holdord.workflows.requests.durable import ask_soon, carry_soon
from holdord.workflows.requests.receiving import receive

FROM_ONE_CLIENT = 20
"""Forms that one client may send in an hour: a household, or an office with one address, sends no more."""

ABOUT_ONE = 5
"""Forms in an hour that name one address or number: each may send somebody a mail."""


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, language: str, right: str) -> HttpResponse:
    """The form of a right; what is sent is written down, and goes on by itself."""
    office = the_office()
    if right not in offers.rights(office.policy):
        raise Http404
    known = vouched(request)
    if request.method != "POST":
        make_ready()
        return _page(request, Asking(office.policy, Right(right), language, known))
    if not allowed("ask", client_of(request), FROM_ONE_CLIENT):
        return faults.too_many(request)
    form = Asking(office.policy, Right(right), language, known, request.POST)
    if not form.is_valid():
        return _page(request, form)
    if not _allowed_about(form):
        return faults.too_many(request)
    try:
        id = _received(form)
    except Refused:
        form.add_error(None, say(language, "not_taken"))
        return _page(request, form)
    return _sent(request, form, id)


def _page(request: HttpRequest, form: Asking) -> HttpResponse:
    policy = the_office().policy
    controller = policy.controller
    due = due_for(timezone.now(), controller.calendar.zone, controller.country).due
    review = form.right is Right.HUMAN_REVIEW
    known = {
        "place": "ask",
        "decisions": list(policy.decisions.values()) if review else [],
        "none_named": review and not policy.decisions,
        "automated": controller.automated_decisions,
        "form": form,
        "title": say(form.language, f"ask_{form.right}"),
        "lead": say(form.language, f"ask_{form.right}_lead"),
        "wrong": list(form.wrong()),
        "groups": form.groups(),
        "ticks": form.ticks(),
        "next": say(form.language, f"next_{form.right}"),
        "due_said": say(form.language, "next_due", due=day(due, form.language)),
    }
    return render(request, "centre/ask.html", known, status=422 if form.is_bound else 200)


def _allowed_about(form: Asking) -> bool:
    """Count everybody who is named; each counter is written, whichever of them is full.

    Not whom the company's site vouches for: strangers who name that person often keep them out of nothing.
    """
    typed = [form.cleaned_data.get("contact", "")]
    if form.vouched is None:
        typed += [form.contact(), *form.keys().values()]
    counted = [allowed("about", one, ABOUT_ONE) for one in sorted({mailbox_of(one) for one in typed if one})]
    return all(counted)


def _received(form: Asking) -> str:
    return receive(
        the_office(),
        form.right,
        Channel.WEB if form.vouched is None else Channel.SITE,
        form.language,
        form.keys(),
        form.contact(),
        form.details(),
        form.cleaned_data["words"],
        timezone.now(),
        strength=Strength.CLAIMED if form.vouched is None else Strength.SESSION,
    )


def _sent(request: HttpRequest, form: Asking, id: str) -> HttpResponse:
    """On to where the code is typed; whoever was vouched for needs none."""
    if form.vouched is None:
        ask_soon(the_client(), the_office(), id)
        return HttpResponseRedirect(f"/{form.language}/sent/{id}/", status=303)
    carry_soon(the_client(), the_office(), id)
    response = HttpResponseRedirect(f"/{form.language}/request/{id}/", status=303)
    passes.give(request, response, id, "proved")
    leave(request, response)
    return response
