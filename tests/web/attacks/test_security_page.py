"""The page on security speaks of every requirement once, and of tests and files that are there."""

import re
from collections import Counter

from tests.tidy.tree import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text()

LAST = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2,
    "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3,
    "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3,
    "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3,
    "9.2": 4, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2,
    "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3,
    "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
}  # fmt: skip
"""Sections of ASVS 5.0, each with the number of its last requirement of level 1 or 2; none of 10 and 17."""


def test_every_requirement_of_both_levels_is_spoken_of_once() -> None:
    rows = re.findall(r"^\| ([\d., ]+) \| (\w+) \|", PAGE, re.MULTILINE)
    assert {state for _, state in rows} == {"held", "partly", "open", "operator", "none"}
    told = Counter(number for numbers, _ in rows for number in numbers.split(", "))
    assert set(told.values()) == {1}
    wanted = {f"{section}.{number}" for section, last in LAST.items() for number in range(1, last + 1)}
    assert told.keys() == wanted


def test_what_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:tests|web|workflows|letters|store)/[\w./]+)`", PAGE))
    places = (ROOT, ROOT / "src" / "holdord")
    assert [name for name in named if not any((place / name).exists() for place in places)] == []
    assert len(named) > 30


def test_every_test_of_an_attack_on_the_public_pages_holds_something() -> None:
    tests = (ROOT / "tests" / "web" / "attacks").glob("test_*.py")
    idle = [path.name for path in tests if f"attacks/{path.name}" not in PAGE]
    assert idle == ["test_security_page.py"]
