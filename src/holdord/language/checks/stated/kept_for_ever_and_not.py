"""A category that is promised to be gone soon, and kept without end all the same.

"Only while you are on the site" and "archived without limit" cannot both be true of the same data. Data that
is anonymous may stay (Recital 26), but then it is other data than what the first sentence speaks of.
"""

from collections.abc import Iterator

from holdord.language.checks.phrases import plural
from holdord.language.checks.promised import name_of
from holdord.words.finding import Finding
from holdord.words.period import Fixed, Indefinitely, Period
from holdord.words.policy import Policy, Purpose

CODE = "kept-for-ever-and-not"


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose that keeps without end what another purpose lets go; of limits, longer-than-promised."""
    for purpose in policy.purposes.values():
        if isinstance(purpose.keep, Indefinitely):
            for other, period in _ending(policy, purpose):
                both = [name for name in purpose.categories if name in other.categories]
                if both:
                    yield _finding(purpose, other, period, both)


def _ending(policy: Policy, purpose: Purpose) -> Iterator[tuple[Purpose, Period]]:
    """Which other purposes about the same people end, by their bound or else by their own end."""
    for other in policy.purposes.values():
        period = other.at_most or other.keep
        shared = other is not purpose and set(other.people) & set(purpose.people)
        if shared and isinstance(period, Fixed):
            yield other, period


def _finding(purpose: Purpose, other: Purpose, period: Period, both: list[str]) -> Finding:
    return Finding(
        CODE,
        f"{name_of(purpose)} keeps {plural(both, 'category', 'categories')} without end, and of the same "
        f"data {name_of(other)} says that it ends: '{period}'",
        "give 'keep' a period; or state what is left of the data once nobody can be singled out by it as a "
        "category of its own with 'kind: anonymous', and keep that",
        purpose.keep_place,
        example=f"collected today and past '{period}', it must be gone and must be there",
    )
