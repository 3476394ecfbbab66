"""Marketing on a basis that cannot carry it: only consent and, within limits, a legitimate interest can."""

from collections.abc import Iterator

from holdord.language.checks.promised import name_of
from holdord.language.laws import MARKETING_RULES
from holdord.words.finding import Finding
from holdord.words.policy import Basis, Policy

CODE = "marketing-without-ground"
_CARRIES = (Basis.CONSENT, Basis.LEGITIMATE_INTEREST)


def find(policy: Policy) -> Iterator[Finding]:
    """Every marketing purpose that rests on neither consent nor legitimate interest."""
    rule = MARKETING_RULES.get(policy.controller.country, "Directive 2002/58/EC Art. 13")
    for purpose in policy.purposes.values():
        if purpose.marketing and purpose.basis not in _CARRIES:
            yield Finding(
                CODE,
                f"{name_of(purpose)} is marketing and rests on {purpose.basis.replace('_', ' ')} "
                f"({purpose.basis.article}), which cannot carry it",
                f"use 'basis: consent', which electronic mail needs ({rule}), or 'basis: "
                "legitimate_interest' for letters and for existing customers",
                purpose.place,
            )
