"""Against flooding: how often somebody may do something in a while.

Who that is, an address of the network or one that was typed, stands in the store as a keyed digest only: the
counters tell nobody who was here.
"""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from holdord.web.network import client_at
from holdord.web.offices import the_office

WINDOW = timedelta(hours=1)


def client_of(request: HttpRequest) -> str:
    """Who asks, as the network tells."""
    return client_at(str(request.META.get("REMOTE_ADDR", "")))


def allowed(what: str, who: str, limit: int, per: timedelta = WINDOW) -> bool:
    """Count that `who` does `what` once more; False when that was done `limit` times in the window."""
    bucket = salted_hmac("holdord.flooding", f"{what}\0{who}", algorithm="sha256").hexdigest()
    return the_office().store.throttle(bucket, timezone.now(), limit, per)
