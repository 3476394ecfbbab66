"""A request arrives, whoever it is from, and it is found out who asks.

Nothing is looked up in the company's systems before that is known, so the answer to a stranger takes the same
time, and says the same, whether anybody is known by what they typed or not.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from holdord.store import StoreFault
from holdord.store.request_records import Once
from holdord.words.clock import due_for
from holdord.words.languages import LANGUAGES
from holdord.words.policy import Basis, Policy
from holdord.words.request import Channel, Outcome, Request, Right, State, Strength
from holdord.workflows.office import Office, refuse
from holdord.workflows.people import read_keys
from holdord.workflows.requests.contents import WHILE_OPEN, put
from holdord.workflows.requests.deciding import resume
from holdord.workflows.requests.reviewing import REFERENCE

if TYPE_CHECKING:
    from holdord.store import Store

CODE_STAYS = timedelta(hours=48)
"""So long a link or a code that was sent can be used."""

LONGEST = 4_000
"""Characters of what somebody may write to us."""

CHOICES: Mapping[Right, tuple[str, ...]] = {
    Right.ACCESS: (),
    Right.RECTIFICATION: ("category",),
    Right.ERASURE: (),
    Right.RESTRICTION: ("ground",),
    Right.OBJECTION: ("purposes",),
    Right.PORTABILITY: (),
    Right.HUMAN_REVIEW: ("decision",),
    Right.WITHDRAWAL: ("purposes",),
}
"""What is chosen besides for each right; all by names of the policy or of the law."""

GROUNDS = ("accuracy", "unlawful", "claim", "objection")


def receive(
    office: Office,
    right: Right,
    channel: Channel,
    language: str,
    keys: Mapping[str, str],
    contact: str,
    details: Mapping[str, str],
    words: str,
    now: datetime,
    by: str = "",
    strength: Strength = Strength.CLAIMED,
    once: Once | None = None,
) -> str:
    """Write down a request and return its id; raises Refused with what is wrong with it.

    Asked for `once` again, nothing is made anew, and what a crash left out is done.

    `keys` are how the person is found, `contact` an e-mail address for the answer. With no proof yet, a code
    is sent to the address: only whoever reads it can go on.
    """
    known = read_keys(office.policy, [f"{name}={value}" for name, value in keys.items() if value.strip()])
    chosen = _chosen(office.policy, right, details)
    _check_words(words, contact)
    controller = office.policy.controller
    due = due_for(now, controller.calendar.zone, controller.country)
    store = office.store
    id = store.new_request(
        right,
        channel,
        language if language in LANGUAGES else "en",
        now,
        due.due,
        due.strict,
        strength,
        chosen,
        by=by,
        once=once,
    )
    request = store.request(id)
    if once and (request.state is not State.ASKED or request.version):
        return id  # all of it was done before
    for kind, value in (("keys", known), ("contact", contact.strip()), ("words", words.strip())):
        if (value or kind == "contact") and not (once and store.contents(id, kind)):
            put(store, id, kind, value, now + WHILE_OPEN)
    if strength is not Strength.CLAIMED:
        _open(store, request, now, by, repeated=once is not None)
    return id


def _open(store: "Store", request: Request, now: datetime, by: str, repeated: bool) -> None:
    try:
        store.move(request.id, request.version, at=now, by=by, note_kind="proved", state=State.OPEN)
    except StoreFault as fault:
        if not repeated or fault.finding.code != "request-changed":  # the same was asked at the same moment
            raise


def a_code() -> str:
    """A code that can be typed: eight letters and digits that are not mistaken for each other."""
    return "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(8))


def prove(office: Office, id: str, code: str, now: datetime) -> bool:
    """Whether the code is right; the request is then open. Wrong, used and late codes look the same."""
    if not office.store.code_try(id, _as_made(code), now):
        return False
    request = office.store.request(id)
    if request.state is State.CLOSED:
        return False
    if request.state is State.ASKED:
        office.store.move(
            id,
            request.version,
            at=now,
            by="",
            note_kind="proved",
            state=State.OPEN,
            strength=max(request.strength, Strength.ADDRESS),
        )
    return True


def asked_by_code(office: Office, id: str, code: str, now: datetime) -> Right | None:
    """What whoever has this code would confirm with it; it is not used up. None for any other code."""
    if not office.store.code_right(id, _as_made(code), now):
        return None
    return office.store.request(id).right


def _as_made(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


METHODS = ("log-in", "call-back", "in-person", "eid", "known-address")
"""How staff can make sure who asks; no document is ever kept (Art. 12(6))."""


def prove_by_staff(office: Office, id: str, method: str, by: str, now: datetime) -> Request:
    """A member of staff made sure who asks, and says by which of the methods."""
    if method not in METHODS:
        raise refuse(
            "choice-unknown", "that is no way in which somebody can prove who they are", ", ".join(METHODS)
        )
    request = office.store.request(id)
    proved = office.store.move(
        id,
        request.version,
        at=now,
        by=by,
        note_kind=f"proved-{method}",
        state=State.OPEN if request.state is State.ASKED else request.state,
        strength=Strength.STAFF,
    )
    asked = any(event.kind == "more-proof-needed" for event in office.store.events(id))
    return resume(office, id, by, now) if asked and proved.paused_since else proved


def lapse_unproved(office: Office, before: datetime, now: datetime) -> int:
    """Close requests that nobody proved since before a moment; how many."""
    closed = 0
    for request in office.store.requests(states=(State.ASKED,), limit=1000):
        if request.received < before:
            office.store.move(
                request.id,
                request.version,
                at=now,
                by="",
                note_kind="unproved",
                state=State.CLOSED,
                outcome=Outcome.UNPROVED,
            )
            office.store.drop_contents(request.id)
            closed += 1
    return closed


def _chosen(policy: Policy, right: Right, details: Mapping[str, str]) -> dict[str, str]:
    chosen = {name: details[name].strip() for name in CHOICES[right] if details.get(name, "").strip()}
    for name in chosen.get("purposes", "").split(",") if "purposes" in chosen else ():
        purpose = policy.purposes.get(name)
        if purpose is None or not _reached(right, purpose.basis, purpose.marketing):
            raise refuse(
                "choice-unknown",
                "what was chosen is nothing that this right reaches",
                "choose among the purposes that the form names",
            )
    if right in (Right.OBJECTION, Right.WITHDRAWAL) and not chosen.get("purposes"):
        raise refuse("choice-missing", "no purpose was chosen", "choose at least one of those the form names")
    if right is Right.RESTRICTION and chosen.get("ground") not in GROUNDS:
        raise refuse("choice-missing", "no ground was chosen", "choose one of the four grounds (Art. 18(1))")
    if "decision" in chosen:
        chosen["decision"] = chosen["decision"].upper()
        if not REFERENCE.fullmatch(chosen["decision"]):
            raise refuse(
                "choice-unknown",
                "that is no reference of a decision",
                "it is told in the answer to access and begins with D-; without it, leave the field empty",
            )
    category = chosen.get("category")
    if category is not None and category not in policy.categories:
        raise refuse("choice-unknown", "there is no such category", "choose among those the form names")
    return chosen


def _reached(right: Right, basis: Basis, marketing: bool) -> bool:
    if right is Right.WITHDRAWAL:
        return basis is Basis.CONSENT
    return marketing or basis.objectable


def _check_words(words: str, contact: str) -> None:
    if len(words) > LONGEST:
        raise refuse("words-too-long", f"this is longer than {LONGEST} characters", "make it shorter")
    check_contact(contact)


def check_contact(contact: str) -> None:
    """Refuse what is no e-mail address; none at all may be."""
    address = contact.strip()
    if address and ("@" not in address or len(address) > 254 or any(c.isspace() for c in address)):
        raise refuse("contact-unfit", "this is not an e-mail address", "write it as in name@company.example")
