"""A system whose back-ups have no stated life, so that nobody can say when erased data is gone there."""

from collections.abc import Iterator

from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy

CODE = "backups-unstated"


def find(policy: Policy) -> Iterator[Finding]:
    """Every system with collections and without a life of its back-ups."""
    for system in policy.systems.values():
        if system.collections and system.backups is None:
            yield Finding(
                CODE,
                f"system '{system.name}' does not say how long its oldest back-up is kept: no answer can "
                "tell when erased data is gone from there",
                "add 'backups:' with the time, such as '30 days'",
                system.place,
                Severity.NOTE,
            )
