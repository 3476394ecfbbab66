"""A promise to erase sooner than the law lets: the bound and the act cannot both be kept.

The classic is "at the latest 5½ years after the invoice" beside five years from the end of the financial
year, which for an invoice of January is nearly six.
"""

from collections.abc import Iterator

from holdord.language.checks.bounds import Outlasting, outlasting
from holdord.language.checks.phrases import plural
from holdord.language.checks.promised import Promised, ceilings, legal_minimum, name_of
from holdord.language.laws import Law, Rule, law_cited
from holdord.words.finding import Finding
from holdord.words.period import Fixed
from holdord.words.policy import Limit, Policy

CODE = "promise-against-law"


def find(policy: Policy) -> Iterator[Finding]:
    """Every `at_most` that ends before the law named by a purpose, or by the limit itself, is satisfied."""
    told: set[str] = set()
    for purpose in policy.purposes.values():
        minimum = legal_minimum(purpose)
        if minimum is None:
            continue
        law, least = minimum
        for bound in ceilings(policy, purpose):
            found = outlasting(least, bound.period, policy.controller.calendar)
            if found is not None:
                told.add(bound.by)
                yield _finding(bound, law, found, f"demands of {name_of(purpose)}")
    for limit in policy.limits.values():
        if name_of(limit) not in told:
            yield from _own_law(policy, limit)


def _own_law(policy: Policy, limit: Limit) -> Iterator[Finding]:
    law = law_cited(limit.law)
    if law is None or law.rule not in (Rule.DUTY, Rule.EXACT) or not isinstance(limit.at_most, Fixed):
        return
    found = outlasting(law.period(limit.at_most.event), limit.at_most, policy.controller.calendar)
    if found is not None:
        yield _finding(
            Promised(name_of(limit), limit.at_most, limit.categories, limit.place), law, found, "demands"
        )


def _finding(bound: Promised, law: Law, found: Outlasting, demands: str) -> Finding:
    return Finding(
        CODE,
        f"{bound.by} promises {plural(bound.categories, 'category', 'categories')} to be gone sooner than "
        f"{law.cited} {demands}: at most '{bound.period}', where {law.about}",
        f"promise 'at_most: {found.longer}' or longer; the law cannot be promised away",
        bound.place,
        example=found.example("it must be kept", "it must be gone"),
    )
