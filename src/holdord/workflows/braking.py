"""The brake of unattended sweeps: what goes is compared with what was foreseen when somebody last looked.

A wrong period in the policy, a column filled with wrong dates, a clock set to another year: each makes a
sweep find far more than it should. Nobody looks at a nightly job, so it has to be able to stop by itself.
"""

from typing import TYPE_CHECKING, Any

from holdord.words.finding import Finding
from holdord.words.plan import Act

if TYPE_CHECKING:
    from holdord.store import Forecast
    from holdord.words.plan import Plan, Step

MORE = 1.25
SLACK = 20
"""A quarter more than foreseen, and a few rows on top, is the daily noise of a shop."""


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
    return _much_more(plan, foreseen)


def _much_more(plan: "Plan", foreseen: "Forecast") -> Finding | None:
    for unit in plan.units:
        for step in unit.steps:
            limit = _limit(unit.system, step, foreseen.counts["lines"], plan.made_at[:7])
            if step.expected > limit * MORE + SLACK:
                return Finding(
                    "more-than-forecast",
                    f"{step.name} would touch many more rows than were forecast: nothing was changed",
                    "see what has changed since the forecast, then confirm the plan by its digest",
                    example=f"{step.expected:,} rows now, {limit:,} foreseen by the end of this month",
                )
    return None


def _limit(system: str, step: "Step", lines: list[dict[str, Any]], month: str) -> int:
    """The rows foreseen for a step. A forecast may count fields apart that a plan clears together."""
    limit = 0
    for line in lines:
        same = (line["system"], line["collection"], line["act"]) == (system, step.collection, str(step.act))
        if same and (step.act is Act.REMOVE or set(line["columns"]) & set(step.columns)):
            limit += line["due_now"] + sum(n for name, n in line["by_month"].items() if name <= month)
    return limit
