"""The published policy: the version that stands, those before it, and the message that it has changed.

What is shown is what was kept when it was published, word for word. Before anything is published these pages
say so, and what the company holds stands on the start page as ever.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from holdord.store import StoreFault
from holdord.store.version_records import Format, Published
from holdord.web.languages import say
from holdord.web.offices import the_office
from holdord.workflows.requests.links import address_of

STANDS = timedelta(days=30)
"""So long the pages say that the policy has changed substantially."""

LAST_NUMBER = 2**31 - 1
"""The largest number a version can have in the store."""

KINDS: dict[Format, str] = {
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "jsonld": "application/ld+json",
}


class KindConverter(StringConverter):
    """A file in which a version can be saved."""

    regex = "|".join(KINDS)


register_converter(KindConverter, "kind")


@require_safe
def policy(request: HttpRequest, language: str) -> HttpResponse:
    """The version that stands."""
    last = the_office().store.last_publication()
    if last is None:
        return render(request, "centre/policy_none.html", {"place": "policy"})
    return _shown(request, language, last, stands=True)


@require_safe
def versions(request: HttpRequest, language: str) -> HttpResponse:
    """Every version, with its day, who adopted it, and its note."""
    found = the_office().store.publications()
    page = "centre/policy_versions.html" if found else "centre/policy_none.html"
    return render(request, page, {"place": "policy", "versions": list(map(_dated, found))})


@require_safe
def version(request: HttpRequest, language: str, number: int) -> HttpResponse:
    """One version, as it was published; the first is 1."""
    return _shown(request, language, _known(number), stands=False)


@require_safe
def saved(request: HttpRequest, language: str, kind: Format, number: int | None = None) -> HttpResponse:
    """A version to save: Markdown, PDF, or JSON-LD for machines."""
    found = _known(number)
    text, spoken = _text(found, language, kind)
    name = f"policy-{found.number}{f'-{spoken}' if spoken else ''}.{kind}"
    return HttpResponse(
        text,
        content_type=KINDS[kind],
        headers={"Content-Disposition": f'inline; filename="{name}"', "Content-Language": spoken or "mul"},
    )


@require_safe
def script(request: HttpRequest, language: str) -> HttpResponse:
    """What the company's own site may load: it puts the message where it stands, if there is one.

    It builds the message out of text alone, sets no cookie, and asks for nothing more.
    """
    news = news_of(language)
    told = (
        _SCRIPT % tuple(_literal(part) for part in (language, news.text, news.address, news.link))
        if news
        else ""
    )
    return for_sites(told, "text/javascript; charset=utf-8")


_SCRIPT = """(function () {
  var here = document.currentScript, box = document.createElement("p"), link = document.createElement("a");
  box.className = "policy-message"; box.setAttribute("role", "status"); box.lang = %s;
  box.appendChild(document.createTextNode(%s + " "));
  link.href = %s; link.appendChild(document.createTextNode(%s));
  box.appendChild(link);
  if (here && here.parentNode) { here.parentNode.insertBefore(box, here); }
})();
"""


def _literal(text: str) -> str:
    """A text as a script has it; what could end the script, or a line of it, is written by its number."""
    return json.dumps(text).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@require_safe
def fragment(request: HttpRequest, language: str) -> HttpResponse:
    """The same message as HTML, for a site whose server puts it in; empty when there is none."""
    news = news_of(language)
    told = (
        format_html(
            '<p class="policy-message" role="status" lang="{}">{} <a href="{}">{}</a></p>\n',
            language, news.text, news.address, news.link,
        )
        if news
        else ""
    )  # fmt: skip
    return for_sites(told, "text/html; charset=utf-8")


def for_sites(told: str, kind: str) -> HttpResponse:
    """What the company's own site may take from here."""
    headers = {
        "Cache-Control": "public, max-age=300",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if settings.HOLDORD_SITE:
        headers["Access-Control-Allow-Origin"] = settings.HOLDORD_SITE
    return HttpResponse(told, content_type=kind, headers=headers)


@dataclass(frozen=True, slots=True)
class News:
    """That the policy has changed: the words of the message, and where to read more."""

    text: str
    link: str
    path: str

    @property
    def address(self) -> str:
        """The whole address, for pages elsewhere."""
        return f"{address_of(the_office().environment)}{self.path}"


def news_of(language: str) -> News | None:
    """The message of the last version, while it stands; None where people are told of nothing."""
    try:
        return _news(language, timezone.now())
    except StoreFault:  # every other page can do without the message
        return None


def _news(language: str, now: datetime) -> News | None:
    office = the_office()
    last = office.store.last_publication()
    if last is None or not last.announced or now - last.line.at > STANDS:
        return None
    spoken = _language(office.store.published_languages(last.number, "message"), language)
    words = _message(last.number, spoken)
    if not words:
        return None
    return News(words["text"], words["link"], f"/{language}/policy/versions/{last.number}/")


def _message(number: int, language: str) -> dict[str, str]:
    """The words about a version on the site; empty where there are none."""
    from holdord.workflows.versions.announcing import message_on_site  # comes with all that sends letters

    return message_on_site(the_office(), number, language)


def _known(number: int | None) -> Published:
    """The version of a number; the one that stands where none is given."""
    store = the_office().store
    if number is not None and number > LAST_NUMBER:
        raise Http404
    found = store.last_publication() if number is None else store.publication(number)
    if found is None:
        raise Http404
    return found


def _language(there: list[str], wanted: str) -> str:
    """The language of a text: that of the page, else the first it has."""
    return wanted if wanted in there else next(iter(there), "")


def _text(of: Published, language: str, kind: Format) -> tuple[bytes, str]:
    store = the_office().store
    spoken = _language(store.published_languages(of.number, kind), language)
    text = store.published_text(of.number, spoken, kind)
    if text is None:
        raise Http404
    return text, spoken


def _shown(request: HttpRequest, language: str, of: Published, stands: bool) -> HttpResponse:
    text, spoken = _text(of, language, "html")
    store = the_office().store
    last = store.last_publication()
    told = _language(store.published_languages(of.number, "message"), language)
    words = _message(of.number, told)
    return render(
        request,
        "centre/policy.html",
        {
            "heading_of_news": words.get("heading", ""),
            "news_of_version": words.get("news", "").splitlines(),
            "told_in": "" if told == language else told,
            "place": "policy",
            "version": _dated(of),
            "text": mark_safe(text.decode()),  # rendered by ourselves, and kept with its digest
            "spoken": "" if spoken == language else spoken,
            "stands": stands or (last is not None and last.number == of.number),
            "kinds": [
                (kind, say(language, f"policy_as_{kind}"))
                for kind in KINDS
                if store.published_languages(of.number, kind)
            ],
        },
    )


@dataclass(frozen=True, slots=True)
class Dated:
    """A version with its moment as people where the company is read it."""

    published: Published
    day: datetime
    time: str


def _dated(of: Published) -> Dated:
    local = of.line.at.astimezone(the_office().policy.controller.calendar.zone)
    return Dated(of, local, f"{local:%H:%M}")


def paths() -> list[URLPattern]:
    """The addresses of these pages, below the language."""
    return [
        path("policy/", policy, name="policy"),
        path("policy/policy.<kind:kind>", saved),
        path("policy/message.js", script),
        path("policy/message.html", fragment),
        path("policy/versions/", versions),
        path("policy/versions/<int:number>/", version),
        path("policy/versions/<int:number>/policy.<kind:kind>", saved),
    ]
