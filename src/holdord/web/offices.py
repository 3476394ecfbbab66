"""The office that the pages speak for: read once, shared by all threads of the server."""

import os
from functools import cache

from django.conf import settings

from holdord.workflows.office import Office


@cache
def the_office() -> Office:
    """The policy with its store; raises Refused where the policy has errors."""
    return Office.open(settings.HOLDORD_POLICY, os.environ)
