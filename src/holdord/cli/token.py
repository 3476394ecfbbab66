"""`holdord token`: tokens of programs that call the API."""

from datetime import datetime

import click

from holdord.cli.desk import Desk, Family, author, login, moment
from holdord.cli.phrases import day, table

SCOPES = ("requests:create", "requests:read", "requests:vouch", "may", "notices:confirm")


@click.group(cls=Family)
def command() -> None:
    """Make, list or revoke tokens for programs that call the API.

    A token says which program calls and what it may do. It is shown once; the store keeps a digest.
    """


@command.command(short_help="Make a token, and show it once.")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice(SCOPES),
    help="What it allows; give it more than once for more.",
)
@click.option("--expires", callback=moment, metavar="DATE", help="When it ends; else when it is revoked.")
@click.option("--recipient", default="", metavar="NAME", help="Whose notices alone it may confirm.")
@click.option(
    "--per-minute",
    type=click.IntRange(1, 1_000_000),
    metavar="N",
    help="How often it may be used; else 600, and 60000 with the scope may.",
)
@author()
@click.pass_obj
def new(
    desk: Desk,
    name: str,
    scopes: tuple[str, ...],
    expires: datetime | None,
    recipient: str,
    per_minute: int | None,
    by: str | None,
) -> None:
    """Make a token for the program NAME, and show it once.

    requests:create writes requests down, requests:vouch says besides that it is known who asks,
    requests:read follows those the same program created, may asks whether data may be used, and
    notices:confirm confirms notices of recipients.
    """
    from holdord.words.caller import Scope
    from holdord.workflows.calling import new_token

    allowed = {Scope(one) for one in scopes}
    with desk.office() as office:
        id, token = new_token(office, name, allowed, desk.clock(), login(by), expires, recipient, per_minute)
    desk.give(lambda: {"id": id, "name": name, "token": token, "scopes": sorted(allowed)})
    desk.line(token)
    desk.hint(f"Token {id} of {name}. It is not shown again: put it where the program reads its secrets.")


@command.command("list")
@click.pass_obj
def list_tokens(desk: Desk) -> None:
    """List the tokens, with the day of their last use."""
    with desk.store() as store:
        found = store.tokens()
    now = desk.clock()
    desk.give(
        lambda: [
            {
                "id": one.id,
                "name": one.name,
                "scopes": sorted(one.scopes),
                "recipient": one.recipient,
                "per_minute": one.per_minute,
                "made_at": one.made_at.isoformat(),
                "made_by": one.made_by,
                "expires": one.expires.isoformat() if one.expires else None,
                "used_on": one.used_on.isoformat() if one.used_on else None,
                "revoked_at": one.revoked_at.isoformat() if one.revoked_at else None,
            }
            for one in found
        ]
    )
    valid = [one for one in found if not one.revoked_at and (not one.expires or now < one.expires)]
    if not valid:
        desk.say("No token is valid.")
    rows = (
        (
            one.id,
            one.name,
            " ".join(sorted(one.scopes)),
            f"until {day(one.expires.date())}" if one.expires else "",
            f"last used {day(one.used_on)}" if one.used_on else "never used",
        )
        for one in valid
    )
    for line in table(rows, indent=""):
        desk.say(line)


@command.command()
@click.argument("id")
@author()
@click.pass_obj
def revoke(desk: Desk, id: str, by: str | None) -> None:
    """End a token at once."""
    at = desk.clock()
    with desk.store() as store:
        first = store.token_revoke(id, at, login(by))
    desk.give(lambda: {"id": id, "revoked": first})
    desk.say(f"Token {id} is revoked." if first else f"Token {id} was revoked before.")
