"""Fields corrected by commands alone: what can be, the plan, the confirmation, and what is refused."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Holdord
from tests.cli.shop import FRIDA

Rows = Callable[[str], list[tuple[Any, ...]]]
NAMES = "select name from customers order by id"


def test_what_can_be_corrected_is_listed_row_by_row(holdord: Holdord, rows: Rows) -> None:
    answer = holdord("rectify", FRIDA)
    assert answer.code == 0, answer.err
    assert "shop.customers[1]\n  name   Frida" in answer.out
    assert "body  correction-not-theirs" in answer.out, "hers and Ole's together"
    found = holdord("rectify", FRIDA, "--json").json["rows"]
    assert {(row["collection"], row["row"]) for row in found} == {
        ("customers", "1"), ("orders", "1"), ("orders", "2"), ("orders", "3"), ("messages", "1"),
        ("messages", "2"), ("subscribers", "1"),
    }  # fmt: skip
    assert "nothing to correct" in holdord("rectify", "email=nobody@mail.example").out


def test_a_plan_is_shown_confirmed_and_proved(holdord: Holdord, rows: Rows, shop_folder: Path) -> None:
    answer = holdord("rectify", FRIDA, "--set", "shop.customers.name=Frida Berg", "--sql")
    assert "Frida → Frida Berg" in answer.out
    assert "UPDATE" in answer.out
    assert rows(NAMES) == [("Frida",), ("Ole",)]
    digest = answer.out.split("--confirm ")[1].split()[0]
    done = holdord("rectify", "--confirm", digest)
    assert done.code == 0, done.err
    assert "corrected: name" in done.out
    assert "What became of the old values in shop" in done.out
    assert rows(NAMES) == [("Frida Berg",), ("Ole",)]
    assert "Nothing was done again" in holdord("rectify", "--confirm", digest).out
    (run,) = holdord("prove", "--json").json["runs"]
    assert (run["plan"], [step["rows"] for step in run["steps"]]) == (digest, [1])
    store = b"".join(path.read_bytes() for path in shop_folder.rglob("store.sqlite3*"))
    assert store
    assert b"Frida" not in store


def test_corrections_come_from_a_file_or_standard_input(holdord: Holdord, rows: Rows, tmp_path: Path) -> None:
    lines = f"# by phone\n{FRIDA}\nshop.customers.name=A=B\n\nshop.orders[2].item=stool\n"
    file = tmp_path / "corrections.txt"
    file.write_text(lines)
    for answer in (
        holdord("rectify", "--from", str(file), "--json"),
        holdord("rectify", "--from", "-", "--json", stdin=lines),
    ):
        changes = [(c["collection"], c["old"], c["new"]) for c in answer.json["changes"]]
        assert changes == [("customers", "Frida", "A=B"), ("orders", "chair", "stool")]
    assert holdord("rectify", "--confirm", answer.json["digest"]).code == 0
    assert rows("select item from orders where id = 2") == [("stool",)]


def test_a_new_address_finds_the_person_and_names_where_the_old_one_stands(
    holdord: Holdord, rows: Rows
) -> None:
    new = "frida@new.example"
    answer = holdord("rectify", FRIDA, "--set", f"shop.customers.email={new}", "--json")
    assert answer.json["elsewhere"] == ["shop.orders", "shop.subscribers"]
    assert holdord("rectify", "--confirm", answer.json["digest"]).code == 0
    assert holdord("find", f"email={new}", "--json").json["known"] is True


@pytest.mark.parametrize(
    ("words", "code", "finding"),
    [
        (["--set", "shop.customers[2].name=x"], 1, "correction-not-theirs"),
        (["--set", "shop.orders.item=x"], 1, "correction-not-theirs"),
        (["--set", "shop.customers.email=ole@mail.example"], 1, "correction-taken"),
        (["--set", "shop.nothing.name=x"], 1, "unknown-name"),
        (["--set", "shop.customers.id=x"], 1, "correction-not-held"),
        (["--set", "name=x"], 2, "not-understood"),
        (["--confirm", "0" * 64], 2, "not-understood"),
    ],
)
def test_what_cannot_be_corrected_is_refused(
    holdord: Holdord, rows: Rows, words: list[str], code: int, finding: str
) -> None:
    answer = holdord("rectify", FRIDA, *words, "--json")
    assert (answer.code, (answer.json if answer.out else {}).get("findings", [{}])[0].get("code")) == (
        code,
        finding,
    )
    assert rows(NAMES) == [("Frida",), ("Ole",)]


def test_a_plan_that_was_only_tried_out_keeps_nothing(holdord: Holdord, rows: Rows) -> None:
    digest = holdord("rectify", FRIDA, "--set", "shop.customers.name=F", "--dry-run", "--json").json["digest"]
    assert holdord("rectify", "--confirm", digest, "--json").codes == ["unknown-digest"]
    erasing = holdord("erase", FRIDA, "--json").json["digest"]
    assert holdord("rectify", "--confirm", erasing, "--json").codes == ["another-kind-of-plan"]


@pytest.mark.parametrize("point", ["after-claim", "before-commit", "after-commit", "after-record"])
def test_a_command_that_was_killed_is_continued_by_run(holdord: Holdord, rows: Rows, point: str) -> None:
    digest = holdord("rectify", FRIDA, "--set", "shop.customers.name=F", "--json").json["digest"]
    command = [sys.executable, "-m", "holdord.cli.main", "rectify", "--confirm", digest]
    died = subprocess.run(command, env={**os.environ, "HOLDORD_FAULT": point}, capture_output=True)
    assert died.returncode == -signal.SIGKILL
    assert holdord("run", digest).code == 0
    assert rows(NAMES) == [("F",), ("Ole",)]
    assert sum(step["rows"] for run in holdord("prove", "--json").json["runs"] for step in run["steps"]) == 1
