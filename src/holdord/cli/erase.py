"""`holdord erase`: what an erasure request erases, shown first, done once confirmed."""

from datetime import datetime
from pathlib import Path

import click

from holdord.cli.desk import Command, Desk, as_of, author
from holdord.cli.find import several
from holdord.cli.persons import listed, naming, one_person, people_in
from holdord.cli.plans import carry_out, present


@click.command(cls=Command)
@naming(required=False)
@listed
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
@author()
@as_of(plans=True)
@click.pass_obj
def command(
    desk: Desk,
    keys: tuple[str, ...],
    stdin: bool,
    people: Path | None,
    sql: bool,
    file: Path | None,
    dry_run: bool,
    digest: str | None,
    by: str | None,
    now: datetime | None,
) -> int:
    """Show what an erasure request would erase; erase it once confirmed.

    A request ends the person's consents, and the purposes on legitimate interest unless the policy claims
    overriding grounds. What other purposes hold stays, and the plan says why and until when. Nothing is
    changed until the plan's digest is confirmed with --confirm; then exactly the statements of that plan run,
    each is read back, and the evidence is recorded. If rows have changed since, nothing is done.
    """
    if digest:
        if keys or stdin or people or now or dry_run or file:
            raise click.UsageError("--confirm takes nothing but the digest: the plan says the rest")
        return carry_out(desk, digest, "erasure", by)
    _show(desk, keys, stdin, people, sql, file, not dry_run, now)
    return 0


def _show(
    desk: Desk,
    keys: tuple[str, ...],
    stdin: bool,
    people: Path | None,
    sql: bool,
    file: Path | None,
    keep: bool,
    now: datetime | None,
) -> None:
    from holdord.workflows.planning import plan_erasure

    with desk.office() as office:
        policy = office.policy
        if people:
            known = list(people_in(policy, people, keys, stdin).values())
        else:
            known = [one_person(policy, keys, stdin)]
        plan = plan_erasure(office, known, now or desk.clock())
        if not people and plan.people > 1:
            desk.hint(several(plan.people))
        present(desk, office, plan, sql, file, keep)
