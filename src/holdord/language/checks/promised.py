"""What is promised about how long categories are kept, apart from the purposes that keep them."""

from collections.abc import Iterator
from typing import NamedTuple

from holdord.language.laws import Law, Rule, law_cited
from holdord.words.period import Fixed, Period
from holdord.words.place import Place
from holdord.words.policy import Limit, Policy, Purpose


class Promised(NamedTuple):
    """A bound on how long something is kept: who states it, where, and for which categories of a purpose."""

    by: str
    period: Period
    categories: tuple[str, ...]
    place: Place


def ceilings(policy: Policy, purpose: Purpose) -> Iterator[Promised]:
    """Every `at_most` that a purpose must stay within: its own, and those of limits on its categories."""
    if purpose.at_most is not None:
        yield Promised(
            f"its own 'at_most' of {name_of(purpose)}", purpose.at_most, purpose.categories, purpose.place
        )
    for limit in policy.limits.values():
        both = tuple(category for category in purpose.categories if category in limit.categories)
        if both and limit.at_most is not None:
            yield Promised(name_of(limit), limit.at_most, both, limit.place)


def name_of(noun: Purpose | Limit) -> str:
    """How a message calls a purpose or a limit: purpose 'bookkeeping'."""
    return f"{'purpose' if isinstance(noun, Purpose) else 'limit'} '{noun.name}'"


def legal_minimum(purpose: Purpose) -> tuple[Law, Fixed] | None:
    """The least that the law named by a purpose demands, counted from the event the purpose counts from."""
    law = law_cited(purpose.law)
    if law is None or law.rule not in (Rule.DUTY, Rule.EXACT) or not isinstance(purpose.keep, Fixed):
        return None
    return law, law.period(purpose.keep.event)
