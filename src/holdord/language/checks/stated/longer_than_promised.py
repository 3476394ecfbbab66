"""A purpose that keeps longer than the company promised, on its own line or for one of its categories."""

from collections.abc import Iterator

from holdord.language.checks.bounds import outlasting
from holdord.language.checks.phrases import plural
from holdord.language.checks.promised import Promised, ceilings, legal_minimum, name_of
from holdord.words.finding import Finding
from holdord.words.policy import Policy, Purpose

CODE = "longer-than-promised"


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose whose end can lie after a bound that is promised for what it holds."""
    for purpose in policy.purposes.values():
        for bound in ceilings(policy, purpose):
            # Where the law asks for more than the promise, the promise has to give way, not the purpose.
            if not _law_outlasts(policy, purpose, bound):
                yield from _compared(policy, purpose, bound)


def _law_outlasts(policy: Policy, purpose: Purpose, bound: Promised) -> bool:
    minimum = legal_minimum(purpose)
    return (
        minimum is not None and outlasting(minimum[1], bound.period, policy.controller.calendar) is not None
    )


def _compared(policy: Policy, purpose: Purpose, bound: Promised) -> Iterator[Finding]:
    found = outlasting(purpose.keep, bound.period, policy.controller.calendar)
    if found is None:
        return
    yield Finding(
        CODE,
        f"{name_of(purpose)} keeps {plural(bound.categories, 'category', 'categories')} longer than "
        f"{bound.by} allows: '{purpose.keep}' against at most '{bound.period}'",
        "shorten 'keep', or promise as long as the purpose needs",
        purpose.keep_place,
        example=found.example("the purpose keeps it", "it is promised to be gone"),
    )
