"""A published promise that nothing keeps yet."""

from collections.abc import Iterator

from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy

CODE = "promise-unproven"


def find(policy: Policy) -> Iterator[Finding]:
    """Every promise without a fact that keeps it."""
    for promise in policy.promises.values():
        if not promise.kept_by:
            yield Finding(
                CODE,
                f"promise '{promise.name}' is unproven: nothing in the policy keeps it",
                "add 'kept_by:' with the purpose, limit, recipient or capability that does, or stop "
                "promising it",
                promise.place,
                Severity.NOTE,
            )
