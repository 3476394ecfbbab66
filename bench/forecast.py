"""A forecast: how many rows go in which of the twelve months to come.

The floor groups the same rows with one query, as somebody writes it who knows that the period is two years to
the day: it finds the month of each row among the thirteen cutoffs. Both read the whole table with the same
settings and must count the same.
"""

from typing import Any

import psycopg

from bench import databases
from bench.figures import Figure
from bench.offices import NOW, office
from bench.sizes import Sizes
from bench.timing import Timed, in_turn
from bench.visits import CUTOFF, POLICY, ROWS, visits
from holdord.workflows.forecasting import Forecast, forecast

LIMIT = 1.3
REPEATS = 5
MONTHS = 12

GROUPED = """
SELECT width_bucket(seen_at, %(cutoffs)s::timestamp[]) AS bucket, count(*) FROM visits GROUP BY 1
"""
CUTOFFS = [
    CUTOFF,
    *("2024-11-30", "2024-12-31", "2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31"),
    *("2025-06-30", "2025-07-31", "2025-08-31", "2025-09-30", "2025-10-31"),
]
"""What goes now, then what goes by the end of this month and of the next ones.

A visit is held to the end of the day, two years on. One of the last day of a month goes in the next month.
"""


def by_hand(connection: "psycopg.Connection[Any]") -> list[int]:
    """The floor: rows due now, then by month, then later."""
    counts = [0] * (MONTHS + 2)
    for bucket, count in connection.execute(GROUPED, {"cutoffs": CUTOFFS}):
        counts[bucket] = count
    return counts


def counts_of(found: Forecast) -> list[int]:
    """The same of ours."""
    (line,) = found.lines
    return [*line.counts, line.later]


def figures(sizes: Sizes) -> list[Figure]:
    """One figure."""
    rows = sizes.rows or ROWS
    address = databases.url(visits(rows))
    timed, same = Timed(), True
    with office(address, POLICY) as opened, psycopg.connect(address, autocommit=True) as connection:
        by_hand(connection)
        forecast(opened, NOW, MONTHS)
        turns = in_turn(
            range(sizes.repeats or REPEATS),
            lambda _: counts_of(forecast(opened, NOW, MONTHS)),
            lambda _: by_hand(connection),
            timed,
        )
        for _, ours, floor in turns:
            same = same and ours == floor
    return [
        Figure(
            "forecast",
            f"{rows:,} rows by month",
            timed.ours_ms,
            timed.floor_ms,
            LIMIT,
            len(timed.ours),
            {"rows": rows, "months": MONTHS},
            {},
            {"the same counts as the floor": same},
        )
    ]
