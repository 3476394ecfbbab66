"""`holdord objection`: the steps of an objection, written down."""

from datetime import datetime
from typing import Any

import click

from holdord.cli.desk import Desk, Family, author, login, moment
from holdord.cli.persons import NOBODY_YET, naming, one_person

STEPS = {
    "make": ("made", "Write down that a person objects (Art. 21). To marketing, that alone ends it."),
    "uphold": ("upheld", "Write down that an objection is right: the purpose ends for the person."),
    "reject": ("rejected", "Write down that compelling grounds prevail over an objection (Art. 21(1))."),
    "withdraw": ("withdrawn", "Write down that a person takes an objection back."),
}


@click.group(cls=Family)
def command() -> None:
    """Write down a step of an objection.

    For purposes on legitimate interest or public task, and for all marketing. Statements are only ever added:
    the latest at a moment is the state at that moment.
    """


def _step(name: str, state: Any, told: str) -> None:
    @command.command(name, help=told, short_help=told.partition(" (")[0].partition(":")[0].rstrip(".") + ".")
    @naming()
    @click.option("--purpose", required=True, metavar="NAME", help="The purpose that is objected to.")
    @click.option("--reason", default="", metavar="TEXT", help="Why it was decided so; nothing personal.")
    @click.option("--at", callback=moment, metavar="ISO", help="When it happened; else now.")
    @author()
    @click.pass_obj
    def step(
        desk: Desk,
        keys: tuple[str, ...],
        stdin: bool,
        purpose: str,
        reason: str,
        at: datetime | None,
        by: str | None,
    ) -> None:
        from holdord.cli.past import not_ahead
        from holdord.workflows.stating import state_objection

        when = not_ahead(at, desk.clock())
        with desk.office() as office:
            known = one_person(office.policy, keys, stdin)
            subject = state_objection(office, known, purpose, state, when, reason, login(by))
            found = bool(office.store.rows_of(subject))
        desk.give(
            lambda: {
                "subject": subject,
                "found": found,
                "purpose": purpose,
                "state": state,
                "at": when.isoformat(),
            }
        )
        desk.say(f"Written down: objection to {purpose} {state} ({subject}).")
        if not found:
            desk.hint(NOBODY_YET)


for _name, (_state, _told) in STEPS.items():
    _step(_name, _state, _told)
