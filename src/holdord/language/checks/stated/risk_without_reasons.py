"""A risk that is put somewhere without a reason, or with less after than before and no measure for it."""

from collections.abc import Iterator

from holdord.language.checks.phrases import is_said
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy

CODE = "risk-without-reasons"


def find(policy: Policy) -> Iterator[Finding]:
    """Every risk whose reasons nobody can read, and every one that grows smaller by nothing."""
    for risk in policy.risks.values():
        if not is_said(risk.reasons):
            yield Finding(
                CODE,
                f"risk '{risk.name}' has no reasons: figures alone are no assessment (Art. 24(1), 32(1))",
                "add 'reasons:' with why it is put so high, and why so low with its measures",
                risk.place,
            )
        if risk.after and not risk.measures and risk.after.score < risk.before.score:
            yield Finding(
                CODE,
                f"risk '{risk.name}' is smaller afterwards, and no measure is named that makes it so",
                "add 'measures:', or take 'after' out",
                risk.place,
                Severity.WARNING,
            )
