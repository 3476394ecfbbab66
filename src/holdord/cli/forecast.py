"""`holdord forecast`: what goes in which of the coming months."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdord.cli.desk import Command, Desk, as_of
from holdord.cli.files import write_new
from holdord.cli.phrases import counted, month, table

if TYPE_CHECKING:
    from holdord.workflows.forecasting import Forecast, Line


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
@click.option("--wide", is_flag=True, help="Every collection in every month.")
@click.option("--own", is_flag=True, help="What Holdord itself holds, in its store, by its own policy.")
@as_of()
@click.pass_obj
def command(desk: Desk, months: int, svg: Path | None, wide: bool, own: bool, now: datetime | None) -> None:
    """Say what goes in which of the coming months.

    Counted in the live systems under the present policy, as if nobody bought, wrote or withdrew anything from
    now on. The forecast is kept: `holdord expire --unattended` compares itself with it.
    """
    from holdord.workflows.forecasting import forecast

    at = now or desk.clock()
    with desk.own_office() if own else desk.office() as office:
        if own and now is None:
            office.store.settle(at)
        seen = forecast(office, at, months)
        if at <= desk.clock():
            office.store.save_forecast(office.policy.digest, at, seen.as_json(), own=own)
        name = office.policy.controller.name
    if svg:
        from holdord.cli.forecast_picture import picture

        write_new(svg, picture(seen, name))
    desk.give(seen.as_json)
    for line in lines(seen, wide):
        desk.say(line)


def lines(seen: "Forecast", wide: bool = False) -> Iterator[str]:
    """The forecast as tables: by month and by collection; or every collection in every month."""
    if not seen.lines:
        yield "Nothing is held, so nothing goes."
        return
    if wide:
        yield from _every_month(seen)
        return
    months = ["due now", *map(month, seen.months)]
    rows = [["", "whole rows", "only some fields"]]
    for i, name in enumerate(months):
        rows.append([name, *(f"{_sum(seen, i, act):,}" for act in ("remove", "clear"))])
    yield from table(rows, right=[1, 2], indent="")
    yield ""
    head = [["", "", "due now", f"within {counted(len(seen.months), 'month')}", "later"]]
    counts = ((line, line.counts[0], sum(line.counts[1:]), line.later) for line in seen.lines)
    body = [[*_what(line), *(f"{count:,}" for count in found)] for line, *found in counts]
    yield from table(head + body, right=[2, 3, 4], indent="")


def _sum(seen: "Forecast", index: int, act: str) -> int:
    return sum(line.counts[index] for line in seen.lines if line.act == act)


def _what(line: "Line") -> list[str]:
    name = f"{line.system}.{line.collection}"
    return [name, "rows" if line.act == "remove" else f"only {', '.join(line.columns)}"]


def _every_month(seen: "Forecast") -> Iterator[str]:
    head = ["", "", "due now", *seen.months, "later"]
    body = [[*_what(line), *(f"{count:,}" for count in (*line.counts, line.later))] for line in seen.lines]
    yield from table([head, *body], right=range(2, len(head)), indent="")
