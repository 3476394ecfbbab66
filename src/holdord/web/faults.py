"""Pages for what cannot be answered: never more than that it cannot."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from holdord.web.languages import in_templates, of_path, wished


def _page(request: HttpRequest, status: int, name: str) -> HttpResponse:
    known = in_templates(request)
    if not of_path(request.path_info):
        known["language"] = wished(request.headers.get("Accept-Language", ""), "en")
    return render(request, "fault.html", {**known, "fault": name}, status=status)


def not_understood(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400, or 413 where too much was sent."""
    return _page(request, 400, "not_understood")


def refused(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403."""
    return _page(request, 403, "refused")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that did not come from our own page, or from a page left open long ago."""
    return _page(request, 403, "forged")


def from_site_not_taken(request: HttpRequest) -> HttpResponse:
    """403: what the company's own site sent along was not taken."""
    return _page(request, 403, "from_site")


def nothing_here(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404."""
    return _page(request, 404, "nothing_here")


def too_many(request: HttpRequest) -> HttpResponse:
    """429: the form was sent too often."""
    return _page(request, 429, "too_many")


def our_fault(request: HttpRequest) -> HttpResponse:
    """500; knows as little as it can, for something is broken."""
    language = of_path(request.path_info) or "en"
    return HttpResponse(
        render_to_string("fault.html", {"language": language, "switch": [], "fault": "our_fault"}), status=500
    )
