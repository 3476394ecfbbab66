"""A store on SQLite and on PostgreSQL, made once and copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from holdord.store import Store, open_store
from tests.lending import Lending, LendingFilled
from tests.servers import lent_database
from tests.store.cast import Place

_numbers = count(1)


def plain(url: str) -> str:
    """A PostgreSQL address without the driver."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def made_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty store, closed."""
    folder = tmp_path_factory.mktemp("made")
    open_store(None, folder).close()
    return folder


@pytest.fixture(scope="session")
def made_postgresql(
    postgresql_url: str, lending: Lending, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lending]:
    """Databases with an empty store, each lent to one test after the other."""
    with lent_database(lending) as made:
        open_store(plain(made.url), tmp_path_factory.mktemp("key")).close()
        stores = LendingFilled(postgresql_url, "store", str(make_url(made.url).database))
        yield stores
        stores.close()


@pytest.fixture
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Place]]:
    """``new_place("sqlite")``: where a fresh, empty store is; gone when the test ends."""
    with ExitStack() as stack:

        def make(dialect: str) -> Place:
            folder = tmp_path / f"folder{next(_numbers)}"
            if dialect == "sqlite":
                shutil.copytree(request.getfixturevalue("made_sqlite"), folder)
                return Place(None, folder)
            lent = stack.enter_context(lent_database(request.getfixturevalue("made_postgresql")))
            return Place(plain(lent.url), folder)

        yield make


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, new_place: Callable[[str], Place]) -> Place:
    """Where a fresh store is; the test runs once on SQLite and once on PostgreSQL."""
    return new_place(request.param)


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    """A fresh, empty store; the test runs once on SQLite and once on PostgreSQL."""
    with open_store(place.url, place.folder) as opened:
        yield opened
