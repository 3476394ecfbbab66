"""What the API answers when it does not do what was asked: problem details (RFC 9457).

`code` is that of a finding, with a page of its own; `detail` says what is wrong and why, `remedy` what helps.
Nothing that was sent is said back.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from csp.decorators import csp_exempt
from django.http import Http404, HttpRequest, HttpResponse

from holdord.words.finding import Finding

MEDIA_TYPE = "application/problem+json"

STATUS: Mapping[str, int] = {
    "store-unknown": 404,
    "request-changed": 409,
    "key-used-otherwise": 422,
    "store-full": 503,
    "store-unreachable": 503,
}
"""Of the store's faults; every other is ours (500). What is refused by the policy or the law is 422."""

TITLES: Mapping[int, str] = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
"""As RFC 9110 has them; Python's own change with its version."""

AGAIN_AFTER = 5
"""Seconds after which to repeat what could not be done because something did not answer."""


class Problem(Exception):
    """Answered as it says; `headers` go with it."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        remedy: str = "",
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, str]] = (),
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.detail, self.remedy = status, code, detail, remedy
        self.headers = dict(headers or {})
        self.errors = list(errors)


def answer(problem: Problem) -> HttpResponse:
    """The problem as it is sent."""
    body: dict[str, Any] = {
        "type": f"urn:holdord:finding:{problem.code}",
        "title": TITLES[problem.status],
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        "remedy": problem.remedy,
    }
    if problem.errors:
        body["errors"] = problem.errors
    return HttpResponse(
        json.dumps(body, ensure_ascii=False),
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers=problem.headers,
    )


def of_finding(finding: Finding, status: int) -> Problem:
    """A refusal or a fault of the store, by what was found."""
    headers = {"Retry-After": str(AGAIN_AFTER)} if status == 503 else {}
    return Problem(status, finding.code, finding.message, finding.help, headers)


def nothing_here() -> Problem:
    """404: no such address."""
    return Problem(
        404, "not-understood", "there is nothing at this address", "see openapi.json for what there is"
    )


def too_large() -> Problem:
    """413: a body longer than anything that is asked here."""
    return Problem(413, "not-understood", "the body is too long", "send one request at a time")


View = Callable[..., HttpResponse]


def told(view: View) -> View:
    """A view of the API: its 404 and 405 are problems too, where a framework knows only a text.

    What it answers is no page: the policy for pages, which is put together for each answer, need not be.
    """

    @csp_exempt()
    @wraps(view)
    def answered(request: HttpRequest, *rest: Any, **named: Any) -> HttpResponse:
        head = request.method == "HEAD"
        if head:
            request.method = "GET"  # the same answer, and the same refusals; what it holds is not sent
        try:
            response = view(request, *rest, **named)
        except Http404:
            response = answer(nothing_here())
        if response.status_code == 405 and response.headers["Content-Type"] != MEDIA_TYPE:
            methods = set(response.headers["Allow"].split(", "))
            allowed = ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))
            problem = Problem(
                405, "not-understood", "this address does not know the method", f"use {allowed}"
            )
            response = answer(problem)
            response.headers["Allow"] = allowed
        response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        if head:
            response.headers["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    exempt: View = answered
    return exempt
