"""The end of a restriction: the person is told of it, and of the day, before it is lifted (Art. 18(3)).

What was restricted while something was checked or weighed ends by itself once that is decided, or once the
person takes the request back; any other where somebody says why. Either way a letter goes out first, and
nothing is lifted before it has: where it cannot go by e-mail it is a task for staff, who print it. The letter
is in the vault until then. What staff stated without a request has no address here: they tell the person, and
say when.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from holdord.letters.answers import restriction_lifting
from holdord.letters.framing import phrases_of
from holdord.letters.letter import Letter
from holdord.letters.plain import as_plain, from_plain
from holdord.store.records import Restriction
from holdord.words.request import Outcome, Request, Right
from holdord.workflows.office import Office, refuse
from holdord.workflows.requests.cases import case_of
from holdord.workflows.requests.contents import contact_of, perhaps, replace
from holdord.workflows.requests.mailing import queue

KIND = "lifting"
"""The letter, its content in the vault, and the event that it was written."""

TASK = "tell-person"
"""What staff do where the letter cannot go by e-mail; its place is the restriction."""

LONGEST = 2_000
"""Characters of the reason."""

AFTERWARDS = timedelta(days=60)
"""So long after the day a letter that nobody has given yet can be printed."""


@dataclass(frozen=True, slots=True)
class Lifting:
    """How far the end of a restriction has come: the day of which the person is told, and when they were."""

    restriction: Restriction
    on: date | None = None
    told_at: datetime | None = None
    by: str = ""


def liftings(office: Office, id: str, now: datetime) -> list[Lifting]:
    """The restrictions that stand because of a request, each with how far its end has come."""
    return [_lifting(office, one) for one in office.store.restrictions(now) if one.by == id]


def standing(office: Office, now: datetime) -> list[Lifting]:
    """All restrictions that stand, the oldest first, each with how far its end has come."""
    return [
        _lifting(office, one) if one.by.startswith("Q-") else Lifting(one)
        for one in office.store.restrictions(now)
    ]


def _lifting(office: Office, restriction: Restriction) -> Lifting:
    for event in reversed(office.store.events(restriction.by)):
        if event.kind == "lifting-told" and event.facts["restriction"] == restriction.id:
            on = date.fromisoformat(event.facts["on"])
            return Lifting(restriction, on, _told_at(office, restriction), event.by)
    return Lifting(restriction)


def _told_at(office: Office, restriction: Restriction) -> datetime | None:
    """When the letter went out: by e-mail, or given by staff."""
    mail = office.store.mail_state(restriction.by, KIND, restriction.id)
    if mail and mail.sent_at:
        return mail.sent_at
    tasks = office.store.tasks(restriction.by)
    return next((t.done_at for t in tasks if t.what == TASK and t.system == restriction.id), None)


def lift(
    office: Office, id: str, restriction: str, on: date | None, reason: str, by: str, now: datetime
) -> Request:
    """Say that a restriction ends on a day to come, and why; it is lifted then, once they have been told.

    Raises Refused without a reason or with a day that is not to come, and where that was said before.
    """
    found = next((one for one in liftings(office, id, now) if one.restriction.id == restriction), None)
    if found is None or found.on is not None:
        raise refuse("lifting-unfit", "this restriction does not stand, or its end was told already", "")
    today = now.astimezone(office.policy.controller.calendar.zone).date()
    fit = on is not None and today < on <= today + timedelta(days=366)
    if on is None or not fit or not reason.strip() or len(reason) > LONGEST:
        raise refuse(
            "lifting-unfit",
            "the end of a restriction has a reason, and a day that is still to come",
            "the person is told before: choose tomorrow or later, and write why in their language",
        )
    return _announce(office, office.store.request(id), found.restriction, on, reason, by, now)


def lift_meanwhile(office: Office, request: Request, now: datetime) -> None:
    """What was restricted only until this request was decided ends tomorrow; done again, nothing changes."""
    ends = {Right.RECTIFICATION: "lifting_checked", Right.OBJECTION: "lifting_weighed"}
    if request.right in ends:
        _end_tomorrow(office, request, ends[request.right], now)


def lift_taken_back(office: Office, request: Request, now: datetime) -> None:
    """What a request restricted that was taken back ends tomorrow; done again, nothing changes.

    A request has to be closed by then: whatever dies in between, nothing of one that goes on is lifted.
    """
    if request.outcome is Outcome.WITHDRAWN:
        _end_tomorrow(office, request, "lifting_taken_back", now)


def _end_tomorrow(office: Office, request: Request, why: str, now: datetime) -> None:
    reason = phrases_of(case_of(office, request, now)).say(why)
    tomorrow = now.astimezone(office.policy.controller.calendar.zone).date() + timedelta(days=1)
    for one in liftings(office, request.id, now):
        if one.on is None:
            _announce(office, office.store.request(request.id), one.restriction, tomorrow, reason, "", now)


def _announce(
    office: Office, request: Request, one: Restriction, on: date, reason: str, by: str, now: datetime
) -> Request:
    """The letter is in the vault and queued before it is noted that there is one: so neither is lost."""
    letter = restriction_lifting(case_of(office, request, now), on, reason)
    kept = perhaps(office.store, request.id, KIND) or {}
    replace(office.store, request.id, KIND, {**kept, one.id: as_plain(letter)}, now + AFTERWARDS)
    contact = contact_of(office, request.id)
    if contact:
        queue(office, request.id, KIND, contact, letter, now, one.id)
    else:
        office.store.task_new(request.id, one.id, TASK, request.assigned, now)
    note = {"restriction": one.id, "on": on.isoformat()}
    return office.store.move(request.id, request.version, at=now, by=by, note_kind="lifting-told", note=note)


def letter_of_lifting(office: Office, id: str, restriction: str, now: datetime) -> Letter | None:
    """The letter, to be printed; None when it is gone, or there is none."""
    kept = perhaps(office.store, id, KIND, now) or {}
    return from_plain(kept[restriction]) if restriction in kept else None


def lift_due(office: Office, now: datetime) -> int:
    """Lift what was told of and whose day has come; how many. A letter that did not go out becomes a task.

    With the last restriction of a request that was taken back goes what was kept of it to tell the person.
    """
    today = now.astimezone(office.policy.controller.calendar.zone).date()
    lifted = 0
    for one in standing(office, now):
        restriction = one.restriction
        if one.on is None:
            _lift_left(office, restriction.by, now)
        elif one.told_at is None:
            _by_hand(office, restriction, now)
        elif one.on <= today:
            office.store.lift_restriction(
                restriction.id, now, f"request {restriction.by}", one.by or restriction.by, one.told_at
            )
            for task in office.store.tasks(restriction.by, open_only=True):
                if (task.what, task.system) == (TASK, restriction.id):  # a letter was taken after all
                    office.store.task_done(task.id, one.told_at, "")
            office.store.drop_closed(restriction.by)
            lifted += 1
    return lifted


def _lift_left(office: Office, by: str, now: datetime) -> None:
    """The end of what a request restricted that was taken back, where whoever took it back died at it."""
    if any(event.kind == "withdrawn" for event in office.store.events(by)):
        lift_taken_back(office, office.store.request(by), now)


def _by_hand(office: Office, restriction: Restriction, now: datetime) -> None:
    mail = office.store.mail_state(restriction.by, KIND, restriction.id)
    if mail and mail.failed_at:
        assigned = office.store.request(restriction.by).assigned
        office.store.task_new(restriction.by, restriction.id, TASK, assigned, now)


def lift_stated(office: Office, id: str, told_at: datetime, reason: str, by: str, now: datetime) -> None:
    """Lift a restriction that was stated without a request; `told_at` is when the person was told of it."""
    mine = [one for one in office.store.restrictions(now) if one.id == id and not one.by.startswith("Q-")]
    if not mine or not reason.strip() or len(reason) > LONGEST:
        raise refuse("lifting-unfit", "it says no reason, or there is no such restriction", "write why")
    office.store.lift_restriction(id, now, reason.strip(), by, told_at)
