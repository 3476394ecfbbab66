"""`holdord consent`: a yes or a no, written down."""

from datetime import datetime
from typing import Any

import click

from holdord.cli.desk import Desk, Family, author, login, moment
from holdord.cli.persons import NOBODY_YET, naming, one_person


@click.group(cls=Family)
def command() -> None:
    """Write down a consent given or withdrawn.

    Statements are only ever added: the latest at a moment is the state at that moment. A withdrawal ends the
    purpose for that person from then on; the next plan shows what goes.
    """


def _options(function: Any) -> Any:
    at = click.option("--at", callback=moment, metavar="ISO", help="When it was said; else now.")
    how = click.option(
        "--how", default="", metavar="TEXT", help="By which act, such as a form's name; nothing personal."
    )
    purpose = click.option(
        "--purpose", required=True, metavar="NAME", help="A purpose that rests on consent."
    )
    return naming()(purpose(how(at(author()(function)))))


def _state(
    desk: Desk,
    keys: tuple[str, ...],
    stdin: bool,
    purpose: str,
    how: str,
    at: datetime | None,
    by: str | None,
    given: bool,
) -> None:
    from holdord.cli.past import not_ahead
    from holdord.workflows.stating import state_consent

    when = not_ahead(at, desk.clock())
    with desk.office() as office:
        known = one_person(office.policy, keys, stdin)
        subject = state_consent(office, known, purpose, given, when, how, login(by))
        found = bool(office.store.rows_of(subject))
    desk.give(
        lambda: {
            "subject": subject,
            "found": found,
            "purpose": purpose,
            "given": given,
            "at": when.isoformat(),
        }
    )
    desk.say(f"Written down: consent to {purpose} {'given' if given else 'withdrawn'} ({subject}).")
    if not found:
        desk.hint(NOBODY_YET)


@command.command(short_help="Write down that a person consented.")
@_options
@click.pass_obj
def give(
    desk: Desk,
    keys: tuple[str, ...],
    stdin: bool,
    purpose: str,
    how: str,
    at: datetime | None,
    by: str | None,
) -> None:
    """Write down that a person consented (Art. 7(1))."""
    _state(desk, keys, stdin, purpose, how, at, by, given=True)


@command.command(short_help="Write down that a person withdrew a consent.")
@_options
@click.pass_obj
def withdraw(
    desk: Desk,
    keys: tuple[str, ...],
    stdin: bool,
    purpose: str,
    how: str,
    at: datetime | None,
    by: str | None,
) -> None:
    """Write down that a person withdrew a consent (Art. 7(3))."""
    _state(desk, keys, stdin, purpose, how, at, by, given=False)
