"""Another company hands a person's data over to us: `POST /portability/receive/CODE`, answered in JSON.

The code alone lets somebody in, and is good for one file; there is no cookie, so nothing here can be forged.
A code that is wrong, used for another file or late is answered as if there were nothing.
"""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from holdord.web.flooding import allowed, client_of
from holdord.web.offices import the_office
from holdord.workflows.office import Refused
from holdord.workflows.requests.arriving import receive_file

PER_HOUR = 60
"""So often one client may send a file, or guess a code."""

_STATUS = {"reception-unknown": 404, "reception-used": 404, "file-unfit": 422}


@csrf_exempt
@require_POST
def receive(request: HttpRequest, code: str) -> HttpResponse:
    """Take the file, and give a receipt."""
    if not allowed("portability", client_of(request), PER_HOUR):
        return _refused(429, "too-many")
    if request.content_type != "application/json":
        return _refused(415, "not-json")
    body = request.read(settings.HOLDORD_LARGEST_ARRIVAL + 1)
    if len(body) > settings.HOLDORD_LARGEST_ARRIVAL:
        return _refused(413, "file-too-large")
    try:
        receipt = receive_file(the_office(), code, body, datetime.now(UTC))
    except Refused as refused:
        found = refused.findings[0].code
        return _refused(_STATUS[found], "reception-unknown" if found == "reception-used" else found)
    return JsonResponse(receipt, status=201)


def _refused(status: int, code: str) -> HttpResponse:
    return JsonResponse({"error": code}, status=status)


urlpatterns = [path("<str:code>", receive), path("<str:code>/", receive)]
