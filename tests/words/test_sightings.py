"""Full card numbers, identity numbers and e-mail addresses are seen in a text, and other numbers are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdord.words.sightings import Sighting, is_card, is_fnr, sightings

CARDS = [  # the numbers that the schemes publish for trying things out
    "4111111111111111",
    "4111 1111 1111 1111",
    "4111-1111-1111-1111",
    "5555555555554444",
    "2223003122003222",
    "378282246310005",
    "30569309025904",
    "6011111111111117",
    "3530111333300000",
    "5019717010103742",
]


def kinds(text: str) -> set[Sighting]:
    return set(sightings(text))


@pytest.mark.parametrize("number", CARDS)
def test_the_number_of_a_card_is_seen_in_the_midst_of_a_sentence(number: str) -> None:
    assert sightings(f"she paid with {number}, and wants it back.")[Sighting.CARD] == 1
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert Sighting.CARD not in kinds(f"she paid with {wrong}, and wants it back.")


@pytest.mark.parametrize(
    "text",
    [
        "order 1234567890123456",
        "0000000000000000",
        "the last four digits are 1111",
        "IBAN DK50 0040 0440 1162 43",
        "+45 41 11 11 11",
        "4111111111111111222",
        "4.111.111.111.111.111,00 kr.",
        "2026-11-26T10:00:00",
        "a1b2c3d4-4111-1111-1111-111111111111",
    ],
)
def test_another_long_number_is_not_taken_for_a_card(text: str) -> None:
    assert Sighting.CARD not in kinds(text)


def test_a_danish_number_written_as_one_counts_whether_or_not_it_meets_the_old_check() -> None:
    assert kinds("cpr 111111-1118") == {Sighting.CPR}
    assert kinds("cpr 010190-1234") == {Sighting.CPR}, "issued without the check since 2007"
    assert kinds("cpr 111111 1118") == {Sighting.CPR}


def test_ten_bare_digits_are_sure_only_with_the_old_check() -> None:
    assert kinds("nr. 1111111118") == {Sighting.CPR}
    assert kinds("nr. 1111111119") == {Sighting.CPR_MAYBE}


@pytest.mark.parametrize(
    "text", ["321111-1118", "111311-1118", "290223-1118", "12111111-1118", "111111-11181", "11.111.111,18"]
)
def test_what_does_not_begin_with_a_day_is_no_danish_number(text: str) -> None:
    assert not kinds(text) & {Sighting.CPR, Sighting.CPR_MAYBE}


def test_the_century_decides_whether_29_february_was_a_day() -> None:
    assert kinds("290200-4000") == {Sighting.CPR}, "2000 had one"
    assert kinds("290200-1000") == set(), "1900 had none"


@pytest.mark.parametrize(
    "number", ["02013299997", "02013299903", "30108299920", "30108299939", "31129956715"]
)
def test_a_norwegian_number_counts_by_the_old_rule_and_by_that_of_2032(number: str) -> None:
    assert kinds(f"fnr {number}.") == {Sighting.FNR}
    assert kinds(f"fnr {number[:6]} {number[6:]}") == {Sighting.FNR}
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert Sighting.FNR not in kinds(f"fnr {wrong}")


def with_checks(nine: str) -> set[str]:
    """Every pair of check digits that the rules allow."""
    return {f"{nine}{k:02d}" for k in range(100) if is_fnr(f"{nine}{k:02d}")}


def test_d_numbers_h_numbers_and_synthetic_ones_count() -> None:
    for nine in ("420190123", "024190123", "028190123"):
        assert with_checks(nine), nine
    assert with_checks("720190123") == set(), "41 to 71 are the days of D numbers"


@given(st.integers(0, 10**9 - 1))
def test_at_most_four_of_a_hundred_pairs_of_check_digits_are_right(nine: int) -> None:
    assert len(with_checks(f"{nine:09d}")) <= 4


@pytest.mark.parametrize("text", ["write to ida@x.example.", "<Ida.Holm+news@post.x.example>", "mail:a@b.dk"])
def test_an_address_is_seen(text: str) -> None:
    assert sightings(text)[Sighting.EMAIL] == 1


@pytest.mark.parametrize("text", ["@ida", "3 @ 5 kr.", "a@b", "ida@", "git@github", "@media print"])
def test_another_use_of_the_sign_is_no_address(text: str) -> None:
    assert sightings(text) == {}


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    sightings(text)


def test_a_long_text_of_digits_is_looked_at_at_once() -> None:
    assert not sightings("1 " * 50_000)[Sighting.CARD]
    assert not is_card("4111111111111112")
