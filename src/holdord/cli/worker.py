"""`holdord worker`: the process that carries durable runs."""

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdord.cli.desk import Command, Desk
from holdord.cli.phrases import counted

if TYPE_CHECKING:
    from holdord.words.policy import Policy
    from holdord.workflows.office import Office

DURABLE = (
    "holdord.workflows.requests.durable",
    "holdord.workflows.outlook",
    "holdord.workflows.keeping_own",
    "holdord.workflows.promises.durable",
    "holdord.workflows.versions.durable",
)
"""The modules that register durable runs when they are imported."""


@click.command(cls=Command)
@click.option(
    "--at-once",
    type=click.IntRange(1, 64),
    default=4,
    metavar="N",
    show_default=True,
    help="How many runs of a queue to carry at the same time.",
)
@click.option(
    "--rate",
    "rates",
    multiple=True,
    metavar="SYSTEM=N",
    help="Begin at most N runs a second that are about a system, over all workers. Repeatable.",
)
@click.pass_obj
def command(desk: Desk, at_once: int, rates: tuple[str, ...]) -> None:
    """Carry out people's requests and what the clock begins, until stopped.

    SIGTERM or Ctrl-C ends it: steps in flight are finished, at most for ten seconds. Killed instead, or
    together with its machine, it leaves nothing half done: what it was at is continued when it comes back,
    or by another worker.
    """
    from holdord.workflows.told import see_readable

    see_readable(desk.environment)
    for module in DURABLE:
        import_module(module)
    from holdord.language.own import runs_stay
    from holdord.workflows.engine import (
        ANNOUNCING,
        MEASURING,
        RECIPIENTS,
        REQUESTS,
        ROUNDS,
        SHARES,
        RunQueue,
        Settings,
        Worker,
    )
    from holdord.workflows.office import STORE_FOLDER, Office

    office = Office.open(desk.folder, desk.environment)
    office.rates, settings = _limits(office.policy, rates), Settings(kept=runs_stay(office.policy))
    queues = [RunQueue(name, at_once) for name in (REQUESTS, RECIPIENTS)]
    queues += [RunQueue(name, 1) for name in (ROUNDS, SHARES, ANNOUNCING, MEASURING)]
    store = Path(desk.environment.get("HOLDORD_STORE", desk.folder / STORE_FOLDER))
    worker = Worker(
        desk.environment.get("HOLDORD_DATABASE_URL"),
        store,
        lambda: _opened(office),
        queues,
        desk.environment.get("HOLDORD_WORKER"),
        settings,
    )

    def ready(name: str) -> None:
        desk.give(lambda: {"worker": name, "queues": [queue.name for queue in queues]})
        desk.say(f"Worker {name} is at work, on {counted(len(queues), 'queue')}. Ctrl-C stops it.")
        sys.stdout.flush()

    ended = worker.run(ready)
    desk.hint("Stopped." if ended else "Stopped; a step was still running and will be done again.")
    if not ended:  # its thread would keep this process
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def _opened(office: "Office") -> "Office":
    """The office that all steps share, its store open: without it there is nothing to begin with."""
    office.store  # noqa: B018 (opened here, before threads ask for it)
    return office


def _limits(policy: "Policy", rates: tuple[str, ...]) -> dict[str, int]:
    """How many runs may begin a second that are about a system, by its name."""
    limits: dict[str, int] = {}
    for rate in rates:
        system, _, number = rate.partition("=")
        if system not in policy.systems or not number.isdecimal() or int(number) < 1:
            raise click.BadParameter(
                "write SYSTEM=N: a system of the policy and runs a second", param_hint="--rate"
            )
        limits[system] = int(number)
    return limits
