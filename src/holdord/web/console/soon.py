"""What a worker is asked to do: carry a request on, ask somebody for proof, count what will expire."""

from datetime import datetime

from holdord.web.offices import the_client, the_office


def carry_on(id: str) -> None:
    """Have a request carried on as it now stands."""
    from holdord.workflows.requests.durable import carry_soon

    carry_soon(the_client(), the_office(), id)


def hand_over(id: str) -> None:
    """Have a person's data handed over to the company that was chosen."""
    from holdord.workflows.requests.durable import hand_over_soon

    hand_over_soon(the_client(), the_office(), id)


def ask_for_proof(id: str) -> None:
    """Have the person asked to show who they are."""
    from holdord.workflows.requests.durable import ask_soon

    ask_soon(the_client(), the_office(), id)


def send_link(id: str) -> None:
    """Have a link to the answer sent to the address at which the person is answered now."""
    from holdord.workflows.requests.durable import link_soon

    link_soon(the_client(), the_office(), id)


def count_ahead(now: datetime) -> None:
    """Have it counted what will expire, unless that was done today."""
    from holdord.workflows.outlook import look_ahead_soon

    look_ahead_soon(the_client(), the_office(), now)
