"""Random policies and rows: what the engine does in a database is what the rules say, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck, given, settings

from tests.servers import DIALECTS, fresh_database, fresh_sqlite

pytest.register_assert_rewrite("tests.planning.plays")

from tests.planning.plays import Shop, erase, explain, foresee, leave_others, sweep  # noqa: E402
from tests.planning.worlds import Example, examples  # noqa: E402

# SQLite in a file of its own is quick; the servers see fewer examples, and everything they see again.
EXAMPLES = {"sqlite": 120, "postgresql": 25, "mariadb": 20}


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


def every_example(shop: Shop, play: Callable[[Shop, Example], None]) -> None:
    """Plays as many examples as the database has time for."""

    @settings(
        max_examples=EXAMPLES[shop.database.dialect],
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(examples())
    def one(example: Example) -> None:
        play(shop, example)

    one()


def test_a_sweep_does_what_the_rules_say_and_two_do_what_the_later_one_does(shop: Shop) -> None:
    every_example(shop, sweep)


def test_an_erasure_does_what_the_rules_say_and_is_remembered(shop: Shop) -> None:
    every_example(shop, erase)


def test_an_explanation_says_what_holds_each_row_to_the_end_of_which_day(shop: Shop) -> None:
    every_example(shop, explain)


def test_a_forecast_names_the_month_in_which_the_rules_let_go(shop: Shop) -> None:
    every_example(shop, foresee)


def test_an_erasure_leaves_everybody_elses_data_as_it_was_to_the_byte(shop: Shop) -> None:
    every_example(shop, leave_others)
