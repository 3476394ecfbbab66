"""A request that a human looks at a machine's decision (Art. 22(3)).

The decision is one of the person's own, named by a reference that reveals nothing. It goes to a named person,
who looks at it again and says why. Where they change it, its outcome is set in the system by a plan that is
confirmed by its digest, as a correction is; the answer tells what they decided, and where to complain.
"""

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

from holdord.letters.framing import capital, phrases_of
from holdord.letters.phrases import Phrases
from holdord.letters.records import Case, Decision
from holdord.words.correction import Correction
from holdord.words.decision import OwnDecision
from holdord.words.request import Outcome, Request, Right, State
from holdord.workflows.office import Office, refuse
from holdord.workflows.people import Known
from holdord.workflows.registers import decisions_about
from holdord.workflows.requests import correcting
from holdord.workflows.requests.cases import case_of
from holdord.workflows.requests.contents import WHILE_OPEN, replace
from holdord.workflows.requests.looking import known_of, proved

REFERENCE = re.compile(r"D-[A-Z2-7]{12}")
"""How a decision is named outside."""

LONGEST = 2_000
"""Characters of the reasons."""


def decisions_possible(office: Office, id: str, now: datetime, by: str = "") -> tuple[OwnDecision, ...]:
    """The person's own decisions, with outcomes; that somebody looked at them is written down."""
    proved(office, id)
    if by:
        office.store.look(id, by, "decisions", now)
    return decisions_about(office, known_of(office, id), now)


def begin(office: Office, request: Request, now: datetime) -> None:
    """Note whether the decision that the person named is theirs; asked again, nothing is added."""
    named = request.details.get("decision", "")
    kinds = {event.kind for event in office.store.events(request.id)}
    if not named or kinds & {"review-of", "decision-unknown"}:
        return
    own = _own(office, request.id, named, now)
    if own is None:
        office.store.move(request.id, request.version, at=now, by="", note_kind="decision-unknown")
        return
    note = {"decision": own.reference, "kind": own.decision}
    office.store.move(request.id, request.version, at=now, by="", note_kind="review-of", note=note)


def choose(office: Office, id: str, reference: str, reviewer: str, by: str, now: datetime) -> Request:
    """Say which of the person's decisions it is about, and who looks at it again."""
    request = _open(office, id)
    own = _own(office, id, reference, now)
    if own is None:
        raise refuse(
            "decision-not-theirs",
            "no decision of this reference was made about this person",
            "choose among the decisions that are on record about them",
        )
    name = " ".join(reviewer.split())
    if not name or len(name) > 200:
        raise refuse(
            "no-reviewer",
            "nobody is named who looks at the decision again",
            f"the policy says who can: {office.policy.decisions[own.decision].reviewed_by or 'nobody yet'}",
        )
    return office.store.move(
        id,
        request.version,
        at=now,
        by=by,
        note_kind="review-of",
        note={"decision": own.reference, "kind": own.decision},
        assigned=name,
    )


def chosen(office: Office, id: str) -> str:
    """The reference of the decision that is looked at again; "" before one is chosen."""
    events = office.store.events(id)
    return next((e.facts["decision"] for e in reversed(events) if e.kind == "review-of"), "")


def conclude(office: Office, id: str, outcome: str, reasons: str, by: str, now: datetime) -> Request:
    """Decide it anew: with the outcome that stands there the decision stands, with another it is changed.

    A change is then a plan, which waits to be confirmed by its digest. Raises Refused for whoever was not
    named to look at it, and without reasons.
    """
    request = _open(office, id)
    reference = chosen(office, id)
    if not reference or request.assigned != by:
        raise refuse(
            "no-reviewer",
            "this decision waits for somebody else to look at it again, or for a name",
            "choose the decision and who looks at it; only they can decide it",
        )
    own = _own(office, id, reference, now)
    if own is None:
        raise refuse(
            "decision-not-theirs",
            "the decision is on record about this person no longer",
            "look at what is on record; where it is gone, tell the person so",
        )
    said = outcome.strip() or own.outcome or ""
    kind = office.policy.decisions[own.decision]
    if kind.outcomes and said not in kind.outcomes and said != own.outcome:
        raise refuse(
            "review-unfounded",
            "there is no such outcome of this decision",
            f"one of: {', '.join(kind.outcomes)}",
        )
    if not reasons.strip() or len(reasons) > LONGEST or not said:
        raise refuse(
            "review-unfounded",
            "a review says how it came out, and why",
            f"write the reasons in the person's language, in at most {LONGEST:,} characters",
        )
    changed = said != own.outcome
    _keep(office, request, own, said, changed, reasons.strip(), now)
    if changed:
        set_to = Correction(own.system, own.collection, own.row, _column(office, own), said)
        correcting.plan_review(office, request, [set_to], by, now)
        return office.store.request(id)
    return office.store.move(
        id,
        request.version,
        at=now,
        by=by,
        note_kind="reviewed",
        state=State.RUNNING,
        outcome=Outcome.GRANTED,
    )


def _keep(
    office: Office, request: Request, own: OwnDecision, said: str, changed: bool, reasons: str, now: datetime
) -> None:
    words = phrases_of(case_of(office, request, now))
    told: dict[str, Any] = {
        "what": _what(office, words, own, now),
        "changed": changed,
        "reasoning": reasons,
        "outcome": capital(_outcome(office, words, own.decision, said)),
        "decided": now.isoformat(),
    }
    replace(office.store, request.id, "review", told, now + WHILE_OPEN)


def _what(office: Office, words: Phrases, own: OwnDecision, now: datetime) -> str:
    says = words.text(office.policy.decisions[own.decision].says, own.decision)
    return f"{says} ({words.day(own.made)})" if own.made else says


def _outcome(office: Office, words: Phrases, decision: str, code: str | None) -> str:
    """An outcome as the policy says it, else as it is written."""
    said = office.policy.decisions[decision].outcomes.get(code or "")
    return words.text(said, code or "") if said else (code or words.say("empty"))


def told(
    office: Office, case: Case, known: Known, now: datetime, withheld: Collection[str] = ()
) -> tuple[Decision, ...]:
    """The decisions about a person, as an answer to access tells them (Art. 15(1)(h)).

    Not those whose outcome is of a category that is withheld.
    """
    words = phrases_of(case)
    found = []
    for own in decisions_about(office, known, now):
        kind = office.policy.decisions[own.decision]
        if _category(office, own) in withheld:
            continue
        outcome = _outcome(office, words, own.decision, own.outcome)
        what = f"{capital(words.text(kind.says, own.decision))}: {outcome}"
        found.append(
            Decision(
                what, own.made, words.text(kind.logic, ""), words.text(kind.consequences, ""), own.reference
            )
        )
    return tuple(found)


def _own(office: Office, id: str, reference: str, now: datetime) -> OwnDecision | None:
    named = reference.strip().upper()
    return next((o for o in decisions_about(office, known_of(office, id), now) if o.reference == named), None)


def _column(office: Office, own: OwnDecision) -> str:
    records = office.policy.systems[own.system].collections[own.collection].records
    assert records
    return records.outcome


def _category(office: Office, own: OwnDecision) -> str:
    collection, column = office.policy.systems[own.system].collections[own.collection], _column(office, own)
    return next((field.category for field in collection.fields if field.column == column), "")


def _open(office: Office, id: str) -> Request:
    request = office.store.request(id)
    if request.right is not Right.HUMAN_REVIEW or request.state is not State.OPEN:
        raise refuse("not-this-right", f"request {id} is no open request for human review (Art. 22(3))", "")
    return request
