"""What `erase`, `expire` and `run` share: showing a plan, keeping it, running what was confirmed."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdord.cli.desk import Desk, login
from holdord.cli.faults import NOT_DONE
from holdord.cli.files import write_new
from holdord.cli.phrases import counted
from holdord.cli.told import made, statements, steps_of, what_goes, what_happened, what_stays, what_stops

if TYPE_CHECKING:
    from holdord.words.plan import Plan, Step, Unit
    from holdord.words.policy import Policy
    from holdord.words.stages import Stage
    from holdord.workflows.office import Office
    from holdord.workflows.running import Report

VERBS = {"erasure": "erase", "expiry": "expire", "rectification": "rectify"}
"""The command that shows and confirms each kind of plan."""

AHEAD = timedelta(minutes=2)
"""How far the clocks of two machines may differ before a plan counts as one of the future."""


def present(desk: Desk, office: "Office", plan: "Plan", sql: bool, file: Path | None, keep: bool) -> None:
    """Show a plan and keep it in the store, unless it is only tried out."""
    saved = keep and has_work(plan) and not of_the_future(desk, plan)
    if saved:
        office.store.save_plan(plan)
    if file:
        write_new(file, plan.canonical())
    desk.give(lambda: {"digest": plan.digest, "saved": saved, "plan": asdict(plan)})
    for line in in_words(office.policy, plan, sql):
        desk.say(line)
    if not has_work(plan):
        return
    desk.say()
    if saved:
        desk.line(f"Digest {plan.digest}")
        desk.line(f"To carry it out: holdord {VERBS[plan.kind]} --confirm {plan.digest}")
    elif of_the_future(desk, plan):
        desk.say("A plan of a future day: shown only, it cannot be confirmed.")
    else:
        desk.say("Shown only: it was not kept, and cannot be confirmed.")


def in_words(policy: "Policy", plan: "Plan", sql: bool = False) -> Iterator[str]:
    """A plan as it is shown to whoever confirms it."""
    what = f"erasure for {counted(plan.people, 'person', 'people')}" if plan.people else "removal by time"
    yield f"Plan of {what}, {made(plan)}" if plan.kind == "expiry" or plan.people else "Nobody was found."
    if plan.kind == "erasure" and not plan.people:
        yield "Nothing is held under these keys, so there is nothing to erase."
        return
    yield ""
    yield "What goes"
    stops = list(what_stops(plan.kept))
    stays = list(what_stays(policy, plan.kept))
    yield from what_goes(policy, steps_of(plan)) or [f"  nothing{_why_nothing(plan, bool(stops))}"]
    if stays:
        yield ""
        yield "What stays, and why"
        yield from stays
    if stops:
        yield ""
        yield "What is stopped, whatever its purposes say"
        yield from stops
    if plan.ended:
        yield ""
        yield f"Purposes that are over for them from now on: {', '.join(plan.ended)}"
    if sql:
        yield ""
        yield from statements(plan)


def _why_nothing(plan: "Plan", stopped: bool) -> str:
    """Why nothing goes. A sweep is not told what was stopped, only that nothing is due."""
    if plan.kind == "expiry":
        return " is due"
    return ": everything is held or stopped" if stopped else ": everything is still held"


def has_work(plan: "Plan") -> bool:
    """Whether confirming the plan would change anything, in a system or in what the store remembers."""
    return bool(plan.expected or plan.persons)


def of_the_future(desk: Desk, plan: "Plan") -> bool:
    """Whether the plan was made as of a moment that has not come."""
    return datetime.fromisoformat(plan.made_at) > desk.clock() + AHEAD


def carry_out(desk: Desk, digest: str, kind: str, by: str | None, pace: float = 0.0) -> int:
    """Run a confirmed plan, or continue its run; returns the exit code."""
    from holdord.workflows.office import refuse
    from holdord.workflows.running import confirm

    digest = digest.strip().lower()
    with desk.office_of(digest) as office:
        plan = confirm(office, digest)
        if kind and plan.kind != kind:
            raise refuse(
                "another-kind-of-plan",
                f"this plan is not one of {VERBS[kind]}",
                f"confirm it with `holdord {VERBS[plan.kind]} --confirm`",
            )
        if of_the_future(desk, plan):
            raise refuse(
                "plan-of-the-future",
                "this plan was made as of a day that has not come: nothing was changed",
                "make the plan again when the day has come",
            )
        return carried_out(desk, office, plan, by, pace)


def carried_out(desk: Desk, office: "Office", plan: "Plan", by: str | None, pace: float = 0.0) -> int:
    """Run a plan that may be run, tell what happened, and return the exit code."""
    from holdord.workflows.forgetting import forget_plans
    from holdord.workflows.running import run_plan

    report = run_plan(office, plan.digest, desk.clock, login(by), pace, _progress(desk, plan))
    forget_plans(office, desk.clock())
    state = office.store.run(report.run).state
    if plan.kind == "expiry":
        note_sweep(desk, office, report, state)
    with_stages(desk, office, report)
    desk.give(lambda: as_json(report, state))
    for line in what_happened(report, plan, office.policy, state):
        desk.say(line)
    if not desk.json:
        for finding in report.faults:
            desk.finding(finding, err=True)
    if state == "running":
        desk.hint(f"To continue: holdord run {plan.digest}")
    return 0 if state == "done" else (1 if state == "stopped" else NOT_DONE)


def note_sweep(desk: Desk, office: "Office", report: "Report", state: str) -> None:
    """Leave behind for the promise board that there was a sweep, and how it ended."""
    from holdord.workflows.promises.sweeping import stopped, swept

    if state == "done":
        swept(office, desk.clock(), sum(report.changed.values()), report.run)
    else:
        why = report.faults[0].code if report.faults else state
        stopped(office, desk.clock(), why, report.run)


def with_stages(desk: Desk, office: "Office", report: "Report") -> None:
    """Put into a report which erasure has been reached since its transactions were recorded."""
    report.stages = {name: _reached(desk, office, name, found) for name, found in report.stages.items()}


def _reached(desk: Desk, office: "Office", system: str, before: "tuple[Stage, ...]") -> "tuple[Stage, ...]":
    """Which erasure has been reached by now: the end of a run may have brought some of it about."""
    from holdord.connectors import SystemFault

    try:
        return office.systems[system].stages(desk.clock().date())
    except SystemFault:
        return before


def _progress(desk: Desk, plan: "Plan") -> Any:
    """Tells the chunks of a sweep on standard error."""
    if desk.quiet or plan.kind != "expiry":
        return None

    def tell(unit: "Unit", step: "Step | None", total: int) -> None:
        if step:
            click.echo(f"{step.name}: {total:,} of about {step.expected:,}", err=True)

    return tell


def as_json(report: "Report", state: str) -> dict[str, Any]:
    """A run's report as plain values."""
    return {
        "run": report.run,
        "plan": report.plan,
        "state": state,
        "already_done": report.already_done,
        "changed": report.changed,
        "transactions": report.transactions,
        "repeated": report.repeated,
        "longest_seconds": round(report.longest, 6),
        "stages": {name: [asdict(stage) for stage in found] for name, found in report.stages.items()},
        "findings": [finding.as_json() for finding in report.faults],
    }
