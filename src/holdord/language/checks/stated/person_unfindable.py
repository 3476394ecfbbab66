"""Rows about people that no request can find: no key in them, and no parent that leads to one (Art. 15)."""

from collections.abc import Iterator

from holdord.words.finding import Finding, Severity
from holdord.words.policy import Collection, Owner, Policy

CODE = "person-unfindable"


def find(policy: Policy) -> Iterator[Finding]:
    """Every owner of rows who cannot be found by an unshared key there or at a parent."""
    for collection in policy.collections():
        for owner in collection.owners:
            if not _found(policy, collection, owner, set()):
                yield _finding(collection, owner)


def _found(policy: Policy, collection: Collection, owner: Owner, seen: set[str]) -> bool:
    if any(not policy.keys[key].shared for key in owner.keys):
        return True
    seen = seen | {collection.name}
    parents = policy.systems[collection.system].collections
    return any(
        _found(policy, parents[link.parent], above, seen)
        for link in owner.links
        if link.parent not in seen
        for above in parents[link.parent].owners
    )


def _finding(collection: Collection, owner: Owner) -> Finding:
    whose = (
        f"owner '{owner.name}' of '{collection.name}'" if owner.name else f"collection '{collection.name}'"
    )
    shared = bool(owner.keys)
    return Finding(
        CODE,
        f"{whose} is about '{owner.person}', and no request can find the rows: "
        + (
            "its only keys are shared by several people"
            if shared
            else "they carry no key and belong to no parent"
        ),
        "add 'keys:' with a column that names the person, or 'of:' with the parent the rows belong to; "
        "without either they end by time alone, and the company should be able to show so (Art. 11(2))",
        owner.place if owner.name else collection.place,
        Severity.WARNING,
    )
