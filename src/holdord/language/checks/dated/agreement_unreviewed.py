"""An agreement that was to be read again, and was not (Art. 28(1), 5(2))."""

from collections.abc import Iterator, Mapping
from datetime import date

from holdord.words.agreement import Agreement
from holdord.words.attestation import Attestation
from holdord.words.finding import Finding, Severity
from holdord.words.period import lasts_until
from holdord.words.policy import Policy

CODE = "agreement-unreviewed"


def find(policy: Policy, today: date, confirmed: Mapping[str, Attestation]) -> Iterator[Finding]:
    """Every agreement whose review is over, counted from the latest one, or from its signing.

    One that was found wanting is to be read again whenever that was.
    """
    for recipient in policy.recipients.values():
        agreement = recipient.agreement
        if not isinstance(agreement, Agreement) or agreement.review is None:
            continue
        read = confirmed.get(f"recipients.{recipient.name}")
        since = read.on if read else agreement.signed
        due = lasts_until(agreement.review, since, policy.controller.calendar)
        if read and not read.holds:
            says = f"was found wanting on {read.on}, and nobody has confirmed it since"
        elif due < today:
            latest = f"read again on {read.on}" if read else f"signed on {agreement.signed}"
            says = f"was {latest} and is read again every {agreement.review}: that was due on {due}"
        else:
            says = ""
        if says:
            yield Finding(
                CODE,
                f"the agreement with '{recipient.name}' {says}",
                f"read it, then write that down: holdord attest recipients.{recipient.name}",
                agreement.place,
                Severity.WARNING,
            )
