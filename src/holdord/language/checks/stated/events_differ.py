"""A bound that cannot be compared with what it bounds, since they count from different events."""

from collections.abc import Iterator

from holdord.language.checks.bounds import comparable
from holdord.language.checks.holding import purposes_holding
from holdord.language.checks.promised import ceilings, name_of
from holdord.words.finding import Finding, Severity
from holdord.words.period import Fixed, Period
from holdord.words.place import Place
from holdord.words.policy import Policy

CODE = "events-differ"


def find(policy: Policy) -> Iterator[Finding]:
    """Every bound of which nobody can tell whether it is kept."""
    for purpose in policy.purposes.values():
        for bound in ceilings(policy, purpose):
            if not comparable(purpose.keep, bound.period):
                yield _finding(name_of(purpose), purpose.keep, bound.by, bound.period, bound.place)
        if purpose.at_least is not None and not comparable(purpose.at_least, purpose.keep):
            by = f"its own 'at_least' of {name_of(purpose)}"
            yield _finding(name_of(purpose), purpose.keep, by, purpose.at_least, purpose.place)
    for limit in policy.limits.values():
        for category in limit.categories if limit.at_least is not None else ():
            holders = purposes_holding(policy, category)
            if holders and not any(comparable(limit.at_least, p.keep) for p in holders):  # type: ignore[arg-type]
                yield _finding(
                    name_of(holders[0]), holders[0].keep, name_of(limit), limit.at_least, limit.place
                )
                break


def _finding(holder: str, keep: Period, by: str, bound: Period | None, place: Place) -> Finding:
    return Finding(
        CODE,
        f"nobody can tell whether {by} is kept: it counts {_start(bound)}, "
        f"and {holder} counts {_start(keep)}",
        "state both from the same event",
        place,
        Severity.NOTE,
    )


def _start(period: Period | None) -> str:
    return f"from '{period.event}'" if isinstance(period, Fixed) else f"'{period}'"
