"""One column for two categories, or both held and said to hold nothing personal.

A column can end only once: cleared for the one category, it is gone for the other.
"""

from collections.abc import Iterator

from holdord.words.finding import Finding
from holdord.words.policy import Collection, Field, Policy

CODE = "column-held-twice"


def find(policy: Policy) -> Iterator[Finding]:
    """Every column that a collection states twice."""
    for collection in policy.collections():
        first: dict[str, Field] = {}
        for field in collection.fields:
            earlier = first.setdefault(field.column, field)
            if earlier is not field:
                yield _twice(collection, earlier, field)
        for column in collection.other:
            if column in first:
                yield Finding(
                    CODE,
                    f"column '{column}' of '{collection.name}' holds category '{first[column].category}' and "
                    "is listed under 'other' as holding nothing personal",
                    "take it out of the one or the other",
                    first[column].place,
                )


def _twice(collection: Collection, earlier: Field, field: Field) -> Finding:
    where = f"column '{field.column}' of '{collection.name}' is held twice"
    if earlier.category != field.category:
        return Finding(
            CODE,
            f"{where}, as category '{earlier.category}' and as '{field.category}': cleared for the one it "
            "would be gone for the other",
            "choose one category, and let every purpose that needs the column cover it",
            field.place,
        )
    return Finding(
        CODE, f"{where}", "state it once; without 'owners' it belongs to all owners together", field.place
    )
