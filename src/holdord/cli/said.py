"""`holdord said`: what people were told on a day."""

from datetime import datetime

import click

from holdord.cli.desk import Command, Desk, moment
from holdord.cli.persons import naming, one_person
from holdord.cli.phrases import minute

_STATES = {"sent": "sent", "unsure": "perhaps sent", "given_up": "could not be sent", "waiting": "on its way"}


@click.command(
    cls=Command,
    epilog="Examples: holdord said --on 2026-05-01; holdord said email=ida@post.example --on 2026-05-01",
)
@naming(required=False)
@click.option("--on", callback=moment, metavar="DATE", help="The day, to its end, or the moment; else now.")
@click.option("--letters", is_flag=True, help="Show the letters themselves, too.")
@click.pass_obj
def command(desk: Desk, keys: tuple[str, ...], stdin: bool, on: datetime | None, letters: bool) -> None:
    """Say which version of the policy stood on a day, and what a person had been told by then.

    Letters are known by a keyed digest of the address they went to; the address is not kept.
    """
    from holdord.workflows.versions.announcing import letter_of
    from holdord.workflows.versions.said import end_of, said_by

    now = desk.clock()
    with desk.office() as office:
        at = end_of(office, on) if on else now
        known = one_person(office.policy, keys, stdin) if keys or stdin else None
        said = said_by(office, at, known, now)
        texts = {one.number: letter_of(office, one.number) for one in said.told} if letters else {}
    stood = said.stood
    desk.give(
        lambda: {
            "version": stood.number,
            "at": stood.line.at.isoformat(),
            "adopted_by": stood.line.adopted_by,
            "told": [
                {
                    "version": one.number,
                    "state": one.state,
                    "sent_at": one.sent_at.isoformat() if one.sent_at else None,
                    "letter": texts.get(one.number),
                }
                for one in said.told
            ],
        }
    )
    desk.say(
        f"Version {stood.number} stood then, published {minute(stood.line.at)} by {stood.line.adopted_by}."
    )
    desk.say(f"Read it with `holdord publish --show {stood.number}`.")
    for one in said.told:
        when = f", {minute(one.sent_at)}" if one.sent_at else ""
        desk.say(f"A letter told of version {one.number}: {_STATES[one.state]}{when}.")
        if one.number in texts:
            desk.say(texts[one.number])
    if known is not None and not said.told:
        desk.say("No letter had told this person of a version by then.")
