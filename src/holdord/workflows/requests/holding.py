"""Holds as staff see them: those in force, placing one on the person of a case, and lifting one.

A hold stands until somebody lifts it; its day of review lifts nothing. A plan that was made before it is made
anew, so that nothing goes that is held by now.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from holdord.store.records import Hold
from holdord.words.facts import Condition
from holdord.words.request import Request, Right, State
from holdord.workflows.office import Office, refuse
from holdord.workflows.requests.looking import known_of, plan, proved
from holdord.workflows.stating import subject_of

LONGEST = 500
"""Characters of a reason."""

REVIEWED_WITHIN = timedelta(days=3 * 366)
"""No hold stands longer than this without anybody looking at it."""

PLACED, LIFTED = "hold-placed", "hold-lifted"


@dataclass(frozen=True, slots=True)
class Held:
    """A hold in force: what it keeps ("" is all of a person), the case it comes from, whether it is late."""

    hold: Hold
    what: str
    case: str
    late: bool


def held(office: Office, now: datetime) -> list[Held]:
    """Every hold in force, the oldest first."""
    return [_held(office, one, now) for one in office.store.holds(now)]


def held_of(office: Office, request: Request, now: datetime) -> list[Held]:
    """The holds in force on the person of a request, and on rows of theirs because of it."""
    holds = office.store.holds(now)
    same = office.store.one_with({request.subject}) if request.subject and holds else set()
    return [_held(office, one, now) for one in holds if one.place in same or _named(one.reason) == request.id]


def _held(office: Office, one: Hold, now: datetime) -> Held:
    what = ""
    if isinstance(one.place, Condition):
        what = f"{one.place.system}.{one.place.collection}"
    elif not isinstance(one.place, str):
        what = ", ".join(sorted({f"{system}.{name}" for system, name in one.place.ids}))
    return Held(one, what, _case(office, one), one.review_on < _today(office, now))


def _case(office: Office, one: Hold) -> str:
    """The request that it was placed from; "" where there was none."""
    if not isinstance(one.place, str):
        return _named(one.reason)
    return next((id for id in office.store.requests_of(one.place) if _noted(office, id, PLACED, one.id)), "")


def _named(reason: str) -> str:
    """The request that the reason of a hold on what was not erased begins with."""
    first, _, rest = reason.partition(" ")
    return rest.partition(":")[0] if first == "request" and rest.startswith("Q-") else ""


def _noted(office: Office, id: str, kind: str, hold: str) -> bool:
    return any(event.kind == kind and event.facts["hold"] == hold for event in office.store.events(id))


def place(office: Office, id: str, reason: str, review_on: date | None, by: str, now: datetime) -> str:
    """Place a hold on the person of a request; its id. The same asked for again places no second one."""
    request, told, today = proved(office, id), reason.strip(), _today(office, now)
    if not told or len(told) > LONGEST:
        raise refuse("hold-unfit", "a hold has a reason, in a sentence or two", "write why; nothing personal")
    if review_on is None or not today < review_on <= today + REVIEWED_WITHIN:
        raise refuse(
            "review-past",
            "the day of review is not in the next three years",
            "choose the day on which somebody looks whether the hold is still needed",
        )
    subject = subject_of(office, known_of(office, id), now, unknown=False)
    same = office.store.one_with({subject}) | {subject}
    standing = (
        one.id
        for one in office.store.holds(now)
        if one.place in same and (one.reason, one.owner, one.review_on) == (told, by, review_on)
    )
    placed = next(standing, "") or office.store.hold(subject, told, by, review_on, now)
    if not _noted(office, id, PLACED, placed):
        request = office.store.move(
            id, request.version, at=now, by=by, note_kind="hold-placed", note={"hold": placed}
        )
    if request.right is Right.ERASURE and request.state is State.OPEN and request.plan:
        plan(office, id, now, by)
    return placed


def lift(office: Office, hold: str, reason: str, by: str, now: datetime) -> None:
    """Lift a hold: what it kept may go again, by the next plan."""
    found = next((one for one in office.store.holds(now) if one.id == hold), None)
    if found is None:
        raise refuse("unknown-id", "no hold with this id stands", "look again: somebody has lifted it")
    if not reason.strip() or len(reason) > LONGEST:
        raise refuse("hold-unfit", "it is not said why the hold is lifted", "write why; nothing personal")
    case = _case(office, found)
    office.store.lift_hold(hold, reason.strip(), by, now)
    if case and not _noted(office, case, LIFTED, hold):
        version = office.store.request(case).version
        office.store.move(case, version, at=now, by=by, note_kind="hold-lifted", note={"hold": hold})


def _today(office: Office, now: datetime) -> date:
    return now.astimezone(office.policy.controller.calendar.zone).date()
