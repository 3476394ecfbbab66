"""Corrections field by field, and a machine's decision looked at again: planned here, confirmed by digest."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from holdord.web.console.accounts import colleagues
from holdord.web.console.guard import staff
from holdord.web.console.permissions import Permission
from holdord.web.console.views.request_page import known_request, show
from holdord.web.offices import the_office
from holdord.words.correction import Correctable, CorrectableRow, Correction
from holdord.words.request import Request, State
from holdord.workflows.office import Refused, refuse, told_at_once
from holdord.workflows.requests import correcting, reviewing

MOST = 180
"""Fields on one page: a form may send no more than 200. Those that the request is about come first."""

Shown = tuple[CorrectableRow, list[tuple[str, Correctable, str]]]


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Permission.SEE_VALUES)
def correct(request: HttpRequest, id: str) -> HttpResponse:
    """What stands in the person's fields, and what should: the look is written down, the plan made."""
    office, found, now = the_office(), known_request(id), timezone.now()
    faults: Refused | None = None
    if request.method == "POST":
        decides(request)
        try:
            with told_at_once():
                correcting.propose(office, id, _stated(request.POST), request.staff.name, now)
        except Refused as refused:
            faults = refused
        else:
            return redirect("console:changes", id)
    try:
        with told_at_once():
            rows = correcting.corrections_possible(office, id, now, request.staff.name)
    except Refused as refused:
        return show(request, id, refused, 409)
    shown, more = _shown(rows, found.details.get("category", ""), request.POST)
    told = {"one": found, "rows": shown, "more": more, "faults": faults.findings if faults else ()}
    return render(request, "console/correct.html", told, status=409 if faults else 200)


def decides(request: HttpRequest) -> None:
    """Raise PermissionDenied for whoever may look, and not decide."""
    if Permission.DECIDE not in request.staff.may:
        raise PermissionDenied


def _shown(
    rows: Iterable[CorrectableRow], category: str, typed: Mapping[str, Any]
) -> tuple[list[Shown], bool]:
    """The fields that can be corrected, those of a category first, as they fit; whether there are more."""
    every = [(row, one) for row in rows for one in row.fields if not (row.refused or one.refused)]
    every.sort(key=lambda pair: pair[1].category != category)
    found: dict[tuple[str, str, str], Shown] = {}
    for row, one in every[:MOST]:
        name = _name(row, one)
        entry = found.setdefault((row.system, row.collection, row.row), (row, []))
        entry[1].append((name, one, str(typed.get(name, one.value or ""))))
    return list(found.values()), len(every) > MOST


def _name(row: CorrectableRow, one: Correctable) -> str:
    """What a field is called in the form: where it lies, and a digest of what stood there."""
    return f"f{_digest(one.value or '')}{json.dumps([row.system, row.collection, row.row, one.column])}"


def _digest(text: str) -> str:
    """Of a text as a form sends it back: its lines end otherwise there, and a field of one line has none."""
    return sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def _stated(sent: Mapping[str, Any]) -> list[Correction]:
    """The fields whose text was changed on the page. Where they lie is checked by whoever plans."""
    found = []
    for name, text in sent.items():
        if not name.startswith("f") or "[" not in name or _digest(str(text)) == name[1:17]:
            continue
        try:
            system, collection, row, column = map(str, json.loads(name[17:]))
        except ValueError:
            raise refuse("correction-unfit", "a field was sent that has no place", "load the page") from None
        found.append(Correction(system, collection, row, column, str(text).strip()))
    return found


@require_safe
@staff(Permission.SEE_VALUES)
def changes(request: HttpRequest, id: str) -> HttpResponse:
    """What the plan would change, what stands there and what would: read, then confirmed by its digest."""
    office, found = the_office(), known_request(id)
    planned = correcting.proposed(office, id)
    if not found.plan or not planned:
        return redirect("console:request", id)
    office.store.look(id, request.staff.name, "values", timezone.now())
    waits = found.state is State.OPEN and Permission.DECIDE in request.staff.may
    return render(request, "console/changes.html", {"one": found, "planned": planned, "waits": waits})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Permission.SEE_VALUES)
def review(request: HttpRequest, id: str) -> HttpResponse:
    """The machine's decisions about the person; one is chosen, somebody named, and it is decided anew."""
    office, found, now = the_office(), known_request(id), timezone.now()
    faults: Refused | None = None
    if request.method == "POST":
        decides(request)
        try:
            with told_at_once():
                found = _reviewed(request, id)
        except Refused as refused:
            faults = refused
        else:
            if found.plan and found.state is State.OPEN:
                return redirect("console:changes", id)
            return redirect("console:review" if found.state is State.OPEN else "console:request", id)
    try:
        with told_at_once():
            decisions = reviewing.decisions_possible(office, id, now, request.staff.name)
    except Refused as refused:
        return show(request, id, refused, 409)
    chosen = reviewing.chosen(office, id)
    mine = next((one for one in decisions if one.reference == chosen), None)
    told = {
        "one": found,
        "decisions": decisions,
        "policy": office.policy,
        "chosen": mine,
        "kind": office.policy.decisions[mine.decision] if mine else None,
        "colleagues": colleagues(Permission.DECIDE),
        "typed": request.POST,
        "faults": faults.findings if faults else (),
    }
    return render(request, "console/review.html", told, status=409 if faults else 200)


def _reviewed(request: HttpRequest, id: str) -> Request:
    from holdord.web.console.soon import carry_on

    office, sent, now = the_office(), request.POST, timezone.now()
    by: str = request.staff.name
    if "reviewer" in sent:
        if sent["reviewer"] not in colleagues(Permission.DECIDE):
            raise refuse(
                "no-reviewer",
                "nobody is named who looks at the decision again",
                "choose somebody who may decide requests",
            )
        return reviewing.choose(office, id, sent.get("decision", ""), sent["reviewer"], by, now)
    found = reviewing.conclude(office, id, sent.get("outcome", ""), sent.get("reasons", ""), by, now)
    if found.state is not State.OPEN:
        carry_on(id)
    return found
