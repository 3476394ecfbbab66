"""Two promises about the same data that cannot both be kept: at least longer than at most."""

from collections.abc import Iterator
from typing import NamedTuple

from holdord.language.checks.bounds import outlasting
from holdord.language.checks.phrases import plural
from holdord.language.checks.promised import name_of
from holdord.words.finding import Finding
from holdord.words.period import Period
from holdord.words.place import Place
from holdord.words.policy import Limit, Policy, Purpose

CODE = "bounds-contradict"


class _Bound(NamedTuple):
    by: Purpose | Limit
    period: Period
    categories: tuple[str, ...]
    place: Place


def find(policy: Policy) -> Iterator[Finding]:
    """Every pair of an `at_least` and an `at_most` that leave no time at which both are kept."""
    stated: list[Purpose | Limit] = [*policy.purposes.values(), *policy.limits.values()]
    least = [_Bound(by, by.at_least, by.categories, by.place) for by in stated if by.at_least is not None]
    most = [_Bound(by, by.at_most, by.categories, by.place) for by in stated if by.at_most is not None]
    for low in least:
        for high in most:
            if _bind_the_same(low.by, high.by):
                yield from _compared(policy, low, high)


def _bind_the_same(low: Purpose | Limit, high: Purpose | Limit) -> bool:
    """A limit's `at_most` binds every purpose; that of a purpose binds itself alone."""
    return low is high or isinstance(high, Limit)


def _compared(policy: Policy, low: _Bound, high: _Bound) -> Iterator[Finding]:
    both = [category for category in low.categories if category in high.categories]
    found = outlasting(low.period, high.period, policy.controller.calendar) if both else None
    if found is None:
        return
    about = plural(both, "category", "categories")
    if low.by is high.by:
        who = f"{name_of(low.by)} asks {about} to be kept longer than it allows"
    else:
        who = f"{name_of(low.by)} asks {about} to be kept longer than {name_of(high.by)} allows"
    yield Finding(
        CODE,
        f"{who}: at least '{low.period}' against at most '{high.period}'",
        "lengthen the one or shorten the other, so that there is a time at which both are kept",
        high.place,
        example=found.example("it must be kept", "it must be gone"),
    )
