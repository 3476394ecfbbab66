"""A date that a purpose counts from, in a field that may end before the purpose does.

Once it is cleared the event reads as not yet happened, and what the purpose holds would be kept for ever.
Moved to the first of its month or year, the purpose would end too early.
"""

from collections.abc import Iterator

from holdord.language.checks.holding import Reading, purposes_of_field, readings, standing_in
from holdord.words.finding import Finding
from holdord.words.policy import Collection, Field, How, Policy

CODE = "event-would-be-cleared"


def find(policy: Policy) -> Iterator[Finding]:
    """Every held field that an event is read from and that a purpose counting from it does not hold."""
    for reading in readings(policy):
        for term in reading.source.terms:
            at = standing_in(policy, reading.at, term)
            for field in at.fields:
                if field.column == term.column and field.ending.how is not How.WITH_ROW:
                    holders = purposes_of_field(policy, at, field)
                    if reading.purpose not in holders:
                        yield _finding(reading, at, field)


def _finding(reading: Reading, at: Collection, field: Field) -> Finding:
    changed = "changed" if field.ending.how in (How.TO_YEAR, How.TO_MONTH) else "cleared"
    return Finding(
        CODE,
        f"purpose '{reading.purpose.name}' counts from '{reading.event}', read from column '{field.column}' "
        f"of '{at.name}', and does not hold category '{field.category}' there: the date would be {changed} "
        "while the purpose still needs it",
        f"write '{field.column}: with row' under 'ends', add '{field.category}' to the purpose, or count "
        "from another column",
        field.place,
    )
