"""The promise board: every promise, how it stands, and the record that shows it one click away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from holdord.store import StoreFault
from holdord.web.console.guard import staff
from holdord.web.console.permissions import Permission
from holdord.web.console.timeline import timeline
from holdord.web.languages import LANGUAGES
from holdord.web.offices import the_office
from holdord.words.standing import ProofKind, ProofLink, State
from holdord.workflows.promises.board import board, by_state

SEE = staff(Permission.SEE_PROMISES)
BEFORE, SHOWN = 30, 60
"""So many earlier readings are listed beside one, and so many changes below a promise."""


@require_safe
@SEE
def promises(request: HttpRequest) -> HttpResponse:
    """Every promise, or those in one state, the worst first."""
    office = the_office()
    found = board(office, timezone.now())
    wanted = request.GET.get("state", "")
    shown = [one for one in found if wanted in ("", one.state)]
    groups = [
        (state, [(office.policy.promises[one.promise], one) for one in shown if one.state is state])
        for state in sorted(State, key=lambda state: -state.rank)
    ]
    counts = sorted(by_state(found).items(), key=lambda each: each[0].rank)
    return render(
        request,
        "console/promises.html",
        {
            "groups": [each for each in groups if each[1]],
            "counts": counts,
            "wanted": wanted,
            "all": len(found),
        },
    )


@require_safe
@SEE
def promise(request: HttpRequest, name: str) -> HttpResponse:
    """One promise: what keeps it, what shows it, and how it has stood."""
    office, now = the_office(), timezone.now()
    if name not in office.policy.promises:
        raise Http404
    one = next(each for each in board(office, now) if each.promise == name)
    history = office.store.history(name, SHOWN)
    return render(
        request,
        "console/promise.html",
        {
            "promise": office.policy.promises[name],
            "one": one,
            "proof": address_of(one.proof, request),
            "parts": [(fact, verdict, address_of(verdict.proof, request)) for fact, verdict in one.parts],
            "history": history,
            "timeline": timeline(history, now) if history else None,
        },
    )


@require_safe
@SEE
def reading(request: HttpRequest, number: int) -> HttpResponse:
    """What a probe has measured: counts, by names of the policy, of tables and columns."""
    store = the_office().store
    found = store.reading(number) if number < 2**63 else None  # the store knows no larger number
    if found is None:
        raise Http404
    counts = sorted(found.measured.counts.items(), key=lambda each: (": " not in each[0], each[0]))
    others = [one for one in store.readings(found.probe, BEFORE) if one.id != number]
    return render(request, "console/reading.html", {"reading": found, "counts": counts, "others": others})


@require_safe
@SEE
def run(request: HttpRequest, id: str) -> HttpResponse:
    """A run: when, under which plan, how it ended; its evidence is verified on the command line."""
    try:
        found = the_office().store.run(id)
    except StoreFault:
        raise Http404 from None
    return render(request, "console/run.html", {"run": found})


@require_safe
@SEE
def confirmation(request: HttpRequest, id: str) -> HttpResponse:
    """Who confirmed what, when, with which document."""
    found = the_office().store.attestation(id)
    if found is None:
        raise Http404
    return render(request, "console/confirmation.html", {"confirmation": found})


def address_of(proof: ProofLink, request: HttpRequest) -> str:
    """Where a record can be looked at; empty where it is the policy's own files, or there is none."""
    match proof.kind:
        case ProofKind.READING:
            return reverse("console:reading", args=[int(proof.id.rpartition("-")[2])])
        case ProofKind.RUN:
            return reverse("console:run", args=[proof.id])
        case ProofKind.REQUEST if Permission.SEE_REQUESTS in request.staff.may:
            return reverse("console:request", args=[proof.id])
        case ProofKind.CONFIRMATION:
            return reverse("console:confirmation", args=[proof.id])
        case ProofKind.PUBLICATION:
            language = getattr(request, "LANGUAGE_CODE", "en")
            return f"/{language if language in LANGUAGES else 'en'}/policy/versions/{proof.id}/"
    return ""


def paths() -> list[URLPattern]:
    """The addresses of the board's pages."""
    return [
        path("promises/", promises, name="promises"),
        path("promises/<slug:name>/", promise, name="promise"),
        path("readings/<int:number>/", reading, name="reading"),
        path("runs/<slug:id>/", run, name="run"),
        path("confirmations/<slug:id>/", confirmation, name="confirmation"),
    ]
