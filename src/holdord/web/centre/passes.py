"""What a browser has shown: a ticket in a cookie; the store knows what may be seen with it of which requests.

The cookie holds a random word and nothing else; it is sent to no other site and no script can read it. What
it stands for is kept as tickets of the company's own site are: by a keyed digest, encrypted, until its time
is over or the browser is told to forget. Each proof gives a new ticket and ends the one before.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from holdord.web.offices import the_office

Pass = Literal["proved", "answer"]

LASTS: Mapping[Pass, timedelta] = {"proved": timedelta(days=7), "answer": timedelta(hours=24)}
"""How long a browser is believed: less where there is an answer to be read."""

MOST = 16
"""Passes that one browser holds; the oldest goes first."""

LONGEST = 64


def cookie_name() -> str:
    """What the cookie is called: over TLS no other host, and no plain line, can set it (`__Host-`)."""
    return "__Host-seen" if settings.SESSION_COOKIE_SECURE else "seen"


def ticket_of(word: str) -> str:
    """The name under which the store knows a ticket; tickets of the company's site have other names."""
    return f"seen/{word}"


def holds(request: HttpRequest, id: str, kind: Pass) -> bool:
    """Whether this browser may see that of a request."""
    return any((one, of) == (id, kind) for one, of, _ in _held(request))


def give(request: HttpRequest, response: HttpResponse, id: str, *kinds: Pass) -> None:
    """Let this browser see more of a request, beside what it may see already."""
    now = timezone.now()
    new = [(id, kind, int((now + LASTS[kind]).timestamp())) for kind in kinds]
    kept = [one for one in _held(request) if one[:2] not in [each[:2] for each in new]]
    _end(request)
    word = secrets.token_urlsafe(32)
    content = json.dumps([*kept, *new][-MOST:]).encode()
    the_office().store.enter(word, ticket_of(word), content, now + LASTS["proved"])
    response.set_cookie(
        cookie_name(),
        word,
        max_age=LASTS["proved"],
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",  # so that a link in a mail finds it; whatever changes something asks for more
    )


def take_away(request: HttpRequest, response: HttpResponse) -> None:
    """Let nobody see anything with this browser's ticket any more."""
    _end(request)
    response.delete_cookie(cookie_name(), samesite="Lax")


def _held(request: HttpRequest) -> list[tuple[str, Pass, int]]:
    """Every pass of this browser that has not run out, the oldest first."""
    word = request.COOKIES.get(cookie_name(), "")
    now = timezone.now()
    content = the_office().store.entered(ticket_of(word), now) if 0 < len(word) <= LONGEST else None
    held = json.loads(content) if content else []
    return [(id, kind, until) for id, kind, until in held if until > now.timestamp()]


def _end(request: HttpRequest) -> None:
    if word := request.COOKIES.get(cookie_name(), ""):
        the_office().store.leave(ticket_of(word[:LONGEST]))
