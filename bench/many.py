"""A thousand people erased in one run: one plan, one confirmation, one evidence.

The floor erases the same thousand in one transaction, set by set, and so does ours: it picks the rows that
go by asking once, as the floor does, after having counted everything for the plan.
"""

from typing import Any

import psycopg

from bench import databases
from bench.access import some_people
from bench.erasing import People, erased
from bench.erasure import figure
from bench.figures import Figure
from bench.sizes import Sizes

LIMIT = 1.5
TOGETHER = 1_000
REPEATS = 5


def figures(sizes: Sizes) -> list[Figure]:
    """One figure."""
    customers, orders = sizes.shop()
    repeats = sizes.repeats or REPEATS
    together = min(TOGETHER, customers // (2 * (repeats + 1)))

    def choose(connection: "psycopg.Connection[Any]") -> list[People]:
        people = some_people(connection, together * (repeats + 1))
        return [people[turn :: repeats + 1] for turn in range(repeats + 1)]

    found = erased(databases.shop(customers, orders), choose, 1)
    work = f"{together:,} people of {customers:,} erased in one run"
    return [figure("many", work, found, LIMIT, customers, orders)]
