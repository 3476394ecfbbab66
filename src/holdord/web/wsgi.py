"""The server for a WSGI runner: proxies are believed or not, bodies bounded and taken in, Django answers."""

import gc
import os
from importlib import import_module
from threading import Timer

os.environ["DJANGO_SETTINGS_MODULE"] = "holdord.web.settings"  # whatever a developer's shell names

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from holdord.store import StoreFault
from holdord.web.bodies import lanes, taken_whole, worked_on
from holdord.web.entrance import bounded, in_utf8, silent, through_proxies
from holdord.web.logs import keep_logs, say_why_not
from holdord.web.offices import the_office
from holdord.workflows.office import Refused

SETTLES = 1.0
"""Seconds after the start, when the first page has been answered."""

NEXT = (
    "holdord.web.centre.acting",
    "holdord.web.recipients.urls",
    "holdord.web.recipients.arriving",
    "holdord.web.site",
)
"""The public pages behind the first ones; nobody is to wait for them to be imported (`later`)."""

OFTEN = (700, 10, 10)
"""Python's own: objects made between two looks for what could go; a server that starts looks less often."""


def _settle() -> None:
    """Do what the first page need not wait for."""
    try:
        for module in NEXT:
            import_module(module)
    finally:
        gc.collect()
        gc.freeze()  # what is there now stays: no answer waits while it is looked through for what could go
        gc.set_threshold(*OFTEN)


keep_logs()
django = get_wsgi_application()
try:
    the_office().store.close()  # made or brought up to date before anybody is answered
except (Refused, StoreFault) as fault:  # the runner begins this program anew: it may pass
    say_why_not(fault)
    raise SystemExit(1) from None
_whole = taken_whole(worked_on(django, settings.HOLDORD_THREADS), lanes())
_bounded = bounded(
    _whole, settings.HOLDORD_LARGEST_BODY, {"/portability/receive/": settings.HOLDORD_LARGEST_ARRIVAL}
)
application = silent(through_proxies(in_utf8(_bounded), settings.HOLDORD_PROXY))
_settling = Timer(SETTLES, _settle)
_settling.daemon = True
_settling.start()
