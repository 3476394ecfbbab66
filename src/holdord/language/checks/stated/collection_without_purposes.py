"""A collection that serves no purpose at all: everything in it would have to go at once."""

from collections.abc import Iterator

from holdord.words.finding import Finding
from holdord.words.policy import Policy

CODE = "collection-without-purposes"


def find(policy: Policy) -> Iterator[Finding]:
    """Every collection without a purpose, also where its rows only refer to people."""
    for collection in policy.collections():
        if not collection.purposes:
            yield Finding(
                CODE,
                f"collection '{collection.name}' serves no purpose: nothing there may be kept, and every row "
                "would go at once (Art. 5(1)(b))",
                "add 'purposes:' with what the rows are kept for",
                collection.place,
            )
