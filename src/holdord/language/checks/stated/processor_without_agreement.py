"""A processor without its written agreement (Art. 28(3), (9))."""

from collections.abc import Iterator

from holdord.words.agreement import Agreement
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy, RecipientKind

CODE = "processor-without-agreement"


def find(policy: Policy) -> Iterator[Finding]:
    """Every processor whose agreement is not named."""
    for recipient in policy.recipients.values():
        if recipient.kind is RecipientKind.PROCESSOR and not _stated(recipient.agreement):
            yield Finding(
                CODE,
                f"processor '{recipient.name}' has no agreement: one in writing is needed (Art. 28(3) and "
                "(9))",
                "add 'agreement:' with its name and date",
                recipient.place,
                Severity.WARNING,
            )


def _stated(agreement: Agreement | str) -> bool:
    return isinstance(agreement, Agreement) or bool(agreement.strip())
