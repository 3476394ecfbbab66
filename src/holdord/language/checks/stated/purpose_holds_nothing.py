"""A purpose listed by a collection in which it covers nothing."""

from collections.abc import Iterator

from holdord.language.checks.phrases import listed
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Collection, Policy, Purpose

CODE = "purpose-holds-nothing"


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose of a collection that holds none of its fields."""
    for collection in policy.collections():
        holding = {purpose.name for purpose in policy.purposes_of_row(collection)}
        for name in collection.purposes:
            if name not in holding and collection.fields:
                yield Finding(
                    CODE,
                    f"purpose '{name}' holds nothing in collection '{collection.name}': "
                    f"{_cause(collection, policy.purposes[name])}",
                    f"take it out of 'purposes' of '{collection.name}', or widen what it covers",
                    collection.place,
                    Severity.WARNING,
                )


def _cause(collection: Collection, purpose: Purpose) -> str:
    if set(purpose.people).isdisjoint(collection.people):
        return f"it is about {listed(purpose.people)}, and the rows are about {listed(collection.people)}"
    held = dict.fromkeys(field.category for field in collection.fields)
    return f"it covers {listed(purpose.categories)}, and the rows hold {listed(held)}"
