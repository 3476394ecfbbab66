"""What people decide about a request: the rest follows from the policy.

Every decision names who made it. A refusal, whole or in part, counts only when a second person agrees.
"""

from datetime import datetime
from typing import Any

from holdord.letters.answers import extension, more_asked
from holdord.letters.framing import phrases_of
from holdord.letters.law import is_exact
from holdord.store.request_records import Queued
from holdord.words.clock import due_for
from holdord.words.request import Outcome, Request, Right, State
from holdord.workflows.office import Office, refuse
from holdord.workflows.requests.cases import case_of
from holdord.workflows.requests.contents import WHILE_OPEN, contact_of, newest, replace
from holdord.workflows.requests.correcting import let_go
from holdord.workflows.requests.lifting import lift_taken_back
from holdord.workflows.requests.looking import DISCLOSING, WEIGHED, known_of
from holdord.workflows.requests.mailing import queue, to_queue
from holdord.workflows.requests.refusing import BY_CATEGORY, PART, Refusal, refusal_waits, refusals
from holdord.workflows.stating import state_objection, subject_of

LONGEST, LONGEST_LAW = 2_000, 200
"""Characters of a reason that the person reads, and of the rule it rests on."""

REASONS_TO_EXTEND = ("complexity", "number")
"""The only reasons for which the time may be extended (Art. 12(3))."""


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
    if refusal_waits(office, id):
        raise refuse(
            "refusal-waits", "a refusal waits for a second person", "have it agreed to, or turned down"
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
    extended = office.store.move(
        id,
        request.version,
        at=now,
        by=by,
        note_kind="extended-" + "-".join(sorted(reasons)),
        due=due_for(request.received, zone, controller.country, _pauses(office, id), extended=True).due,
        strict_due=first.extended,
        extended=True,
    )
    _tell_extension(office, extended, reasons, now)
    return extended


def _tell_extension(office: Office, request: Request, reasons: tuple[str, ...], now: datetime) -> None:
    """The person is told within the first month, with the reasons; without an address staff write."""
    contact = contact_of(office, request.id)
    if contact:
        case = case_of(office, request, now)
        words = phrases_of(case)
        reason = " ".join(words.say(f"extension_{one}") for one in sorted(set(reasons)))
        queue(office, request.id, "extension", contact, extension(case, request.due, reason), now)


def pause(office: Office, id: str, by: str, now: datetime, missing: str = "") -> Request:
    """Ask the person who they are, or what they mean; the clock of `due` waits, the strict one runs on.

    The letter that says what is missing is queued with the pause, both or neither. Who has no address is
    asked on the telephone or by post.
    """
    request = office.store.request(id)
    if request.paused_since:
        raise refuse("paused-already", f"request {id} waits for the person already", "")
    _short(missing)
    contact, letter = contact_of(office, id), None
    if contact:
        if not missing.strip():
            raise refuse(
                "missing-unsaid",
                "the person would be asked, and not for what",
                "write in one sentence what is missing; the letter says it",
            )
        asked = more_asked(case_of(office, request, now), missing, request.due, request.strict_due)
        times = sum(event.kind == "paused" for event in office.store.events(id))
        letter = to_queue(id, "more", contact, asked, now, str(times))
    return _wait(office, request, by, now, letter)


def wait_for_proof(office: Office, request: Request, now: datetime) -> Request:
    """Let the clock of `due` wait for a person whom a letter of its own has asked who they are."""
    return _wait(office, request, "", now)


def _wait(office: Office, request: Request, by: str, now: datetime, letter: Queued | None = None) -> Request:
    return office.store.move(
        request.id, request.version, at=now, by=by, note_kind="paused", letter=letter, paused_since=now
    )


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
    """Decide an objection to one purpose (Art. 21(1)); a rejection needs a second person: it is proposed.

    The reason is about this person's situation, so it stands in the vault. Marketing is not weighed: it ended
    with the objection (Art. 21(3)).
    """
    request = office.store.request(id)
    _must_be(request, Right.OBJECTION)
    if purpose not in to_weigh(office, request):
        raise refuse(
            "nothing-to-weigh",
            "the objection to this purpose is decided already, or is none that is weighed",
            "weigh the purposes that are still open",
        )
    _short(reason)
    if not upheld:
        return propose_refusal(office, id, reason, "Art. 21(1)", by, now, of=purpose)
    _add(office, id, "weighed", purpose, reason, now)
    state_objection(office, known_of(office, id), purpose, "upheld", now, f"request {id}", by)
    return _weighed(office, request, purpose, "upheld", by, now)


def to_weigh(office: Office, request: Request) -> list[str]:
    """The purposes objected to that nobody has decided about, those with a proposal included."""
    decided = {
        event.facts.get("of", "")
        for event in office.store.events(request.id)
        if event.kind in ("upheld", "rejected")
    }
    chosen = request.purposes
    return [name for name in chosen if name not in decided and not office.policy.purposes[name].marketing]


def weighings(office: Office, id: str) -> dict[str, str]:
    """Why the objections to some purposes were upheld."""
    told: dict[str, str] = _kept(office, id, "weighed")
    return told


def _weighed(office: Office, request: Request, purpose: str, kind: str, by: str, now: datetime) -> Request:
    """Note what was decided about a purpose; with the last of them the whole objection is decided."""
    kinds = [event.kind for event in office.store.events(request.id)]
    changes: dict[str, Any] = {}
    if to_weigh(office, request) == [purpose]:
        changes["state"] = State.RUNNING
        rejected = kinds.count("rejected") + (kind == "rejected")
        purposes = len(request.purposes)
        if rejected:
            changes["outcome"] = Outcome.REFUSED if rejected == purposes else Outcome.PARTLY
    return office.store.move(
        request.id, request.version, at=now, by=by, note_kind=kind, note={"of": purpose}, **changes
    )


def propose_refusal(
    office: Office, id: str, ground: str, law: str, by: str, now: datetime, of: str = ""
) -> Request:
    """Propose to refuse a request, with its ground and the rule it rests on; another person has to agree.

    `of` is the part that is refused: a purpose that was objected to, PART of a correction, a category that is
    not handed out or not erased, or "" for all of it. The ground is about this person's case and may name
    them, so it goes into the vault.
    """
    request = office.store.request(id)
    if request.state is not State.OPEN or not ground.strip() or not law.strip():
        raise refuse(
            "refusal-unfounded",
            "a refusal needs an open request, its ground, and the rule it rests on (Art. 12(4))",
            "say in plain words why, and name the article or section",
        )
    _short(ground, law)
    if office.policy.controller.country == "NO" and not is_exact(law):
        raise refuse(
            "refusal-unfounded",
            "in Norway a refusal names the very rule it rests on (personopplysningsloven § 16)",
            "write the section or the article with its number",
        )
    _check_part(office, request, of)
    _add(office, id, "refusal", of, ground, now)
    return office.store.move(
        id, request.version, at=now, by=by, note_kind="refusal-proposed", note={"law": law.strip(), "of": of}
    )


def _short(reason: str, law: str = "") -> None:
    if len(reason) > LONGEST or len(law) > LONGEST_LAW:
        raise refuse(
            "words-too-long",
            f"a reason has at most {LONGEST:,} characters, the rule it rests on {LONGEST_LAW}",
            "make it shorter",
        )


def _check_part(office: Office, request: Request, of: str) -> None:
    """Whether the part is one of those that a request of this right has."""
    parts: set[str] = set(office.policy.categories) if request.right in BY_CATEGORY else set()
    parts |= {PART} if request.right is Right.RECTIFICATION else set()
    parts |= set(request.purposes) if request.right is Right.OBJECTION else set()
    if of and of not in parts:
        raise refuse("not-this-right", f"request {request.id} has no such part that can be refused", "")
    if any(one.of == of and one.agreed_by for one in refusals(office, request.id)):
        raise refuse("nothing-proposed", "two people have decided about this part already", "")


def agree(office: Office, id: str, by: str, now: datetime, of: str = "") -> Request:
    """A second person agrees to a refusal; the answer can then be written."""
    refusal = _waiting(office, id, of)
    if refusal.proposed_by == by:
        raise refuse(
            "second-person",
            "whoever proposes a refusal cannot agree to it as well",
            "ask somebody else who may decide requests",
        )
    request = office.store.request(id)
    if of and request.right is Right.OBJECTION:
        state_objection(office, known_of(office, id), of, "rejected", now, f"request {id}", by)
        return _weighed(office, request, of, "rejected", by, now)
    changes: dict[str, Any] = {} if of else {"state": State.RUNNING, "outcome": Outcome.REFUSED}
    if of and request.right is Right.ERASURE:
        changes = {"plan": ""}  # it is made anew, without this part
    return office.store.move(
        id, request.version, at=now, by=by, note_kind="refusal-agreed", note={"of": of}, **changes
    )


def hand_out(office: Office, id: str, by: str, now: datetime) -> Request:
    """Somebody has weighed what the policy wants to have weighed: what was not refused is handed out."""
    request = office.store.request(id)
    if request.right not in DISCLOSING or request.state is not State.OPEN:
        raise refuse("not-this-right", f"request {id} is no open request that hands anything out", "")
    if refusal_waits(office, id):
        raise refuse(
            "refusal-waits", "a refusal waits for a second person", "have it agreed to, or turned down"
        )
    return office.store.move(id, request.version, at=now, by=by, note_kind=WEIGHED)


def turn_down(office: Office, id: str, by: str, now: datetime, of: str = "") -> Request:
    """Somebody does not agree, or whoever proposed it thought again: it is as if nothing was proposed."""
    _waiting(office, id, of)
    request = office.store.request(id)
    return office.store.move(
        id, request.version, at=now, by=by, note_kind="refusal-turned-down", note={"of": of}
    )


def _waiting(office: Office, id: str, of: str) -> Refusal:
    for one in refusals(office, id):
        if one.of == of and not one.agreed_by and office.store.request(id).state is State.OPEN:
            return one
    raise refuse("nothing-proposed", f"no refusal of request {id} waits for anybody", "")


def _add(office: Office, id: str, kind: str, name: str, text: str, now: datetime) -> None:
    """Keep a text by its name beside the others of its kind."""
    told = _kept(office, id, kind) | {name: text.strip()}
    replace(office.store, id, kind, told, now + WHILE_OPEN)


def _kept(office: Office, id: str, kind: str) -> dict[str, str]:
    told: dict[str, str] = newest(office.store, id, kind) if office.store.contents(id, kind) else {}
    return told


def withdraw(office: Office, id: str, by: str, now: datetime) -> Request:
    """The person takes the request back, as long as nothing of it has been carried out.

    What they wrote goes at once, and letters that still wait with it; that there was a request stays. Where
    something was restricted because of it, they are told before that ends, and what that needs stays until
    then.
    """
    request = office.store.request(id)
    if request.state not in (State.ASKED, State.OPEN):
        raise refuse(
            "withdrawn-too-late",
            f"request {id} is being carried out, or has been: it can no longer be taken back",
            "let it end; what was erased cannot be brought back",
        )
    if request.right is Right.OBJECTION and request.state is State.OPEN:
        _take_objections_back(office, request, now)
    closed = office.store.move(
        id,
        request.version,
        at=now,
        by=by,
        note_kind="withdrawn",
        state=State.CLOSED,
        outcome=Outcome.WITHDRAWN,
    )
    lift_taken_back(office, closed, now)
    let_go(office, request.plan)
    office.store.drop_closed(id)
    return office.store.request(id)


def _take_objections_back(office: Office, request: Request, now: datetime) -> None:
    """The objections that the request has stated hold no longer."""
    known = known_of(office, request.id)
    stated = office.store.objections(subject_of(office, known, now))
    for purpose in sorted({one.purpose for one in stated if one.by == request.id and one.state == "made"}):
        state_objection(office, known, purpose, "withdrawn", now, f"request {request.id}", request.id)


def _must_be(request: Request, right: Right) -> None:
    if request.right is not right or request.state is not State.OPEN:
        raise refuse(
            "not-this-right", f"request {request.id} is no open request of this kind ({right.article})", ""
        )
