"""The example companies' databases, each filled once: the tests that share them only read."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from holdord import demo
from tests.servers import DIALECTS, Database, fresh_database, fresh_sqlite

SIZE = {"customers": 40, "orders": 3, "seed": 7, "big": 30}


@dataclass(frozen=True, slots=True)
class Filled:
    """A company with its databases, one for each of its systems."""

    company: str
    dialect: str
    databases: Mapping[str, Database]
    counts: Mapping[str, Mapping[str, int]]

    @property
    def environment(self) -> dict[str, str]:
        """The variables in which its policy looks for them."""
        return {demo.variable(system): one.url for system, one in self.databases.items()}

    def rows(self, sql: str, system: str = "") -> list[tuple[object, ...]]:
        """What a query gives in one of its databases, its own if no system is named."""
        return self.databases[system or demo.systems(self.company)[0]].rows(sql)


Fill = Callable[..., Filled]


@pytest.fixture(scope="session")
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fill]:
    """`filled("service", "mariadb")`: the company with generated rows, made when first asked for."""
    made: dict[tuple[str, str], Filled] = {}
    with ExitStack() as stack:

        def fill(company: str, dialect: str) -> Filled:
            if (company, dialect) not in made:
                made[company, dialect] = _fill(company, dialect, make, SIZE)
            return made[company, dialect]

        def make(dialect: str) -> Database:
            if dialect == "sqlite":
                return fresh_sqlite(tmp_path_factory.mktemp("example"))
            server = request.getfixturevalue(f"{dialect}_url")
            return stack.enter_context(fresh_database(dialect, server))

        yield fill


EACH = [(company, dialect) for company in demo.COMPANIES for dialect in DIALECTS]


@pytest.fixture(params=EACH, ids="-".join)
def shared(request: pytest.FixtureRequest, filled: Fill) -> Filled:
    """Each company on each kind of database, to be read and not changed."""
    return filled(*request.param)


@pytest.fixture
def with_cast(new_database: Callable[[str], Database]) -> Fill:
    """`with_cast("service", "mariadb")`: databases of one's own that hold the cast and nobody else."""
    return lambda company, dialect: _fill(company, dialect, new_database, {"customers": 0})


def _fill(company: str, dialect: str, make: Callable[[str], Database], size: Mapping[str, int]) -> Filled:
    databases = {system: make(dialect) for system in demo.systems(company)}
    counts = {
        system: demo.generate(one.url, company, system=system, **size).counts  # type: ignore[arg-type]
        for system, one in databases.items()
    }
    return Filled(company, dialect, databases, counts)
