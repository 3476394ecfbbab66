"""One owner's key declared as common to all owners of a row: each would be given the other's address.

Nobody receives, or loses, somebody else's data (Art. 15(4)).
"""

from collections.abc import Iterator

from holdord.words.finding import Finding
from holdord.words.policy import Policy

CODE = "key-of-one-owner"


def find(policy: Policy) -> Iterator[Finding]:
    """Every joint field, or field of another owner, in the column of an owner's key."""
    for collection in policy.collections():
        if not collection.shared:
            continue
        whose = {column: owner for owner in collection.owners for column in owner.keys.values()}
        for field in collection.fields:
            owner = whose.get(field.column)
            if owner is not None and field.owner != owner.name:
                held = f"owner '{field.owner}'" if field.owner else "all owners together"
                yield Finding(
                    CODE,
                    f"column '{field.column}' of '{collection.name}' is a key of owner '{owner.name}' and is "
                    f"held as data of {held}: one would be given, or lose, what is the other's (Art. 15(4))",
                    f"move '{field.category}: {field.column}' to 'holds' of owner '{owner.name}'",
                    field.place,
                )
