"""A national identity number without a rule that lets this company use it (Art. 87).

Neither country has a general "we need to know who the customer is": in Denmark a private company needs an
act, a consent or one of the narrow cases of § 11; in Norway an objective need that the number is necessary to
meet (§ 12), which a consent does not replace.
"""

from collections.abc import Iterator

from holdord.language.checks.phrases import plural
from holdord.language.checks.promised import name_of
from holdord.language.laws import IDENTITY_NUMBER_RULES, NUMBER_BY_CONSENT
from holdord.words.finding import Finding
from holdord.words.policy import Basis, CategoryKind, Policy, Purpose

CODE = "identity-number-without-route"


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose that covers an identity number and names no route to it."""
    country = policy.controller.country
    rule = IDENTITY_NUMBER_RULES.get(country, "the national rule under Art. 87")
    by_consent = NUMBER_BY_CONSENT.get(country, True)
    for purpose in policy.purposes.values():
        numbers = [c for c in purpose.categories if policy.categories[c].kind is CategoryKind.IDENTITY_NUMBER]
        if numbers and not _has_route(purpose, by_consent):
            yield Finding(
                CODE,
                f"{name_of(purpose)} covers the identity number {plural(numbers, 'category', 'categories')} "
                f"without a route that allows it: {rule}",
                f"rest it on {'consent, or on ' if by_consent else ''}a legal obligation with 'law:', or say "
                "under 'identity_route:' which case of the rule applies and why",
                purpose.place,
            )


def _has_route(purpose: Purpose, by_consent: bool) -> bool:
    by_law = purpose.basis is Basis.LEGAL_OBLIGATION and bool(purpose.law)
    consented = by_consent and purpose.basis is Basis.CONSENT
    return by_law or consented or bool(purpose.identity_route.strip())
