"""The public pages."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdord.letters.periods import period
from holdord.web.languages import LANGUAGES, wished
from holdord.web.offices import the_office


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """To the start page, in the language the browser asks for first, else the policy's first."""
    texts = the_office().policy.controller.texts
    instead = next((one for one in texts if one in LANGUAGES), "en")
    language = wished(request.headers.get("Accept-Language", ""), instead)
    return HttpResponseRedirect(f"/{language}/", headers={"Vary": "Accept-Language"})


@require_safe
def start(request: HttpRequest, language: str) -> HttpResponse:
    """What the company holds, why and for how long, in brief."""
    policy = the_office().policy
    return render(
        request,
        "centre/start.html",
        {
            "controller": policy.controller,
            "purposes": [
                (
                    purpose,
                    [policy.categories[name] for name in purpose.categories],
                    period(purpose.keep, language),
                )
                for purpose in policy.purposes.values()
            ],
        },
    )
