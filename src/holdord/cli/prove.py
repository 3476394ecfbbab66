"""`holdord prove`: whether the evidence is whole, and what it says."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdord.cli.desk import Command, Desk
from holdord.cli.files import create
from holdord.cli.phrases import counted, minute, of_rows, table

if TYPE_CHECKING:
    from holdord.words.evidence import Evidence, Seal
    from holdord.workflows.proving import Verdict


LONGEST = 1_000_000
"""Characters that no line of evidence has; what is longer is cut and refused, not read to its end."""


@dataclass(slots=True)
class RunProved:
    """What the evidence says of one run."""

    kind: str
    plan: str
    policy: str
    at: str
    last: str
    steps: Counter[tuple[str, str, str, tuple[str, ...], str]] = field(default_factory=Counter)
    next: dict[str, str] = field(default_factory=dict)


@click.command(cls=Command)
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--export",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the evidence into a new file, to be verified anywhere.",
)
@click.option("--run", "run_id", metavar="ID", help="Tell of one run only; all of the chain is verified.")
@click.option("--seal", metavar="DIGEST", help="A seal written down earlier, which must be in the chain.")
@click.pass_obj
def command(desk: Desk, file: Path | None, export: Path | None, run_id: str | None, seal: str | None) -> int:
    """Verify the evidence of what was erased, without any server.

    Reads the store, or a FILE that --export wrote, and says which step of which plan, under which version of
    the policy, erased how much of what and when. The exit code is 1 when the chain does not hold. What no
    chain can show by itself is that its end was cut off: write down the last seal somewhere else from time
    to time, and ask for it with --seal.
    """
    from holdord.workflows.proving import read_proof, write_proof

    if file:
        with file.open(encoding="utf-8", errors="replace") as text:
            records, seals = read_proof(iter(lambda: text.readline(LONGEST), ""))
        return _proved(desk, records, seals, run_id, seal)
    with desk.store() as store:
        if export:
            with create(export) as out:
                write_proof(store.evidence(), store.seals(), out)
        return _proved(desk, store.evidence(), list(store.seals()), run_id, seal)


def _proved(
    desk: Desk, records: "Iterable[Evidence]", seals: "list[Seal]", run_id: str | None, wanted: str | None
) -> int:
    from holdord.workflows.proving import prove

    runs: dict[str, RunProved] = {}
    verdict = prove(read_runs(records, runs), seals)
    if wanted is not None and wanted.strip().lower() not in {one.digest for one in seals}:
        verdict.broken.append("the seal that was asked for is not in the chain")
    shown = {name: run for name, run in runs.items() if run_id is None or name == run_id.upper()}
    desk.give(lambda: _as_json(verdict, shown))
    for line in lines(verdict, shown):
        desk.say(line)
    if run_id and not shown:
        desk.say("There is no evidence of a run with this id.")
        return 1
    return 0 if verdict.holds else 1


def read_runs(records: "Iterable[Evidence]", runs: dict[str, RunProved]) -> "Iterator[Evidence]":
    """Hands the evidence on, one by one, and adds up what it says of each run."""
    for one in records:
        run = runs.setdefault(one.run, RunProved(one.kind, one.plan, one.policy, one.at, one.at))
        run.last = one.at
        run.steps[one.system, one.collection, one.act, one.columns, one.erased] += one.changed
        run.next[one.system] = one.next
        yield one


def lines(verdict: "Verdict", runs: dict[str, RunProved]) -> Iterator[str]:
    """The verdict and the runs in words."""
    if verdict.holds:
        yield (
            f"The chain holds: {counted(verdict.records - verdict.unsealed, 'record')} under "
            f"{counted(verdict.seals, 'seal')}, each as it was written."
        )
        if verdict.unsealed:
            yield (
                f"Not sealed yet: {counted(verdict.unsealed, 'record')} after the last seal. "
                "Nothing shows whether they are as they were written."
            )
    else:
        yield "The chain does NOT hold:"
        yield from (f"  {sentence}" for sentence in verdict.broken)
    if verdict.last_seal:
        yield f"Last seal {verdict.last_seal}"
    for name, run in runs.items():
        yield ""
        yield f"Run {name}: {run.kind}, {minute(run.at)}"
        yield f"  plan {run.plan}"
        yield f"  policy version {run.policy}"
        yield from table(
            (
                (of_rows(changed), f"{system}.{collection}", f"{erased}{_columns(columns)}")
                for (system, collection, _, columns, erased), changed in run.steps.items()
            ),
            right=[0],
        )
        for system, then in run.next.items():
            if then:
                yield f"  still to come in {system} when this was recorded:"
                yield from (f"    {part}" for part in then.split("; "))


def _columns(columns: tuple[str, ...]) -> str:
    return f": {', '.join(columns)}" if columns else ""


def _as_json(verdict: "Verdict", runs: dict[str, RunProved]) -> dict[str, Any]:
    return {
        "holds": verdict.holds,
        "records": verdict.records,
        "unsealed": verdict.unsealed,
        "seals": verdict.seals,
        "last_seal": verdict.last_seal,
        "broken": verdict.broken,
        "runs": [
            {
                "run": name,
                "kind": run.kind,
                "plan": run.plan,
                "policy": run.policy,
                "first_at": run.at,
                "last_at": run.last,
                "steps": [
                    {
                        "system": system,
                        "collection": collection,
                        "act": act,
                        "columns": list(columns),
                        "erased": erased,
                        "rows": changed,
                    }
                    for (system, collection, act, columns, erased), changed in run.steps.items()
                ],
                "next": run.next,
            }
            for name, run in runs.items()
        ],
    }
