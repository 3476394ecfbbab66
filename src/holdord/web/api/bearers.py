"""Who calls: the token, what it allows, and how often.

No token, an unknown one, a revoked one and one that has run out are answered alike. How often a token was
used in the present minute is counted in the store, for all programs of the server together; so that not every
call writes there, each takes a portion at a time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from holdord.web.api.problems import Problem
from holdord.web.offices import the_office
from holdord.words.caller import Caller, Scope
from holdord.workflows.calling import caller_of

MINUTE = timedelta(minutes=1)
PORTION = 50
"""A fiftieth of a token's calls in a minute is taken at a time."""


class Bearer(HttpBearer):
    """Lets a caller in whose token has a scope."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller; raises Problem for everybody else."""
        scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        return self.authenticate(request, token.strip() if scheme.lower() == "bearer" else "")

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Whoever holds the token; raises Problem 401, 403 or 429."""
        now = datetime.now(UTC)
        caller = caller_of(the_office(), token, now)
        if caller is None:
            raise Problem(
                401,
                "token-unknown",
                "this needs a token that is valid",
                "send one that `holdord token new` made, as Authorization: Bearer …",
                {"WWW-Authenticate": 'Bearer realm="holdord"'},
            )
        if wait := _counters.take(caller, now):
            raise Problem(
                429,
                "too-often",
                f"the token was used more than {caller.per_minute} times in this minute",
                "wait, or make a token that may be used more often (--per-minute)",
                {"Retry-After": str(wait)},
            )
        demand(caller, self.scope)
        return caller


def demand(caller: Caller, scope: Scope) -> None:
    """Refuse a caller whose token lacks a scope (403)."""
    if scope not in caller.scopes:
        raise Problem(
            403,
            "scope-missing",
            f"the token does not allow {scope}",
            "make one that does, for the program that needs it",
            {"WWW-Authenticate": f'Bearer realm="holdord", error="insufficient_scope", scope="{scope}"'},
        )


def caller(request: HttpRequest) -> Caller:
    """Who was let in."""
    found: Any = request.auth
    assert isinstance(found, Caller)
    return found


@dataclass(slots=True)
class _Portion:
    minute: int
    left: int = 0


class Counters:
    """What is left of the portions that this program has taken."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._portions: dict[str, _Portion] = {}

    def take(self, caller: Caller, now: datetime) -> int:
        """Count a call; the seconds to wait where it is one too many, else 0.

        The store is asked while nobody else waits for it: two who need a portion at one moment take two.
        """
        seconds = int(now.timestamp())
        minute, size = seconds // 60, max(1, caller.per_minute // PORTION)
        with self._lock:
            portion = self._portions.get(caller.id)
            if portion is None or portion.minute != minute:
                portion = self._portions[caller.id] = _Portion(minute)
            if portion.left:
                portion.left -= 1
                return 0
        bucket = f"api/{caller.id}/{minute}"
        if not the_office().store.throttle(bucket, now, caller.per_minute, 2 * MINUTE, times=size):
            return 60 - seconds % 60
        with self._lock:
            portion.left += size - 1
        return 0


_counters = Counters()
