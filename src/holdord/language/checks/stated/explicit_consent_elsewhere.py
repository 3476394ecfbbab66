"""Explicit consent as the ground for special categories, under a purpose whose basis is not consent.

Nobody would be asked: consent is asked, recorded and withdrawn for purposes whose basis is consent.
"""

from collections.abc import Iterator

from holdord.language.checks.promised import name_of
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Basis, Policy, SpecialGround

CODE = "explicit-consent-elsewhere"


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose with explicit consent under Art. 9(2)(a) and another basis under Art. 6(1)."""
    for purpose in policy.purposes.values():
        if purpose.special is SpecialGround.EXPLICIT_CONSENT and purpose.basis is not Basis.CONSENT:
            yield Finding(
                CODE,
                f"{name_of(purpose)} names explicit consent (Art. 9(2)(a)) and rests on "
                f"{purpose.basis.replace('_', ' ')}: no consent would be asked or could be withdrawn",
                "state the special categories in a purpose of their own with 'basis: consent'",
                purpose.place,
                Severity.WARNING,
            )
