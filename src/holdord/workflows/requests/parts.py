"""A part of what is asked that is refused, category by category, while the rest is done.

Of an answer it is what is not handed out; the categories are told, never their values. Of an erasure it is
what does not go though the policy would let it: the purposes end all the same for the person, so nothing
uses it any more, and a hold on its rows keeps the next sweep from it until somebody lifts the hold (`holdord
hold`).
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from holdord.letters.records import HeldField, HeldRows
from holdord.planning.exports import Exported
from holdord.planning.typed import row_id
from holdord.store.records import Hold
from holdord.words.facts import Condition
from holdord.words.request import Request
from holdord.workflows.exporting import export
from holdord.workflows.office import Office, refuse
from holdord.workflows.requests.looking import known_of, proved, waits_to_be_weighed
from holdord.workflows.requests.refusing import refusals, withheld

REVIEWED_AFTER = timedelta(days=365)
"""After so long somebody looks again whether what was not erased is still needed."""


def held_rows(exports: list[Exported]) -> tuple[HeldRows, ...]:
    """What was read of a person, as letters tell it."""
    return tuple(
        HeldRows(
            one.system,
            one.collection,
            tuple(HeldField(column, one.categories.get(column, "")) for column in one.columns),
            tuple(map(tuple, one.rows)),
            one.withheld,
        )
        for one in exports
    )


def without(rows: Iterable[HeldRows], categories: Collection[str]) -> tuple[HeldRows, ...]:
    """The rows without the fields of some categories; a collection of nothing else is left out whole."""
    found = []
    for one in rows:
        at = [i for i, field in enumerate(one.fields) if field.category not in categories]
        if len(at) == len(one.fields):
            found.append(one)
        elif any(one.fields[i].category for i in at):
            fields = tuple(one.fields[i] for i in at)
            found.append(
                replace(one, fields=fields, rows=tuple(tuple(row[i] for i in at) for row in one.rows))
            )
    return tuple(found)


def to_weigh(office: Office, id: str, by: str, now: datetime) -> tuple[HeldRows, ...]:
    """The values that somebody weighs before they are handed out, and no others; the look is written down."""
    proved(office, id)
    if not waits_to_be_weighed(office, id):
        raise refuse("not-this-right", f"nothing of request {id} waits to be weighed", "")
    office.store.look(id, by, "weighed", now)
    categories = office.policy.categories
    others = {name for name, one in categories.items() if not one.weigh_first}
    found = without(held_rows(export(office, known_of(office, id), now)), others)
    return tuple(one for one in found if any(field.category for field in one.fields))


def hold_parts(office: Office, request: Request, now: datetime) -> None:
    """Place a hold on the rows of what is not erased, before anything is; done again, nothing is added.

    Each collection has its own: what a death left out is placed the next time.
    """
    parts = withheld(office, request)
    if not parts:
        return
    places = [one.place for one in _holds(office, request, now)]
    held = {(one.system, one.collection) for one in places if isinstance(one, Condition)}
    agreed = [one for one in refusals(office, request.id) if one.of in parts]
    owner, law = agreed[-1].agreed_by, ", ".join(dict.fromkeys(one.law for one in agreed))
    review = (now + REVIEWED_AFTER).date()
    for place in _rows(office, request, parts, now):
        if (place.system, place.collection) in held:
            continue
        office.store.hold(place, f"{_mark(request)} {law}", owner, review, now)


def free_parts(office: Office, request: Request, now: datetime) -> None:
    """Lift the holds again: the plan is made anew, and must not find them in its way."""
    for one in _holds(office, request, now):
        office.store.lift_hold(one.id, "the plan is made anew", request.id, now)


def _mark(request: Request) -> str:
    return f"request {request.id}:"


def _holds(office: Office, request: Request, now: datetime) -> list[Hold]:
    return [one for one in office.store.holds(now) if one.reason.startswith(_mark(request))]


def _rows(office: Office, request: Request, parts: Collection[str], now: datetime) -> Iterable[Condition]:
    """The rows that hold any of the categories, by their ids."""
    for one in export(office, known_of(office, request.id), now):
        collection = office.policy.systems[one.system].collections[one.collection]
        if any(field.category in parts for field in collection.fields):
            column = office.planner.atlases[one.system].id_column(collection)
            at = list(one.columns).index(column)
            yield Condition(one.system, one.collection, column, tuple(row_id(row[at]) for row in one.rows))
