"""Whoever came in from the company's own site, where they are logged in.

The forms ask `vouched`; where it answers, they need no address to be proved, and receive the request with
`Strength.SESSION`. The cookie holds a random ticket and nothing else.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from holdord.web.offices import the_office
from holdord.workflows.vouching import STAYS, vouched_for


def vouched(request: HttpRequest) -> Mapping[str, str] | None:
    """The keys that the site vouches for, by their names in the policy; None for everybody else."""
    ticket = request.COOKIES.get(settings.HOLDORD_SITE_COOKIE, "")
    return vouched_for(the_office(), ticket, datetime.now(UTC)) if 0 < len(ticket) <= 64 else None


def remember(response: HttpResponse, ticket: str) -> None:
    """Give the browser a ticket. Lax, not Strict: it must come back after the site has sent somebody here."""
    response.set_cookie(
        settings.HOLDORD_SITE_COOKIE,
        ticket,
        max_age=STAYS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def leave(request: HttpRequest, response: HttpResponse) -> None:
    """Hand the ticket back: when the request has been sent, or somebody says that it is not them."""
    if ticket := request.COOKIES.get(settings.HOLDORD_SITE_COOKIE, ""):
        the_office().store.leave(ticket)
        response.delete_cookie(settings.HOLDORD_SITE_COOKIE, samesite="Lax")
