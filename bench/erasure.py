"""Erasure of one person: plan, saved plan, run, read-back and evidence on the disk.

The floor (`bench.by_hand`) has the same effect in one transaction with the same `synchronous_commit`. Both
work on a copy of the same shop of their own, on the same people in turn, and the copies must be equal
afterwards. Ours writes to the store besides, an SQLite file with its normal durability.
"""

from bench import databases
from bench.access import some_people
from bench.erasing import Erased, erased
from bench.figures import Figure
from bench.sizes import Sizes

LIMIT = 2.5
PEOPLE = 60
WARM = 10


def figures(sizes: Sizes) -> list[Figure]:
    """One figure for each size of shop."""
    return [_figure(customers, orders, sizes) for customers, orders in sizes.shops()]


def _figure(customers: int, orders: int, sizes: Sizes) -> Figure:
    count = (sizes.repeats or PEOPLE) + WARM
    found = erased(
        databases.shop(customers, orders),
        lambda connection: [[email] for email in some_people(connection, count)],
        WARM,
    )
    return figure("erasure", f"one person of {customers:,} erased", found, LIMIT, customers, orders)


def figure(name: str, work: str, found: Erased, limit: float, customers: int, orders: int) -> Figure:
    """The figure of a benchmark that erases people."""
    return Figure(
        name,
        work,
        found.timed.ours_ms,
        found.timed.floor_ms,
        limit,
        len(found.timed.ours),
        {"customers": customers, "orders_each": orders},
        {
            "rows_changed": found.rows,
            "transactions": found.transactions,
            "longest_transaction_ms": round(found.longest_ms, 2),
        },
        {"both copies hold the same afterwards": found.equal},
    )
