"""Benchmarks: the time Holdord takes, beside a floor that does the same work as hand-written SQL.

    python -m bench                 lists them
    python -m bench access          one of them, as a table; with --json as JSON
    python -m bench all             all of them

Ours and its floor are timed in the same run, in turn, on equal copies of one database, and the ratio is what
counts: seconds say more about a machine than about a program. docs/benchmarks.md explains each floor.
"""

from importlib import import_module
from typing import Protocol

from bench.figures import Figure
from bench.sizes import Sizes

BENCHMARKS = {
    "access": "one person's data read out",
    "erasure": "one person erased: plan, run, read-back and evidence",
    "big": "a person with 10,000 orders erased",
    "many": "1,000 people erased in one run",
    "expire": "1 million of 10 million rows removed, by time",
    "forecast": "10 million rows counted by the month in which they go",
    "requests": "people's requests: 100 queued, one alone, and the memory of all processes",
    "may": "200 times a second asked whether data may be used",
    "board": "the promise board of a shop with five years and a million records behind it",
    "text": "the policy text, written from its facts in three languages",
    "start": "the command line, from its start to its end",
}


class Benchmark(Protocol):
    """What a module of a benchmark has."""

    def figures(self, sizes: Sizes) -> list[Figure]:
        """Run it at these sizes."""


def run(name: str, sizes: Sizes) -> list[Figure]:
    """The figures of one benchmark; raises KeyError for a name there is not."""
    if name not in BENCHMARKS:
        raise KeyError(name)
    module: Benchmark = import_module(f"bench.{name}")
    return module.figures(sizes)
