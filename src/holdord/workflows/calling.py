"""Programs that call the API: each holds a token, which says who it is and what it may do.

A token is shown once, when it is made. It is random (256 bits), so nobody guesses it, and needs no slow
digest; the store keeps a keyed one.
"""

import re
import secrets
from collections.abc import Collection
from datetime import datetime

from holdord.store import StoreFault
from holdord.store.request_records import Notice
from holdord.words.caller import Caller, Scope
from holdord.workflows.office import Office, refuse
from holdord.workflows.requests.notifying import confirm_notice as confirmed_by

PREFIX = "holdord_"
"""By this, programs that look for secrets in places where they should not be find ours."""

PER_MINUTE = 600
PER_MINUTE_OF_MAY = 60_000
"""So often a token may be used unless it says otherwise: `may` is asked for every message that is sent."""

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
LONGEST = 200


def new_token(
    office: Office,
    name: str,
    scopes: Collection[Scope],
    now: datetime,
    by: str,
    expires: datetime | None = None,
    recipient: str = "",
    per_minute: int | None = None,
) -> tuple[str, str]:
    """Make a token; its id, and itself, which nobody can be told again. Raises Refused or StoreFault."""
    if not NAME.fullmatch(name):
        raise refuse(
            "token-name",
            "a token's name is short, of small letters, digits, dots and dashes",
            "name the program that will hold it: webshop, crm-2",
        )
    if not scopes:
        raise refuse("token-unfit", "the token would allow nothing", f"--scope {' or '.join(Scope)}")
    if expires is not None and expires <= now:
        raise refuse("token-unfit", "the token would have run out already", "give a later --expires date")
    if recipient and recipient not in office.policy.recipients:
        known = ", ".join(office.policy.recipients) or "none"
        raise refuse("unknown-name", "the policy has no such recipient", f"the recipients are: {known}")
    if recipient and Scope.CONFIRM not in scopes:
        raise refuse(
            "token-unfit", "a recipient confirms notices", f"add --scope {Scope.CONFIRM}, or leave it out"
        )
    rate = per_minute or (PER_MINUTE_OF_MAY if Scope.MAY in scopes else PER_MINUTE)
    token = PREFIX + secrets.token_urlsafe(32)
    return office.store.token_new(token, name, scopes, rate, now, by, expires, recipient), token


def caller_of(office: Office, token: str, now: datetime) -> Caller | None:
    """Who holds a token; None for every other text. Notes the day on which it was used."""
    if not token.startswith(PREFIX) or len(token) > LONGEST:
        return None
    caller = office.store.caller(token, now)
    if caller is not None and caller.used_on != now.date():
        office.store.token_used(caller.id, now)
    return caller


def confirm_notice(office: Office, caller: Caller, id: str, now: datetime) -> Notice:
    """A recipient says that it has done what a notice told it (Art. 19); the notice as it then is.

    Raises StoreFault where there is no such notice, or it is another recipient's.
    """
    notice = office.store.notice(id)
    if caller.recipient and notice.recipient != caller.recipient:
        raise StoreFault("store-unknown", "there is no notice of this id", "look it up in the list.")
    confirmed_by(office, id, caller.author, now)
    return office.store.notice(id)
