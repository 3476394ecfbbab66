"""A column that ties a row to its person, in a field that may end while the row stays.

Cut from its parent, what is left of the row could never be found for that person again.
"""

from collections.abc import Iterator

from holdord.language.checks.holding import ends_alone
from holdord.words.finding import Finding
from holdord.words.policy import Policy

CODE = "link-would-be-cleared"


def find(policy: Policy) -> Iterator[Finding]:
    """Every field in a link's column that does not end with its row."""
    for collection in policy.collections():
        parents = {link.column: link.parent for link in collection.links}
        for field in ends_alone(policy, collection, parents):
            yield Finding(
                CODE,
                f"column '{field.column}' ties rows of '{collection.name}' to '{parents[field.column]}', and "
                "would be cleared while the row stays: what is left could not be found for that person again",
                f"write '{field.column}: with row' under 'ends', or take the column out of 'holds'",
                field.place,
            )
