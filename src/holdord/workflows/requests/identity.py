"""Who is asking: a code goes to an address that the company knew already, never to one that was only typed.

Only a worker runs this. The page on which somebody asks has answered by then, and says the same to all.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from holdord.letters.answers import code_mail, identity_asked
from holdord.letters.framing import phrases_of
from holdord.letters.letter import Letter
from holdord.planning.search import Footprint
from holdord.planning.typed import normal
from holdord.store.request_records import Code
from holdord.words.period import Duration
from holdord.words.policy import KeyKind, Policy
from holdord.words.request import Request, State
from holdord.workflows.office import Office
from holdord.workflows.people import Known, find
from holdord.workflows.requests.cases import case_of
from holdord.workflows.requests.contents import WHILE_OPEN, contact_of, replace
from holdord.workflows.requests.links import confirm_link
from holdord.workflows.requests.looking import known_of
from holdord.workflows.requests.mailing import queue
from holdord.workflows.requests.receiving import CODE_STAYS, a_code

CODES_AT_MOST = 10
"""So many codes are sent for one request; whoever needs more speaks to a person."""


def ask_proof(office: Office, id: str, now: datetime) -> bool:
    """Send a code for a request; False when there is no address by which this person can show it is them.

    The request is narrowed to what the address proves: whoever reads it shows that they are the person of
    that address, not that they are the person of every other key that was typed beside it.
    """
    request = office.store.request(id)
    if request.state is State.CLOSED:
        return True
    if request.state is not State.ASKED:
        return _send_code(office, request, contact_of(office, id), now)
    address, proved = proving_address(office, id, now)
    if not address:
        return _ask_otherwise(office, request, now)
    replace(
        office.store, id, "keys", {name: list(values) for name, values in proved.items()}, now + WHILE_OPEN
    )
    replace(office.store, id, "contact", address, now + WHILE_OPEN)
    return _send_code(office, request, address, now)


def proving_address(office: Office, id: str, now: datetime) -> tuple[str, Known]:
    """The address a code goes to, and the keys that reading it proves; an empty address when there is none.

    An e-mail address that was typed as a key proves itself, known or not. Another key is proved by the
    contact address when the company holds that very address about the person behind that very key.
    """
    known = known_of(office, id)
    contact = contact_of(office, id)
    for name, values in known.items():
        if office.policy.keys[name].kind is KeyKind.EMAIL:
            typed = [value.strip() for value in values]
            address = next((one for one in typed if one.lower() == contact.lower()), typed[0])
            others = {key: several for key, several in known.items() if key != name}
            return address, {name: [address], **_proved_by(office, address, others, now)}
    proved = _proved_by(office, contact, known, now) if contact else {}
    return (contact, proved) if proved else ("", {})


def _proved_by(office: Office, address: str, known: Known, now: datetime) -> dict[str, list[str]]:
    """Those keys behind each of which somebody is found about whom the company has this address."""
    proved: dict[str, list[str]] = {}
    with office.readers(few=True) as readers:
        for name, values in known.items():
            for value in values:
                found = find(office, readers, {name: [value]}, now)
                if address.strip().lower() in _addresses(office.policy, found):
                    proved.setdefault(name, []).append(value)
    return proved


def _addresses(policy: Policy, found: Footprint) -> set[str]:
    """The addresses of the people found, from rows that are their own.

    Not those from rows that hang on another: somebody typed them into a form, for a parcel or a friend.
    """
    addresses: set[str] = set()
    for (system, name), (columns, rows) in found.read.items():
        collection = policy.systems[system].collections[name]
        if collection.shared or not collection.leads_on:
            continue
        for key, column in collection.owners[0].keys.items():
            if policy.keys[key].kind is KeyKind.EMAIL:
                at = list(columns).index(column)
                addresses |= {normal(policy.keys[key], str(row[at])) for row in rows if row[at] is not None}
    return addresses


def _send_code(office: Office, request: Request, address: str, now: datetime) -> bool:
    sent = office.store.mails_queued(request.id, "code")
    if not address or sent >= CODES_AT_MOST:
        return False
    code = a_code()
    url = confirm_link(office.environment, request.language, request.id, code)
    hours = int(CODE_STAYS.total_seconds() // 3600)
    letter = code_mail(office.policy, request.language, request.right, url, code, Duration(hours=hours))
    return queue(
        office, request.id, "code", address, letter, now, str(sent), Code("proof", code, now + CODE_STAYS)
    )


def _ask_otherwise(office: Office, request: Request, now: datetime) -> bool:
    """The same letter whether nobody is known by the keys, or somebody who has another address."""
    contact = contact_of(office, request.id)
    if contact:
        letter = doubt_letter(office, request, "doubt_address", now)
        queue(office, request.id, "identity", contact, letter, now)
    if not any(event.kind == "proof-not-possible" for event in office.store.events(request.id)):
        office.store.move(request.id, request.version, at=now, by="", note_kind="proof-not-possible")
    return False


def doubt_letter(office: Office, request: Request, doubt: str, now: datetime) -> Letter:
    """What is missing to be sure who asks (Art. 12(6)). `doubt` is the letters' phrase that says why."""
    case = case_of(office, request, now)
    words = phrases_of(case)
    contact = office.policy.controller.contact
    ways: Mapping[str, Sequence[str]] = {
        "way_site": [contact.web] if office.environment.get("HOLDORD_SITE") else [],
        "way_contact": [contact.phone, contact.email],
    }
    needed = [
        words.say(way, contact=", ".join(filter(None, told))) for way, told in ways.items() if any(told)
    ]
    return identity_asked(case, words.say(doubt), needed or [words.say("way_any")])
