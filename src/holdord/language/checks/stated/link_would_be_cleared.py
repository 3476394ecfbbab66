"""A column that ties a row to its person, in a field that may end while the row stays.

Cut from its parent, what is left of the row could never be found for that person again.
"""

from collections.abc import Iterator

from holdord.language.checks.holding import ends_alone
from holdord.words.finding import Finding
from holdord.words.policy import Collection, Policy

CODE = "link-would-be-cleared"


def find(policy: Policy) -> Iterator[Finding]:
    """Every field in a link's column, of the row or of its parent, that does not end with its row."""
    for collection in policy.collections():
        yield from _at_parent(policy, collection)
        parents = {link.column: link.parent for link in collection.links}
        for field in ends_alone(policy, collection, parents):
            yield Finding(
                CODE,
                f"column '{field.column}' ties rows of '{collection.name}' to '{parents[field.column]}', and "
                "would be cleared while the row stays: what is left could not be found for that person again",
                f"write '{field.column}: with row' under 'ends', or take the column out of 'holds'",
                field.place,
            )


def _at_parent(policy: Policy, parent: Collection) -> Iterator[Finding]:
    children: dict[str, str] = {}
    for child, link in policy.children_of(parent):
        if link.parent_column:
            children.setdefault(link.parent_column, child.name)
    for field in ends_alone(policy, parent, children):
        yield Finding(
            CODE,
            f"column '{field.column}' of '{parent.name}' ties rows of '{children[field.column]}' to their "
            "person, and would be cleared while they stay: what is left could not be found for that person "
            "again",
            f"write '{field.column}: with row' under 'ends', or link '{children[field.column]}' by a column "
            "that stays",
            field.place,
        )
