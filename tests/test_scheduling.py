"""What the tests share is made once, and what takes long is not what everybody waits for in the end."""

from pathlib import Path

from tests.scheduling import ALONE, FIRST, TOGETHER, together, turn

ROOT = Path(__file__).parents[1]


def test_modules_that_share_a_shop_run_in_one_process_and_others_each_by_itself() -> None:
    assert together("tests/oscar/test_map.py::test_a[x]") == together("tests/oscar/test_person.py::test_b")
    assert together("tests/web/console/test_pages.py::test_a") != together(
        "tests/web/console/test_keys.py::test_a"
    )
    assert together("tests/words/test_a.py::A::test_b") == "tests/words/test_a.py::A"


def test_what_takes_long_begins_first_and_then_what_has_many_tests() -> None:
    scopes = {
        "tests/words/test_a.py": 3,
        "tests/words/test_b.py": 30,
        "tests/oscar/": 1,
        "tests/web/test_x.py": 2,
    }
    assert sorted(scopes, key=lambda scope: turn(scope, scopes[scope])) == [
        "tests/oscar/",
        "tests/web/test_x.py",
        "tests/words/test_b.py",
        "tests/words/test_a.py",
    ]


def test_every_name_that_is_known_is_there() -> None:
    assert [name for name in (*TOGETHER, *ALONE, *FIRST) if not (ROOT / name).exists()] == []
