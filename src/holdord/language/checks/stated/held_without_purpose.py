"""A category that nobody may hold: it stands in a collection, and no purpose served there covers it.

The engine would erase it at its next turn. That is right if it should not be there, and a disaster if
somebody forgot a word in a purpose; so it is an error, and nothing is erased.
"""

from collections.abc import Iterator

from holdord.language.checks.holding import people_of, purposes_holding, purposes_of_field
from holdord.language.checks.phrases import listed, plural
from holdord.words.finding import Finding
from holdord.words.policy import Collection, Field, Policy

CODE = "held-without-purpose"


def find(policy: Policy) -> Iterator[Finding]:
    """Every field of a category that no purpose of its collection covers for its people."""
    for collection in policy.collections():
        told: set[tuple[str, str]] = set()
        for field in collection.fields if collection.purposes else ():
            about = (field.category, field.owner)
            if about not in told and not purposes_of_field(policy, collection, field):
                told.add(about)
                yield _finding(policy, collection, field)


def _finding(policy: Policy, collection: Collection, field: Field) -> Finding:
    people = sorted(people_of(collection, field))
    holders = purposes_holding(policy, field.category)
    fitting = [p.name for p in holders if not set(people).isdisjoint(p.people)]
    here = [p.name for p in holders if p.name in collection.purposes]
    if fitting:
        remedy = f"add {plural(fitting, 'purpose')} to 'purposes' of '{collection.name}' if it serves that"
    elif here:
        remedy = f"{plural(here, 'purpose')} covers it for other people: add {listed(people)} to its 'people'"
    else:
        remedy = "add the category to a purpose that needs it"
    return Finding(
        CODE,
        f"collection '{collection.name}' holds category '{field.category}' about {listed(people)}, and none "
        "of its purposes covers it: nobody may hold it (Art. 5(1)(b)-(c))",
        f"{remedy}; or stop keeping the column",
        field.place,
    )
