"""`holdord expire`: what no purpose holds any more, of everybody; shown first, done once confirmed."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdord.cli.desk import Command, Desk, as_of, author, login
from holdord.cli.faults import NOT_DONE
from holdord.cli.plans import as_json, carried_out, carry_out, has_work, present
from holdord.cli.told import what_happened

if TYPE_CHECKING:
    from holdord.workflows.office import Office


@click.command(cls=Command)
@click.option("--sql", is_flag=True, help="Show the statements that would run.")
@click.option(
    "--plan",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the plan as canonical JSON into a new file.",
)
@click.option("--dry-run", is_flag=True, help="Show the plan without keeping it.")
@click.option("--confirm", "digest", metavar="DIGEST", help="Carry out the plan with this digest.")
@click.option(
    "--unattended",
    is_flag=True,
    help="Plan and run at once, if no more goes than was forecast; else stop and ask.",
)
@click.option("--own", is_flag=True, help="What Holdord itself holds, in its store, by its own policy.")
@click.option(
    "--chunk",
    type=click.IntRange(1, 1_000_000),
    default=10_000,
    show_default=True,
    metavar="N",
    help="Rows in one transaction.",
)
@click.option(
    "--pace",
    type=click.FloatRange(0, 3600),
    default=0.0,
    metavar="SECONDS",
    help="Wait so long between transactions.",
)
@author()
@as_of(plans=True)
@click.pass_obj
def command(
    desk: Desk,
    sql: bool,
    file: Path | None,
    dry_run: bool,
    digest: str | None,
    unattended: bool,
    own: bool,
    chunk: int,
    pace: float,
    by: str | None,
    now: datetime | None,
) -> int:
    """Show what no purpose holds any more; remove it once confirmed.

    Runs in chunks of one short transaction each, and may be interrupted and repeated at any time. For a
    nightly job there is --unattended: it runs at once when no more goes than the last forecast of the same
    policy foresaw, and makes the next forecast afterwards; when much more would go, or there is no such
    forecast, it changes nothing, keeps the plan for a person to confirm, and ends with exit code 3.

    With --own it is about Holdord's own data: requests, consents, failed log-ins. A worker does that once a
    day by itself.
    """
    if digest:
        if now or dry_run or file or unattended:
            raise click.UsageError(
                "--confirm takes nothing but the digest and --pace: the plan says the rest"
            )
        return carry_out(desk, digest, "expiry", by, pace)
    if unattended and (now or dry_run):
        raise click.UsageError("--unattended runs at once: it goes with neither --now nor --dry-run")
    if own:
        return _own(desk, sql, file, not dry_run, unattended, by, now)
    from holdord.workflows.planning import plan_expiry

    with desk.office() as office:
        if unattended:
            return _unattended(desk, office, chunk, pace, by)
        present(desk, office, plan_expiry(office, now or desk.clock(), chunk), sql, file, not dry_run)
    return 0


def _own(
    desk: Desk,
    sql: bool,
    file: Path | None,
    keep: bool,
    unattended: bool,
    by: str | None,
    now: datetime | None,
) -> int:
    """The same about what Holdord itself holds; in one transaction, whatever its size."""
    from holdord.workflows.own import OwnOffice, plan_own, sweep

    with desk.office() as company, OwnOffice.of(company) as office:
        if not unattended:
            present(desk, office, plan_own(office, now or desk.clock(), now is None), sql, file, keep)
            return 0
        swept = sweep(office, desk.clock, login(by))
        faults = [fault for report in swept.reports for fault in report.faults]
        found = [swept.because] if swept.because else faults
        desk.give(
            lambda: {
                "runs": [as_json(report, office.store.run(report.run).state) for report in swept.reports],
                "waiting": swept.waiting.digest if swept.waiting else None,
                "findings": [finding.as_json() for finding in found],
            }
        )
        for report in swept.reports:
            plan, state = office.store.plan(report.plan), office.store.run(report.run).state
            for line in what_happened(report, plan, office.policy, state) if plan else ():
                desk.say(line)
        for finding in found if not desk.json else ():
            desk.finding(finding, err=True)
        if swept.waiting:
            desk.hint(f"To carry it out all the same: holdord expire --confirm {swept.waiting.digest}")
        elif not swept.reports:
            desk.say("Nothing to do: nothing is due.")
        return NOT_DONE if found else 0


def _unattended(desk: Desk, office: "Office", chunk: int, pace: float, by: str | None) -> int:
    from holdord.workflows.braking import objection_to
    from holdord.workflows.forecasting import forecast
    from holdord.workflows.planning import plan_expiry
    from holdord.workflows.promises.sweeping import stopped, swept

    at = desk.clock()
    plan = plan_expiry(office, at, chunk)
    code = 0
    if has_work(plan):
        stop = objection_to(plan, office.store.last_forecast(at))
        office.store.save_plan(plan)
        if stop:
            stopped(office, at, stop.code)
            desk.give(lambda: {"digest": plan.digest, "saved": True, "findings": [stop.as_json()]})
            if not desk.json:
                desk.finding(stop, err=True)
                desk.hint(f"To carry it out all the same: holdord expire --confirm {plan.digest}")
            return NOT_DONE
        code = carried_out(desk, office, plan, by, pace)
    else:
        swept(office, at, 0)
        desk.give(lambda: {"digest": plan.digest, "saved": False, "state": "nothing to do", "changed": {}})
        desk.say("Nothing to do: nothing is due.")
    if code == 0:
        seen = forecast(office, desk.clock())
        office.store.save_forecast(office.policy.digest, desk.clock(), seen.as_json())
    return code
