"""`holdord disclosure`: the register of whom people's data was passed on to."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdord.cli.desk import Desk, Family, author, login, moment
from holdord.cli.persons import listed, naming, one_person, people_in
from holdord.cli.phrases import counted, day, table

if TYPE_CHECKING:
    from holdord.words.disclosure import Disclosure


@click.group(cls=Family)
def command() -> None:
    """Write down that people's data was passed on, list it, take back a mistake.

    Recipients that the policy names get data all the time, and every answer names them. Here stands what
    happens besides: the police ask, a court orders, a present is sent on. Whoever asks for access is told
    theirs, by name, with the day, the ground and which data (Art. 15(1)(c)).
    """


@command.command()
@naming(required=False)
@listed
@click.option("--recipient", default="", metavar="NAME", help="A recipient of the policy.")
@click.option("--to", default="", metavar="TEXT", help="Who it was, by name; nothing personal.")
@click.option("--category", "categories", multiple=True, metavar="NAME", help="Which data; may be repeated.")
@click.option("--ground", required=True, metavar="TEXT", help="The law, the consent or the agreement.")
@click.option("--on", metavar="DATE", callback=moment, help="The day of it; today if left out.")
@click.option("--reference", default="", metavar="TEXT", help="The recipient's own, such as a case number.")
@click.option(
    "--withhold-law", default="", metavar="TEXT", help="By which exception the person must not be told."
)
@click.option(
    "--withhold-until", metavar="DATE", callback=moment, help="The last day on which they must not be told."
)
@author()
@click.pass_obj
def add(
    desk: Desk, keys: tuple[str, ...], stdin: bool, people: Path | None, recipient: str, to: str,
    categories: tuple[str, ...], ground: str, on: datetime | None, reference: str, withhold_law: str,
    withhold_until: datetime | None, by: str | None,
) -> None:  # fmt: skip
    """Write down one passing-on, of one person's data or of many people's.

    For example: holdord disclosure add email=… --to Politiet --category name --ground "retsplejeloven § 804"
    """
    from holdord.words.disclosure import Withheld
    from holdord.workflows.disclosing import PassedOn, write_down

    if bool(withhold_law) != bool(withhold_until):
        raise click.UsageError("--withhold-law and --withhold-until go together")
    now = desk.clock()
    withheld = Withheld(withhold_law, withhold_until.date()) if withhold_until else None
    with desk.office() as office:
        policy = office.policy
        many = list(people_in(policy, people, keys, stdin).values()) if people else []
        known = many or [one_person(policy, keys, stdin)]
        today = now.astimezone(policy.controller.calendar.zone).date()
        what = PassedOn(on.date() if on else today, ground, categories, recipient, to, reference, withheld)
        ids = write_down(office, known, what, now, login(by))
    desk.give(lambda: {"disclosures": ids})
    desk.say(f"Written down for {counted(len(ids), 'person', 'people')}: {', '.join(ids[:5])}"
             f"{' …' if len(ids) > 5 else ''}")  # fmt: skip


@command.command("list")
@naming(required=False)
@click.option("--most", default=200, metavar="NUMBER", help="How many, the newest first.")
@click.pass_obj
def list_disclosures(desk: Desk, keys: tuple[str, ...], stdin: bool, most: int) -> None:
    """List what was passed on: about one person, or the newest of all."""
    from holdord.workflows.disclosing import about

    if keys or stdin:
        with desk.office() as office:
            found = about(office, one_person(office.policy, keys, stdin), desk.clock())
    else:
        with desk.store() as store:
            found = store.disclosures(most)
    desk.give(lambda: [_as_json(one) for one in found])
    if not found:
        desk.say("Nothing is written down.")
    for line in table(map(_row, found), indent=""):
        desk.say(line)


@command.command()
@click.argument("id")
@click.option("--reason", required=True, metavar="TEXT", help="Why it was a mistake; nothing personal.")
@author()
@click.pass_obj
def strike(desk: Desk, id: str, reason: str, by: str | None) -> None:
    """Take back what was written down by mistake; it stays in the register, and is told nobody."""
    from holdord.workflows.disclosing import strike as take_back

    with desk.office() as office:
        take_back(office, id, reason, login(by), desk.clock())
    desk.give(lambda: {"disclosure": id, "struck": True})
    desk.say(f"{id} is taken back.")


def _row(one: "Disclosure") -> tuple[str, ...]:
    withheld = f"not told until {day(one.withheld.until)}" if one.withheld else ""
    mark = "taken back" if one.struck else withheld
    return one.id, day(one.on), one.to, ", ".join(one.categories), one.ground, mark


def _as_json(one: "Disclosure") -> dict[str, Any]:
    return {
        "disclosure": one.id,
        "person": one.subject,
        "on": one.on.isoformat(),
        "recipient": one.recipient,
        "to": one.to,
        "ground": one.ground,
        "categories": list(one.categories),
        "reference": one.reference,
        "withheld_by": one.withheld.law if one.withheld else None,
        "withheld_until": one.withheld.until.isoformat() if one.withheld else None,
        "struck": one.struck.isoformat() if one.struck else None,
        "by": one.by,
    }
