"""A store on SQLite and on PostgreSQL, made once and copied for each test."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from holdord.store import Store, open_store
from tests.store.cast import Place

_numbers = count(1)


def plain(url: str, database: str = "") -> str:
    """A PostgreSQL address without the driver, of another database if one is named."""
    made = make_url(url).set(drivername="postgresql")
    return (made.set(database=database) if database else made).render_as_string(hide_password=False)


def _on_server(url: str, statement: str) -> None:
    with closing(psycopg.connect(plain(url), autocommit=True)) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def made_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty store, closed."""
    folder = tmp_path_factory.mktemp("made")
    open_store(None, folder).close()
    return folder


@pytest.fixture(scope="session")
def made_postgresql(postgresql_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database with an empty store, to which nobody is connected."""
    name = f"holdord_store_{os.getpid()}_{next(_numbers)}_made"
    _on_server(postgresql_url, f"CREATE DATABASE {name} TEMPLATE template0")
    open_store(plain(postgresql_url, name), tmp_path_factory.mktemp("key")).close()
    yield name
    _on_server(postgresql_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Place]]:
    """``new_place("sqlite")``: where a fresh, empty store is; gone when the test ends."""
    dropped: list[tuple[str, str]] = []

    def make(dialect: str) -> Place:
        folder = tmp_path / f"folder{next(_numbers)}"
        if dialect == "sqlite":
            shutil.copytree(request.getfixturevalue("made_sqlite"), folder)
            return Place(None, folder)
        server, made = request.getfixturevalue("postgresql_url"), request.getfixturevalue("made_postgresql")
        name = f"{made.removesuffix('_made')}_{next(_numbers)}"
        _on_server(server, f"CREATE DATABASE {name} TEMPLATE {made}")
        dropped.append((server, name))
        return Place(plain(server, name), folder)

    yield make
    for server, name in dropped:
        _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, new_place: Callable[[str], Place]) -> Place:
    """Where a fresh store is; the test runs once on SQLite and once on PostgreSQL."""
    return new_place(request.param)


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    """A fresh, empty store; the test runs once on SQLite and once on PostgreSQL."""
    with open_store(place.url, place.folder) as opened:
        yield opened
