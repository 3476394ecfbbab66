"""`holdord restrict`: restrictions of a person's data (Art. 18)."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

import click

from holdord.cli.desk import Desk, Family, author, login, moment
from holdord.cli.persons import naming, one_person
from holdord.cli.phrases import day, table

if TYPE_CHECKING:
    from holdord.store.records import Ground

GROUNDS = ("accuracy", "unlawful", "claim", "objection")


@click.group(cls=Family)
def command() -> None:
    """Place, lift or list restrictions of a person's data.

    While a restriction stands, nothing of the person's ends (Art. 18). It is lifted by a person, and not
    before the one it is about was told (Art. 18(3)).
    """


@command.command()
@naming()
@click.option("--ground", required=True, type=click.Choice(GROUNDS), help="Art. 18(1)(a)-(d), in this order.")
@click.option("--until", callback=moment, metavar="DATE", help="When to look at it again; it lifts nothing.")
@author()
@click.pass_obj
def place(
    desk: Desk, keys: tuple[str, ...], stdin: bool, ground: str, until: datetime | None, by: str | None
) -> None:
    """Restrict a person's data."""
    from holdord.workflows.stating import restrict

    at = desk.clock()
    review = until.date() if until else None
    with desk.office() as office:
        known = one_person(office.policy, keys, stdin)
        of = cast("Ground", ground)  # a Choice of them
        id = restrict(office, known, of, at, login(by), review, unknown=False)
    desk.give(lambda: {"restriction": id, "ground": ground, "at": at.isoformat()})
    desk.say(f"Restriction {id} is placed.")


@command.command()
@click.argument("id")
@click.option("--reason", required=True, metavar="TEXT", help="Why it is lifted; nothing personal.")
@click.option("--told", required=True, callback=moment, metavar="DATE", help="When the person was told.")
@author()
@click.pass_obj
def lift(desk: Desk, id: str, reason: str, told: datetime, by: str | None) -> None:
    """Lift a restriction, once the person has been told."""
    from holdord.cli.past import standing

    at = desk.clock()
    with desk.store() as store:
        standing(id, [one.id for one in store.restrictions(at)], "restriction")
        store.lift_restriction(id, at, reason, login(by), told)
    desk.give(lambda: {"restriction": id, "lifted": True, "at": at.isoformat()})
    desk.say(f"Restriction {id} is lifted.")


@command.command("list")
@click.pass_obj
def list_restrictions(desk: Desk) -> None:
    """List the restrictions that stand."""
    with desk.store() as store:
        found = store.restrictions(desk.clock())
    desk.give(
        lambda: [
            {
                "restriction": one.id,
                "subject": one.subject,
                "ground": one.ground,
                "at": one.at.isoformat(),
                "until": one.until.isoformat() if one.until else None,
            }
            for one in found
        ]
    )
    if not found:
        desk.say("No restriction stands.")
    rows = (
        (
            one.id,
            one.ground,
            f"person {one.subject}",
            f"since {day(one.at.date())}",
            f"look again on {day(one.until)}" if one.until else "",
        )
        for one in found
    )
    for line in table(rows, indent=""):
        desk.say(line)
