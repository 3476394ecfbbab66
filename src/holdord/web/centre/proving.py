"""The code that proves an address: typed by hand, or carried by the link of the mail.

A link only opens a page with a button, for programs that look for evil in mail open every link. The page
takes the code as a field, so that it stands in no later address. Wrong, used, late and unknown look the same.
"""

import contextlib

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from holdord.letters.notices import asked_for
from holdord.store import StoreFault
from holdord.web import faults
from holdord.web.centre import passes
from holdord.web.flooding import allowed, client_of
from holdord.web.languages import of_path
from holdord.web.offices import the_client, the_office
from holdord.workflows.requests.durable import ask_soon, carry_soon
from holdord.workflows.requests.receiving import asked_by_code, prove

LONGEST_CODE = 60

TRIES = 40
"""Codes that one client may try in an hour, of all requests together; each code bears five tries besides."""

AGAIN = 3
"""Codes that may be sent for one request in an hour."""


@require_safe
def sent(request: HttpRequest, language: str, id: str) -> HttpResponse:
    """After a form: look for the mail, and type its code. The same for every id, whoever asked.

    So it names no right: whoever knows an id alone would learn of what kind a request is, and that there is
    one. Whoever types a code has read in its mail what it confirms; the page after a right one says it too.
    """
    return _page(request, id, came="sent")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, language: str, id: str, code: str = "") -> HttpResponse:
    """A button for the code of a link, or a field to type it; the code is used when that is sent."""
    if request.method != "POST":
        return _page(request, id, code=code, asked=_asked(request, language, id, code))
    if not allowed("code", client_of(request), TRIES):
        return faults.too_many(request)
    if not prove(the_office(), id, request.POST.get("code", "")[:LONGEST_CODE], timezone.now()):
        return _page(request, id, failed=True)
    carry_soon(the_client(), the_office(), id)
    response = HttpResponseRedirect(f"/{language}/request/{id}/", status=303)
    passes.give(request, response, id, "proved")
    return response


@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, language: str, id: str) -> HttpResponse:
    """Another code, to the address that the first one went to."""
    if request.method != "POST":
        return HttpResponseRedirect(f"/{language}/sent/{id}/", status=303)
    if not (allowed("ask", client_of(request), TRIES) and allowed("again", id, AGAIN)):
        return faults.too_many(request)
    with contextlib.suppress(
        StoreFault
    ):  # of one that is not there, nothing is sent, and the page is the same
        the_office().store.request(id)
        ask_soon(the_client(), the_office(), id)
    return HttpResponseRedirect(f"/{language}/sent/{id}/", status=303)


def code_at(request: HttpRequest, id: str) -> dict[str, str]:
    """Where the two kinds of code are sent to; in the address stands no code."""
    language = of_path(request.path_info)
    return {"confirm_at": f"/{language}/confirm/{id}/", "answer_at": f"/{language}/answer/{id}/"}


def _asked(request: HttpRequest, language: str, id: str, code: str) -> str:
    """Which right the code of a link would confirm, in words; nothing for a code that would confirm none."""
    if not code or not allowed("code-seen", client_of(request), TRIES):
        return ""
    office = the_office()
    right = asked_by_code(office, id, code[:LONGEST_CODE], timezone.now())
    return asked_for(office.policy, language, right) if right else ""


def _page(
    request: HttpRequest, id: str, code: str = "", came: str = "", failed: bool = False, asked: str = ""
) -> HttpResponse:
    known = {
        "place": "ask",
        "id": id,
        "code": code,
        "came": came,
        "failed": failed,
        "asked": asked,
        **code_at(request, id),
    }
    return render(request, "centre/confirm.html", known, status=422 if failed else 200)
