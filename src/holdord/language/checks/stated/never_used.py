"""Nouns that nothing uses: a slip of the pen, or a policy that says more than the company does."""

from collections.abc import Iterator

from holdord.words.finding import Finding, Severity
from holdord.words.place import Place
from holdord.words.policy import Policy

CODE = "never-used"


def find(policy: Policy) -> Iterator[Finding]:
    """Every key, kind of people, category, purpose and limit that nothing refers to."""
    for noun, name, place, by in _unused(policy):
        yield Finding(
            CODE,
            f"{noun} '{name}' is never used: {by}",
            "use it, or take it out",
            place,
            Severity.WARNING,
        )


def _unused(policy: Policy) -> Iterator[tuple[str, str, Place, str]]:
    collections = list(policy.collections())
    known_by = {key for people in policy.people.values() for key in people.known_by}
    carried = {key for c in collections for owner in c.owners for key in owner.keys}
    for key in policy.keys.values():
        if key.name not in known_by | carried:
            yield "key", key.name, key.place, "no people are known by it and no collection carries it"
    about = {name for purpose in policy.purposes.values() for name in purpose.people}
    owning = {person for collection in collections for person in collection.people}
    for people in policy.people.values():
        if people.name not in about | owning:
            yield "kind of people", people.name, people.place, "no purpose is about them"
    covered = {c for purpose in policy.purposes.values() for c in purpose.categories}
    held = {field.category for collection in collections for field in collection.fields}
    held |= {name for one in policy.by_hand.values() for name in one.categories}
    for category in policy.categories.values():
        if category.name not in covered | held:
            yield "category", category.name, category.place, "no purpose covers it and no collection holds it"
    by_hand = {name for one in policy.by_hand.values() for name in one.categories}
    served = {name for collection in collections for name in collection.purposes}
    served |= {cookie.purpose for cookie in policy.cookies.values()}  # held in the browser alone
    for purpose in policy.purposes.values():
        if purpose.name not in served and policy.systems and by_hand.isdisjoint(purpose.categories):
            yield "purpose", purpose.name, purpose.place, "no collection serves it, so that it holds nothing"
    for limit in policy.limits.values():
        if limit.at_least is None and limit.at_most is None:
            yield "limit", limit.name, limit.place, "it has neither 'at_least' nor 'at_most'"
