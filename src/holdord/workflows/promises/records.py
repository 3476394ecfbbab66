"""What the board looks at: the latest rows that count, gathered from the store in a few indexed look-ups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from holdord.language.changes import changes, read_snapshot
from holdord.store.promise_records import Asked, NoticesOpen
from holdord.words.probe import Reading
from holdord.words.request import Right
from holdord.workflows.attesting import confirmables, stands
from holdord.workflows.office import Office
from holdord.workflows.probes import PROBES, SWEEP

SOON = timedelta(days=3)
"""An answer that has no more days than this is due."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How a fact that a person confirms stands: the latest word on it, and the last day that it lasts.

    `id` is empty where nobody has confirmed it; `lasts_until` can still come from a signing in the policy.
    """

    id: str = ""
    on: date | None = None
    holds: bool = True
    lasts_until: date | None = None


class Differs(StrEnum):
    """How the files differ from what is published."""

    NOT = "not"
    EDITORIAL = "editorial"
    SUBSTANTIAL = "substantial"


@dataclass(frozen=True, slots=True)
class InForce:
    """The version of the policy that is published, and how the files differ from it by now.

    `tells` is whether something substantial was new in it, `announced` whether people are told of it, `waits`
    whether somebody has still to be.
    """

    number: int
    at: datetime
    differs: Differs = Differs.NOT
    tells: bool = False
    announced: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that standings are computed from, as of `now`; `today` is the controller's day."""

    now: datetime
    today: date
    readings: Mapping[str, Reading] = field(default_factory=dict)
    asked: Mapping[Right, Asked] = field(default_factory=dict)
    confirmed: Mapping[str, Confirmed] = field(default_factory=dict)
    published: InForce | None = None
    reviews: tuple[date, ...] = ()
    """The days of review of the holds that stand."""
    notices: NoticesOpen = field(default_factory=NoticesOpen)


def gather(office: Office, now: datetime) -> Records:
    """The records as they are now; the systems are not asked."""
    store = office.store
    today = now.astimezone(office.policy.controller.calendar.zone).date()
    return Records(
        now,
        today,
        store.latest_readings([*PROBES, SWEEP]),
        store.asked(today + SOON + timedelta(days=1)),
        _confirmed(office, today),
        _in_force(office),
        reviews=tuple(hold.review_on for hold in store.holds(now)),
        notices=store.notices_open(),
    )


def _confirmed(office: Office, today: date) -> dict[str, Confirmed]:
    latest = office.store.latest_attestations(today)
    found = {}
    for fact, what in confirmables(office.policy).items():
        one = stands(office.policy, what, latest.get(fact), today)
        said = one.latest
        found[fact] = (
            Confirmed(said.id, said.on, said.holds, one.lasts_until)
            if said
            else Confirmed("", None, True, one.lasts_until)
        )
    return found


def _in_force(office: Office) -> InForce | None:
    last = office.store.last_publication()
    if last is None:
        return None
    differs = Differs.NOT
    if last.policy != office.policy.digest:
        found = changes(read_snapshot(office.store.published_facts(last.number)), office.policy)
        substantial = any(change.substantial for change in found)
        differs = Differs.SUBSTANTIAL if substantial else Differs.EDITORIAL if found else Differs.NOT
    waits = last.announced and office.store.telling_waits(last.number)
    return InForce(last.number, last.line.at, differs, last.substantial, last.announced, waits)
