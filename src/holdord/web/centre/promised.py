"""The public board: how the promises stand that the company has chosen to show, and nothing of why.

It is worked out once a minute at most, whoever asks and however often.
"""

from datetime import UTC, datetime
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from holdord.web.offices import the_office
from holdord.words.policy import Policy
from holdord.words.standing import Standing


@require_safe
def promises(request: HttpRequest, language: str) -> HttpResponse:
    """The promises that are public, in the order of the policy."""
    policy = the_office().policy
    if not any_public(policy):
        raise Http404
    minute = int(timezone.now().timestamp()) // 60
    shown = [(policy.promises[one.promise], one) for one in _standings(minute)]
    return render(
        request,
        "centre/promises.html",
        {"place": "promises", "promises": shown, "at": datetime.fromtimestamp(minute * 60, UTC)},
    )


def any_public(policy: Policy) -> bool:
    """Whether the company shows how any promise stands."""
    return any(promise.public for promise in policy.promises.values())


@lru_cache(maxsize=1)
def _standings(minute: int) -> list[Standing]:
    from holdord.workflows.promises.board import board  # most pages only ask whether there is one

    office = the_office()
    now = datetime.fromtimestamp(minute * 60, UTC)
    return [one for one in board(office, now) if office.policy.promises[one.promise].public]
