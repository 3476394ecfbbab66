"""What a request would reach: what is found of the person, how sure it must be who asks, and the plan."""

from dataclasses import dataclass
from datetime import datetime

from holdord.words.plan import Plan
from holdord.words.policy import CategoryKind, Policy
from holdord.words.request import Request, Right, State, Strength
from holdord.workflows.explaining import Explanation, explain
from holdord.workflows.office import Office, refuse
from holdord.workflows.people import Known
from holdord.workflows.planning import plan_erasure
from holdord.workflows.requests.contents import newest
from holdord.workflows.requests.refusing import withheld

DELICATE = (CategoryKind.SPECIAL, CategoryKind.CRIMINAL, CategoryKind.IDENTITY_NUMBER)
DISCLOSING = (Right.ACCESS, Right.PORTABILITY)
TO_BE_WEIGHED, WEIGHED = "to-be-weighed", "disclosure-weighed"
"""Events: an answer waits for somebody to weigh whether it harms others (Art. 15(4)); they have."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a request: counts by category, never a value. `needed` is how sure it must be."""

    request: Request
    explanation: Explanation
    needed: Strength

    @property
    def sure_enough(self) -> bool:
        """Whether it is known well enough who asks."""
        return self.request.strength >= self.needed

    def rows_by_category(self) -> dict[str, int]:
        """How many rows hold each category."""
        rows: dict[str, int] = {}
        for held in self.explanation.held:
            for category in held.categories:
                rows[category] = rows.get(category, 0) + held.rows
        return rows


def known_of(office: Office, id: str) -> Known:
    """The keys of the person who asked."""
    known: Known = newest(office.store, id, "keys")
    return known


def needed_strength(policy: Policy, right: Right, categories: set[str]) -> Strength:
    """How sure it must be who asks: more where delicate data would be disclosed (Art. 12(6), Recital 64).

    A code to a known address is enough to be given ordinary data, and for whatever only protects the person.
    Special categories, offences and identity numbers go to nobody who has shown no more than that.
    """
    delicate = any(policy.categories[name].kind in DELICATE for name in categories)
    return Strength.SESSION if right in DISCLOSING and delicate else Strength.ADDRESS


def to_be_weighed(office: Office, request: Request, categories: set[str]) -> bool:
    """Whether somebody has to look first whether handing this out would harm others (Art. 15(4))."""
    wanted = {name for name in categories if office.policy.categories[name].weigh_first}
    if not wanted or not wanted - withheld(office, request):
        return False
    return not any(event.kind == WEIGHED for event in office.store.events(request.id))


def waits_to_be_weighed(office: Office, id: str) -> bool:
    """Whether an answer waits for somebody to weigh it."""
    kinds = {event.kind for event in office.store.events(id)}
    return TO_BE_WEIGHED in kinds and WEIGHED not in kinds


def proved(office: Office, id: str) -> Request:
    """A request of which it is known who asks; of another nothing is looked up (Refused)."""
    request = office.store.request(id)
    if request.state is State.ASKED:
        raise refuse(
            "not-proved",
            f"it is not known yet who asks in request {id}, so nothing is looked up",
            "wait for the person to use the code, or write down how you made sure",
        )
    return request


def look(office: Office, id: str, now: datetime, by: str) -> Found:
    """What is found of the person, by category and count; that somebody looked is written down."""
    request = proved(office, id)
    explanation = explain(office, known_of(office, id), now)
    if by:
        office.store.look(id, by, "found", now)
    categories = {category for held in explanation.held for category in held.categories}
    return Found(request, explanation, needed_strength(office.policy, request.right, categories))


def plan(office: Office, id: str, now: datetime, by: str = "") -> Plan:
    """Make the plan of an erasure, keep it and note its digest; made anew whenever this is asked."""
    request = office.store.request(id)
    if request.right is not Right.ERASURE or request.state is not State.OPEN:
        raise refuse(
            "nothing-to-plan",
            f"request {id} is none that can be planned now",
            "only an open request for erasure has a plan",
        )
    made = plan_erasure(office, [known_of(office, id)], now, withheld(office, request))
    keep_plan(office, request, made, now, by)
    return made


def keep_plan(office: Office, request: Request, made: Plan, now: datetime, by: str = "") -> Request:
    """Keep a plan as the one that is shown for a request; the request as it stands then."""
    with office.store.together():
        office.store.save_plan(made)
        return office.store.move(
            request.id, request.version, at=now, by=by, note_kind="planned", plan=made.digest
        )


def shown_plan(office: Office, id: str) -> Plan | None:
    """The plan that was made last; None before any, and once it is forgotten."""
    request = office.store.request(id)
    return office.store.plan(request.plan) if request.plan else None
