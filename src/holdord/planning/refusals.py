"""What stops a plan because the map cannot answer it: nothing is skipped, and nothing guessed."""

from collections.abc import Sequence

from holdord.planning.atlas import Unplannable
from holdord.words.finding import Finding
from holdord.words.policy import Collection, Link, Purpose


def held_by(purposes: Sequence[Purpose], collection: Collection) -> Sequence[Purpose]:
    """The purposes, of which there must be one: what nobody holds is a mistake in the map, not rubbish."""
    if purposes:
        return purposes
    raise Unplannable(
        Finding(
            "held-for-nothing",
            f"no purpose holds what {collection.system}.{collection.name} has of its people",
            f"name under `purposes:` of {collection.name} one that covers its categories and its people",
            collection.place,
        )
    )


def unknown_event(purpose: Purpose, collection: Collection) -> Finding:
    """The finding that stops a plan when nobody can tell when an event happened."""
    return Finding(
        "unknown-event",
        f"{purpose.name} counts from {purpose.keep.event}, "
        f"which {collection.system}.{collection.name} cannot tell",
        f"say under `events:` of {collection.name} which column tells when {purpose.keep.event} happened",
        collection.place,
    )


def gone_with_parent(purpose: Purpose, collection: Collection, link: Link) -> Finding:
    """The finding that stops a plan when an event will be forgotten before the row can go."""
    event = purpose.keep.event
    return Finding(
        "event-gone-with-parent",
        f"{purpose.name} counts from {event}, which {collection.system}.{collection.name} hears from "
        f"{link.parent}, whose rows point at it and go first: nobody could tell afterwards",
        f"say under `events:` of {collection.name}: `{event}: latest {link.parent}.COLUMN or never`, "
        "for a row that nothing points at any more is not held",
        collection.place,
    )
