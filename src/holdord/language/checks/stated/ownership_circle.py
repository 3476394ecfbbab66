"""Collections that belong to each other in a circle, so that none of them leads to a person."""

from collections.abc import Iterator

from holdord.language.checks.phrases import listed
from holdord.words.finding import Finding
from holdord.words.policy import Collection, Policy

CODE = "ownership-circle"


def find(policy: Policy) -> Iterator[Finding]:
    """Every circle of links, told once, at its first collection."""
    told: set[frozenset[str]] = set()
    for collection in policy.collections():
        circle = _circle(policy, collection)
        if circle and (members := frozenset(f"{collection.system}.{name}" for name in circle)) not in told:
            told.add(members)
            yield Finding(
                CODE,
                f"collection '{collection.name}' belongs to itself"
                + (f" by way of {listed(circle[1:])}" if len(circle) > 1 else "")
                + ": nobody can tell whose its rows are",
                "take out the link that does not say whose the rows are",
                collection.links[0].place,
            )


def _circle(policy: Policy, start: Collection) -> list[str]:
    """The collections on the way from one back to itself; empty when there is no such way."""
    collections = policy.systems[start.system].collections
    paths = [[start.name]]
    seen: set[str] = set()
    while paths:
        path = paths.pop()
        for link in collections[path[-1]].links:
            if link.parent == start.name:
                return path
            if link.parent not in seen:
                seen.add(link.parent)
                paths.append([*path, link.parent])
    return []
