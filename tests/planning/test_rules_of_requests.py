"""Random policies and rows: what people are told and given, and what is erased, is what the rules say."""

from tests.planning.conftest import Every
from tests.planning.plays import each_alone, erase, explain, leave_others, one_by_one


def test_an_erasure_does_what_the_rules_say_and_is_remembered(every_example: Every) -> None:
    every_example(erase)


def test_an_explanation_says_what_holds_each_row_to_the_end_of_which_day(every_example: Every) -> None:
    every_example(explain)


def test_an_erasure_leaves_everybody_elses_data_as_it_was_to_the_byte(every_example: Every) -> None:
    every_example(leave_others)


def test_many_people_erased_together_or_one_by_one_leave_the_same_rows(every_example: Every) -> None:
    every_example(one_by_one)


def test_each_of_many_is_given_what_they_are_given_alone(every_example: Every) -> None:
    every_example(each_alone)
