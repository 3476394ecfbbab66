"""What is not understood is said in words, or in JSON where that was asked for; it repeats no person."""

import pytest

from tests.cli.conftest import Holdord

WRONG = [
    ("erase", "--nothing"),
    ("export", "a=b"),
    ("nosuch",),
    ("forecast", "--months", "x"),
    ("forecast", "--now", "0001-01-01"),
    ("forecast", "--now", "9999-12-31T23:59:59-14:00"),
    ("hold", "place"),
    ("consent",),
    ("consent", "nosuch"),
    (),
]


@pytest.mark.parametrize("words", WRONG)
def test_what_is_not_understood_is_told_as_json_where_json_is_asked_for(
    holdord: Holdord, words: tuple[str, ...]
) -> None:
    for typed in ((*words, "--json"), ("--json", *words)):
        answer = holdord(*typed)
        assert answer.code == 2, answer.out
        assert answer.codes == ["not-understood"]
        assert answer.err == ""


@pytest.mark.parametrize("words", WRONG)
def test_without_json_it_is_told_in_words_on_standard_error(holdord: Holdord, words: tuple[str, ...]) -> None:
    answer = holdord(*words)
    assert (answer.code, answer.out) == (2, "")
    assert "error" in answer.err or "Usage" in answer.err


def test_what_was_typed_of_a_person_is_not_said_back(holdord: Holdord) -> None:
    answer = holdord("erase", "--json", "--frida@mail.example")
    assert answer.codes == ["not-understood"]
    assert "frida" not in answer.out
