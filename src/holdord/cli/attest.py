"""`holdord attest`: confirm that a measure is taken, an agreement was read again, a promise is kept."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdord.cli.desk import Command, Desk, login, moment
from holdord.cli.phrases import day, table

if TYPE_CHECKING:
    from holdord.words.attestation import ToConfirm
    from holdord.workflows.office import Office


@click.command(cls=Command)
@click.argument("what", required=False, metavar="[WHAT]")
@click.option("--by", metavar="NAME", envvar="HOLDORD_BY", help="Who confirms it; else HOLDORD_BY.")
@click.option("--on", metavar="DATE", callback=moment, help="The day of it; today if left out.")
@click.option(
    "--document", metavar="FILE|TEXT", help="What proves it: a file, or where it is kept (nothing personal)."
)
@click.option("--keep", is_flag=True, help="Keep the file in the vault, encrypted, with the confirmation.")
@click.option("--not-so", is_flag=True, help="Say that it is found not to be so.")
@click.option("--note", default="", metavar="TEXT", help="What is worth knowing; nothing personal.")
@click.option("--due", is_flag=True, help="List only what has to be confirmed now.")
@click.pass_obj
def command(
    desk: Desk,
    what: str | None,
    by: str | None,
    on: datetime | None,
    document: str | None,
    keep: bool,
    not_so: bool,
    note: str,
    due: bool,
) -> int:
    """Confirm that a measure is taken, or list what is to be confirmed.

    WHAT is measures.NAME, recipients.NAME (its agreement was read again) or promises.NAME. Without it
    everything that somebody confirms is listed, what is due first, and what lapses within a month as soon;
    with --due the exit code is 1 where anything is due. A confirmation is only added to: it lasts as long as
    the policy says, and a later one takes its place. Of a file its name and SHA-256 are kept, or with --keep
    the file itself.

    For example: holdord attest measures.training --by "Anna Holm" --document course.pdf --keep
    """
    now = desk.clock()
    with desk.office() as office:
        today = now.astimezone(office.policy.controller.calendar.zone).date()
        if what is None:
            return _list(desk, office, today, due)
        if due:
            raise click.UsageError("--due lists; leave it out to confirm something")
        id = _confirm(office, what, by, on.date() if on else today, document, keep, not_so, note, now)
    desk.give(lambda: {"attestation": id, "fact": what, "holds": not not_so})
    desk.say(f"{id}: {what} is {'found not to be so' if not_so else 'confirmed'}.")
    return 0


def _confirm(
    office: "Office", what: str, by: str | None, on: date, document: str | None, keep: bool, not_so: bool,
    note: str, now: datetime,
) -> str:  # fmt: skip
    import hashlib

    from holdord.words.attestation import Attestation
    from holdord.workflows.attesting import attest

    name, sum, content = document or "", "", None
    if document and Path(document).is_file():
        content = Path(document).read_bytes()
        name, sum = Path(document).name, hashlib.sha256(content).hexdigest()
    elif keep:
        raise click.UsageError("--keep needs --document with a file")
    given = Attestation(
        "", what, by or "", on, not not_so, name, sum, note=note, written_by=login(None), at=now
    )
    return attest(office, given, now, content if keep else None)


def _list(desk: Desk, office: "Office", today: date, due: bool) -> int:
    from holdord.workflows.attesting import to_confirm

    found = [one for one in to_confirm(office, today) if one.is_due or not due]
    desk.give(lambda: [_as_json(one) for one in found])
    if not found:
        desk.say("Nothing is to be confirmed." if due else "Nobody has to confirm anything.")
    for line in table(map(_row, found), indent=""):
        desk.say(line)
    return 1 if due and found else 0


def _row(one: "ToConfirm") -> tuple[str, ...]:
    latest = one.latest
    if latest is None:
        last = "never confirmed"
    else:
        last = f"{'confirmed' if latest.holds else 'found not so'} {day(latest.on)} by {latest.by}"
    until = f"lasts until {day(one.lasts_until)}" if one.lasts_until else ""
    return one.what.fact, "due" if one.is_due else "soon" if one.is_soon else "", last, until


def _as_json(one: "ToConfirm") -> dict[str, Any]:
    latest = one.latest
    return {
        "fact": one.what.fact,
        "due": one.is_due,
        "soon": one.is_soon,
        "confirmed_by": one.what.by,
        "every": str(one.what.every) if one.what.every else None,
        "lasts_until": one.lasts_until.isoformat() if one.lasts_until else None,
        "latest": None
        if latest is None
        else {
            "attestation": latest.id,
            "by": latest.by,
            "on": latest.on.isoformat(),
            "holds": latest.holds,
            "document": latest.document,
            "sha256": latest.sha256,
            "kept": bool(latest.kept),
        },
    }
