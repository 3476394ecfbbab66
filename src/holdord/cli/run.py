"""`holdord run`: continues what was interrupted."""

import click

from holdord.cli.desk import Command, Desk, author
from holdord.cli.plans import carry_out


@click.command(cls=Command)
@click.argument("digest", metavar="DIGEST")
@click.option(
    "--pace",
    type=click.FloatRange(0, 3600),
    default=0.0,
    metavar="SECONDS",
    help="Wait so long between transactions.",
)
@author()
@click.pass_obj
def command(desk: Desk, digest: str, pace: float, by: str | None) -> int:
    """Continue a run that was interrupted.

    DIGEST is that of its plan, or the id of the run as `holdord runs` lists it. What is already done is not
    done again. A plan that was never confirmed is not begun here.
    """
    from holdord.workflows.office import refuse

    with desk.store() as store:
        digest = digest.strip()
        begun = store.run(digest.upper()) if digest[:2].upper() == "R-" else store.run_of(digest.lower())
    if begun is None:
        raise refuse(
            "run-not-begun",
            "no run of a plan with this digest was begun",
            "confirm the plan with `holdord erase --confirm` or `holdord expire --confirm`",
        )
    return carry_out(desk, begun.plan, "", by, pace)
