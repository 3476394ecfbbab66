"""What happens after a decision: the worker is asked to carry the request on."""

import os
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from holdord.web.offices import the_office

if TYPE_CHECKING:
    from holdord.workflows.engine import Client


@cache
def _client() -> "Client":
    from holdord.workflows.engine import Client

    return Client.open(os.environ.get("HOLDORD_DATABASE_URL"), settings.HOLDORD_FOLDER)


def carry_on(id: str) -> None:
    """Have a request carried on as it now stands."""
    from holdord.workflows.requests.durable import carry_soon

    carry_soon(_client(), the_office(), id)
