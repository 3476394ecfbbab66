"""An automated decision that nobody is there to look at again (Art. 22(3))."""

from collections.abc import Iterator

from holdord.words.decision import Allowed
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy

CODE = "decision-without-review"


def find(policy: Policy) -> Iterator[Finding]:
    """Every kind of decision without a reviewer; where a law allows it, the law can say otherwise."""
    for one in policy.decisions.values():
        if not one.reviewed_by.strip():
            yield Finding(
                CODE,
                f"automated decision '{one.name}' has nobody who looks at it again: people can demand that a "
                "human does (Art. 22(3))",
                "add 'reviewed_by:' with the person or the role that can change the decision",
                one.place,
                Severity.WARNING if one.allowed is Allowed.LAW else Severity.ERROR,
            )
