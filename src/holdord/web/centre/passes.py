"""What a browser has shown: a signed cookie that names requests and what may be seen of each, until when.

It holds ids and moments, nothing about the person, and is worth nothing to whoever cannot sign. It is kept in
the browser that used the code, sent to no other site, and not readable by any script.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

Pass = Literal["proved", "answer"]

LASTS: Mapping[Pass, timedelta] = {"proved": timedelta(days=7), "answer": timedelta(hours=24)}
"""How long a browser is believed: less where there is an answer to be read."""

MOST = 16
"""Passes that one browser holds; the oldest goes first."""

_SALT = "holdord.centre.pass"


def _name() -> str:
    return "__Host-seen" if settings.SESSION_COOKIE_SECURE else "seen"


def _held(request: HttpRequest) -> list[tuple[str, Pass, int]]:
    """Every pass that is signed and has not run out, the oldest first."""
    told = request.COOKIES.get(_name(), "")
    now = int(timezone.now().timestamp())
    try:
        held = signing.loads(told, salt=_SALT)
        return [(str(id), kind, int(until)) for id, kind, until in held if kind in LASTS and until > now]
    except (signing.BadSignature, ValueError, TypeError):
        return []


def holds(request: HttpRequest, id: str, kind: Pass) -> bool:
    """Whether this browser may see that of a request."""
    return any((one, of) == (id, kind) for one, of, _ in _held(request))


def give(request: HttpRequest, response: HttpResponse, id: str, *kinds: Pass) -> None:
    """Let this browser see more of a request, beside what it may see already."""
    now = timezone.now()
    kept = [one for one in _held(request) if (one[0], one[1]) not in [(id, kind) for kind in kinds]]
    new = [(id, kind, int((now + LASTS[kind]).timestamp())) for kind in kinds]
    response.set_cookie(
        _name(),
        signing.dumps([*kept, *new][-MOST:], salt=_SALT),
        max_age=LASTS["proved"],
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",  # so that a link in a mail finds it; whatever changes something asks for more
    )


def take_away(response: HttpResponse) -> None:
    """Let this browser see nothing any more."""
    response.delete_cookie(_name(), samesite="Lax")
