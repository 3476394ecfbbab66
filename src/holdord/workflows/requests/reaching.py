"""The address at which a person is answered: added or put right by staff, as long as the request is open.

The answer goes there, so nobody's word alone changes it. Before it is known who asks it may be anything: a
code goes only to an address that the company knows. Afterwards staff must have made sure who asks.
"""

from datetime import datetime

from holdord.store.request_records import Keep
from holdord.words.request import WAITING, Request, State, Strength
from holdord.workflows.office import Office, refuse
from holdord.workflows.requests.contents import WHILE_OPEN, as_kept
from holdord.workflows.requests.receiving import check_contact


def can_change(request: Request) -> bool:
    """Whether anything can still be sent to a new address."""
    return request.state in (*WAITING, State.READY)


def must_prove(request: Request) -> bool:
    """Whether a member of staff has to make sure who asks before the address is changed."""
    return request.state is not State.ASKED and request.strength < Strength.STAFF


def change_contact(office: Office, id: str, address: str, by: str, now: datetime) -> Request:
    """Answer the person at another address from now on; that it was changed is noted, never the address.

    A link to the answer that is sent there ends the one before.
    """
    request = office.store.request(id)
    if not can_change(request):
        raise refuse("contact-late", f"request {id} is over: nothing more is sent", "")
    if must_prove(request):
        raise refuse(
            "contact-unproved",
            "the answer would go to an address of which nobody has made sure whose it is",
            "make sure who asks, and say how",
        )
    if not address.strip():
        raise refuse("contact-unfit", "this is not an e-mail address", "write it as in name@company.example")
    check_contact(address)
    kept = Keep("contact", as_kept(address.strip()), now + WHILE_OPEN)
    return office.store.move(id, request.version, at=now, by=by, note_kind="contact-changed", keep=kept)
