"""A plan as people read it: how much goes where, and what stays, each reason and end told once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from holdord.store.records import Restriction
from holdord.web.offices import the_office
from holdord.words.plan import Kept, Plan


def rows(plan: Plan | None) -> list[tuple[str, str, tuple[str, ...], int]]:
    """How much goes of which categories, by place and act."""
    found: Counter[tuple[str, str, tuple[str, ...]]] = Counter()
    for unit in plan.units if plan else ():
        for step in unit.steps:
            found[f"{unit.system}.{step.collection}", str(step.act), step.categories] += step.expected
    return [(*what, count) for what, count in sorted(found.items()) if count]


@dataclass(frozen=True, slots=True)
class Staying:
    """What stays for one purpose to the same end: an example of it, its categories, and rows by place.

    `latest` where that end is the latest of several, so that some of it goes sooner.
    """

    of: Kept
    categories: tuple[str, ...]
    places: tuple[tuple[str, int], ...]
    latest: bool


def staying(kept: Iterable[Kept]) -> list[Staying]:
    """What stays, the same reason and end told once, the soonest end first."""
    groups: dict[tuple[str, str, str, str], list[Kept]] = {}
    for one in kept:
        groups.setdefault((one.until or "9", one.waits_for, one.stopped_by, one.purpose), []).append(one)
    found = []
    for _, same in sorted(groups.items()):
        most: dict[str, int] = {}
        for one in same:
            place = f"{one.system}.{one.collection}"
            most[place] = max(most.get(place, 0), one.rows)
        categories = tuple(dict.fromkeys(one.category for one in same))
        latest = any(one.latest for one in same)
        found.append(Staying(same[0], categories, tuple(most.items()), latest))
    return found


def restricted(at: datetime) -> dict[str, Restriction]:
    """The restrictions that stand, by id: of one that stops something a page says why, and its request."""
    return {one.id: one for one in the_office().store.restrictions(at)}
