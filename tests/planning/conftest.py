"""A shop for all random examples of a module, and how many of them each kind of database has time for."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck, given, settings

from tests.servers import DIALECTS, fresh_database, fresh_sqlite

pytest.register_assert_rewrite("tests.planning.plays")

from tests.planning.plays import Shop  # noqa: E402
from tests.planning.worlds import Example, examples  # noqa: E402

# SQLite in a file of its own is quick; the servers see fewer examples.
EXAMPLES = {"sqlite": 70, "postgresql": 15, "mariadb": 12}

Every = Callable[[Callable[[Shop, Example], None]], None]


@pytest.fixture(scope="module", params=DIALECTS)
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop for all examples on one kind of database."""
    folder = tmp_path_factory.mktemp("rules")
    with ExitStack() as stack:
        if request.param == "sqlite":
            database = fresh_sqlite(folder)
        else:
            server = request.getfixturevalue(f"{request.param}_url")
            database = stack.enter_context(fresh_database(request.param, server))
        yield Shop(database, folder)


@pytest.fixture
def every_example(shop: Shop) -> Every:
    """``every_example(play)``: plays as many random examples as the database has time for."""

    def play_all(play: Callable[[Shop, Example], None]) -> None:
        @settings(
            max_examples=EXAMPLES[shop.database.dialect],
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        )
        @given(examples())
        def one(example: Example) -> None:
            play(shop, example)

        one()

    return play_all
