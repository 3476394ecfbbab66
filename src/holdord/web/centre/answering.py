"""Handing the answer out: unlocked once by the link of its mail, then read and saved by that browser."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from holdord.letters.html import as_article, as_html
from holdord.web import faults
from holdord.web.centre import passes
from holdord.web.centre.proving import LONGEST_CODE, TRIES, code_at
from holdord.web.flooding import allowed, client_of
from holdord.web.languages import of_path, say
from holdord.web.offices import the_office
from holdord.workflows.requests.handing import files_of, letter_of, tables_of, unlock

SAVED = ("letter.pdf", "letter.html", "answer.json", "tables.zip")
KINDS = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "zip": "application/zip",
}


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, language: str, id: str, code: str = "") -> HttpResponse:
    """A button for the code of a link; then the letter. What cannot be unlocked looks the same, always."""
    if passes.holds(request, id, "answer"):
        if code or request.method == "POST":
            return HttpResponseRedirect(f"/{language}/answer/{id}/", status=303)
        return _letter(request, id)
    if request.method != "POST":
        return _locked(request, id, code)
    if not allowed("code", client_of(request), TRIES):
        return faults.too_many(request)
    if not unlock(the_office(), id, request.POST.get("code", "")[:LONGEST_CODE], timezone.now()):
        return _locked(request, id, failed=True)
    response = HttpResponseRedirect(f"/{language}/answer/{id}/", status=303)
    passes.give(request, response, id, "proved", "answer")
    return response


@require_safe
def saved(request: HttpRequest, language: str, id: str, name: str) -> HttpResponse:
    """The answer as a file; its name holds the request's id, and nothing of the person's."""
    if not passes.holds(request, id, "answer"):
        return _locked(request, id)
    content = _content(id, name)
    if content is None:
        return _gone(request, id)
    ending = name.rpartition(".")[2]
    response = HttpResponse(content, content_type=KINDS[ending])
    response.headers["Content-Disposition"] = f'attachment; filename="{id}.{ending}"'
    return response


def _letter(request: HttpRequest, id: str) -> HttpResponse:
    letter = letter_of(the_office(), id, timezone.now())
    if letter is None:
        return _gone(request, id)
    files = files_of(the_office(), id, timezone.now())
    language = of_path(request.path_info)
    known = {
        "place": "ask",
        "id": id,
        "letter": mark_safe(as_article(letter)),  # escaped there, text by text
        "title": letter.title,
        "saved": [(name, say(language, f"save_{name}")) for name in _offered(files)],
    }
    return render(request, "centre/answer.html", known)


def _offered(files: Mapping[str, bytes]) -> list[str]:
    """The files that there are; the letter itself always is."""
    tables = any(name.endswith(".csv") for name in files)
    return [*SAVED[:2], *([SAVED[2]] if "answer.json" in files else []), *([SAVED[3]] if tables else [])]


def _content(id: str, name: str) -> bytes | None:
    now = timezone.now()
    if name == SAVED[0]:
        from holdord.letters.pdf import as_pdf  # what sets type is large, and seldom needed

        letter = letter_of(the_office(), id, now)
        return as_pdf(letter) if letter else None
    if name == SAVED[1]:
        letter = letter_of(the_office(), id, now)
        return as_html(letter).encode() if letter else None
    files = files_of(the_office(), id, now)
    return files.get("answer.json") if name == SAVED[2] else tables_of(files)


def _locked(request: HttpRequest, id: str, code: str = "", failed: bool = False) -> HttpResponse:
    known = {"place": "ask", "id": id, "code": code, "failed": failed, **code_at(request, id)}
    return render(request, "centre/locked.html", known, status=422 if failed else 200)


def _gone(request: HttpRequest, id: str) -> HttpResponse:
    return render(request, "centre/gone.html", {"id": id}, status=410)
