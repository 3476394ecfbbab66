"""What Holdord itself holds about whoever asks, as letters tell it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from holdord.letters.records import HeldField, HeldRows, Ours
from holdord.planning.exports import Exported
from holdord.words.policy import Policy
from holdord.workflows.office import Office
from holdord.workflows.own import STAFF_LOG, OwnOffice, own_rows
from holdord.workflows.people import Known


@dataclass(frozen=True, slots=True)
class HeldHere:
    """What is held here of a person. `beyond` tells that it is more than the request that is answered."""

    rows: tuple[HeldRows, ...] = ()
    ours: Ours | None = None
    beyond: bool = False


def held_here(office: Office, id: str, known: Known, found: Known, now: datetime) -> HeldHere:
    """Requests and what happened to them, consents, objections and so on, in words of our own policy.

    `id` is the request that is answered; `found` are the keys that were found with those it proved.
    """
    held = own_rows(office, known, now, found)
    if not held:
        return HeldHere()
    policy, zone = OwnOffice.beside(office).policy, office.policy.controller.calendar.zone
    return HeldHere(
        tuple(_told(policy, one, zone) for one in held),
        Ours(policy, tuple(_purposes(policy, held))),
        any(_beyond(one, id) for one in held),
    )


def _beyond(one: Exported, id: str) -> bool:
    """Whether any row is about something else than one request."""
    column = "id" if one.collection == "requests" else "request_id"
    if column not in one.columns:
        return True
    at = one.columns.index(column)
    return any(row[at] != id for row in one.rows)


def _purposes(policy: Policy, held: Iterable[Exported]) -> Iterable[str]:
    """Why it is held: the purposes that hold what is told, each once."""
    found: dict[str, None] = {}
    for one in held:
        collection = policy.systems[one.system].collections[one.collection]
        for category in one.categories.values():
            found |= dict.fromkeys(purpose.name for purpose in policy.purposes_of(collection, category))
    return (name for name in found if name != STAFF_LOG)


def _told(policy: Policy, one: Exported, zone: ZoneInfo) -> HeldRows:
    categories = [one.categories.get(column, "") for column in one.columns]
    says = [policy.categories[name].says if name else {} for name in categories]
    return HeldRows(
        one.system,
        one.collection,
        tuple(HeldField(column, says=said) for column, said in zip(one.columns, says, strict=True)),
        tuple(tuple(in_zone(value, zone) for value in row) for row in one.rows),
        one.withheld,
        next((said for said in says if said), {}),
    )


_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?")


def in_zone(value: object, zone: ZoneInfo) -> object:
    """A moment of our store, which SQLite keeps as text and all keep in UTC, where the company is."""
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        return value
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(zone)
