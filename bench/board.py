"""The promise board of a retailer that has run for five years: a million records of evidence, a page.

The page is asked of the whole server program (log-in, middleware, template) in a process of its own, without
the line between it and the browser. There is nothing by hand to compare it with: the limit is a time.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench import databases
from bench.figures import Figure
from bench.sizes import Sizes
from holdord import demo

RECORDS = 1_000_000
REPEATS = 40
PAGES = {
    "console": "the board in the console",
    "promise": "a promise with its history",
    "public": "the public board",
}
LIMIT = 150.0
"""Milliseconds."""


def figures(sizes: Sizes) -> list[Figure]:
    """The page on a store in SQLite and on one in PostgreSQL."""
    found = []
    for kind in ("sqlite", "postgresql"):
        with _environment(kind) as environment:
            told = _asked(environment, sizes.rows or RECORDS, sizes.repeats or REPEATS)
        for page, times in told["pages"].items():
            found.append(
                Figure(
                    "board",
                    f"{PAGES[page]}, store in {kind}",
                    sorted(times)[len(times) // 2],
                    1.0,
                    LIMIT,
                    len(times),
                    {"records": sizes.rows or RECORDS},
                    {"slowest_ms": round(max(times), 1), "promises": told["promises"]},
                    {"answered": told["answered"]},
                    absolute=True,
                )
            )
    return found


@contextmanager
def _environment(kind: str) -> Iterator[dict[str, str]]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("HOLDORD_")}
    name = f"board_{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="holdord-bench-") as folder:
        own |= {"HOLDORD_STORE": folder, "HOLDORD_POLICY": str(demo.policy_folder())}
        own |= {"SHOP_DATABASE_URL": "sqlite:////nowhere", "DJANGO_SETTINGS_MODULE": "holdord.web.settings"}
        if kind == "sqlite":
            yield own
            return
        try:
            made = databases.made(name, lambda _: None)
            yield own | {"HOLDORD_DATABASE_URL": databases.url(made)}
        finally:
            databases.drop(name)


def _asked(environment: dict[str, str], records: int, repeats: int) -> Any:
    program = [sys.executable, "-m", "bench.board_page", str(records), str(repeats)]
    done = subprocess.run(program, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])
