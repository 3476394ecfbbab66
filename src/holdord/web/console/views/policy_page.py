"""The policy's versions: what has changed, publishing it, and how far telling people has come."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from holdord.store import StoreFault
from holdord.store.outbox import TOLD
from holdord.web.console.guard import staff
from holdord.web.console.permissions import Permission
from holdord.web.console.views.refusing import faults_of, number_of
from holdord.web.languages import LANGUAGES
from holdord.web.offices import the_office
from holdord.workflows.office import Refused
from holdord.workflows.requests import mailing
from holdord.workflows.versions import texts
from holdord.workflows.versions.publishing import Draft, confirmed, draft, publish


@require_safe
@staff(Permission.PUBLISH)
def policy_page(request: HttpRequest) -> HttpResponse:
    """The versions, and what a new one would change."""
    return _page(request, {})


@require_safe
@staff(Permission.PUBLISH)
def text(request: HttpRequest, language: str) -> HttpResponse:
    """The text as it would be published, in one of its languages; only staff see it before it is."""
    policy = the_office().policy
    if language not in policy.controller.texts:
        raise Http404
    from holdord.letters.policy import as_html, policy_text  # large, and only this page needs it

    told = mark_safe(as_html(policy_text(policy, language)))
    return render(request, "console/policy_text.html", {"text": told})


@require_POST
@staff(Permission.PUBLISH)
def look(request: HttpRequest) -> HttpResponse:
    """What would be published, under this name and with this note, to be confirmed."""
    return _page(request, {"looked": True})


@require_POST
@staff(Permission.PUBLISH)
def published(request: HttpRequest) -> HttpResponse:
    """Publish what was shown, or nothing."""
    now = timezone.now()
    try:
        made = _draft(request)
        confirmed(made, str(request.POST.get("digest", "")))
        publish(the_office(), made, now, texts.written)
    except (Refused, StoreFault) as fault:
        return _page(request, {"faults": faults_of(fault)}, 409)
    return redirect("console:policy")


@require_POST
@staff(Permission.PUBLISH)
def decided(request: HttpRequest, what: str) -> HttpResponse:
    """A letter that may have arrived is sent once more, or taken for sent."""
    id = number_of(str(request.POST.get("id", "")))
    try:
        if what == "again":
            mailing.send_again(the_office(), id, request.staff.name, timezone.now(), TOLD)
        else:
            mailing.leave(the_office(), id, request.staff.name, timezone.now(), TOLD)
    except (Refused, StoreFault) as fault:
        return _page(request, {"faults": faults_of(fault)}, 409)
    return redirect("console:policy")


def _draft(request: HttpRequest) -> Draft:
    typed = request.POST
    note = {
        language: str(typed.get(f"note_{language}", "")).strip()[:2000]
        for language in the_office().policy.controller.texts
    }
    raised = frozenset(map(str, typed.getlist("announce")))
    by = str(typed.get("adopted_by", "")).strip()[:200]
    return draft(the_office(), by, {k: v for k, v in note.items() if v}, timezone.now(), raised)


def _page(request: HttpRequest, more: dict[str, Any], status: int = 200) -> HttpResponse:
    office = the_office()
    made, faults = None, more.get("faults", [])
    try:
        made = _draft(request)
    except Refused as refused:
        faults = faults or refused.findings
    versions = office.store.publications()
    languages = office.policy.controller.texts
    return render(
        request,
        "console/policy.html",
        {
            "made": made,
            "faults": faults,
            "looked": more.get("looked", False) and made is not None and bool(made.line.adopted_by),
            "unnamed": more.get("looked", False) and made is not None and not made.line.adopted_by,
            "adopted_by": request.POST.get("adopted_by", ""),
            "notes": [(one, LANGUAGES[one], request.POST.get(f"note_{one}", "")) for one in languages],
            "raised": request.POST.getlist("announce"),
            "versions": [
                (one, office.store.announcement(one.number) if one.announced else None) for one in versions
            ],
            "unsure": [
                told for one in versions if one.announced for told in office.store.told_unsure(one.number)
            ],
            "place": languages[0] if languages else "en",
        },
        status=status,
    )


def paths() -> Iterator[URLPattern]:
    """The addresses of the page and its forms."""
    yield path("policy/", policy_page, name="policy")
    yield path("policy/text/<slug:language>/", text, name="policy_text")
    yield path("policy/look/", look, name="policy_look")
    yield path("policy/publish/", published, name="policy_publish")
    for what in ("again", "leave"):
        yield path(f"policy/{what}/", decided, {"what": what}, name=f"policy_{what}")
