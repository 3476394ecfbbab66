"""An automated decision that is written down nowhere: nobody can be told of theirs, or contest it."""

from collections.abc import Iterator

from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy

CODE = "decision-unregistered"


def find(policy: Policy) -> Iterator[Finding]:
    """Every kind of decision that no collection records."""
    recorded = {c.records.decision for c in policy.collections() if c.records}
    for one in policy.decisions.values():
        if one.name not in recorded:
            yield Finding(
                CODE,
                f"automated decision '{one.name}' is recorded by no collection: nobody can be told which "
                "were made about them, or have one looked at again (Art. 15(1)(h), 22(3))",
                f"add 'records: {{decision: {one.name}, outcome: COLUMN, made: COLUMN}}' to the collection "
                "of these decisions",
                one.place,
                Severity.WARNING,
            )
