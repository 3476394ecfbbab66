"""Which recipients have to be told of a request, of what, and how each of them knows the person (Art. 19).

That is found out before anything is erased: afterwards nobody could say by which number a carrier knows
somebody who is gone. It stands in the vault (kind `recipients`) until every recipient has confirmed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from holdord.letters.notices import Act
from holdord.letters.records import Change
from holdord.planning.ownership import root_name
from holdord.planning.search import Footprint
from holdord.words.chasing import Chasing
from holdord.words.policy import Policy, Recipient
from holdord.words.request import Outcome, Request, Right, State
from holdord.workflows.disclosing import disclosures_of
from holdord.workflows.explaining import find_uses
from holdord.workflows.office import Office, refuse
from holdord.workflows.people import Known
from holdord.workflows.requests.contents import perhaps, replace
from holdord.workflows.requests.looking import known_of

KIND = "recipients"
UNCHANGED = (Outcome.REFUSED, Outcome.NOTHING_HELD, Outcome.WITHDRAWN, Outcome.UNPROVED)
"""How a request ends that changed nothing, so that nobody has to be told."""

ACTS: Mapping[Right, Act] = {
    Right.ERASURE: Act.ERASED,
    Right.RESTRICTION: Act.RESTRICTED,
    Right.RECTIFICATION: Act.RECTIFIED,
}

AFTERWARDS = timedelta(days=60)
"""So long after the last chase a person of staff can still look up whom a notice is about."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one recipient is told: about whom, by the one key it knows them by, and of which categories.

    `by_hand` says why only a person of staff can tell it, where that is so: "unkeyed" (the person has no such
    key), "unsorted" (it is not known whether it was given what was corrected).
    """

    key: str
    values: tuple[str, ...]
    categories: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    by_hand: str = ""

    def __repr__(self) -> str:
        return f"Told({self.key}, {self.categories})"


@dataclass(frozen=True, slots=True)
class Notices:
    """What is told because of one request, by recipient."""

    act: Act
    on: datetime
    told: Mapping[str, Told] = field(default_factory=dict)


def chasing_of(environment: Mapping[str, str]) -> Chasing:
    """HOLDORD_NOTICE_DAYS (7) and HOLDORD_NOTICE_CHASES (3); raises Refused where they are none."""
    try:
        return Chasing(
            int(environment.get("HOLDORD_NOTICE_DAYS") or 7),
            int(environment.get("HOLDORD_NOTICE_CHASES") or 3),
        )
    except ValueError:
        raise refuse(
            "chasing-unfit",
            "it cannot be told after how many days recipients are chased, or how often",
            "HOLDORD_NOTICE_DAYS is 1 to 60, HOLDORD_NOTICE_CHASES 0 to 10",
        ) from None


def note_recipients(office: Office, request: Request, now: datetime) -> None:
    """Note how each recipient knows the person of a request that is about to be carried out.

    Of a stranger nothing is noted. Where a part was done already under a plan that has been made anew, what
    was noted then counts.
    """
    id = request.id
    if request.right not in ACTS or request.state is not State.RUNNING or request.outcome in UNCHANGED:
        return
    before = perhaps(office.store, id, KIND) or {"plans": [], "known": {}, "held": []}
    if "on" in before and request.confirmed in before["plans"]:
        return
    person = known_of(office, id)
    found, held, uses = find_uses(office, person, now)
    known = _known(office, found) if held else {}
    value = {
        "on": before.get("on", now.isoformat()),
        "plans": [*before["plans"], request.confirmed],
        "held": sorted({*before["held"], *(name for one in held for name in one.categories)}),
        "known": {**known, **{name: one for name, one in before["known"].items() if one["values"]}},
        "purposes": sorted({*before.get("purposes", ()), *uses}),
        "passed_on": _passed_on(office, person, found, before.get("passed_on", {}), now),
    }
    stays = now + chasing_of(office.environment).whole + AFTERWARDS
    replace(office.store, id, KIND, value, stays, lasting=False)  # it lasts with what begins the change


def settle_recipients(office: Office, request: Request, now: datetime) -> Notices | None:
    """Now that it is done: what each recipient is told. How others know the person is let go."""
    id = request.id
    noted = perhaps(office.store, id, KIND)
    if noted is None or "told" in noted or request.outcome in UNCHANGED:
        return _read(noted)
    told = _told(office, request, noted) if noted["known"] else {}
    value = {
        "act": str(ACTS[request.right]),
        "on": noted["on"],
        "plans": noted["plans"],
        "told": {name: _plain(one) for name, one in told.items()},
    }
    stays = now + chasing_of(office.environment).whole + AFTERWARDS
    replace(office.store, id, KIND, value, stays, lasting=False)  # made again from what was noted before
    return Notices(ACTS[request.right], datetime.fromisoformat(noted["on"]), told)


def notices_of(office: Office, id: str, at: datetime) -> Notices | None:
    """What recipients are told because of a request; None when it is not kept any more, or never was."""
    return _read(perhaps(office.store, id, KIND, at))


def _read(kept: Mapping[str, Any] | None) -> Notices | None:
    if kept is None or "told" not in kept:
        return None
    told = {
        name: Told(
            one["key"],
            tuple(one["values"]),
            tuple(one["categories"]),
            tuple(Change(*each) for each in one["changes"]),
            one["by_hand"],
        )
        for name, one in kept["told"].items()
    }
    return Notices(Act(kept["act"]), datetime.fromisoformat(kept["on"]), told)


def _plain(told: Told) -> dict[str, Any]:
    return {
        "key": told.key,
        "values": list(told.values),
        "categories": list(told.categories),
        "changes": [[one.what, one.now] for one in told.changes],
        "by_hand": told.by_hand,
    }


def _known(office: Office, found: Footprint) -> dict[str, dict[str, Any]]:
    """Of each recipient that may have to be told: the key it knows the person by, and its values."""
    keys = _keys(office, found)
    known = {}
    for name, recipient in office.policy.recipients.items():
        if not (recipient.notice and recipient.notice.unneeded):
            key, values = key_of(office.policy, recipient, keys)
            known[name] = {"key": key, "values": list(values)}
    return known


def _told(office: Office, request: Request, noted: Mapping[str, Any]) -> dict[str, Told]:
    """Of each recipient that was given something of this: what it is told."""
    changes = _changes(office, request)
    concerned = _concerned(office, request, noted, changes)
    uses = _uses(office.policy, noted)
    told = {}
    for name, recipient in office.policy.recipients.items():
        known = noted["known"].get(name)
        got = _given(recipient, noted, uses)
        given = tuple(one for one in concerned if one in got)
        unsorted = "" in concerned
        if known is None or not got or (not given and not unsorted):
            continue
        why = "unsorted" if unsorted else "" if known["values"] else "unkeyed"
        mine = tuple(Change(what, right) for category, what, right in changes if category in given)
        told[name] = Told(
            known["key"],
            tuple(known["values"]),
            tuple(one for one in given if one),
            () if unsorted else mine,
            why,
        )
    return told


def _uses(policy: Policy, noted: Mapping[str, Any]) -> dict[str, set[str]]:
    """The purposes that used each category of this person's data.

    What was noted before purposes were is judged by categories alone.
    """
    used = noted.get("purposes")
    ran = [one for one in policy.purposes.values() if used is None or one.name in used]
    return {category: {one.name for one in ran if category in one.categories} for category in noted["held"]}


def _given(recipient: Recipient, noted: Mapping[str, Any], uses: Mapping[str, set[str]]) -> set[str]:
    """The categories of this person's data that a recipient was given.

    Those it gets for a purpose that used them for this person, and those the register of disclosures names.
    """
    gets = {category for category, names in uses.items() if recipient.gets((category,), names)}
    return gets | set(noted.get("passed_on", {}).get(recipient.name, ()))


def _passed_on(
    office: Office, known: Known, found: Footprint, before: Mapping[str, list[str]], now: datetime
) -> dict[str, list[str]]:
    """What the register says each recipient of the policy was given of this person, by category.

    Not what the person must not be told yet: the answer names everybody who gets a notice.
    """
    today = now.astimezone(office.policy.controller.calendar.zone).date()
    given = {name: set(categories) for name, categories in before.items()}
    for one in disclosures_of(office, (known, found.keys), found.rows):
        if one.recipient and one.told_on(today):
            given.setdefault(one.recipient, set()).update(one.categories)
    return {name: sorted(categories) for name, categories in sorted(given.items())}


def _keys(office: Office, found: Footprint) -> dict[str, set[str]]:
    """The person's keys: those found, and the ids of rows that are theirs where an id is a key.

    Other keys in their rows are left out: somebody may have typed another's number into a form.
    """
    keys = {name: set(values) for name, values in found.keys.items()}
    for collection in office.policy.collections():
        id_column = office.planner.atlases[collection.system].id_column(collection)
        for owner in collection.owners:
            ids = found.rows.of(collection.system, root_name(collection, owner))
            for key, column in owner.keys.items():
                if column == id_column:
                    keys.setdefault(key, set()).update(map(str, ids))
    return keys


def key_of(
    policy: Policy, recipient: Recipient, found: Mapping[str, set[str]]
) -> tuple[str, tuple[str, ...]]:
    """The key by which a recipient knows a person, and its values; none where the person has no such key."""
    unshared = [name for name, key in policy.keys.items() if not key.shared]
    keys = [recipient.known_by] if recipient.known_by else unshared
    for key in keys:
        if values := tuple(sorted(found.get(key, ()))):
            return key, values
    return keys[0] if keys else "", ()


def _changes(office: Office, request: Request) -> list[tuple[str, str, str]]:
    """What was corrected, as (category, what, what it says now); category "" where nobody said."""
    if request.right is not Right.RECTIFICATION:
        return []
    changes = perhaps(office.store, request.id, "changes") or []
    chosen = request.details.get("category", "")
    return [(one.get("category") or chosen, one["what"], one["now"]) for one in changes]


def _concerned(
    office: Office, request: Request, noted: Mapping[str, Any], changes: list[tuple[str, str, str]]
) -> tuple[str, ...]:
    """The categories that a request erased, restricted or corrected; "" for one that nobody named."""
    if request.right is Right.ERASURE:
        plans = [office.store.plan(one) for one in noted["plans"] if one and office.store.run_of(one)]
        steps = [step for plan in plans if plan for unit in plan.units for step in unit.steps]
        found = {name for step in steps if step.expected for name in step.categories}
    elif request.right is Right.RECTIFICATION:
        found = {category for category, _, _ in changes} or {request.details.get("category", "")}
    else:
        found = set(noted["held"])
    return tuple(name for name in (*office.policy.categories, "") if name in found)
