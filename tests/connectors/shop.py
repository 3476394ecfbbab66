"""A small shop on any of the three databases, and units that erase in it, written as planning writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from holdord.connectors.sql.limits import Limits
from holdord.connectors.sql.system import SqlSystem
from holdord.words.place import Place
from holdord.words.plan import Act, Step, Unit
from holdord.words.policy import Collection, System
from tests.servers import Database

MARKER = "anna.marker@x.example"
"""A personal value; it must never stand in anything Holdord says."""

SCHEMA = """
CREATE TABLE customers (id integer NOT NULL PRIMARY KEY, email varchar(120) UNIQUE, note text,
    name varchar(40) NOT NULL);
CREATE TABLE orders (id integer NOT NULL PRIMARY KEY, customer_id integer, note text,
    FOREIGN KEY (customer_id) REFERENCES customers (id));
CREATE INDEX orders_customer ON orders (customer_id);
"""

PLACE = Place("map.yaml", 3, 1)
SYSTEM = System(
    "shop",
    "sql",
    "${SHOP_URL}",
    collections={name: Collection(name, "shop", name, (), ()) for name in ("customers", "orders")},
    place=PLACE,
)
QUICK = Limits(lock_seconds=1, statement_seconds=30)


def fill(database: Database, customers: int = 3, orders: int = 2) -> None:
    """Customers 1, 2, …, each with some orders; customer 1 is the one with the marker."""
    people = [(n, MARKER if n == 1 else f"c{n}@x.example") for n in range(1, customers + 1)]
    bought = [(n * 1000 + k, n) for n, _ in people for k in range(orders)]
    database.execute_script(SCHEMA)
    database.execute_script(
        "INSERT INTO customers (id, email, note, name) VALUES "
        + ", ".join(f"({n}, '{email}', 'writes as {email}', 'N')" for n, email in people)
    )
    if bought:
        database.execute_script(
            "INSERT INTO orders (id, customer_id, note) VALUES "
            + ", ".join(f"({order}, {n}, 'gift of {MARKER}')" for order, n in bought)
        )


def system_of(database: Database, limits: Limits = QUICK, system: System = SYSTEM) -> SqlSystem:
    """The shop's system, connected."""
    return SqlSystem(system, {"SHOP_URL": database.url}, limits)


def prepared(database: Database, limits: Limits = QUICK, **counts: int) -> SqlSystem:
    """A filled shop whose system is ready to carry out units."""
    fill(database, **counts)
    system = system_of(database, limits)
    system.prepare()
    return system


def parameter(dialect: str, name: str) -> str:
    """A parameter in the driver's style."""
    return f":{name}" if dialect == "sqlite" else f"%({name})s"


def among(dialect: str, column: str, name: str) -> str:
    """Whether a column's value is in a list."""
    if dialect == "postgresql":
        return f"{column} = ANY(%({name})s)"
    if dialect == "mariadb":
        return f"{column} IN %({name})s"
    return f"{column} IN (SELECT value FROM json_each(:{name}))"


def quoted(dialect: str, name: str) -> str:
    """An identifier as planning quotes it."""
    return f"`{name}`" if dialect == "mariadb" else f'"{name}"'


def remove(dialect: str, table: str, column: str, expected: int, limit: int = 0) -> Step:
    """A step that removes the rows of some customers."""
    mine = among(dialect, f"t.{quoted(dialect, column)}", "ids")
    name, key = quoted(dialect, table), quoted(dialect, "id")
    if not limit and dialect != "mariadb":
        act = f"DELETE FROM {name} AS t WHERE {mine}"
    elif dialect == "mariadb":
        most = f" LIMIT {limit}" if limit else ""
        chosen = f"(SELECT t.{key} FROM {name} AS t WHERE {mine}{most}) AS chosen"
        act = f"DELETE gone FROM {name} AS gone JOIN {chosen} ON gone.{key} = chosen.{key}"
    else:
        act = (
            f"DELETE FROM {name} WHERE {key} IN (SELECT t.{key} FROM {name} AS t WHERE {mine} LIMIT {limit})"
        )
    left = f"SELECT count(*) FROM {name} AS t WHERE {mine}"
    return Step(f"remove {table}", table, Act.REMOVE, (), (), (), expected, act, left)


def clear(dialect: str, table: str, column: str, value: str, expected: int) -> Step:
    """A step that puts a value in place of a column's, in the rows of some customers."""
    mine = among(dialect, quoted(dialect, "id"), "ids")
    name, field = quoted(dialect, table), quoted(dialect, column)
    rest = f"{field} IS NOT NULL" if value == "NULL" else f"{field} <> {value}"
    act = f"UPDATE {name} SET {field} = {value} WHERE {mine} AND {rest}"
    left = f"SELECT count(*) FROM {name} WHERE {mine} AND {rest}"
    return Step(f"clear {table}", table, Act.CLEAR, (column,), (), (), expected, act, left)


def unit(dialect: str, *steps: Step, chunk: int = 0, **parameters: object) -> Unit:
    """A unit of these steps, about customer 1 where nothing else is said."""
    given: Mapping[str, object] = parameters or {"ids": [1]}
    return Unit(1, "shop", dialect, steps, given, chunk)  # type: ignore[arg-type]


def erasure(dialect: str, orders: int = 2, customers: int = 1, **parameters: object) -> Unit:
    """The unit that erases customer 1 with her orders."""
    return unit(
        dialect,
        remove(dialect, "orders", "customer_id", orders),
        remove(dialect, "customers", "id", customers),
        **parameters,
    )


def expecting(whole: Unit, *counts: int) -> Unit:
    """The same unit with other expectations."""
    steps = tuple(replace(step, expected=count) for step, count in zip(whole.steps, counts, strict=True))
    return replace(whole, steps=steps)


def counts(database: Database) -> tuple[int, int]:
    """How many customers and orders there are."""
    ((customers, orders),) = database.rows(
        "SELECT (SELECT count(*) FROM customers), (SELECT count(*) FROM orders)"
    )
    return customers, orders


def receipts(database: Database) -> list[str]:
    """The receipts in the shop's database."""
    return sorted(receipt for (receipt,) in database.rows("SELECT receipt FROM holdord_receipts"))
