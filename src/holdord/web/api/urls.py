"""The addresses of the API. Whatever is asked, the answer is JSON; no form of ours posts here."""

import json
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from holdord.web.api.api import api
from holdord.web.api.problems import answer, nothing_here, told


@cache
def document() -> bytes:
    """The OpenAPI document, as it is served and as it is kept in `schema/`."""
    return (json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=2) + "\n").encode()


@told
@csrf_exempt
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The document; it says nothing of this company, so anybody may read it."""
    return HttpResponse(document(), content_type="application/json")


@told
@csrf_exempt
def elsewhere(request: HttpRequest) -> HttpResponse:
    """404 for every other address."""
    return answer(nothing_here())


_addresses = api.urls[0]
for _one in _addresses:
    _one.callback = told(_one.callback)

urlpatterns = [
    path("v1/openapi.json", schema),
    path("v1/", include((_addresses, "api"))),
    re_path("", elsewhere),
]
