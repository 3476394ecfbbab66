"""What is personal about a request, each on a page of its own: opening one is written down with the name."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from holdord.letters.html import as_html
from holdord.letters.letter import Letter
from holdord.letters.pdf import as_pdf
from holdord.letters.plain import as_plain
from holdord.web.console.guard import staff
from holdord.web.console.permissions import Permission
from holdord.web.console.plans import restricted, rows, staying
from holdord.web.console.views.request_page import known_request, show
from holdord.web.offices import the_office
from holdord.words.request import Request
from holdord.workflows.office import Refused, told_at_once
from holdord.workflows.requests.by_hand import notes
from holdord.workflows.requests.contents import perhaps
from holdord.workflows.requests.handing import files_of, letter_of, tables_of
from holdord.workflows.requests.looking import look, shown_plan
from holdord.workflows.requests.parts import to_weigh


def _looked(
    request: HttpRequest, id: str, template: str, more: Callable[[Request], dict[str, Any]]
) -> HttpResponse:
    found = known_request(id)
    try:
        with told_at_once():
            told = more(found)
        return render(request, template, {"one": found, "policy": the_office().policy, **told})
    except Refused as refused:
        return show(request, id, refused, 409)


@require_safe
@staff(Permission.SEE_FOUND)
def found(request: HttpRequest, id: str) -> HttpResponse:
    """What is found of the person, by category and count; never a value."""

    def more(_: Request) -> dict[str, Any]:
        told = look(the_office(), id, timezone.now(), request.staff.name)
        counted = sorted(told.rows_by_category().items())
        kept = staying(told.explanation.kept)
        return {"found": told, "rows": counted, "kept": kept, "restricted": restricted(timezone.now())}

    return _looked(request, id, "console/found.html", more)


@require_safe
@staff(Permission.SEE_VALUES)
def person(request: HttpRequest, id: str) -> HttpResponse:
    """How the person is reached and found, what they wrote, and what was done by hand."""
    office = the_office()

    def more(one: Request) -> dict[str, Any]:
        office.store.look(id, request.staff.name, "person", timezone.now())
        kept = {name: perhaps(office.store, id, name) for name in ("contact", "keys", "words")}
        return {**kept, "notes": notes(office, id)}

    return _looked(request, id, "console/person.html", more)


@require_safe
@staff(Permission.SEE_VALUES)
def weighing(request: HttpRequest, id: str) -> HttpResponse:
    """What somebody weighs before it is handed out: the values of those categories alone."""

    def more(_: Request) -> dict[str, Any]:
        return {"held": to_weigh(the_office(), id, request.staff.name, timezone.now())}

    return _looked(request, id, "console/weighing.html", more)


@require_safe
@staff(Permission.SEE_FOUND)
def plan_page(request: HttpRequest, id: str) -> HttpResponse:
    """The plan with its digest: what goes, and what stays and why."""
    plan = shown_plan(the_office(), id)
    if plan is None:
        raise Http404

    def more(_: Request) -> dict[str, Any]:
        the_office().store.look(id, request.staff.name, "plan", timezone.now())
        stopped = restricted(timezone.now())
        return {"plan": plan, "plan_rows": rows(plan), "kept": staying(plan.kept), "restricted": stopped}

    return _looked(request, id, "console/plan.html", more)


@require_safe
@staff(Permission.SEE_VALUES)
def answer(request: HttpRequest, id: str) -> HttpResponse:
    """The letter that the person is given, as long as it is kept."""
    known_request(id)
    letter = letter_of(the_office(), id, timezone.now())
    if letter is None:
        raise Http404

    def more(_: Request) -> dict[str, Any]:
        the_office().store.look(id, request.staff.name, "answer", timezone.now())
        return {"letter": as_plain(letter), "files": bool(_files(id))}

    return _looked(request, id, "console/answer.html", more)


@require_safe
@staff(Permission.SEE_VALUES)
def answer_pdf(request: HttpRequest, id: str) -> HttpResponse:
    """The same letter to print."""
    return _saved(request, id, "pdf", "application/pdf", lambda: _letter(id, as_pdf))


@require_safe
@staff(Permission.SEE_VALUES)
def answer_html(request: HttpRequest, id: str) -> HttpResponse:
    """The same letter as a page, to be read without a server."""
    return _saved(request, id, "html", "text/html; charset=utf-8", lambda: _letter(id, _page))


@require_safe
@staff(Permission.SEE_VALUES)
def answer_json(request: HttpRequest, id: str) -> HttpResponse:
    """The data for programs, to be handed over on a stick where there is no address for a link."""
    return _saved(request, id, "json", "application/json", lambda: _files(id).get("answer.json"))


@require_safe
@staff(Permission.SEE_VALUES)
def answer_tables(request: HttpRequest, id: str) -> HttpResponse:
    """The same as tables."""
    return _saved(request, id, "zip", "application/zip", lambda: tables_of(_files(id)))


def _page(letter: Letter) -> bytes:
    return as_html(letter).encode()


def _letter(id: str, made: Callable[[Letter], bytes]) -> bytes | None:
    letter = letter_of(the_office(), id, timezone.now())
    return made(letter) if letter else None


def _files(id: str) -> dict[str, bytes]:
    return files_of(the_office(), id, timezone.now())


def _saved(
    request: HttpRequest, id: str, ending: str, kind: str, content: Callable[[], bytes | None]
) -> HttpResponse:
    """A file, once it is written down that somebody fetched it; its name tells nothing of the person."""
    known_request(id)
    found = content()
    if found is None:
        raise Http404
    the_office().store.look(id, request.staff.name, f"answer-{ending}", timezone.now())
    answered = HttpResponse(found, content_type=kind)
    answered.headers["Content-Disposition"] = f'attachment; filename="{id}.{ending}"'
    return answered
