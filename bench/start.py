"""The command line as people meet it: whole processes, from their start to their end.

The floor is an interpreter that does nothing, which no program in Python can be quicker than.
"""

import os
import subprocess
import sys
from pathlib import Path

from bench.figures import Figure
from bench.sizes import Sizes
from bench.timing import Timed, in_turn
from holdord import demo

REPEATS = 15
COMMAND = str(Path(sys.executable).with_name("holdord"))
WORK = {
    "`holdord --version`": ([COMMAND, "--version"], 150.0),
    "`holdord check` on the retailer": ([COMMAND, "check", "--policy", str(demo.policy_folder())], 500.0),
    "`holdord check` on all five companies": (
        [COMMAND, "check", *(str(demo.policy_folder(company)) for company in demo.COMPANIES)],
        1000.0,
    ),
}


def figures(sizes: Sizes) -> list[Figure]:
    """A figure for each command; the limit is a time, in milliseconds."""
    found = []
    for work, (command, limit) in WORK.items():
        timed = Timed()
        _run(command)  # compiles what has not been
        turns = in_turn(
            range(sizes.repeats or REPEATS),
            lambda _, command=command: _run(command),  # type: ignore[misc]
            lambda _: _run([sys.executable, "-c", "pass"]),
            timed,
        )
        for _ in turns:
            pass
        found.append(
            Figure("start", work, timed.ours_ms, timed.floor_ms, limit, len(timed.ours), absolute=True)
        )
    return found


def _run(command: list[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HOLDORD_")}
    subprocess.run(command, check=True, capture_output=True, env=environment)
