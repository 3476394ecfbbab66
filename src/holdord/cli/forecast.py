"""`holdord forecast`: what goes in which of the coming months."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdord.cli.desk import Command, Desk, as_of
from holdord.cli.files import write_new
from holdord.cli.phrases import counted, table

if TYPE_CHECKING:
    from holdord.workflows.forecasting import Forecast


@click.command(cls=Command)
@click.option(
    "--months",
    type=click.IntRange(1, 120),
    default=12,
    show_default=True,
    metavar="N",
    help="How many months, the running one first.",
)
@click.option("--svg", type=click.Path(path_type=Path), metavar="FILE", help="Draw it into a new file.")
@as_of()
@click.pass_obj
def command(desk: Desk, months: int, svg: Path | None, now: datetime | None) -> None:
    """Say what goes in which of the coming months.

    Counted in the live systems under the present policy, as if nobody bought, wrote or withdrew anything from
    now on. The forecast is kept: `holdord expire --unattended` compares itself with it.
    """
    from holdord.workflows.forecasting import forecast

    at = now or desk.clock()
    with desk.office() as office:
        seen = forecast(office, at, months)
        if at <= desk.clock():
            office.store.save_forecast(office.policy.digest, at, seen.as_json())
        name = office.policy.controller.name
    if svg:
        from holdord.cli.forecast_picture import picture

        write_new(svg, picture(seen, name))
    desk.give(seen.as_json)
    for line in lines(seen):
        desk.say(line)


def lines(seen: "Forecast") -> Iterator[str]:
    """The forecast as a table: a line for each collection, a column for each month with something in it."""
    if not seen.lines:
        yield "Nothing is held, so nothing goes."
        return
    head = ["", "", "due now", *seen.months, "later"]
    rows = [
        [
            f"{line.system}.{line.collection}",
            "rows" if line.act == "remove" else f"only {', '.join(line.columns)}",
            *(f"{count:,}" if count else "·" for count in (*line.counts, line.later)),
        ]
        for line in seen.lines
    ]
    last = len(head) - 1
    used = [i for i in range(last + 1) if i < 3 or i == last or any(row[i] != "·" for row in rows)]
    yield from table(([row[i] for i in used] for row in [head, *rows]), right=range(2, len(used)), indent="")
    due = sum(line.counts[0] for line in seen.lines)
    coming = sum(sum(line.counts[1:]) for line in seen.lines)
    yield (
        f"{counted(due, 'ending')} due now, {counted(coming, 'more', 'more')} within "
        f"{counted(len(seen.months), 'month')}. An ending is a row that goes, or loses some of its fields."
    )
