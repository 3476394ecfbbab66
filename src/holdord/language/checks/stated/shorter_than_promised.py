"""A promise to keep something at least so long, which no purpose carries out.

Data stays while any purpose needs it. So a limit's `at_least` is kept when one of the purposes that
cover the category lasts long enough, whichever that is.
"""

from collections.abc import Iterator

from holdord.language.checks.bounds import comparable, outlasting
from holdord.language.checks.holding import purposes_holding
from holdord.language.checks.phrases import plural
from holdord.language.checks.promised import name_of
from holdord.words.finding import Finding
from holdord.words.period import Period
from holdord.words.policy import Limit, Policy, Purpose

CODE = "shorter-than-promised"


def find(policy: Policy) -> Iterator[Finding]:
    """Every `at_least` that is not reached."""
    for purpose in policy.purposes.values():
        if purpose.at_least is not None:
            yield from _own(policy, purpose, purpose.at_least)
    for limit in policy.limits.values():
        if limit.at_least is not None:
            yield from _limit(policy, limit, limit.at_least)


def _own(policy: Policy, purpose: Purpose, least: Period) -> Iterator[Finding]:
    found = outlasting(least, purpose.keep, policy.controller.calendar)
    if found is not None:
        yield Finding(
            CODE,
            f"{name_of(purpose)} keeps shorter than it promises: '{purpose.keep}' against at least '{least}'",
            "lengthen 'keep', or promise no more than the purpose needs",
            purpose.keep_place,
            example=found.example("it is promised to be kept", "the purpose lets it go"),
        )


def _limit(policy: Policy, limit: Limit, least: Period) -> Iterator[Finding]:
    calendar = policy.controller.calendar
    short: dict[str, list[str]] = {}
    for category in limit.categories:
        holders = [p for p in purposes_holding(policy, category) if comparable(least, p.keep)]
        if holders and all(outlasting(least, p.keep, calendar) for p in holders):
            for holder in holders:
                short.setdefault(holder.name, []).append(category)
    if not short:
        return
    categories = list(dict.fromkeys(c for found in short.values() for c in found))
    holders = [policy.purposes[name] for name in short]
    first = outlasting(least, holders[0].keep, calendar)
    yield Finding(
        CODE,
        f"no purpose keeps {plural(categories, 'category', 'categories')} as long as {name_of(limit)} "
        f"promises: at least '{least}', where {plural(short, 'purpose')} "
        f"{'ends' if len(short) == 1 else 'end'} earlier",
        "lengthen the 'keep' of a purpose that needs it so long, or promise less",
        limit.place,
        example=first.example("it is promised to be kept", f"purpose '{holders[0].name}' lets it go")
        if first
        else "",
    )
