"""The office that the pages speak for, and its way to the workers: opened once, shared by all threads."""

import os
from contextlib import suppress
from functools import cache
from threading import Lock, Thread
from typing import TYPE_CHECKING

from django.conf import settings

from holdord.workflows.office import Office

if TYPE_CHECKING:
    from holdord.workflows.engine import Client


@cache
def the_office() -> Office:
    """The policy with its store; raises Refused where the policy has errors."""
    return Office.open(settings.HOLDORD_POLICY, os.environ)


_ONE_AT_A_TIME = Lock()


def the_client() -> "Client":
    """Where runs are asked for; this process never carries one."""
    with _ONE_AT_A_TIME:
        return _client()


@cache
def _client() -> "Client":
    import holdord.workflows.requests.durable  # noqa: F401 (its runs are known by name then)
    from holdord.store.settings import HOLDORD_FOLDER
    from holdord.workflows.engine import Client

    return Client.open(os.environ.get("HOLDORD_DATABASE_URL"), HOLDORD_FOLDER)


@cache
def make_ready() -> None:
    """Have the client opened beside: somebody looks at a form, and would wait for it when they send it.

    It takes seconds and much memory, so a server that nobody asks anything does without.
    """

    def opened() -> None:
        with suppress(Exception):  # whoever sends the form is told
            the_client()

    Thread(target=opened, daemon=True).start()
