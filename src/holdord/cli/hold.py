"""`holdord hold`: legal holds, which stop every ending until a person lifts them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from holdord.cli.desk import Desk, Family, author, login, moment
from holdord.cli.persons import naming, one_person
from holdord.cli.phrases import counted, day, table

if TYPE_CHECKING:
    from holdord.store import Hold
    from holdord.words.facts import Condition
    from holdord.workflows.office import Office


@click.group(cls=Family)
def command() -> None:
    """Place, lift or list legal holds.

    A hold stops every ending of a person's data, or of the rows that a column's value names, whatever their
    purposes say: for a court case, say. It has a reason, somebody who answers for it, and a day on which it
    must be looked at again; only a person ends it.
    """


@command.command()
@naming(required=False)
@click.option(
    "--where",
    metavar="SYSTEM.COLLECTION.COLUMN=VALUE",
    help="Hold the rows with this value instead of a person; nothing personal.",
)
@click.option("--reason", required=True, metavar="TEXT", help="Why; nothing personal.")
@click.option("--owner", required=True, metavar="NAME", help="Who answers for it.")
@click.option(
    "--review", required=True, callback=moment, metavar="DATE", help="When it must be looked at again."
)
@click.pass_obj
def place(
    desk: Desk,
    keys: tuple[str, ...],
    stdin: bool,
    where: str | None,
    reason: str,
    owner: str,
    review: datetime,
) -> None:
    """Place a hold on a person, or on rows."""
    from holdord.workflows.stating import place_hold

    if where and (keys or stdin):
        raise click.UsageError("hold a person, or the rows of --where, not both")
    at = desk.clock()
    with desk.office() as office:
        known = None if where else one_person(office.policy, keys, stdin)
        condition = _condition(office, where) if where else None
        id = place_hold(office, known, condition, reason, owner, review.date(), at, unknown=False)
    desk.give(lambda: {"hold": id, "review_on": review.date().isoformat(), "at": at.isoformat()})
    desk.say(f"Hold {id} is placed; look at it again on {day(review.date())}.")


@command.command()
@click.argument("id")
@click.option("--reason", required=True, metavar="TEXT", help="Why it is lifted; nothing personal.")
@author()
@click.pass_obj
def lift(desk: Desk, id: str, reason: str, by: str | None) -> None:
    """Lift a hold."""
    from holdord.cli.past import standing

    at = desk.clock()
    with desk.store() as store:
        standing(id, [hold.id for hold in store.holds(at)], "hold")
        store.lift_hold(id, reason, login(by), at)
    desk.give(lambda: {"hold": id, "lifted": True, "at": at.isoformat()})
    desk.say(f"Hold {id} is lifted.")


@command.command("list")
@click.pass_obj
def list_holds(desk: Desk) -> None:
    """List the holds that stand."""
    with desk.store() as store:
        holds = store.holds(desk.clock())
    desk.give(lambda: [_as_json(hold) for hold in holds])
    if not holds:
        desk.say("No hold stands.")
    rows = (
        (hold.id, _place(hold), hold.reason, f"owner {hold.owner}", f"review {day(hold.review_on)}")
        for hold in holds
    )
    for line in table(rows, indent=""):
        desk.say(line)


def _condition(office: "Office", where: str) -> "Condition":
    """What --where says, with the value as the column holds it; raises Refused for an unknown place."""
    from holdord.words.catalogue import ColumnKind
    from holdord.words.facts import Condition
    from holdord.workflows.office import refuse
    from holdord.workflows.stating import check_condition

    name, mark, value = where.partition("=")
    parts = name.split(".")
    if not mark or len(parts) != 3 or not value:
        raise refuse(
            "unknown-name", "--where could not be read", "write --where SYSTEM.COLLECTION.COLUMN=VALUE"
        )
    system, collection, column = parts
    condition = Condition(system, collection, column, (value,))
    check_condition(office, condition)
    atlas = office.planner.atlases[system]
    if atlas.column(atlas.system.collections[collection], column).kind is ColumnKind.INTEGER:
        if not value.removeprefix("-").isdecimal():
            raise refuse("wrong-value", f"{name} holds whole numbers", "give a whole number")
        return Condition(system, collection, column, (int(value),))
    return condition


def _place(hold: "Hold") -> str:
    from holdord.words.facts import Condition

    if isinstance(hold.place, str):
        return f"person {hold.place}"
    if isinstance(hold.place, Condition):
        on = hold.place
        return f"{on.system}.{on.collection} by {on.column}"
    return counted(sum(map(len, hold.place.ids.values())), "row")


def _as_json(hold: "Hold") -> dict[str, Any]:
    return {
        "hold": hold.id,
        "on": _place(hold),
        "reason": hold.reason,
        "owner": hold.owner,
        "review_on": hold.review_on.isoformat(),
        "at": hold.at.isoformat(),
    }
