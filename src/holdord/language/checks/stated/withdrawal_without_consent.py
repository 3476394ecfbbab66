"""A purpose that lasts until a withdrawal which cannot come, since no consent was asked."""

from collections.abc import Iterator

from holdord.language.checks.promised import name_of
from holdord.words.finding import Finding, Severity
from holdord.words.period import UntilWithdrawn
from holdord.words.policy import Basis, Policy, Purpose

CODE = "withdrawal-without-consent"


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose kept until withdrawn whose basis is not consent."""
    for purpose in policy.purposes.values():
        if not isinstance(purpose.keep, UntilWithdrawn) or purpose.basis is Basis.CONSENT:
            continue
        if _told_by_a_column(policy, purpose):
            continue
        ends = "only an objection would end it" if purpose.basis.objectable else "nothing would ever end it"
        yield Finding(
            CODE,
            f"{name_of(purpose)} is kept until a consent is withdrawn, and rests on "
            f"{purpose.basis.replace('_', ' ')} ({purpose.basis.article}), not on consent: {ends}",
            "count 'keep' from an event, such as '2 years after last contact', or ask for consent",
            purpose.keep_place,
            Severity.WARNING if purpose.basis.objectable else Severity.ERROR,
        )


def _told_by_a_column(policy: Policy, purpose: Purpose) -> bool:
    """Whether the company records somewhere that people have said no: an event 'withdrawn'."""
    serving = [collection for collection in policy.collections() if purpose.name in collection.purposes]
    return any(policy.event_of(collection, "withdrawn") is not None for collection in serving)
