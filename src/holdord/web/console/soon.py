"""What a worker is asked to do: carry a request on, ask somebody for proof, count what will expire."""

import os
from datetime import datetime
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


def hand_over(id: str) -> None:
    """Have a person's data handed over to the company that was chosen."""
    from holdord.workflows.requests.durable import hand_over_soon

    hand_over_soon(_client(), the_office(), id)


def ask_for_proof(id: str) -> None:
    """Have the person asked to show who they are."""
    from holdord.workflows.requests.durable import ask_soon

    ask_soon(_client(), the_office(), id)


def count_ahead(now: datetime) -> None:
    """Have it counted what will expire, unless that was done today."""
    from holdord.workflows.outlook import look_ahead_soon

    look_ahead_soon(_client(), the_office(), now)
