"""A published promise that nothing keeps yet, or that rests on what this version cannot do."""

from collections.abc import Iterator

from holdord.words.capabilities import CAPABILITIES
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy, Promise, Proof

CODE = "promise-unproven"


def find(policy: Policy) -> Iterator[Finding]:
    """Every promise without a fact that keeps it; one that a person attests needs none."""
    for promise in policy.promises.values():
        if not promise.kept_by and promise.proof is not Proof.ATTEST:
            yield _finding(
                promise,
                "nothing in the policy keeps it",
                "add 'kept_by:' with the purpose, limit, recipient or capability that does, or stop "
                "promising it",
            )
        for name in (fact.removeprefix("capability ") for fact in promise.kept_by):
            if name in CAPABILITIES and not CAPABILITIES[name].here:
                yield _finding(
                    promise,
                    f"capability '{name}' is not in this version",
                    "it stands as unproven on the board until a version has it; or keep it by something else",
                )


def _finding(promise: Promise, why: str, help: str) -> Finding:
    message = f"promise '{promise.name}' is unproven: {why}"
    return Finding(CODE, message, help, promise.place, Severity.NOTE)
