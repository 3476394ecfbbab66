"""A table that is ignored and not there: perhaps it was renamed, and the new name is not looked at."""

from collections.abc import Iterator

from holdord.language.spelling import near
from holdord.words.catalogue import Catalogue
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy, System

CODE = "ignored-table-missing"


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every ignored table that the database does not have."""
    for name in system.ignores:
        if name not in catalogue.tables:
            guess = near(name, catalogue.tables)
            yield Finding(
                CODE,
                f"system '{system.name}' ignores table '{name}', which is not there",
                f"did you mean '{guess}'? " * bool(guess) + "take it out of 'ignores:' if it is gone",
                system.place,
                Severity.WARNING,
            )
