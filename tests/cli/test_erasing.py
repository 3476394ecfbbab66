"""From the plan that is shown to the evidence that is proved, by commands alone."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Holdord
from tests.cli.shop import FRIDA, OLE

Rows = Callable[[str], list[tuple[Any, ...]]]


def planned(holdord: Holdord, *words: str) -> str:
    """The digest of a plan that was just shown."""
    answer = holdord("erase", *words, "--json")
    assert answer.code == 0, answer.out + answer.err
    digest: str = answer.json["digest"]
    return digest


def died(*words: str, at: str) -> None:
    """A command in a process of its own, killed at a named point."""
    environment = {**os.environ, "HOLDORD_FAULT": at}
    command = [sys.executable, "-m", "holdord.cli.main", *words]
    done = subprocess.run(command, env=environment, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def test_a_plan_changes_nothing(holdord: Holdord, rows: Rows) -> None:
    before = rows("select * from orders"), rows("select * from customers")
    answer = holdord("erase", FRIDA)
    assert answer.code == 0
    assert "only e-mail goes" in answer.out
    why = "(bookkeeping, legal obligation, bogføringsloven § 12)"
    assert f"until 31 December 2103 at the latest {why}" in answer.out
    assert (rows("select * from orders"), rows("select * from customers")) == before


def test_a_confirmed_plan_erases_reads_back_and_is_proved(holdord: Holdord, rows: Rows) -> None:
    digest = planned(holdord, FRIDA)
    answer = holdord("erase", "--confirm", digest)
    assert answer.code == 0, answer.err
    assert "done, read back and recorded" in answer.out
    assert "gone from the back-ups: by" in answer.out
    assert rows("select email from customers where id = 1") == [("erased-1",)]
    assert rows("select id, guest_email from orders order by id") == [(2, None), (3, None), (4, None)]
    assert rows("select id from subscribers") == [(2,)]
    assert holdord("find", FRIDA, "--json").json["known"] is False
    proof = holdord("prove", "--json")
    assert proof.code == 0
    (run,) = proof.json["runs"]
    assert run["plan"] == digest
    assert sum(step["rows"] for step in run["steps"]) == 5


@pytest.mark.usefixtures("shop_folder")
def test_confirming_twice_does_nothing_twice(holdord: Holdord) -> None:
    digest = planned(holdord, FRIDA)
    first = holdord("erase", "--confirm", digest, "--json").json
    again = holdord("erase", "--confirm", digest, "--json")
    assert (again.code, again.json["already_done"], again.json["run"]) == (0, True, first["run"])
    assert holdord("prove", "--json").json["records"] == 5


def test_a_digest_that_was_never_shown_is_refused(holdord: Holdord, rows: Rows) -> None:
    before = rows("select * from customers")
    answer = holdord("erase", "--confirm", "0" * 64, "--json")
    assert (answer.code, answer.codes) == (1, ["unknown-digest"])
    assert rows("select * from customers") == before


@pytest.mark.usefixtures("shop_folder")
def test_a_dry_run_cannot_be_confirmed(holdord: Holdord) -> None:
    digest = planned(holdord, FRIDA, "--dry-run")
    assert holdord("erase", "--confirm", digest, "--json").codes == ["unknown-digest"]


@pytest.mark.usefixtures("shop_folder")
def test_a_plan_of_the_future_is_shown_and_cannot_be_confirmed(holdord: Holdord) -> None:
    answer = holdord("erase", FRIDA, "--now", "2110-01-01", "--json")
    assert answer.json["saved"] is False
    assert holdord("erase", "--confirm", answer.json["digest"], "--json").codes == ["unknown-digest"]


@pytest.mark.usefixtures("shop_folder")
def test_a_plan_of_one_command_is_not_confirmed_by_the_other(holdord: Holdord) -> None:
    digest = planned(holdord, FRIDA)
    assert holdord("expire", "--confirm", digest, "--json").codes == ["another-kind-of-plan"]


def test_a_row_that_changed_since_the_plan_stops_it(holdord: Holdord, rows: Rows) -> None:
    digest = planned(holdord, FRIDA)
    rows("insert into subscribers values (9, 'FRIDA@mail.example', null)")
    rows("update orders set guest_email = null where id = 3")
    answer = holdord("erase", "--confirm", digest, "--json")
    assert answer.code == 1
    assert answer.json["state"] == "stopped"
    assert answer.codes == ["changed-since-plan"]
    assert rows("select email from customers where id = 1") == [("Frida@mail.example",)]


def test_a_run_that_was_stopped_does_not_say_that_anything_is_gone(holdord: Holdord, rows: Rows) -> None:
    digest = planned(holdord, FRIDA)
    rows("update orders set guest_email = null where id = 3")
    answer = holdord("erase", "--confirm", digest)
    assert "stopped. Make a new plan and look at it." in answer.out
    assert "gone" not in answer.out


def test_many_people_are_planned_in_one(holdord: Holdord, shop_folder: Path) -> None:
    listed = shop_folder / "people.txt"
    listed.write_text(f"# the list of November\n{FRIDA}\n\n{OLE}\nemail=nobody@mail.example\n")
    answer = holdord("erase", "--people", str(listed), "--json")
    assert answer.json["plan"]["people"] == 2
    same = holdord("erase", "--people", "-", "--json", stdin=listed.read_text())
    assert same.json["plan"]["people"] == 2


def test_every_bad_line_of_a_list_is_told_by_its_number(holdord: Holdord, shop_folder: Path) -> None:
    listed = shop_folder / "people.txt"
    listed.write_text(f"{FRIDA}\nfrida@mail.example\nname=Frida\n")
    answer = holdord("erase", "--people", str(listed))
    assert answer.code == 1
    assert f"{listed}:2:1: error unknown-key-name" in answer.err
    assert f"{listed}:3:1: error unknown-key-name" in answer.err


def test_the_plan_in_a_file_has_the_digest_that_was_shown(holdord: Holdord, shop_folder: Path) -> None:
    from holdord.words.plan import Plan

    file = shop_folder / "plan.json"
    digest = planned(holdord, FRIDA, "--plan", str(file))
    assert Plan.from_json(file.read_text()).digest == digest
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.usefixtures("shop_folder")
def test_the_statements_that_will_run_can_be_read(holdord: Holdord) -> None:
    answer = holdord("erase", FRIDA, "--sql")
    assert 'DELETE FROM "subscribers"' in answer.out
    assert "in one transaction" in answer.out


def test_somebody_unknown_leaves_nothing_to_confirm(holdord: Holdord, shop_folder: Path) -> None:
    answer = holdord("erase", "email=nobody@mail.example")
    assert answer.code == 0
    assert "there is nothing to erase" in answer.out
    assert "--confirm" not in answer.out


def test_a_sweep_removes_what_nothing_holds(holdord: Holdord, rows: Rows) -> None:
    shown = holdord("expire", "--json").json
    answer = holdord("expire", "--confirm", shown["digest"])
    assert answer.code == 0, answer.err
    assert rows("select id from customers") == [(1,)]
    assert rows("select id from orders order by id") == [(2,), (3,)]
    assert holdord("expire", "--json").json["plan"]["units"] == []


@pytest.mark.usefixtures("shop_folder")
def test_a_sweep_as_of_a_later_day_shows_more_and_keeps_nothing(holdord: Holdord) -> None:
    answer = holdord("expire", "--now", "2120-01-01", "--json").json
    assert answer["saved"] is False
    assert sum(s["expected"] for unit in answer["plan"]["units"] for s in unit["steps"]) > 6


def test_a_sweep_that_died_is_listed_and_continued(holdord: Holdord, rows: Rows) -> None:
    digest = holdord("expire", "--chunk", "1", "--json").json["digest"]
    died("expire", "--confirm", digest, at="after-commit:3")
    (waiting,) = holdord("runs", "--json").json
    assert waiting["plan"] == digest
    answer = holdord("run", waiting["run"], "--json")
    assert (answer.code, answer.json["state"]) == (0, "done")
    assert answer.json["repeated"] == 3
    assert holdord("runs", "--json").json == []
    assert rows("select id from customers") == [(1,)]
    steps = holdord("prove", "--json").json["runs"][0]["steps"]
    assert sum(step["rows"] for step in steps) == 6


@pytest.mark.usefixtures("shop_folder")
def test_run_begins_nothing(holdord: Holdord) -> None:
    digest = planned(holdord, FRIDA)
    assert holdord("run", digest, "--json").codes == ["run-not-begun"]


def test_proof_can_be_verified_from_a_file_alone(
    holdord: Holdord, shop_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holdord("erase", "--confirm", planned(holdord, FRIDA))
    file = shop_folder / "proof.jsonl"
    assert holdord("prove", "--export", str(file)).code == 0
    for name in ("SHOP_URL", "HOLDORD_POLICY"):
        monkeypatch.delenv(name)
    answer = holdord("prove", str(file), "--json")
    assert (answer.code, answer.json["holds"], answer.json["records"]) == (0, True, 5)
    assert holdord("prove", str(file), "--seal", answer.json["last_seal"]).code == 0
    assert holdord("prove", str(file), "--seal", "0" * 64).code == 1


def test_a_file_without_lines_is_not_read_to_its_end(holdord: Holdord) -> None:
    assert holdord("prove", "/dev/zero", "--json").codes == ["evidence-unreadable"]


def test_proof_that_was_altered_or_cut_does_not_hold(holdord: Holdord, shop_folder: Path) -> None:
    holdord("erase", "--confirm", planned(holdord, FRIDA))
    file = shop_folder / "proof.jsonl"
    holdord("prove", "--export", str(file))
    lines = file.read_text().splitlines(keepends=True)
    record = json.loads(lines[2])
    record["record"]["changed"] += 1
    file.write_text("".join([*lines[:2], json.dumps(record) + "\n", *lines[3:]]))
    assert holdord("prove", str(file)).code == 1
    file.write_text("".join([*lines[:2], *lines[3:]]))
    assert "does NOT hold" in holdord("prove", str(file)).out
    file.write_text("nothing of the kind\n")
    assert holdord("prove", str(file), "--json").codes == ["evidence-unreadable"]


def test_where_there_is_no_store_nothing_is_proved_and_none_is_made(holdord: Holdord, tmp_path: Path) -> None:
    answer = holdord("--policy", str(tmp_path), "prove", "--json")
    assert (answer.code, answer.codes) == (1, ["no-store"])
    assert list(tmp_path.iterdir()) == []


def test_a_lost_store_is_said_and_accepted_in_so_many_words(holdord: Holdord, shop_folder: Path) -> None:
    digest = planned(holdord, FRIDA)
    assert holdord("erase", "--confirm", digest).code == 0
    assert "It knows every run" in holdord("store").out
    shutil.rmtree(shop_folder / "policy" / ".holdord")
    refused = holdord("erase", OLE, "--json")
    assert (refused.code, refused.codes) == (1, ["store-lost"])
    told = holdord("store", "--json")
    assert (told.code, told.json["unknown"]) == (1, {"shop": {"runs": 1, "receipts": 1}})
    assert "1 receipt of 1 run that this store does not know" in holdord("store").out
    assert holdord("store", "--accept").code == 0
    assert holdord("erase", OLE).code == 0
    assert holdord("store", "--json").json["unknown"] == {}
