"""A field that goes only with its row, in a row that other purposes keep longer (Art. 5(1)(e))."""

from collections.abc import Iterator

from holdord.language.checks.bounds import Outlasting, comparable, outlasting
from holdord.language.checks.holding import purposes_of_field
from holdord.words.finding import Finding, Severity
from holdord.words.policy import CategoryKind, Collection, Field, How, Policy, Purpose

CODE = "field-outlives-purpose"


def find(policy: Policy) -> Iterator[Finding]:
    """Every field `with row` that stays after its own purposes have ended."""
    for collection in policy.collections():
        row = policy.purposes_of_row(collection)
        for field in collection.fields:
            if field.ending.how is not How.WITH_ROW:
                continue
            if policy.categories[field.category].kind is CategoryKind.ANONYMOUS:
                continue
            mine = purposes_of_field(policy, collection, field)
            for other in row:
                if mine and other not in mine and not _ends_within(policy, other, mine):
                    yield _finding(policy, collection, field, other, mine)
                    break


def _ends_within(policy: Policy, other: Purpose, mine: tuple[Purpose, ...]) -> bool:
    calendar = policy.controller.calendar
    return any(
        comparable(other.keep, p.keep) and outlasting(other.keep, p.keep, calendar) is None for p in mine
    )


def _finding(
    policy: Policy, collection: Collection, field: Field, other: Purpose, mine: tuple[Purpose, ...]
) -> Finding:
    found: Outlasting | None = None
    if len(mine) == 1:
        found = outlasting(other.keep, mine[0].keep, policy.controller.calendar)
    return Finding(
        CODE,
        f"column '{field.column}' of '{collection.name}' goes only with its row, and purpose '{other.name}', "
        f"which does not cover '{field.category}', may keep the row longer than its own do",
        "say how the field ends alone, with 'clear', 'blank' or 'mask' under 'ends', if the column allows it",
        field.place,
        Severity.NOTE,
        found.example(f"purpose '{other.name}' keeps the row", f"purpose '{mine[0].name}' has ended")
        if found
        else "",
    )
