"""Against flooding: how often somebody may do something in a while.

Who that is, an address of the network or one that was typed, stands in the store as a keyed digest only: the
counters tell nobody who was here.
"""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from holdord.web.offices import the_office

WINDOW = timedelta(hours=1)


def client_of(request: HttpRequest) -> str:
    """Who asks, as the network tells; of IPv6 the /64, for one household has all of it (RFC 6177)."""
    told = str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ip_address(told)
    except ValueError:
        return told
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return told


def allowed(what: str, who: str, limit: int, per: timedelta = WINDOW) -> bool:
    """Count that `who` does `what` once more; False when that was done `limit` times in the window."""
    bucket = salted_hmac("holdord.flooding", f"{what}\0{who}", algorithm="sha256").hexdigest()
    return the_office().store.throttle(bucket, timezone.now(), limit, per)
