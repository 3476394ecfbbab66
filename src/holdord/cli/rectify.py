"""`holdord rectify`: fields of a person's rows corrected, shown first, done once confirmed."""

import re
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdord.cli.desk import Command, Desk, author
from holdord.cli.persons import one_person
from holdord.cli.phrases import category, table
from holdord.cli.plans import carry_out
from holdord.cli.told import made, statements

if TYPE_CHECKING:
    from holdord.words.correction import CorrectableRow, Correction
    from holdord.workflows.correcting import Proposal
    from holdord.workflows.office import Office

_STATED = re.compile(
    r"(?P<system>[a-z][a-z0-9_]*)\.(?P<collection>[a-z][a-z0-9_]*)(\[(?P<row>[^\]]+)\])?"
    r"\.(?P<column>[^=\[\]]+)=(?P<value>.*)",
    re.DOTALL,
)
SHOWN = 40
"""Characters of a value that stand in the list of what can be corrected."""


@click.command(cls=Command)
@click.argument("keys", nargs=-1, metavar="[KEY=VALUE…]")
@click.option(
    "--set",
    "stated",
    multiple=True,
    metavar="WHERE=VALUE",
    help="What should stand where: SYSTEM.COLLECTION[ROW].COLUMN=VALUE; nothing after the = empties it.",
)
@click.option(
    "--from",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Read WHERE=VALUE, and KEY=VALUE too, one a line; - reads standard input.",
)
@click.option("--sql", is_flag=True, help="Show the statements that would run.")
@click.option("--dry-run", is_flag=True, help="Show the plan without keeping it.")
@click.option("--confirm", "digest", metavar="DIGEST", help="Carry out the plan with this digest.")
@author()
@click.pass_obj
def command(
    desk: Desk,
    keys: tuple[str, ...],
    stated: tuple[str, ...],
    file: Path | None,
    sql: bool,
    dry_run: bool,
    digest: str | None,
    by: str | None,
) -> int:
    """Show how a person's data would be corrected; correct it once confirmed.

    Without a correction it lists the person's rows and fields, and what stands in the way of correcting some
    of them. Otherwise everything is checked first: that the row is the person's, and that the value fits, is
    not taken, and leads to nobody else. Nothing is changed until the plan's digest is confirmed.

    \b
    Examples:
      holdord rectify email=anna@mail.example
      holdord rectify email=anna@mail.example --set shop.customers.first_name=Anna
      holdord rectify customer_no=100017 --set 'shop.addresses[42].street=Nygade 3'
      holdord rectify --from corrections.txt
      holdord rectify --confirm 389694423c50…
    """
    if digest:
        if keys or stated or file or dry_run:
            raise click.UsageError("--confirm takes nothing but the digest: the plan says the rest")
        return carry_out(desk, digest, "rectification", by)
    words, lines = list(keys), list(stated)
    if file:
        _read(file, words, lines)
    corrections = [_correction(line) for line in lines]
    now = desk.clock()
    with desk.office() as office:
        known = one_person(office.policy, words)
        office.store.drop_expired(now)
        if corrections:
            _propose(desk, office, known, corrections, now, sql, not dry_run)
        else:
            _list(desk, office, known, now)
    return 0


def _read(file: Path, words: list[str], lines: list[str]) -> None:
    text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    for line in text.lstrip("\ufeff").splitlines():
        if line.strip() and not line.startswith("#"):
            (lines if _STATED.fullmatch(line.strip()) else words).append(line.strip())


def _correction(line: str) -> "Correction":
    from holdord.words.correction import Correction

    found = _STATED.fullmatch(line.strip())
    if not found:
        raise click.UsageError("a correction is written SYSTEM.COLLECTION[ROW].COLUMN=VALUE")
    said = found.groupdict()
    return Correction(
        said["system"], said["collection"], said["row"] or "", said["column"].strip(), said["value"]
    )


def _propose(
    desk: Desk,
    office: "Office",
    known: dict[str, list[str]],
    corrections: "list[Correction]",
    now: datetime,
    sql: bool,
    keep: bool,
) -> None:
    from holdord.workflows.correcting import propose

    found = propose(office, known, corrections, now)
    assert found.plan.sealed
    if keep:
        office.store.save_plan(found.plan)
    else:
        office.store.drop(found.plan.sealed.entry)
    desk.give(lambda: _as_json(found, keep))
    desk.say(f"Plan of rectification for 1 person, {made(found.plan)}")
    desk.say()
    desk.say("What is corrected")
    for line in table(
        (
            f"{one.system}.{one.collection}",
            category(office.policy, one.category),
            one.column,
            f"{_short(one.old)} → {_short(one.new)}",
        )
        for one in found.changes
    ):
        desk.say(line)
    if found.elsewhere:
        desk.say()
        desk.say(
            f"The old key still stands in {', '.join(found.elsewhere)}: correct it there too if it is wrong."
        )
    if sql:
        desk.say()
        for line in statements(found.plan):
            desk.say(line)
    desk.say()
    if keep:
        desk.line(f"Digest {found.plan.digest}")
        desk.line(f"To carry it out: holdord rectify --confirm {found.plan.digest}")
    else:
        desk.say("Shown only: it was not kept, and cannot be confirmed.")


def _as_json(found: "Proposal", saved: bool) -> dict[str, Any]:
    return {
        "digest": found.plan.digest,
        "saved": saved,
        "changes": [asdict(one) for one in found.changes],
        "elsewhere": list(found.elsewhere),
        "plan": asdict(found.plan),
    }


def _list(desk: Desk, office: "Office", known: dict[str, list[str]], now: datetime) -> None:
    from holdord.workflows.correcting import correctable

    rows = correctable(office, known, now)
    desk.give(lambda: {"rows": [asdict(row) for row in rows]})
    if not rows:
        desk.say("Nothing is held under these keys, so there is nothing to correct.")
    for row in rows:
        desk.heading(
            f"{row.system}.{row.collection}[{row.row}]" + (f": {row.refused}" if row.refused else "")
        )
        for line in table(_fields(row)):
            desk.say(line)


def _fields(row: "CorrectableRow") -> "list[tuple[str, ...]]":
    return [(one.column, one.refused or _short(one.value)) for one in row.fields]


def _short(value: str | None) -> str:
    """A value on one line."""
    if value is None:
        return "(empty)"
    line = " ".join(value.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
