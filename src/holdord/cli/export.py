"""`holdord export`: everything held about a person, for reading and for machines."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdord.cli.desk import Command, Desk, as_of
from holdord.cli.files import write_new
from holdord.cli.find import NOTHING, several
from holdord.cli.persons import listed, naming, one_person, people_in
from holdord.cli.phrases import counted, of_rows, table
from holdord.words.languages import LANGUAGES

if TYPE_CHECKING:
    from holdord.planning.exports import Exported
    from holdord.words.policy import Policy


@click.command(cls=Command)
@naming(required=False)
@listed
@click.option(
    "--to",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR|FILE.json",
    help="A new or empty folder, or one new file of JSON.",
)
@click.option("--csv", "as_tables", is_flag=True, help="In the folder, also a CSV file for each table.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help="The language of the page and of fields.csv; else the policy's first.",
)
@as_of()
@click.pass_obj
def command(
    desk: Desk,
    keys: tuple[str, ...],
    stdin: bool,
    people: Path | None,
    to: Path,
    as_tables: bool,
    language: str | None,
    now: datetime | None,
) -> None:
    """Write everything held about a person into files.

    In a folder: a page to read (index.html), the same as JSON (data.json), with --csv a table for each
    collection, with a description of the fields (fields.csv). Files are for their owner only (0600); none is
    ever written over. Of rows that several people share only what is the person's own is given, and what is
    withheld is counted. Read in one consistent look at every system; read-only access suffices.

    With --people each person of a file is given a folder of their own, named after their line.
    """
    from holdord.workflows.explaining import people_behind
    from holdord.workflows.exporting import as_json, export

    at = now or desk.clock()
    if as_tables and to.suffix == ".json":
        raise click.UsageError("--csv needs a folder, not a file of JSON")
    if people:
        if to.suffix == ".json":
            raise click.UsageError("--people needs a folder, not a file of JSON")
        _many(desk, people, keys, stdin, at, _Folders(to, as_tables, language))
        return
    with desk.office() as office:
        known = one_person(office.policy, keys, stdin)
        found = export(office, known, at)
        policy = office.policy
        # One key leads to one person; several can be of people who have nothing in common.
        count = people_behind(office, known, at) if sum(map(len, known.values())) > 1 else bool(found)
    written: list[str] = []
    if found:
        told = as_json(policy, found, at)
        written = (
            _write_file(to, told)
            if to.suffix == ".json"
            else _write(to, policy, found, told, as_tables, language)
        )
    desk.give(
        lambda: {
            "known": bool(found),
            "people": int(count),
            "files": written,
            "collections": _collections(found),
        }
    )
    if not found:
        desk.say(NOTHING + " No file was written.")
        return
    if count > 1:
        desk.say(several(count))
    _tell(desk, found, written)


@dataclass(frozen=True, slots=True)
class _Folders:
    """Where the exports of many people go, and how each is written."""

    to: Path
    as_tables: bool
    language: str | None

    def write(self, policy: "Policy", name: str, found: "list[Exported]", at: datetime) -> list[str]:
        """The export of one person, in a folder of their own."""
        from holdord.workflows.exporting import as_json

        told = as_json(policy, found, at)
        return _write(self.to / name, policy, found, told, self.as_tables, self.language)


def _many(
    desk: Desk, file: Path, keys: tuple[str, ...], stdin: bool, at: datetime, folders: _Folders
) -> None:
    from holdord.workflows.exporting import export_each

    told: list[dict[str, Any]] = []
    with desk.office() as office:
        policy = office.policy
        named = people_in(policy, file, keys, stdin)
        _new_folder(folders.to)
        for number, people in zip(named, export_each(office, list(named.values()), at), strict=True):
            if not people:
                told.append({"line": number, "known": False, "files": [], "collections": []})
            for person, found in enumerate(people, 1):
                name = f"line-{number:04}" + (f"-person-{person}" if len(people) > 1 else "")
                files = folders.write(policy, name, found, at)
                told.append(
                    {"line": number, "known": True, "files": files, "collections": _collections(found)}
                )
    desk.give(lambda: {"known": any(one["known"] for one in told), "people": told})
    for one in told:
        if not one["known"]:
            desk.say(f"line {one['line']}: nothing is held, and no file was written")
    written = sum(one["known"] for one in told)
    desk.say(f"Written: {counted(written, 'folder')} in {folders.to}, each of one person")


def _collections(found: "list[Exported]") -> list[dict[str, Any]]:
    return [
        {
            "system": one.system,
            "collection": one.collection,
            "rows": len(one.rows),
            "withheld_for_others": one.withheld,
        }
        for one in found
    ]


def _new_folder(folder: Path) -> None:
    from holdord.workflows.office import refuse

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise refuse("folder-not-empty", "the folder for the export holds files already", "name a new one")


def _tell(desk: Desk, found: "list[Exported]", written: list[str]) -> None:
    rows = (
        (
            f"{one.system}.{one.collection}",
            of_rows(len(one.rows)),
            f"{counted(one.withheld, 'value')} withheld, for they are others'" if one.withheld else "",
        )
        for one in found
    )
    for line in table(rows, right=[1]):
        desk.say(line)
    desk.say(f"Written: {', '.join(written)}")


def _write_file(file: Path, told: dict[str, Any]) -> list[str]:
    write_new(file, _json(told))
    return [str(file)]


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n"


def _write(
    folder: Path,
    policy: "Policy",
    found: "list[Exported]",
    told: dict[str, Any],
    as_tables: bool,
    asked: str | None,
) -> list[str]:
    from holdord.cli.export_page import page

    _new_folder(folder)
    language = asked or policy.controller.texts[0]
    files = {"index.html": page(policy, told, language), "data.json": _json(told)}
    if as_tables:
        from holdord.workflows.exporting import as_csv

        files["fields.csv"] = _fields(policy, found, language)
        files |= {f"{one.system}.{one.collection}.csv": as_csv(one) for one in found}
    written: list[Path] = []
    try:
        for name, text in files.items():
            write_new(folder / name, text)
            written.append(folder / name)
    except BaseException:
        for file in written:  # half an answer is none
            file.unlink(missing_ok=True)
        raise
    return [str(file) for file in written]


def _fields(policy: "Policy", found: "list[Exported]", language: str) -> str:
    """The description of the fields as CSV."""
    import csv
    import io

    from holdord.cli.export_page import fields_head
    from holdord.letters.phrases import Phrases

    phrases = Phrases(language, policy)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(fields_head(language))
    for one in found:
        for column in one.columns:
            name = one.categories.get(column, "")
            said = phrases.category(name) if name else phrases.say("field_technical")
            writer.writerow([f"{one.system}.{one.collection}.csv", column, said])
    return out.getvalue()
