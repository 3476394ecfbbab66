"""What people decide about a request: the rest follows from the policy.

Every decision names who made it. A refusal, whole or in part, counts only when a second person agrees.
"""

from dataclasses import dataclass
from datetime import datetime

from holdord.words.clock import due_for
from holdord.words.request import Outcome, Request, Right, State
from holdord.workflows.office import Office, refuse
from holdord.workflows.people import Known
from holdord.workflows.requests.contents import WHILE_OPEN, newest, replace
from holdord.workflows.requests.looking import known_of
from holdord.workflows.stating import state_objection

REASONS_TO_EXTEND = ("complexity", "number")
"""The only reasons for which the time may be extended (Art. 12(3))."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What one person proposed to refuse, and whether another agreed."""

    ground: str
    law: str
    proposed_by: str
    agreed_by: str = ""


def confirm(office: Office, id: str, digest: str, by: str, now: datetime) -> Request:
    """Confirm the plan that was shown, by its digest; the request may then be carried out."""
    request = office.store.request(id)
    if request.state is not State.OPEN or not request.plan:
        raise refuse("nothing-to-confirm", f"request {id} has no plan that waits for somebody", "look first")
    if digest != request.plan:
        raise refuse(
            "unknown-digest",
            "the plan has been made anew since this one was shown: nothing was confirmed",
            "read the plan as it is now, and confirm that",
        )
    return office.store.move(
        id,
        request.version,
        at=now,
        by=by,
        note_kind="confirmed",
        state=State.RUNNING,
        confirmed=digest,
    )


def extend(office: Office, id: str, reasons: tuple[str, ...], by: str, now: datetime) -> Request:
    """Extend the time by two months; only with a reason of the law, and within the first month (Art.
    12(3))."""
    request = office.store.request(id)
    if not reasons or any(reason not in REASONS_TO_EXTEND for reason in reasons):
        raise refuse(
            "extension-unfounded",
            "the time can be extended only because of the complexity or the number of requests (Art. 12(3))",
            "choose which of the two it is; being busy is no reason",
        )
    controller = office.policy.controller
    zone = controller.calendar.zone
    first = due_for(request.received, zone, controller.country)
    if request.extended or now.astimezone(zone).date() > first.extension_notice_by:
        raise refuse(
            "extension-too-late",
            "the time was extended already, or its first month is over",
            "answer now; where that cannot be, tell the person and write down why",
        )
    return office.store.move(
        id,
        request.version,
        at=now,
        by=by,
        note_kind="extended-" + "-".join(sorted(reasons)),
        due=due_for(request.received, zone, controller.country, _pauses(office, id), extended=True).due,
        strict_due=first.extended,
        extended=True,
    )


def pause(office: Office, id: str, by: str, now: datetime) -> Request:
    """The person was asked who they are, or what they mean; the clock of `due` waits, the strict one runs
    on."""
    request = office.store.request(id)
    if request.paused_since:
        raise refuse("paused-already", f"request {id} waits for the person already", "")
    return office.store.move(id, request.version, at=now, by=by, note_kind="paused", paused_since=now)


def resume(office: Office, id: str, by: str, now: datetime) -> Request:
    """The person answered: the days that passed meanwhile are added to `due`."""
    request = office.store.request(id)
    if request.paused_since is None:
        raise refuse("not-paused", f"request {id} does not wait for the person", "")
    controller = office.policy.controller
    pauses = [*_pauses(office, id), (request.paused_since, now)]
    reckoned = due_for(
        request.received, controller.calendar.zone, controller.country, pauses, request.extended
    )
    return office.store.move(
        id,
        request.version,
        at=now,
        by=by,
        note_kind="resumed",
        paused_since=None,
        due=reckoned.due,
    )


def _pauses(office: Office, id: str) -> list[tuple[datetime, datetime]]:
    """The times in which the person was asked for something, those that are over."""
    found: list[tuple[datetime, datetime]] = []
    since: datetime | None = None
    for event in office.store.events(id):
        if event.kind == "paused":
            since = event.at
        elif event.kind == "resumed" and since:
            found.append((since, event.at))
            since = None
    return found


def weigh(
    office: Office, id: str, purpose: str, upheld: bool, reason: str, by: str, now: datetime
) -> Request:
    """Decide an objection to a purpose (Art. 21(1)); a rejection needs a second person and is proposed
    here."""
    request = office.store.request(id)
    _must_be(request, Right.OBJECTION)
    if not upheld:
        return propose_refusal(office, id, reason, "Art. 21(1)", by, now)
    known: Known = known_of(office, id)
    state_objection(office, known, purpose, "upheld", now, reason, by)
    return office.store.move(id, request.version, at=now, by=by, note_kind="upheld", state=State.RUNNING)


def propose_refusal(office: Office, id: str, ground: str, law: str, by: str, now: datetime) -> Request:
    """Propose to refuse a request, with its ground and the rule it rests on; another person has to agree.

    The ground is about this person's case and may name them, so it goes into the vault.
    """
    request = office.store.request(id)
    if request.state is not State.OPEN or not ground.strip() or not law.strip():
        raise refuse(
            "refusal-unfounded",
            "a refusal needs an open request, its ground, and the rule it rests on (Art. 12(4))",
            "say in plain words why, and name the article or section",
        )
    replace(office.store, id, "refusal", ground.strip(), now + WHILE_OPEN)
    return office.store.move(
        id, request.version, at=now, by=by, note_kind="refusal-proposed", note={"law": law.strip()}
    )


def proposed_refusal(office: Office, id: str) -> Refusal | None:
    """The refusal that was proposed last, if any."""
    found: Refusal | None = None
    for event in office.store.events(id):
        if event.kind == "refusal-proposed":
            ground = str(newest(office.store, id, "refusal"))
            found = Refusal(ground, event.facts["law"], event.by)
        elif event.kind == "refusal-agreed" and found:
            found = Refusal(found.ground, found.law, found.proposed_by, event.by)
        elif event.kind == "refusal-turned-down":
            found = None
    return found


def agree(office: Office, id: str, by: str, now: datetime) -> Request:
    """A second person agrees to the refusal; the answer can then be written."""
    refusal = proposed_refusal(office, id)
    if refusal is None or refusal.agreed_by:
        raise refuse("nothing-proposed", f"no refusal of request {id} waits for anybody", "")
    if refusal.proposed_by == by:
        raise refuse(
            "second-person",
            "whoever proposes a refusal cannot agree to it as well",
            "ask somebody else who may decide requests",
        )
    request = office.store.request(id)
    return office.store.move(
        id,
        request.version,
        at=now,
        by=by,
        note_kind="refusal-agreed",
        state=State.RUNNING,
        outcome=Outcome.REFUSED,
    )


def turn_down(office: Office, id: str, by: str, now: datetime) -> Request:
    """A second person does not agree: the request is open as before."""
    request = office.store.request(id)
    return office.store.move(id, request.version, at=now, by=by, note_kind="refusal-turned-down")


def withdraw(office: Office, id: str, by: str, now: datetime) -> Request:
    """The person takes the request back."""
    request = office.store.request(id)
    return office.store.move(
        id,
        request.version,
        at=now,
        by=by,
        note_kind="withdrawn",
        state=State.CLOSED,
        outcome=Outcome.WITHDRAWN,
    )


def contact_of(office: Office, id: str) -> str:
    """Where the person is answered."""
    return str(newest(office.store, id, "contact"))


def _must_be(request: Request, right: Right) -> None:
    if request.right is not right or request.state is not State.OPEN:
        raise refuse(
            "not-this-right", f"request {request.id} is no open request of this kind ({right.article})", ""
        )
