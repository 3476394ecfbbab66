"""`holdord runs`: what is not finished."""

import click

from holdord.cli.desk import Command, Desk
from holdord.cli.phrases import counted, minute, table


@click.command(cls=Command)
@click.pass_obj
def command(desk: Desk) -> None:
    """List the runs that are not finished.

    Each can be continued with `holdord run`. What finished runs erased is told by `holdord prove`.
    """
    with desk.store() as store:
        runs = store.unfinished_runs()
    desk.give(
        lambda: [
            {
                "run": run.id,
                "plan": run.plan,
                "kind": run.kind,
                "state": run.state,
                "started": run.started.isoformat(),
                "by": run.by,
                "transactions_done": len(run.done),
            }
            for run in runs
        ]
    )
    if not runs:
        desk.say("No run is waiting to be continued.")
    rows = (
        (run.id, run.kind, minute(run.started), run.by, counted(len(run.done), "transaction") + " done")
        for run in runs
    )
    for line in table(rows, indent=""):
        desk.say(line)
