"""The office that the pages speak for, and its way to the workers: opened once, shared by all threads."""

import os
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from holdord.workflows.office import Office

if TYPE_CHECKING:
    from holdord.workflows.engine import Client


@cache
def the_office() -> Office:
    """The policy with its store; raises Refused where the policy has errors."""
    return Office.open(settings.HOLDORD_POLICY, os.environ)


@cache
def the_client() -> "Client":
    """Where runs are asked for; this process never carries one."""
    import holdord.workflows.requests.durable  # noqa: F401 (its runs are known by name then)
    from holdord.store.settings import HOLDORD_FOLDER
    from holdord.workflows.engine import Client

    return Client.open(os.environ.get("HOLDORD_DATABASE_URL"), HOLDORD_FOLDER)
