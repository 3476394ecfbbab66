"""Compelling grounds claimed against an objection that nobody can make (Art. 21(1)-(3))."""

from collections.abc import Iterator

from holdord.language.checks.phrases import is_said
from holdord.language.checks.promised import name_of
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy

CODE = "overriding-without-objection"


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose that claims overriding grounds where none can count."""
    for purpose in policy.purposes.values():
        if not is_said(purpose.overriding):
            continue
        if purpose.marketing:
            yield Finding(
                CODE,
                f"{name_of(purpose)} is marketing and claims grounds that override an objection: against "
                "marketing an objection always counts (Art. 21(2)-(3))",
                "take 'overriding' out",
                purpose.place,
            )
        elif not purpose.basis.objectable:
            yield Finding(
                CODE,
                f"{name_of(purpose)} claims grounds that override an objection, and nobody can object to it: "
                f"it rests on {purpose.basis.replace('_', ' ')} ({purpose.basis.article})",
                "take 'overriding' out, or check the basis",
                purpose.place,
                Severity.WARNING,
            )
