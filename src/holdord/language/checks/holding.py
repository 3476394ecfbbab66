"""Who holds what: the policy read from the side of a field, a row and an event."""

from collections.abc import Container, Iterator
from typing import NamedTuple

from holdord.words.period import Fixed
from holdord.words.policy import Collection, EventSource, EventTerm, Field, How, Policy, Purpose


def people_of(collection: Collection, field: Field) -> set[str]:
    """The kinds of people a field is about: its one owner's, else all owners'."""
    return {owner.person for owner in collection.owners if field.owner in ("", owner.name)}


def purposes_of_field(policy: Policy, collection: Collection, field: Field) -> tuple[Purpose, ...]:
    """The purposes that hold a field: served here, covering its category, about its people."""
    return policy.purposes_of(collection, field.category, field.owner)


def purposes_holding(policy: Policy, category: str) -> tuple[Purpose, ...]:
    """The purposes that cover a category anywhere."""
    return tuple(purpose for purpose in policy.purposes.values() if category in purpose.categories)


def ends_alone(
    policy: Policy, collection: Collection, columns: Container[str] | None = None
) -> Iterator[Field]:
    """The fields of a collection, in some columns or all, that may have to end while the row stays.

    So it is when the row never goes, belongs to several people, is the parent of other rows, or is held by
    a purpose that does not hold the field. Else a field goes with the row, however it is said to end.
    """
    fields = [field for field in collection.fields if columns is None or field.column in columns]
    if not fields:
        return
    stays = collection.row_stays or collection.shared or any(policy.children_of(collection))
    row = () if stays else policy.purposes_of_row(collection)
    for field in fields:
        if field.ending.how is not How.WITH_ROW and (stays or _others(policy, collection, field, row)):
            yield field


def _others(policy: Policy, collection: Collection, field: Field, row: tuple[Purpose, ...]) -> bool:
    """Whether a purpose of the row does not hold the field."""
    mine = {purpose.name for purpose in purposes_of_field(policy, collection, field)}
    return any(purpose.name not in mine for purpose in row)


class Reading(NamedTuple):
    """A purpose that ends by an event, and where a collection's rows get that event from."""

    purpose: Purpose
    collection: Collection
    event: str
    at: Collection
    source: EventSource


def events_needed(policy: Policy, collection: Collection) -> Iterator[tuple[Purpose, str]]:
    """The purposes of a collection that end by an event, with its name."""
    for purpose in policy.purposes_of_row(collection):
        if isinstance(purpose.keep, Fixed):
            yield purpose, purpose.keep.event


def readings(policy: Policy) -> Iterator[Reading]:
    """Every event that is read for a purpose, in each collection the purpose holds something in."""
    for collection in policy.collections():
        for purpose, event in events_needed(policy, collection):
            found = policy.event_of(collection, event)
            if found is not None:
                climbed, source = found
                at = collection
                if climbed:
                    at = policy.systems[collection.system].collections[climbed[-1].parent]
                yield Reading(purpose, collection, event, at, source)


def standing_in(policy: Policy, at: Collection, term: EventTerm) -> Collection:
    """The collection in which the column of a term stands, for a source stated at `at`."""
    return policy.systems[at.system].collections[term.collection] if term.collection else at
