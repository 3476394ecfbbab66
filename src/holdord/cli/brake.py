"""The brake of unattended sweeps: what goes is compared with what was foreseen when somebody last looked.

A wrong period in the policy, a column filled with wrong dates, a clock set to another year: each makes a
sweep find far more than it should. Nobody looks at a nightly job, so it has to be able to stop by itself.
"""

from collections import Counter
from typing import TYPE_CHECKING

from holdord.words.finding import Finding

if TYPE_CHECKING:
    from holdord.store import Forecast
    from holdord.words.plan import Plan

MORE = 1.25
SLACK = 20
"""A quarter more than foreseen, and a few rows on top, is the daily noise of a shop."""

Place = tuple[str, str, str, tuple[str, ...]]


def objection_to(plan: "Plan", foreseen: "Forecast | None") -> Finding | None:
    """Why a plan must not run unattended; None when nothing speaks against it.

    `foreseen` counts as its limit everything that was due when it was made or becomes due up to the end of
    the month of the plan.
    """
    if foreseen is None:
        return Finding(
            "no-forecast",
            "there is no forecast to compare this sweep with: nothing was changed",
            "make one with `holdord forecast`, look at it, and repeat",
        )
    if foreseen.policy != plan.policy:
        return Finding(
            "forecast-of-another-policy",
            "the policy has changed since the last forecast: nothing was changed",
            "make one with `holdord forecast`, look at what the change brings, and repeat",
        )
    return _much_more(plan, _limits(foreseen, plan.made_at[:7]))


def _limits(foreseen: "Forecast", month: str) -> Counter[Place]:
    limits: Counter[Place] = Counter()
    for line in foreseen.counts["lines"]:
        due = sum(count for name, count in line["by_month"].items() if name <= month)
        place = line["system"], line["collection"], line["act"], tuple(line["columns"])
        limits[place] += line["due_now"] + due
    return limits


def _much_more(plan: "Plan", limits: Counter[Place]) -> Finding | None:
    for unit in plan.units:
        for step in unit.steps:
            limit = limits[unit.system, step.collection, str(step.act), step.columns]
            if step.expected > limit * MORE + SLACK:
                return Finding(
                    "more-than-forecast",
                    f"{step.name} would touch many more rows than were forecast: nothing was changed",
                    "see what has changed since the forecast, then confirm the plan by its digest",
                    example=f"{step.expected:,} rows now, {limit:,} foreseen by the end of this month",
                )
    return None
