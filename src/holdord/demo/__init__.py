"""Five example companies: their policies, their tables, and as many customers as one likes.

    from holdord import demo
    summary = demo.generate("sqlite:///shop.db", company="retailer", customers=1000)
    policy = demo.policy_folder("retailer")

Everything is invented, drawn from a seed, and counted back from a `today` that is an argument: the same
call gives the same rows in PostgreSQL, MariaDB and SQLite. Twelve years of history give retention something
to end.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path

from holdord.demo.cast import Cast, Member
from holdord.demo.loading import Batch, NotEmpty, fill
from holdord.demo.tables import DIALECTS, Table
from holdord.demo.tables import schema as _schema

COMPANIES = ("retailer", "service", "membership", "invoicing", "visitors")
TODAY = date(2026, 11, 20)
"""The day the examples stand on unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a company's database was filled with: the number of rows in each table."""

    company: str
    counts: Mapping[str, int]

    @property
    def rows(self) -> int:
        """All rows together."""
        return sum(self.counts.values())


def policy_folder(company: str = "retailer", variant: str = "policy") -> Path:
    """The folder of a company's policy files. The service company also has a variant `as_stated`.

    Raises ValueError for a company or variant that there is not.
    """
    _known(company)
    folder = Path(__file__).parent / company / variant
    if not folder.is_dir():
        raise ValueError(f"the {company} has no policy '{variant}'")
    return folder


def systems(company: str = "retailer") -> tuple[str, ...]:
    """The systems that the company's policy names, its own first. Each has a database."""
    _known(company)
    named: Mapping[str, tuple[Table, ...]] = import_module(f"holdord.demo.{company}.schema").SYSTEMS
    return tuple(named)


def variable(system: str) -> str:
    """The environment variable in which the examples' policies look for a system's address."""
    return f"{system.upper()}_DATABASE_URL"


def tables(company: str = "retailer", system: str = "") -> tuple[Table, ...]:
    """The tables of one of the company's systems, its own if left out; parents before their children."""
    named = systems(company)
    if system not in ("", *named):
        raise ValueError(f"the {company} has no system '{system}': there is {' and '.join(named)}")
    found: Mapping[str, tuple[Table, ...]] = import_module(f"holdord.demo.{company}.schema").SYSTEMS
    return found[system or named[0]]


def schema(dialect: str, company: str = "retailer", system: str = "") -> list[str]:
    """The statements that make the tables of a system in "postgresql", "mariadb" or "sqlite"."""
    return _schema(tables(company, system), dialect)


def cast(company: str = "retailer", today: date = TODAY) -> Cast:
    """The people whose every row is known. They are part of every database that `generate` makes."""
    _known(company)
    found: Cast = import_module(f"holdord.demo.{company}.cast").cast(today)
    return found


def batches(
    company: str = "retailer",
    customers: int = 1000,
    orders: int = 10,
    seed: int = 1,
    today: date = TODAY,
    big: int = 0,
    system: str = "",
) -> Iterator[Batch]:
    """All rows of a system, in batches small enough to hold, parents before their children."""
    here = tables(company, system)
    draw: Callable[..., Iterator[Batch]] = import_module(f"holdord.demo.{company}.rows").batches
    known = cast(company, today).rows
    for number, batch in enumerate(draw(customers, orders, seed, today, big)):
        # The first batch holds what others refer to (products, staff): the cast goes in with it.
        yield _joined({} if number else known, batch, here)


def generate(
    dialect_url: str,
    company: str = "retailer",
    customers: int = 1000,
    orders: int = 10,
    seed: int = 1,
    today: date = TODAY,
    *,
    big: int = 0,
    replace: bool = False,
    system: str = "",
) -> Summary:
    """Make the company's tables in an empty database and fill them: the cast, then `customers` more.

    A company with several systems has a database for each; `system` names the one, its own if left out.

    `orders` is their mean number of orders (visits, or invoices); `big` gives one more customer that many,
    whose address is `big_email`. With `replace`, tables of the same names are dropped first;
    without, their being there raises NotEmpty. Raises ValueError for a kind of database that is not spoken.
    """
    if customers < 0 or orders < 0 or big < 0:
        raise ValueError("the numbers of customers and orders cannot be negative")
    rows = batches(company, customers, orders, seed, today, big, system)
    return Summary(company, fill(dialect_url, tables(company, system), rows, replace=replace))


def big_email(company: str = "retailer") -> str:
    """The e-mail address of the customer that `big` adds."""
    _known(company)
    address: str = import_module(f"holdord.demo.{company}.rows").BIG_EMAIL
    return address


def _joined(first: Batch, second: Batch, names: tuple[Table, ...]) -> Batch:
    """What two batches hold of these tables."""
    return {t.name: [*first.get(t.name, ()), *second.get(t.name, ())] for t in names}


def _known(company: str) -> None:
    if company not in COMPANIES:
        raise ValueError(f"there is no example company '{company}': there are {', '.join(COMPANIES)}")


__all__ = [
    "COMPANIES",
    "DIALECTS",
    "TODAY",
    "Cast",
    "Member",
    "NotEmpty",
    "Summary",
    "batches",
    "big_email",
    "cast",
    "generate",
    "policy_folder",
    "schema",
    "systems",
    "tables",
    "variable",
]
