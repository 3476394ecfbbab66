"""`holdord records`: the record of processing activities (Art. 30)."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdord.cli.desk import Command, Desk

if TYPE_CHECKING:
    from holdord.letters.activities import ProcessingRecords

FORMATS = ("text", "html", "pdf", "xlsx", "csv", "json")
BYTES = ("pdf", "xlsx")


@click.command(cls=Command)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="In which form.")
@click.option(
    "--lang", type=click.Choice(("da", "nb", "en")), help="In which language; else the policy's first."
)
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="A new file; else printed.")
@click.pass_obj
def command(desk: Desk, form: str, lang: str | None, to: Path | None) -> None:
    """Write the record of processing activities (Art. 30).

    It is made from the policy alone: no system and no store is reached. Every purpose is an activity; what
    the policy states under 'on_behalf' is what is done for others. The spreadsheet has a row for each.
    """
    from holdord.letters.activities import as_json, processing_records
    from holdord.workflows.office import load_policy

    policy, _ = load_policy(desk.folder)
    today = desk.clock().astimezone(policy.controller.calendar.zone).date()
    found = processing_records(policy, lang or policy.controller.texts[0], today)
    form = "json" if desk.json else form
    if to is None:
        if form in BYTES:
            raise click.UsageError(f"a {form} file is written to a file: name it with --to")
        if form == "json":
            import json

            click.echo(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        else:
            click.echo(_written(found, form).decode(), nl=False)
        return
    _write(to, _written(found, form))
    desk.give(lambda: {"file": str(to), "activities": len(found.activities)})
    desk.say(f"Written: {to}")


def _written(found: "ProcessingRecords", form: str) -> bytes:
    """The record in a form, as the bytes of a file."""
    from holdord.letters import sheets
    from holdord.letters.activities import as_json, as_letter

    if form == "json":
        import json

        return (json.dumps(as_json(found), ensure_ascii=False, indent=2) + "\n").encode()
    if form == "csv":
        return sheets.as_csv(found).encode()
    if form == "xlsx":
        return sheets.as_xlsx(found)
    if form == "pdf":
        from holdord.letters.pdf import as_pdf

        return as_pdf(as_letter(found))
    if form == "html":
        from holdord.letters.html import as_html

        return as_html(as_letter(found)).encode()
    from holdord.letters.text import as_text

    return as_text(as_letter(found)).encode()


def _write(file: Path, content: bytes) -> None:
    """A new file; raises Refused when there is one of this name."""
    from holdord.workflows.office import refuse

    try:
        with file.open("xb") as out:
            out.write(content)
    except FileExistsError:
        raise refuse("file-exists", "there is already a file of this name", "choose another name") from None
