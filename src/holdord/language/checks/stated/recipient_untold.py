"""A recipient that gets data and could not be told when it is corrected, erased or restricted (Art. 19)."""

from collections.abc import Iterator

from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy

CODE = "recipient-untold"


def find(policy: Policy) -> Iterator[Finding]:
    """Every recipient of some category of which it is not said how it is told."""
    for recipient in policy.recipients.values():
        if recipient.categories and recipient.notice is None:
            yield Finding(
                CODE,
                f"it is not said how recipient '{recipient.name}' is told when data it was given is "
                "corrected, erased or restricted (Art. 19): somebody has to find out each time",
                "add 'notice' with 'email', 'webhook' or 'by_hand', or with 'unneeded' and the reason",
                recipient.place,
                Severity.WARNING,
            )
