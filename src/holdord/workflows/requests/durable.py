"""Requests as durable runs: begun when a request is proved or decided, carried to the end whatever dies.

Importing this registers the runs. What a step does is in `carrying`; here stands only in which order, and
who tries again. A run ends where a person has to do something first; their decision begins the next one,
under a key that names the request's version, so that one decision is carried out once.
"""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from holdord.workflows.engine import Run, durable, scheduled
from holdord.workflows.office import Office
from holdord.workflows.requests import carrying
from holdord.workflows.requests.handing import tell_ready
from holdord.workflows.requests.identity import ask_proof
from holdord.workflows.requests.mailing import send_waiting
from holdord.workflows.requests.receiving import lapse_unproved

if TYPE_CHECKING:
    from holdord.workflows.engine import Client

UNPROVED_STAYS = timedelta(days=14)
"""So long a request waits for the person to prove the address."""

KEY_STAYS = timedelta(days=7)
"""So long a program that asks again under the same Idempotency-Key is given the request it asked for."""


def _now() -> datetime:
    return datetime.now(UTC)


def carry_soon(client: "Client", office: Office, id: str) -> None:
    """Have a request carried on as it stands; asked again at the same version, nothing changes."""
    request = office.store.request(id)
    client.enqueue("carry-request", f"{id}/{request.version}", id)


def ask_soon(client: "Client", office: Office, id: str) -> None:
    """Have the person asked to show who they are; the page that calls this learns nothing.

    Asked again within the same minute, one code is sent.
    """
    minute = _now().strftime("%Y%m%d%H%M")
    client.enqueue("ask-proof", f"{id}/{minute}", id)


def link_soon(client: "Client", id: str) -> None:
    """Have another link to the answer sent; asked again within the same minute, one is sent."""
    client.enqueue("send-link", f"{id}/link/{_now().strftime('%Y%m%d%H%M')}", id)


@durable("ask-proof")
def ask_for_proof(run: Run, id: str) -> None:
    """Find out where a code may go, queue it, and send what waits."""
    run.step("ask", _ask, id)
    run.step("send", _send)


@durable("send-link")
def send_link(run: Run, id: str) -> None:
    """Queue another link to an answer that is still there, and send what waits."""
    run.step("tell", _tell_again, id)
    run.step("send", _send)


@durable("carry-request")
def carry_request(run: Run, id: str) -> None:
    """Every step that can be done now; then whatever letters wait."""
    for name in carrying.STEPS:
        if not run.step(name, _step, name, id):
            break
    run.step("send", _send)


@scheduled("send-letters", every=timedelta(minutes=1))
def send_letters(run: Run) -> None:
    """Letters that could not be sent are tried again."""
    run.step("send", _send)


@scheduled("let-go", every=timedelta(hours=1))
def let_go(run: Run) -> None:
    """What is past its moment goes, rows of failed tries too; requests that nobody proved are closed."""
    run.step("vault", _expire)
    run.step("unproved", _lapse)
    run.step("log-ins", _forget_logins)


def _step(office: Office, name: str, id: str) -> bool:
    return carrying.STEPS[name](office, id, _now)


def _ask(office: Office, id: str) -> bool:
    return ask_proof(office, id, _now())


def _tell_again(office: Office, id: str) -> bool:
    return tell_ready(office, id, _now(), again=True)


def _send(office: Office) -> int:
    return send_waiting(office, _now())


def _expire(office: Office) -> int:
    now = _now()
    office.store.forget_throttles(now - timedelta(days=1))
    office.store.forget_keys(now - KEY_STAYS)
    return office.store.drop_expired(now) + office.store.drop_entries(now)


def _lapse(office: Office) -> int:
    now = _now()
    return lapse_unproved(office, now - UNPROVED_STAYS, now)


def _forget_logins(office: Office) -> int:
    return office.store.forget_logins(_now())
