"""`holdord staff`: accounts of those who work in the console."""

from typing import TYPE_CHECKING, Any

import click

from holdord.cli.desk import Desk, Family, author, login

if TYPE_CHECKING:
    from holdord.web.console.permissions import Role

ROLES = ("responsible", "case_worker", "reader", "auditor")


@click.group(cls=Family)
def command() -> None:
    """Make, list and close accounts of staff, with their roles.

    A new account has no password: hand over the invitation that is printed. Whoever opens it within two days
    sets a password, and a second factor at the first log-in.
    """


def _open(desk: Desk) -> None:
    """Django as the server has it, over the same store."""
    import os

    os.environ["HOLDORD_POLICY"] = str(desk.folder)
    from django.conf import settings

    from holdord.web import settings as ours

    if not settings.configured:
        settings.configure(**{name: getattr(ours, name) for name in dir(ours) if name.isupper()})
    from holdord.store import open_store

    open_store(desk.environment.get("HOLDORD_DATABASE_URL"), ours.HOLDORD_FOLDER).close()


def _roles(names: tuple[str, ...]) -> "set[Role]":
    from holdord.web.console.permissions import Role

    return {Role(name) for name in names}


@command.command()
@click.argument("name")
@click.option(
    "--role", "roles", multiple=True, type=click.Choice(ROLES), help="What their work is; may be repeated."
)
@author()
@click.pass_obj
def add(desk: Desk, name: str, roles: tuple[str, ...], by: str | None) -> None:
    """Make an account and print its invitation."""
    _open(desk)
    from holdord.web import settings as ours
    from holdord.web.console import accounts

    made = accounts.add(name, _roles(roles), login(by), desk.clock())
    link = ours.HOLDORD_ADDRESS + accounts.invitation(made)
    desk.give(lambda: {"name": made.get_username(), "roles": sorted(roles), "invitation": link})
    desk.say(f"{made.get_username()} may set a password within two days, once, at")
    desk.line(link)


@command.command("list")
@click.pass_obj
def list_accounts(desk: Desk) -> None:
    """List the accounts with their roles."""
    _open(desk)
    from holdord.cli.phrases import table
    from holdord.web.console import accounts

    rows: list[dict[str, Any]] = [
        {
            "name": one.get_username(),
            "roles": sorted(given.role for given in one.roles_given.all()),
            "state": _state(one),
        }
        for one in accounts.accounts()
    ]
    desk.give(lambda: rows)
    if not rows:
        desk.say("There is no account yet.")
    lines = ((row["name"], ", ".join(row["roles"]) or "no role", row["state"]) for row in rows)
    for line in table(lines, indent=""):
        desk.say(line)


def _state(user: Any) -> str:
    if not user.is_active:
        return "closed"
    return "open" if user.has_usable_password() else "invited"


@command.command()
@click.argument("name")
@author()
@click.pass_obj
def close(desk: Desk, name: str, by: str | None) -> None:
    """Close an account at once; its sessions end."""
    _open(desk)
    from holdord.web.console import accounts

    accounts.close(accounts.account(name), login(by), desk.clock())
    desk.give(lambda: {"closed": True})
    desk.say("The account is closed.")


@command.command()
@click.argument("name")
@click.option(
    "--role", "roles", multiple=True, type=click.Choice(ROLES), help="What their work is; may be repeated."
)
@author()
@click.pass_obj
def roles(desk: Desk, name: str, roles: tuple[str, ...], by: str | None) -> None:
    """Let an account hold these roles, and no others."""
    _open(desk)
    from holdord.web.console import accounts

    accounts.give_roles(accounts.account(name), _roles(roles), login(by), desk.clock())
    desk.give(lambda: {"roles": sorted(roles)})
    desk.say(f"Roles now: {', '.join(sorted(roles)) or 'none'}.")
