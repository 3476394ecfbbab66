"""The latest of the children's dates, with nothing to fall back on: a row without children is kept for ever.

And once the children have been erased, nobody could tell any more when the event was.
"""

from collections.abc import Iterator

from holdord.words.finding import Finding
from holdord.words.policy import Collection, EventSource, Policy

CODE = "event-of-children-only"


def find(policy: Policy) -> Iterator[Finding]:
    """Every event read from child collections alone, without `or never`."""
    for collection in policy.collections():
        children = {child.name for child, _ in policy.children_of(collection)}
        for source in collection.events.values():
            if _only_children(source, collection, children):
                child = source.terms[0].collection
                yield Finding(
                    CODE,
                    f"event '{source.name}' of '{collection.name}' is read from '{child}' alone: a row "
                    f"without any '{child}' would be kept for ever, and after they are erased nobody could "
                    "tell the date",
                    "add a column of the row itself, as in 'latest of created_at, "
                    f"{child}.{source.terms[0].column}'; or end with 'or never' if the purpose does not hold "
                    "such a row at all",
                    source.place,
                )


def _only_children(source: EventSource, collection: Collection, children: set[str]) -> bool:
    parents = {link.parent for link in collection.links}
    return not source.or_never and all(
        term.collection in children and term.collection not in parents for term in source.terms
    )
