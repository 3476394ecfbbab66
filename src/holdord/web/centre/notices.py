"""The notice of a form: a page for people, and the same as HTML for the site on which the form stands."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from holdord.letters.policy import Notice, form_notice, notice_as_html
from holdord.web.centre.policies import for_sites
from holdord.web.offices import the_office
from holdord.workflows.requests.links import address_of


@require_safe
def notice(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """What a form asks for, what for and until when."""
    found = _known(language, name, f"/{language}/policy/")
    told = mark_safe(notice_as_html(found, level=1))  # escaped where it was written
    return render(request, "centre/notice.html", {"place": "policy", "notice": told, "title": found.title})


@require_safe
def fragment(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """The same as a piece of HTML, for a site whose server puts it beside its form."""
    here = address_of(the_office().environment)
    found = _known(language, name, f"{here}/{language}/policy/")
    return for_sites(notice_as_html(found), "text/html; charset=utf-8")


def _known(language: str, name: str, address: str) -> Notice:
    policy = the_office().policy
    form = policy.forms.get(name)
    if form is None:
        raise Http404
    return form_notice(policy, form, language, address)


def paths() -> list[URLPattern]:
    """The addresses of these pages, below the language."""
    return [path("notice/<slug:name>/", notice, name="notice"), path("notice/<slug:name>.html", fragment)]
