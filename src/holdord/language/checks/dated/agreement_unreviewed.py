"""An agreement that was to be read again, and was not (Art. 28(1), 5(2))."""

from collections.abc import Iterator, Mapping
from datetime import date

from holdord.words.agreement import Agreement
from holdord.words.finding import Finding, Severity
from holdord.words.period import lasts_until
from holdord.words.policy import Policy

CODE = "agreement-unreviewed"


def find(policy: Policy, today: date, confirmed: Mapping[str, date]) -> Iterator[Finding]:
    """Every agreement whose review is over, counted from the latest one, or from its signing."""
    for recipient in policy.recipients.values():
        agreement = recipient.agreement
        if not isinstance(agreement, Agreement) or agreement.review is None:
            continue
        read = confirmed.get(f"recipients.{recipient.name}")
        due = lasts_until(agreement.review, read or agreement.signed, policy.controller.calendar)
        if due < today:
            since = f"read again on {read}" if read else f"signed on {agreement.signed}"
            yield Finding(
                CODE,
                f"the agreement with '{recipient.name}' was {since} and is read again every "
                f"{agreement.review}: that was due on {due}",
                f"read it, then write that down: holdord attest recipients.{recipient.name}",
                agreement.place,
                Severity.WARNING,
            )
