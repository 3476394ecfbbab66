"""Random policies and rows: what a sweep does in a database is what the rules say, row by row."""

from tests.planning.conftest import Every
from tests.planning.plays import foresee, sweep, tell_every_row


def test_a_sweep_does_what_the_rules_say_and_two_do_what_the_later_one_does(every_example: Every) -> None:
    every_example(sweep)


def test_a_forecast_names_the_month_in_which_the_rules_let_go(every_example: Every) -> None:
    every_example(foresee)


def test_every_row_meets_a_condition_or_its_opposite_and_never_both(every_example: Every) -> None:
    every_example(tell_every_row)
