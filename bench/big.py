"""A person with ten thousand orders (some forty thousand rows) erased.

Each is erased once, so the shop's own big customer is copied several times, rows and all, before the copies
of the shop are made. The floor is that of `erasure`.
"""

from typing import Any

import psycopg

from bench import databases
from bench.erasing import erased
from bench.erasure import figure
from bench.figures import Figure
from bench.sizes import Sizes
from holdord import demo

LIMIT = 1.5
REPEATS = 5
FAR = 100_000_000
"""Added to every id of a copied row, once for each copy: beyond all ids of the shop."""

OWN = {
    "customers": "id = %(id)s",
    "addresses": "customer_id = %(id)s",
    "orders": "customer_id = %(id)s",
    "order_lines": "order_id IN (SELECT id FROM orders WHERE customer_id = %(id)s)",
    "payments": "order_id IN (SELECT id FROM orders WHERE customer_id = %(id)s)",
    "returns": "order_id IN (SELECT id FROM orders WHERE customer_id = %(id)s)",
}
MOVED = ("id", "customer_id", "order_id", "customer_no", "order_no")


def figures(sizes: Sizes) -> list[Figure]:
    """One figure."""
    customers, orders = sizes.shop()
    repeats = sizes.repeats or REPEATS
    shop = databases.shop(customers, orders)

    def several(address: str) -> None:
        with psycopg.connect(address) as connection:
            for copy in range(1, repeats + 1):
                _copy(connection, copy)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("VACUUM (ANALYZE)")

    name = databases.made(f"big_{customers}x{orders}_{repeats}", several, template=shop)
    people = [demo.big_email(), *(f"{copy}.{demo.big_email()}" for copy in range(1, repeats + 1))]
    found = erased(name, lambda _: [[email] for email in people], 1)
    work = f"a person with {databases.BIG_ORDERS:,} orders erased"
    return [figure("big", work, found, LIMIT, customers, orders)]


def _copy(connection: "psycopg.Connection[Any]", copy: int) -> None:
    row = connection.execute("SELECT id FROM customers WHERE email = %s", [demo.big_email()]).fetchone()
    assert row is not None
    values = {"id": row[0], "far": copy * FAR, "copy": f"{copy}."}
    for table in demo.tables("retailer"):
        if table.name in OWN:
            columns = ", ".join(table.names)
            moved = ", ".join(_moved(table.name, column) for column in table.names)
            source = f"FROM {table.name} WHERE {OWN[table.name]}"
            connection.execute(f"INSERT INTO {table.name} ({columns}) SELECT {moved} {source}", values)


def _moved(table: str, column: str) -> str:
    if column in MOVED:
        return f"{column} + %(far)s"
    return "%(copy)s || email" if (table, column) == ("customers", "email") else column
