"""What every test may ask for: real servers, fresh databases, no skipping where nothing may be skipped."""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings

from tests.lending import Lending
from tests.servers import (
    DIALECTS,
    Database,
    NoServer,
    fresh_database,
    fresh_sqlite,
    lent_database,
    mariadb_server,
    postgresql_server,
)
from tests.stores import new_stores, real_migrations  # noqa: F401 (fixtures)

# No deadline: a shared machine is slow now and then. ci: the same examples every time; red means a change.
settings.register_profile("dev", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=20)
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=200,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)

# A developer's own server or secrets must not become a test's by accident.
for _name in [name for name in os.environ if name.startswith("HOLDORD_") and "_TEST" not in name]:
    del os.environ[_name]


def _is_on(name: str) -> bool:
    return os.environ.get(name, "").lower() in ("1", "true", "yes")


MUST_NOT_SKIP = _is_on("HOLDORD_TESTS_MUST_NOT_SKIP") or _is_on("CI")
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if MUST_NOT_SKIP else "dev"))


Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def _skips_fail(report: Report) -> Report:
    """A test that was skipped proves nothing: where all must run, it is a failure that tells its reason."""
    if report.skipped and MUST_NOT_SKIP:
        longrepr = report.longrepr
        reason = longrepr[2] if isinstance(longrepr, tuple) else getattr(report, "wasxfail", str(longrepr))
        report.outcome = "failed"
        report.longrepr = f"nothing may be skipped here, and this was. {reason}"
        vars(report).pop("wasxfail", None)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, pytest.TestReport]:
    return _skips_fail((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, pytest.CollectReport]:
    return _skips_fail((yield))


def _server_or_skip(stack: ExitStack, server: AbstractContextManager[str]) -> str:
    try:
        return stack.enter_context(server)
    except NoServer as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """SQLAlchemy URL of a PostgreSQL server in which databases may be created."""
    with ExitStack() as stack:
        yield _server_or_skip(stack, postgresql_server(lambda: tmp_path_factory.mktemp("postgresql")))


@pytest.fixture(scope="session")
def mariadb_url() -> Iterator[str]:
    """SQLAlchemy URL of a MariaDB server in which databases may be created."""
    with ExitStack() as stack:
        yield _server_or_skip(stack, mariadb_server())


@pytest.fixture(scope="session")
def lending(postgresql_url: str) -> Iterator[Lending]:
    """Empty databases in PostgreSQL, each lent to one test after the other."""
    lending = Lending(postgresql_url, "lent")
    yield lending
    lending.close()


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Database]]:
    """``new_database("mariadb")``: a fresh, empty database of that dialect, gone when the test ends."""
    with ExitStack() as stack:

        def make(dialect: str) -> Database:
            if dialect == "sqlite":
                return fresh_sqlite(tmp_path)
            server = request.getfixturevalue(f"{dialect}_url")
            if dialect == "postgresql":
                return stack.enter_context(lent_database(request.getfixturevalue("lending")))
            return stack.enter_context(fresh_database(dialect, server))

        yield make


@pytest.fixture(params=DIALECTS)
def database(request: pytest.FixtureRequest, new_database: Callable[[str], Database]) -> Database:
    """A fresh, empty database; the test runs once on each of SQLite, PostgreSQL and MariaDB."""
    return new_database(request.param)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """--dist loadscope as our own tests need it."""
    if config.getvalue("dist") != "loadscope":
        return None
    from tests.scheduling import Scheduling

    return Scheduling(config, log)
