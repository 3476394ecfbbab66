"""Against flooding: how often somebody may do something in a while.

Who that is, an address of the network or one that was typed, stands in the store as a keyed digest only: the
counters tell nobody who was here.
"""

from contextlib import suppress
from datetime import timedelta
from unicodedata import normalize

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from holdord.web.network import client_at
from holdord.web.offices import the_office

WINDOW = timedelta(hours=1)
QUOTES = '"'


def client_of(request: HttpRequest) -> str:
    """Who asks, as the network tells."""
    return client_at(str(request.META.get("REMOTE_ADDR", "")))


def mailbox_of(text: str) -> str:
    """One form for all ways of writing the address of a mailbox; of any other text its small letters.

    What follows a + is a label of the owner's (RFC 5233), quotes can be left out, a domain has two forms.
    """
    name, mark, domain = text.strip().casefold().rpartition("@")
    if not mark:
        return domain
    with suppress(UnicodeError):
        domain = domain.encode("ascii").decode("idna")
    return f"{name.strip(QUOTES).partition('+')[0]}@{normalize('NFKC', domain)}"


def allowed(what: str, who: str, limit: int, per: timedelta = WINDOW) -> bool:
    """Count that `who` does `what` once more; False when that was done `limit` times in the window."""
    bucket = salted_hmac("holdord.flooding", f"{what}\0{who}", algorithm="sha256").hexdigest()
    return the_office().store.throttle(bucket, timezone.now(), limit, per)
