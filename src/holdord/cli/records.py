"""`holdord records`: the record of processing activities (Art. 30)."""

from pathlib import Path

import click

from holdord.cli.desk import Command, Desk
from holdord.cli.files import write_new
from holdord.words.languages import LANGUAGES

FORMATS = ("text", "html", "pdf", "xlsx", "csv", "json")
BYTES = ("pdf", "xlsx")


@click.command(cls=Command)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="In which form.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="In which language; else the policy's first.")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="A new file; else printed.")
@click.pass_obj
def command(desk: Desk, form: str, lang: str | None, to: Path | None) -> None:
    """Write the record of processing activities (Art. 30).

    It is made from the policy alone: no system and no store is reached. Every purpose is an activity; what
    the policy states under 'on_behalf' is what is done for others. The spreadsheet has a row for each.
    """
    from holdord.letters.activities import processing_records
    from holdord.letters.sheets import written
    from holdord.workflows.office import load_policy

    policy, _ = load_policy(desk.folder)
    today = desk.clock().astimezone(policy.controller.calendar.zone).date()
    found = processing_records(policy, lang or policy.controller.texts[0], today)
    form = "json" if desk.json else form
    if to is None:
        if form in BYTES:
            raise click.UsageError(f"a {form} file is written to a file: name it with --to")
        click.echo(written(found, form).decode(), nl=False)
        return
    write_new(to, written(found, form))
    desk.give(lambda: {"file": str(to), "activities": len(found.activities)})
    desk.say(f"Written: {to}")
