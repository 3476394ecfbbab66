"""A national identity number without a rule that lets this company use it (Art. 87).

Neither country has a general "we need to know who the customer is": in Denmark a private company needs an
act, a consent or one of the narrow cases of § 11; in Norway a factual need and no other way.
"""

from collections.abc import Iterator

from holdord.language.checks.phrases import plural
from holdord.language.checks.promised import name_of
from holdord.language.laws import IDENTITY_NUMBER_RULES
from holdord.words.finding import Finding
from holdord.words.policy import Basis, CategoryKind, Policy, Purpose

CODE = "identity-number-without-route"


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose that covers an identity number and names no route to it."""
    rule = IDENTITY_NUMBER_RULES.get(policy.controller.country, "the national rule under Art. 87")
    for purpose in policy.purposes.values():
        numbers = [c for c in purpose.categories if policy.categories[c].kind is CategoryKind.IDENTITY_NUMBER]
        if numbers and not _has_route(purpose):
            yield Finding(
                CODE,
                f"{name_of(purpose)} covers the identity number {plural(numbers, 'category', 'categories')} "
                f"without a route that allows it: {rule}",
                "rest it on consent, or on a legal obligation with 'law:', or say under 'identity_route:' "
                "which case of the rule applies and why",
                purpose.place,
            )


def _has_route(purpose: Purpose) -> bool:
    by_law = purpose.basis is Basis.LEGAL_OBLIGATION and bool(purpose.law)
    return by_law or purpose.basis is Basis.CONSENT or bool(purpose.identity_route.strip())
