"""A shop filled once for all tests here, and a copy of it for each test that changes something."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

from tests.servers import fresh_database

ROOT = Path(__file__).parents[2]
POLICY = ROOT / "tests" / "oscar" / "policy"
TODAY = date(2024, 11, 20)  # past: what lies in the future can be shown but not confirmed
INDEXES = [
    line.rstrip(";")
    for line in (ROOT / "tests" / "oscar" / "indexes.sql").read_text().splitlines()
    if line.startswith("CREATE")
]
_copies = count(1)


@dataclass(frozen=True, slots=True)
class Shop:
    """An oscar shop in a database of its own. `url` is libpq's."""

    url: str

    def environment(self) -> dict[str, str]:
        """What both the shop and a policy for it find its database by."""
        settings = {"OSCAR_DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": "tests.oscar.shop.settings"}
        return {
            name: value for name, value in os.environ.items() if not name.startswith("HOLDORD_")
        } | settings

    def python(self, module: str, *arguments: str) -> str:
        """Run one of the shop's own programs; what it prints."""
        ran = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", module, *arguments],
            cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr[-3000:]
        return ran.stdout

    def pages(self, customer: str) -> dict[str, int]:
        """What the pages of the shop answer to a visitor, to this customer and to staff."""
        answers: dict[str, int] = json.loads(self.python("tests.oscar.shop.pages", "--customer", customer))
        return answers

    def run_each(self, statements: list[str]) -> None:
        """Run statements outside any transaction, as CREATE INDEX CONCURRENTLY wants it."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of one query."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(query, parameters or None).fetchall()

    def column(self, query: str, *parameters: Any) -> list[Any]:
        """The first column of one query."""
        return [row[0] for row in self.rows(query, *parameters)]

    def tables(self) -> list[str]:
        """The tables there are."""
        return self.column("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        return {table: self.column(f"SELECT count(*) FROM {table}")[0] for table in self.tables()}

    def traces(self, text: str) -> dict[str, int]:
        """In how many rows of which tables a text stands, in whatever column and letter case."""
        found = {}
        for table in self.tables():
            number = self.column(
                f"SELECT count(*) FROM {table} t WHERE strpos(lower(t::text), lower(%s)) > 0", text
            )[0]
            if number:
                found[table] = number
        return found


@dataclass(frozen=True, slots=True)
class Desk:
    """The command `holdord` for one shop, with a store of its own."""

    shop: Shop
    store: Path
    now: str = TODAY.isoformat() + "T12:00+00:00"

    def run(self, *words: str, code: int = 0) -> Any:
        """Run a command in JSON; what it answers. `code` is the exit code it must end with."""
        ran = subprocess.run(
            [sys.executable, "-m", "holdord.cli.main", *words, "--policy", str(POLICY), "--json"],
            cwd=ROOT, env=self.shop.environment() | {"HOLDORD_STORE": str(self.store), "HOLDORD_BY": "test"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == code, (ran.returncode, ran.stdout[-2000:], ran.stderr[-3000:])
        return json.loads(ran.stdout) if ran.stdout.strip() else None

    def ask(self, *words: str, code: int = 0) -> Any:
        """Run a command as of the day on which the shop is looked at."""
        return self.run(*words, "--now", self.now, code=code)


@contextmanager
def copied(server: str, origin: Shop) -> Iterator[Shop]:
    """A shop of its own with the same rows."""
    template = make_url(origin.url).database or ""
    name = f"holdord_oscar_copy_{os.getpid()}_{next(_copies)}"
    address = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
        try:
            yield Shop(make_url(origin.url).set(database=name).render_as_string(hide_password=False))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def filled(postgresql_url: str) -> Iterator[Shop]:
    """The shop as its own migrations and its own code have made it, with indexes. Nobody may change it."""
    with fresh_database("postgresql", postgresql_url, "oscar") as database:
        url = make_url(database.url).set(drivername="postgresql")
        shop = Shop(url.render_as_string(hide_password=False))
        shop.python("django", "migrate", "--verbosity=0")
        shop.python("tests.oscar.shop.fill", "--today", TODAY.isoformat())
        shop.run_each(INDEXES)
        yield shop


@pytest.fixture(scope="module")
def copy_of_shop(postgresql_url: str, filled: Shop) -> Iterator[Callable[[], Shop]]:
    """Makes copies of the filled shop, which live as long as the module."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(copied(postgresql_url, filled))


@pytest.fixture(scope="module")
def new_desk(
    copy_of_shop: Callable[[], Shop], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Desk]:
    """Makes desks, each with a shop of its own."""
    return lambda: Desk(copy_of_shop(), tmp_path_factory.mktemp("store"))
