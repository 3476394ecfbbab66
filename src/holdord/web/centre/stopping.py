"""The link in a letter about a change of marketing: it ends that marketing, by one click (RFC 8058).

A mail program posts to the address, without cookies and without a token against forged forms; whoever opens
it in a browser is asked first, for a program that looks at links in advance must end nothing. The code in the
address is the proof. Whatever it is, the page says the same: nobody learns who was written to.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from holdord.web.offices import the_office
from holdord.workflows.versions.announcing import stop_marketing


class LetterConverter(StringConverter):
    """The number of a letter."""

    regex = "T-[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        """The number alone."""
        return int(value.removeprefix("T-"))

    def to_url(self, value: object) -> str:
        """As it stands in an address."""
        return f"T-{value}"


register_converter(LetterConverter, "letter")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, language: str, id: int, code: str) -> HttpResponse:
    """Ask, or end it."""
    if request.method != "POST":
        return render(request, "centre/stop.html", {"place": "stop"})
    if the_office().store.told_opens(id, code):  # 160 bits: not to be guessed, so nobody is slowed down
        stop_marketing(the_office(), id, timezone.now())
    return render(request, "centre/stopped.html", {"place": "stop"})


def paths() -> list[URLPattern]:
    """The address of the link, below the language."""
    return [path("stop/<letter:id>/<code:code>/", stop)]
