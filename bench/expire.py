"""A sweep: every row whose period has ended removed, in chunks of one transaction each.

Ours is the whole of it: counting for the plan, the saved plan, every chunk with its receipt, read-back,
record and evidence. The floor deletes chunks of the same size, finding them by the same index, with a commit
after each. Each side works on a copy of its own. `resident_mb` is the most memory that this process held
while ours ran; on a tenth of the table it must be as good as the same.
"""

import os
from contextlib import ExitStack
from typing import Any

import psutil
import psycopg

from bench import databases
from bench.figures import Figure
from bench.offices import NOW, office
from bench.sizes import Sizes
from bench.timing import Timed, in_turn
from bench.visits import CUTOFF, POLICY, ROWS, visits
from holdord.workflows.office import Office
from holdord.workflows.planning import ROWS_PER_CHUNK, plan_expiry
from holdord.workflows.running import Report, run_plan

LIMIT = 1.3
RESIDENT_MB = 150
GROWTH_MB = 10
REPEATS = 3

CHUNK = f"""
DELETE FROM visits WHERE ctid = ANY(ARRAY(
  SELECT ctid FROM visits WHERE seen_at < %(cutoff)s LIMIT {ROWS_PER_CHUNK}))
"""


def by_hand(connection: "psycopg.Connection[Any]") -> int:
    """The floor, on a connection in autocommit: each statement is a transaction."""
    removed, found = 0, ROWS_PER_CHUNK
    while found == ROWS_PER_CHUNK:
        found = connection.execute(CHUNK, {"cutoff": CUTOFF}).rowcount
        removed += found
    return removed


class Watched:
    """The most memory this process held, in megabytes, and the runs it was watched over."""

    def __init__(self) -> None:
        self.resident = 0.0
        self.reports: list[Report] = []
        self._process = psutil.Process(os.getpid())

    def look(self, *_: object) -> None:
        """Look now."""
        self.resident = max(self.resident, self._process.memory_info().rss / 1e6)

    def sweep(self, opened: Office) -> int:
        """Ours, watched after every chunk; the number of rows removed."""
        plan = plan_expiry(opened, NOW)
        opened.store.save_plan(plan)
        report = run_plan(opened, plan.digest, lambda: NOW, "bench", progress=self.look)
        self.look()
        self.reports.append(report)
        return sum(report.changed.values())


def figures(sizes: Sizes) -> list[Figure]:
    """One figure; the smaller table is for its memory alone."""
    rows = sizes.rows or ROWS
    small, _, _ = _timed(rows // 10, 1)
    large, timed, equal = _timed(rows, sizes.repeats or REPEATS)
    last = large.reports[-1]
    return [
        Figure(
            "expire",
            f"{rows // 10:,} of {rows:,} rows removed",
            timed.ours_ms,
            timed.floor_ms,
            LIMIT,
            len(timed.ours),
            {"rows": rows, "chunk": ROWS_PER_CHUNK},
            {
                "transactions": last.transactions,
                "longest_transaction_ms": round(last.longest * 1000, 2),
                "resident_mb": round(large.resident, 1),
                "resident_at_a_tenth_mb": round(small.resident, 1),
            },
            {
                "as many rows removed as by the floor": equal,
                f"less than {RESIDENT_MB} MB": large.resident < RESIDENT_MB,
                "memory does not grow with the table": large.resident < small.resident + GROWTH_MB,
            },
        )
    ]


def _timed(rows: int, repeats: int) -> tuple[Watched, Timed, bool]:
    watched, timed, equal = Watched(), Timed(), True
    for repeat in range(repeats):
        with ExitStack() as stack:
            mine, theirs = stack.enter_context(databases.copies(visits(rows)))
            opened = stack.enter_context(office(mine, POLICY))
            connection = stack.enter_context(psycopg.connect(theirs, autocommit=True))
            for _, ours, floor in in_turn(
                [repeat],
                lambda _, o=opened: watched.sweep(o),
                lambda _, c=connection: by_hand(c),
                timed,
                repeat,
            ):
                equal = equal and ours == floor == rows // 10
    return watched, timed, equal
