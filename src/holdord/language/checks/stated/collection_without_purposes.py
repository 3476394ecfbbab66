"""A collection of personal data that serves no purpose at all: everything in it would have to go at once."""

from collections.abc import Iterator

from holdord.words.finding import Finding
from holdord.words.policy import CategoryKind, Policy

CODE = "collection-without-purposes"


def find(policy: Policy) -> Iterator[Finding]:
    """Every collection with personal fields and without a purpose."""
    for collection in policy.collections():
        kinds = {policy.categories[field.category].kind for field in collection.fields}
        if not collection.purposes and kinds - {CategoryKind.ANONYMOUS}:
            yield Finding(
                CODE,
                f"collection '{collection.name}' holds personal data and serves no purpose: nothing there may be kept "
                "(Art. 5(1)(b))",
                "add 'purposes:' with what the data is kept for",
                collection.place,
            )
