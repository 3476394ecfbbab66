"""`holdord store`: whether the store knows what was done with it, and saying that a new one is meant."""

import click

from holdord.cli.desk import Command, Desk, author, login
from holdord.cli.phrases import counted


@click.command(cls=Command)
@click.option("--accept", is_flag=True, help="Say that this store is meant, though runs are missing in it.")
@author()
@click.pass_obj
def command(desk: Desk, accept: bool, by: str | None) -> int:
    """Say whether the store knows every run of which the systems have receipts.

    A store that was lost begins anew, and knows nothing of withdrawn consents, objections and holds. Then
    nothing is planned until the right one is back, or until --accept says that this one is meant. What the
    old one knew must be stated again before: --accept brings nothing back.

    Examples: holdord store; holdord store --accept --by anna
    """
    from holdord.workflows.remembering import accept as accepted
    from holdord.workflows.remembering import unknown_runs

    with desk.office() as office:
        file, lost = office.store.file, unknown_runs(office)
        noted = accepted(office, desk.clock(), login(by)) if accept and lost else 0
    told = {name: {"runs": len(runs), "receipts": runs.total()} for name, runs in lost.items()}
    desk.give(lambda: {"store": file or "PostgreSQL", "unknown": told, "accepted": noted})
    desk.say(f"The store is {file or 'in PostgreSQL'}.")
    for name, runs in lost.items():
        receipts = counted(runs.total(), "receipt")
        desk.say(f"{name} has {receipts} of {counted(len(runs), 'run')} that this store does not know.")
    if not lost:
        desk.say("It knows every run of which the systems have receipts.")
    elif noted:
        desk.say("Noted as runs of another store. Plans can be made again.")
    else:
        desk.hint(
            "Nothing is planned until the right store is back, or --accept says that this one is meant."
        )
    return 1 if lost and not noted else 0
