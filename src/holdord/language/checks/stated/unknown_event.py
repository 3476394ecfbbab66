"""A purpose that ends by an event which a collection cannot tell: its data would be kept for ever."""

from collections.abc import Iterator

from holdord.language.checks.holding import events_needed
from holdord.language.checks.phrases import listed
from holdord.language.spelling import near
from holdord.words.finding import Finding
from holdord.words.policy import Collection, Policy

CODE = "unknown-event"


def find(policy: Policy) -> Iterator[Finding]:
    """Every event that a purpose counts from and a collection neither states nor inherits."""
    for collection in policy.collections():
        missing: dict[str, list[str]] = {}
        for purpose, event in events_needed(policy, collection):
            if policy.event_of(collection, event) is None:
                missing.setdefault(event, []).append(purpose.name)
        for event, purposes in missing.items():
            yield Finding(
                CODE,
                f"collection '{collection.name}' cannot tell when '{event}' happened, which "
                f"{_count(purposes)} from{_parents(policy, collection, event)}",
                _remedy(collection, event),
                collection.place,
            )


def _count(purposes: list[str]) -> str:
    one = len(purposes) == 1
    return f"purpose{'' if one else 's'} {listed(purposes)} count{'s' if one else ''}"


def _parents(policy: Policy, collection: Collection, event: str) -> str:
    parents = list(dict.fromkeys(link.parent for link in collection.links))
    if len(collection.links) < 2:
        return ""
    telling = [
        name
        for name in parents
        if policy.event_of(policy.systems[collection.system].collections[name], event) is not None
    ]
    if not telling:
        return ""
    return f": it belongs to {listed(parents)}, and an event is inherited from an only parent"


def _remedy(collection: Collection, event: str) -> str:
    guess = near(event, collection.events)
    parents = list(dict.fromkeys(link.parent for link in collection.links))
    asked = f"did you mean '{guess}', which it states? " if guess else ""
    where = f"a column, or from its parent, such as '{parents[0]}.…'" if parents else "a column of its rows"
    return f"{asked}add '{event}:' to its 'events' with {where}"
