"""`holdord probe`: what the promise board rests on, measured now."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from holdord.cli.desk import Command, Desk
from holdord.cli.phrases import table

if TYPE_CHECKING:
    from holdord.words.probe import Reading


@click.command(cls=Command)
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--list", "listed", is_flag=True, help="Only say which probes there are.")
@click.pass_obj
def command(desk: Desk, names: tuple[str, ...], listed: bool) -> int:
    """Measure now what the promise board rests on.

    Every probe that the policy has use for, or those named.

    Databases are only read, in samples; what is written down are counts and names of tables and columns. A
    worker does this once a day. The exit code is 1 where something is not as promised.
    """
    from holdord.workflows.probes import PROBES, applicable, probe
    from holdord.workflows.promises.recording import record

    if listed:
        desk.give(lambda: PROBES)
        for line in table(PROBES.items()):
            desk.say(line)
        return 0
    with desk.office() as office:
        wanted = list(dict.fromkeys(names)) or applicable(office.policy)
        taken = [probe(office, name, desk.clock()) for name in wanted]
        record(office, desk.clock())
    desk.give(lambda: [as_json(one) for one in taken])
    for one in taken:
        for line in lines(one):
            desk.say(line)
    return int(any(str(one.outcome) == "broken" for one in taken))


def as_json(one: "Reading") -> dict[str, Any]:
    """A reading as plain values."""
    return {
        "reading": one.name,
        "probe": one.probe,
        "at": one.at.isoformat(),
        "policy": one.policy,
        "outcome": str(one.outcome),
        "why": one.measured.why,
        "counts": dict(one.measured.counts),
    }


def lines(one: "Reading") -> Iterator[str]:
    """A reading in words."""
    said = {"kept": "as promised", "broken": "NOT as promised", "unknown": "could not be measured"}
    why = f" ({one.measured.why})" if one.measured.why else ""
    yield f"{one.probe}: {said[str(one.outcome)]}{why}"
    yield from table(
        ((f"  {count:,}", name) for name, count in sorted(one.measured.counts.items()) if count), right=[0]
    )
