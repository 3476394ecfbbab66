"""Registers: who handles data, to whom it was passed on, what is confirmed, what could go wrong, Art. 30."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone, translation
from django.views.decorators.http import require_POST, require_safe

from holdord.letters.activities import ProcessingRecords, processing_records
from holdord.letters.sheets import written
from holdord.store import StoreFault
from holdord.web import languages
from holdord.web.console.guard import staff, today
from holdord.web.console.matrix import matrix
from holdord.web.console.permissions import Permission
from holdord.web.console.views.refusing import faults_of
from holdord.web.offices import the_office
from holdord.words.agreement import Agreement, Clause
from holdord.words.attestation import Attestation, ToConfirm
from holdord.words.disclosure import Withheld
from holdord.words.period import lasts_until
from holdord.words.policy import RecipientKind
from holdord.words.recipient import Recipient
from holdord.words.risk import Risk
from holdord.workflows import attesting, disclosing
from holdord.workflows.disclosing import PassedOn
from holdord.workflows.office import Refused, refuse
from holdord.workflows.people import read_keys


@require_safe
@staff(Permission.SEE_REGISTERS)
def registers(request: HttpRequest) -> HttpResponse:
    """The way to each, with what waits there."""
    office = the_office()
    policy = office.policy
    processors = [one for one in policy.recipients.values() if one.kind is RecipientKind.PROCESSOR]
    return render(
        request,
        "console/registers/all.html",
        {
            "processors": len(processors),
            "others": len(policy.recipients) - len(processors),
            "disclosures": sum(office.store.count_disclosures().values()),
            "due": sum(one.is_due for one in attesting.to_confirm(office, today())),
            "risks": len(policy.risks),
            "high": sum(one.remaining.band in ("high", "very_high") for one in policy.risks.values()),
            "purposes": len(policy.purposes),
        },
    )


@require_safe
@staff(Permission.SEE_REGISTERS)
def recipients(request: HttpRequest) -> HttpResponse:
    """Processors with their agreements, then everybody else who is given data."""
    office = the_office()
    reviews = {one.what.fact: one for one in attesting.to_confirm(office, today())}
    found = [
        _recipient(one, reviews.get(f"recipients.{one.name}")) for one in office.policy.recipients.values()
    ]
    return render(
        request,
        "console/registers/recipients.html",
        {
            "processors": [one for one in found if one["is"].kind is RecipientKind.PROCESSOR],
            "others": [one for one in found if one["is"].kind is not RecipientKind.PROCESSOR],
        },
    )


def _recipient(one: Recipient, review: ToConfirm | None) -> dict[str, Any]:
    agreement = one.agreement if isinstance(one.agreement, Agreement) else None
    return {
        "is": one,
        "agreement": agreement,
        "note": "" if agreement else one.agreement,
        "clauses": [(clause, agreement.clauses.get(clause, "")) for clause in Clause] if agreement else [],
        "missing": len(agreement.missing) if agreement else 0,
        "review": review,
    }


@require_safe
@staff(Permission.SEE_REGISTERS)
def disclosures(request: HttpRequest) -> HttpResponse:
    """What was passed on, the newest first; and the form, for whoever may write it down."""
    return _disclosures(request)


@require_POST
@staff(Permission.ENTER)
def disclose(request: HttpRequest) -> HttpResponse:
    """What was passed on is written down."""
    try:
        _write_down(request)
    except (Refused, StoreFault) as fault:
        return _disclosures(request, fault)
    return redirect("console:disclosures")


def _disclosures(request: HttpRequest, fault: Refused | StoreFault | None = None) -> HttpResponse:
    office = the_office()
    policy = office.policy
    return render(
        request,
        "console/registers/disclosures.html",
        {
            "found": office.store.disclosures(),
            "keys": [(key, request.POST.get(f"key_{key.name}", "")) for key in _own_keys()],
            "recipients": policy.recipients.values(),
            "categories": policy.categories.values(),
            "chosen": request.POST.getlist("categories"),
            "typed": request.POST.dict(),
            "law": disclosing.LAWS.get(policy.controller.country, ""),
            "today": today(),
            "faults": faults_of(fault),
        },
        status=409 if fault else 200,
    )


def _own_keys() -> Iterator[Any]:
    return (key for key in the_office().policy.keys.values() if not key.shared)


def _write_down(request: HttpRequest) -> None:
    office, sent = the_office(), request.POST
    typed = ((key.name, sent.get(f"key_{key.name}", "").strip()) for key in _own_keys())
    known = read_keys(office.policy, [f"{name}={value}" for name, value in typed if value])
    until = _day(sent.get("until", ""))
    law = sent.get("law", "").strip()
    if bool(until) != bool(law):
        raise refuse("withheld-without-end", "a law without a last day, or a day without a law", "give both")
    what = PassedOn(
        _day(sent.get("on", "")) or today(),
        sent.get("ground", ""),
        tuple(sent.getlist("categories")),
        sent.get("recipient", ""),
        sent.get("to", ""),
        sent.get("reference", ""),
        Withheld(law, until) if until else None,
    )
    disclosing.write_down(office, [known], what, timezone.now(), request.staff.name)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise refuse("received-unfit", "the day could not be read", "choose a day") from None


@require_POST
@staff(Permission.ENTER)
def strike(request: HttpRequest) -> HttpResponse:
    """What was written down by mistake is taken back."""
    try:
        disclosing.strike(
            the_office(),
            request.POST.get("id", ""),
            request.POST.get("reason", ""),
            request.staff.name,
            timezone.now(),
        )
    except (Refused, StoreFault) as fault:
        return _disclosures(request, fault)
    return redirect("console:disclosures")


@require_safe
@staff(Permission.SEE_REGISTERS)
def confirmations(request: HttpRequest) -> HttpResponse:
    """What somebody confirms, what is due first, and what was confirmed."""
    return _confirmations(request)


@require_POST
@staff(Permission.CONFIRM)
def confirm(request: HttpRequest) -> HttpResponse:
    """Somebody confirms a fact, or says that it is not so."""
    sent, now = request.POST, timezone.now()
    try:
        given = Attestation(
            "",
            sent.get("fact", ""),
            sent.get("by", "").strip(),
            _day(sent.get("on", "")) or today(),
            sent.get("holds") != "no",
            sent.get("document", "").strip()[:300],
            note=sent.get("note", "").strip(),
            written_by=request.staff.name,
        )
        attesting.attest(the_office(), given, now)
    except (Refused, StoreFault) as fault:
        return _confirmations(request, fault)
    return redirect("console:confirmations")


def _confirmations(request: HttpRequest, fault: Refused | StoreFault | None = None) -> HttpResponse:
    office = the_office()
    found = attesting.to_confirm(office, today())
    return render(
        request,
        "console/registers/confirmations.html",
        {
            "due": [one for one in found if one.is_due],
            "standing": [one for one in found if not one.is_due],
            "given": office.store.attestations(),
            "says": {one.what.fact: one.what.says for one in found},
            "typed": request.POST.dict(),
            "today": today(),
            "faults": faults_of(fault),
        },
        status=409 if fault else 200,
    )


@require_safe
@staff(Permission.CONFIRM, Permission.READ_LOG)
def document(request: HttpRequest, id: str) -> HttpResponse:
    """The document that goes with a confirmation, where it is kept here."""
    store = the_office().store
    found = store.attestation(id)
    content = store.get(found.kept, timezone.now()) if found and found.kept else None
    if content is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{id}"'}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


@require_safe
@staff(Permission.SEE_REGISTERS)
def risks(request: HttpRequest) -> HttpResponse:
    """Where the risks lie, before their measures and with them: a picture, and the same as a table."""
    policy = the_office().policy
    found = list(policy.risks.values())
    assessed = {one.system for one in found}
    return render(
        request,
        "console/registers/risks.html",
        {
            "matrix": matrix(found),
            "risks": [(at, one, _place(one), _again(one)) for at, one in enumerate(found, 1)],
            "unassessed": [name for name in (*policy.systems, *policy.by_hand) if name not in assessed],
            "today": today(),
        },
    )


def _place(one: Risk) -> str:
    """What the policy calls a place by hand; a system by its name."""
    place = the_office().policy.by_hand.get(one.system)
    return languages.spoken(place.says, _language(), one.system) if place else one.system


def _language() -> str:
    return (translation.get_language() or "en")[:2]


def _again(one: Risk) -> date | None:
    """The last day on which it is to be assessed again."""
    if one.every is None:
        return None
    calendar = the_office().policy.controller.calendar
    return lasts_until(one.every, one.assessed, calendar)


FILES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


@require_safe
@staff(Permission.SEE_REGISTERS)
def art30(request: HttpRequest) -> HttpResponse:
    """The record of processing, to read; the files are made from the same."""
    return render(request, "console/registers/art30.html", {"record": _record(), "files": FILES})


@require_safe
@staff(Permission.SEE_REGISTERS)
def art30_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same as a file."""
    if form not in FILES:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="art30-{today()}.{form}"'}
    return HttpResponse(written(_record(), form), content_type=FILES[form], headers=headers)


def _record() -> ProcessingRecords:
    return processing_records(the_office().policy, _language(), today())


def paths() -> Iterator[URLPattern]:
    """The addresses of the registers."""
    yield path("registers/", registers, name="registers")
    yield path("registers/recipients/", recipients, name="recipients")
    yield path("registers/disclosures/", disclosures, name="disclosures")
    yield path("registers/disclosures/new/", disclose, name="disclose")
    yield path("registers/disclosures/strike/", strike, name="disclosure_strike")
    yield path("registers/confirmations/", confirmations, name="confirmations")
    yield path("registers/confirmations/new/", confirm, name="confirm")
    yield path("registers/confirmations/<slug:id>/document/", document, name="confirmation_document")
    yield path("registers/risks/", risks, name="risks")
    yield path("registers/art30/", art30, name="art30")
    yield path("registers/art30/art30.<slug:form>", art30_file, name="art30_file")
