"""Several policies in one run of `holdord check`: each told by itself, one exit code for all."""

import shutil
from pathlib import Path

import pytest

from holdord import demo
from tests.cli.conftest import Holdord


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """A folder of companies: one with its policy below it, one that is a policy, one that is neither."""
    shutil.copytree(demo.policy_folder("service"), tmp_path / "heat" / "policy")
    shutil.copytree(demo.policy_folder("service", "as_stated"), tmp_path / "heat" / "as_stated")
    shutil.copytree(demo.policy_folder("visitors"), tmp_path / "door")
    (tmp_path / "notes").mkdir()
    (tmp_path / "README.md").write_text("Companies")
    return tmp_path


def test_a_folder_of_companies_stands_for_the_policy_of_each(holdord: Holdord, folders: Path) -> None:
    answer = holdord("check", str(folders))
    assert answer.code == 0
    assert "Brenholt Varmeservice ApS" in answer.out
    assert "Dørklar ApS" in answer.out
    assert "error" not in answer.out


def test_an_error_in_one_of_several_fails_all(holdord: Holdord, folders: Path) -> None:
    named = [str(folders / "door"), str(folders / "heat" / "as_stated")]
    answer = holdord("check", *named, "--json")
    assert answer.code == 1
    told = {Path(one["folder"]).name: one for one in answer.json["policies"]}
    assert list(told) == ["door", "as_stated"]
    assert [f["code"] for f in told["as_stated"]["findings"] if f["severity"] == "error"] == [
        "promise-against-law"
    ]
    assert all(f["severity"] == "note" for f in told["door"]["findings"])


def test_a_folder_that_is_not_there_is_said_so(holdord: Holdord, folders: Path) -> None:
    answer = holdord("check", str(folders / "nowhere"), str(folders / "door"))
    assert answer.code == 1
    assert "no-policy" in answer.out
    assert "Dørklar ApS" in answer.out


def test_a_folder_without_any_policy_below_it_is_no_policy(holdord: Holdord, folders: Path) -> None:
    answer = holdord("check", str(folders / "notes"))
    assert (answer.code, "no-policy" in answer.out) == (1, True)


def test_without_folders_the_answer_is_that_of_one_policy(holdord: Holdord, folders: Path) -> None:
    answer = holdord("check", "--policy", str(folders / "door"), "--json")
    assert set(answer.json) == {"policy", "live", "findings"}
