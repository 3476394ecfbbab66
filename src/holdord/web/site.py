"""Where the company's own site sends a customer who is logged in there: a form that it posts, with a token.

The token authenticates, so Django's own protection against forged forms is not asked. What it cannot tell is
whether the customer wanted to come: somebody else's page could post a token of its own, and its visitor would
then fill in forms in another's name. HOLDORD_SITE names the site; only its pages are then listened to.
"""

import logging
import re
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from holdord.web import faults
from holdord.web.languages import wished
from holdord.web.offices import the_office
from holdord.web.vouched import remember
from holdord.workflows.office import Refused
from holdord.workflows.vouching import enter

PAGE = re.compile(r"/(da|nb|en)/([a-z0-9_-]{1,60}/){0,4}")
"""A page of ours, in one of the languages; nothing else is redirected to."""


@csrf_exempt
@require_POST
def come_in(request: HttpRequest) -> HttpResponse:
    """To the forms with a ticket, or a page that says to go back and try again: never why."""
    origin = request.headers.get("Origin", "")
    if settings.HOLDORD_SITE and origin != settings.HOLDORD_SITE:
        return _not_taken(request, "it was not posted by a page of HOLDORD_SITE")
    try:
        ticket = enter(the_office(), request.POST.get("token", ""), _here(request), datetime.now(UTC))
    except Refused as refused:
        return _not_taken(request, refused.findings[0].message)
    response = HttpResponseRedirect(_page(request))
    response.status_code = 303  # a GET, whatever was posted
    remember(response, ticket)
    return response


def _here(request: HttpRequest) -> str:
    """The address of this server, which a token must name."""
    return settings.HOLDORD_ADDRESS or f"{request.scheme}://{request.get_host()}"


def _page(request: HttpRequest) -> str:
    page = request.POST.get("page", "")
    if PAGE.fullmatch(page):
        return page
    first = the_office().policy.controller.texts[0]
    return f"/{wished(request.headers.get('Accept-Language', ''), first)}/"


def _not_taken(request: HttpRequest, why: str) -> HttpResponse:
    """The same page for all; the reason, in which nothing is that was sent, is for who runs the server."""
    logging.getLogger("holdord.site").warning("refused: %s", why)
    return faults.from_site_not_taken(request)


urlpatterns = [path("", come_in)]
