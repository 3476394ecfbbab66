"""Databases to measure on: made once, named after their sizes, and copied for whoever changes them.

The server is HOLDORD_BENCH_POSTGRESQL_URL, else the one that the tests would use. What is made here is called
`holdord_bench_…` and stays for the next run (`python -m bench --drop` removes it all); copies go after use.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache

import psycopg
from sqlalchemy.engine import make_url

from holdord import demo

PREFIX = "holdord_bench_"
HERE = "postgresql://postgres@127.0.0.1:5432/postgres"
BIG_ORDERS = 10_000


@cache
def server() -> str:
    """The URL of a database on the server, in the driver's own form."""
    named = os.environ.get("HOLDORD_BENCH_POSTGRESQL_URL") or os.environ.get("HOLDORD_TEST_POSTGRESQL_URL")
    return make_url(named or HERE).set(drivername="postgresql").render_as_string(hide_password=False)


def url(name: str) -> str:
    """The URL of a database of that name."""
    return make_url(server()).set(database=name).render_as_string(hide_password=False)


def server_version() -> str:
    """What the server calls itself."""
    with psycopg.connect(server()) as connection:
        return "PostgreSQL " + str(connection.info.parameter_status("server_version"))


def shop(customers: int, orders: int) -> str:
    """The retailer's shop of a size, made at first; with ten orders each there is a big customer too."""
    big = BIG_ORDERS if orders > 1 else 0

    def fill(address: str) -> None:
        demo.generate(address, customers=customers, orders=orders, big=big)

    return made(f"shop_{customers}x{orders}", fill)


def made(name: str, fill: Callable[[str], None], template: str = "template0") -> str:
    """The name of a database that `fill` has filled; filled under another name first, so that it is whole."""
    wanted = PREFIX + name
    if wanted not in ours():
        half = f"{wanted}_unfinished"
        _admin(f"DROP DATABASE IF EXISTS {half} WITH (FORCE)")
        _admin(f"CREATE DATABASE {half} TEMPLATE {template} STRATEGY file_copy")
        fill(url(half))
        _admin(f"ALTER DATABASE {half} RENAME TO {wanted}")
    return wanted


@contextmanager
def copies(name: str, count: int = 2) -> Iterator[list[str]]:
    """URLs of equal copies of a database, removed afterwards."""
    names = [f"{name}_copy_{os.getpid()}_{number}" for number in range(count)]
    try:
        for one in names:
            _admin(f"CREATE DATABASE {one} TEMPLATE {name} STRATEGY file_copy")
        _admin("CHECKPOINT")
        yield [url(one) for one in names]
    finally:
        for one in names:
            _admin(f"DROP DATABASE IF EXISTS {one} WITH (FORCE)")


def ours() -> list[str]:
    """The databases that benchmarks have made."""
    with psycopg.connect(server()) as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        return sorted(name for (name,) in found)


def drop_all() -> list[str]:
    """Remove every database of the benchmarks; their names."""
    names = ours()
    for name in names:
        _admin(f"DROP DATABASE {name} WITH (FORCE)")
    return names


def drop(*names: str) -> None:
    """Remove some of them, where they are, by the names they were made under."""
    for name in names:
        _admin(f"DROP DATABASE IF EXISTS {PREFIX}{name} WITH (FORCE)")


def contents(address: str, tables: list[str]) -> dict[str, str]:
    """A digest of all rows of each table: equal where two databases hold the same."""
    with closing(psycopg.connect(address)) as connection:
        return {name: _digest(connection, name) for name in tables}


def _digest(connection: "psycopg.Connection[tuple[str]]", table: str) -> str:
    """Order does not matter: the digests of all rows are added up."""
    sql = (
        f"SELECT count(*) || ':' || coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0) "
        f"FROM {table} AS t"
    )
    row = connection.execute(sql).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return row[0]


def _admin(statement: str) -> None:
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]
