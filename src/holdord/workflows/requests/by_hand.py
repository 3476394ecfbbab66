"""What people do by hand: tasks in the systems, a correction, and a second look at a machine's decision.

A field of a system that Holdord reaches is corrected by a plan (`correcting`); here is told what was
corrected elsewhere. What was done is written down by whoever did it. A note, what a field says now and why a
decision stands are about the person, so they are in the vault; a task is told by ids and names of the policy.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from holdord.words.request import Outcome, Request, Right, State
from holdord.workflows.office import Office, refuse
from holdord.workflows.requests.contents import WHILE_OPEN, put, replace
from holdord.workflows.requests.correcting import let_go
from holdord.workflows.requests.refusing import PART, refusals

KINDS = ("rectify", "erase", "restrict", "stop", "find")
"""What there is to do in a system: correct, erase, mark as restricted, stop using, look what is held."""

LONGEST = 2_000
"""Characters of one text that staff write."""

MOST = 50
"""Fields that one correction can name."""


KIND_OF = {
    Right.ACCESS: "find",
    Right.PORTABILITY: "find",
    Right.RECTIFICATION: "rectify",
    Right.ERASURE: "erase",
    Right.RESTRICTION: "restrict",
    Right.OBJECTION: "stop",
    Right.WITHDRAWAL: "stop",
}
"""What a right asks of a place that only a person reaches; a human review asks nothing of it."""


def tasks_of_places(office: Office, request: Request, now: datetime) -> None:
    """A task for each place of the policy that no connector reaches and the right concerns, once each.

    It is given to the person whom the policy names, who says there what was found and done.
    """
    kind = KIND_OF.get(request.right)
    if kind is None or not office.policy.by_hand:
        return
    wanted = _categories(office, request)
    for one in office.policy.by_hand.values():
        if wanted is None or wanted & set(one.categories):
            office.store.task_new(request.id, one.name, kind, one.asks, now)


def _categories(office: Office, request: Request) -> set[str] | None:
    """The categories that a request is about; None for all of them."""
    if "category" in request.details:
        return {request.details["category"]}
    names = request.purposes
    if not names:
        return None
    return {category for name in names for category in office.policy.purposes[name].categories}


def notes_of_places(office: Office, id: str) -> list[tuple[str, str]]:
    """What was said of places that only a person reaches: the place, and the words of whoever looked."""
    told = []
    for content in office.store.contents(id, "note"):
        found = office.store.get(content)
        note = json.loads(found) if found else {}
        if note.get("place") in office.policy.by_hand:
            told.append((str(note["place"]), str(note["note"])))
    return told


def new_task(
    office: Office, id: str, place: str, kind: str, assigned: str, by: str, now: datetime
) -> Request:
    """Something somebody has to do by hand; the request does not end before it is done.

    `place` is a system of the policy, or what staff call a place that nothing here reaches.
    """
    request = _open(office, id)
    where = " ".join(place.split())
    if not where or len(where) > 100 or kind not in KINDS:
        raise refuse(
            "task-unfit", "a task says where and what", "name the place, and choose what is to be done"
        )
    office.store.task_new(id, where, kind, assigned.strip(), now)
    return office.store.move(
        id, request.version, at=now, by=by, note_kind="task-made", note={"place": where, "what": kind}
    )


def done(office: Office, id: str, task: str, note: str, by: str, now: datetime) -> Request:
    """Somebody did a task, and says what they did. Done twice, the first counts."""
    found = next((one for one in office.store.tasks(id) if one.id == task), None)
    if found is None:
        raise refuse("no-task", "there is no such task for this request", "look at the request again")
    _short(note)
    if found.system in office.policy.by_hand and not note.strip():
        raise refuse(
            "task-unfit",
            "what was found or done there goes into the answer, and nothing is said",
            "write it in the person's language, or that there was nothing",
        )
    request = office.store.request(id)
    if not office.store.task_done(task, now, by):
        return request
    if note.strip():
        told = {"task": task, "place": found.system, "note": note.strip(), "by": by, "at": now.isoformat()}
        put(office.store, id, "note", told, now + WHILE_OPEN)
    return office.store.move(
        id, request.version, at=now, by=by, note_kind="task-done", note={"place": found.system}
    )


def notes(office: Office, id: str) -> list[dict[str, str]]:
    """What people wrote about the tasks they did, in order: `task`, `place`, `note`, `by`, `at`."""
    kept = [office.store.get(content) for content in office.store.contents(id, "note")]
    return [json.loads(one) for one in kept if one is not None]


def corrected(office: Office, id: str, changes: Sequence[tuple[str, str]], by: str, now: datetime) -> Request:
    """A correction is made (Art. 16): what was corrected and what it says now, as the answer will tell it.

    Where a part was refused, that has been agreed to by a second person before.
    """
    request = _for(office, id, Right.RECTIFICATION)
    told = [(what.strip(), now_says.strip()) for what, now_says in changes if what.strip()]
    refused = refusals(office, id)
    if any(not one.agreed_by for one in refused):
        raise refuse(
            "refusal-waits", "a refusal waits for a second person", "have it agreed to, or turned down"
        )
    added = bool(office.store.contents(id, "statement"))
    if (not told and not added) or len(told) > MOST:
        raise refuse(
            "nothing-corrected",
            "nothing was named that is corrected now",
            "name each field and what it says now",
        )
    _short(*(text for pair in told for text in pair))
    _all_done(office, id)
    listed = [{"what": what, "now": now_says} for what, now_says in told]
    replace(office.store, id, "changes", listed, now + WHILE_OPEN)
    let_go(office, request.plan)  # one that was made is not to be run any more
    outcome = Outcome.PARTLY if any(one.of == PART for one in refused) else Outcome.GRANTED
    return _decided(office, request, "corrected", outcome, by, now)


def reviewed(
    office: Office, id: str, what: str, changed: bool, outcome: str, reasoning: str, by: str, now: datetime
) -> Request:
    """Somebody looked at a machine's decision again and decided it themselves (Art. 22(3))."""
    request = _for(office, id, Right.HUMAN_REVIEW)
    if not (what.strip() and outcome.strip() and reasoning.strip()):
        raise refuse(
            "review-unfounded",
            "a review says which decision it is about, how it came out, and why",
            "write a sentence for each, in the person's language",
        )
    _short(what, outcome, reasoning)
    _all_done(office, id)
    told: dict[str, Any] = {
        "what": what.strip(),
        "changed": changed,
        "reasoning": reasoning.strip(),
        "outcome": outcome.strip(),
        "decided": now.isoformat(),
    }
    replace(office.store, id, "review", told, now + WHILE_OPEN)
    return _decided(office, request, "reviewed", Outcome.GRANTED, by, now)


def _decided(
    office: Office, request: Request, kind: str, outcome: Outcome, by: str, now: datetime
) -> Request:
    return office.store.move(
        request.id,
        request.version,
        at=now,
        by=by,
        note_kind=kind,
        state=State.RUNNING,
        outcome=outcome,
    )


def _open(office: Office, id: str) -> Request:
    request = office.store.request(id)
    if request.state not in (State.OPEN, State.RUNNING):
        raise refuse("request-ended", f"request {id} is not open", "a request that has ended makes no work")
    return request


def _for(office: Office, id: str, right: Right) -> Request:
    request = office.store.request(id)
    if request.right is not right or request.state is not State.OPEN:
        raise refuse("not-this-right", f"request {id} is no open request of this kind ({right.article})", "")
    return request


def _all_done(office: Office, id: str) -> None:
    if office.store.tasks(id, open_only=True):
        raise refuse("tasks-open", "not every task by hand is done", "do them, or say that they are done")


def _short(*texts: str) -> None:
    if any(len(text) > LONGEST for text in texts):
        raise refuse("words-too-long", f"this is longer than {LONGEST} characters", "make it shorter")
