"""A key by which people are said to be known, which none of their rows carries."""

from collections.abc import Iterator

from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy

CODE = "key-nowhere"


def find(policy: Policy) -> Iterator[Finding]:
    """Every key of a kind of people that no collection carries for them."""
    owners = [owner for collection in policy.collections() for owner in collection.owners]
    for people in policy.people.values():
        theirs = [owner for owner in owners if owner.person == people.name]
        carried = {key for owner in theirs for key in owner.keys}
        for key in people.known_by:
            if theirs and key not in carried:
                yield Finding(
                    CODE,
                    f"people '{people.name}' are known by key '{key}', and no collection about them carries "
                    "it: searching for it would find nothing",
                    f"add '{key}:' to 'keys' of the collection in which it stands, or take it out of "
                    "'known_by'",
                    people.place,
                    Severity.WARNING,
                )
