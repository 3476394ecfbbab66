"""The first pages: what the company holds, and which rights there are."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdord.letters.law import authority_of
from holdord.letters.periods import period
from holdord.web.centre import offers
from holdord.web.centre.policies import news_of
from holdord.web.centre.promised import any_public
from holdord.web.languages import of_path, say, wished
from holdord.web.offices import the_office


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """To the start page, in the language the browser asks for first, else the policy's first."""
    instead = the_office().policy.controller.texts[0]
    language = wished(request.headers.get("Accept-Language", ""), instead)
    return HttpResponseRedirect(f"/{language}/", headers={"Vary": "Accept-Language"})


@require_safe
def start(request: HttpRequest, language: str) -> HttpResponse:
    """What the company holds, why and for how long, in brief."""
    policy = the_office().policy
    events = {name: event.says for name, event in policy.events.items()}
    return render(
        request,
        "centre/start.html",
        {
            "place": "start",
            "purposes": [
                (
                    purpose,
                    [policy.categories[name] for name in purpose.categories],
                    period(purpose.keep, language, events),
                )
                for purpose in policy.purposes.values()
            ],
        },
    )


@require_safe
def rights(request: HttpRequest, language: str) -> HttpResponse:
    """The rights, each with its form."""
    found = [
        (right, say(language, f"ask_{right}"), say(language, f"ask_{right}_lead"))
        for right in offers.rights(the_office().policy)
    ]
    return render(request, "centre/rights.html", {"place": "ask", "rights": found})


def company(request: HttpRequest) -> dict[str, Any]:
    """What the templates of public pages know of the company, and of where one can complain about it."""
    if not of_path(request.path_info):
        return {}
    controller = the_office().policy.controller
    try:
        authority = authority_of(controller)
    except ValueError:
        authority = ""  # of a country whose authority nobody has named
    has_board = any_public(the_office().policy)
    return {
        "controller": controller,
        "authority": authority,
        "has_board": has_board,
        "news": news_of(of_path(request.path_info)),
    }
