"""Versions of the policy are shown, published, listed and read by command."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from holdord.cli.main import run
from holdord.store.version_records import NewText
from holdord.words.policy import Policy
from holdord.words.version import VersionLine
from holdord.workflows.versions import texts
from tests.cli.conftest import Holdord


@pytest.fixture(autouse=True)
def short_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts as short as may be: what they say is no matter of these tests."""

    def written(policy: Policy, line: VersionLine) -> Iterator[NewText]:
        for language in policy.controller.texts:
            said = f"# Version {line.number} of {policy.controller.name}, {line.adopted_by} ({language})\r\n"
            yield NewText(language, "md", said.encode())

    monkeypatch.setattr(texts, "written", written)


def change(folder: Path, old: str, new: str) -> None:
    for file in (folder / "policy").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        if old in text:
            file.write_text(text.replace(old, new, 1), encoding="utf-8")
            return
    raise AssertionError(f"{old} stands nowhere")


def test_nothing_is_published_before_somebody_says_so(holdord: Holdord, shop_folder: Path) -> None:
    shown = holdord("publish", "--adopted-by", "Karla Lund")
    assert shown.code == 0, shown.err
    assert "The first version" in shown.out
    assert holdord("publish", "--list").out == "No version has been published.\n"
    assert holdord("publish", "--yes").code == 1
    assert holdord("--json", "publish", "--yes").codes == ["adopter-missing"]
    done = holdord("publish", "--adopted-by", "Karla Lund", "--yes")
    assert "Version 1 is published" in done.out
    assert "adopted by Karla Lund" in done.out
    again = holdord("publish", "--adopted-by", "Karla Lund")
    assert again.out == "Nothing has changed since version 1.\n"
    assert holdord("--json", "publish", "--adopted-by", "Karla Lund", "--yes").codes == ["nothing-changed"]


def test_what_changed_is_shown_with_its_reason_and_confirmed_by_its_digest(
    holdord: Holdord, shop_folder: Path
) -> None:
    holdord("publish", "--adopted-by", "Karla Lund", "--yes")
    before = holdord("--json", "publish").json
    assert before["changes"] == []
    change(shop_folder, "keep: 2 years after", "keep: 3 years after")
    words = ("publish", "--adopted-by", "Karla Lund", "--note", "en=Kept a year longer")
    shown = holdord("--json", *words).json
    (longer,) = shown["changes"]
    assert (longer["kind"], longer["substantial"]) == ("longer", True)
    assert "it is kept until" in longer["reason"]
    assert shown["announced"]
    assert not shown["published"]
    assert "substantial" in holdord(*words).out
    assert holdord("--json", "publish", "--adopted-by", "Per", "--confirm", shown["digest"]).codes == [
        "changed-since-shown"
    ]
    done = holdord("--json", *words, "--confirm", shown["digest"]).json
    assert (done["published"], done["number"]) == (True, 2)
    listed = holdord("--json", "publish", "--list").json
    assert [one["number"] for one in listed] == [2, 1]
    assert listed[0]["told"] == {
        "found": False, "total": 0, "sent": 0, "waiting": 0, "unsure": 0, "given_up": 0, "without_address": 0,
    }  # fmt: skip
    assert listed[1]["told"] is None
    assert "people are being found" in holdord("publish", "--list").out


def test_a_version_is_printed_as_it_was_published_whatever_came_after(
    holdord: Holdord, shop_folder: Path
) -> None:
    holdord("publish", "--adopted-by", "Karla Lund", "--yes")
    change(shop_folder, "keep: 2 years after", "keep: 3 years after")
    holdord("publish", "--adopted-by", "Per Lund", "--yes")
    shown = holdord("--json", "publish", "--show", "1").json
    assert shown["text"].startswith("# Version 1 of ")
    assert "Karla Lund (" in shown["text"]
    assert holdord("--json", "publish", "--show", "9").codes == ["unknown-version"]
    letter = holdord("--json", "publish", "--show", "2", "--format", "letter").json
    assert "longer" in letter["text"]


def test_a_version_is_printed_byte_for_byte(
    shop_folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["publish", "--adopted-by", "Karla Lund", "--yes"]) == 0
    assert run(["publish", "--show", "1"]) == 0
    assert capfdbinary.readouterr().out.endswith(b"# Version 1 of Nordlys Hjem ApS, Karla Lund (en)\r\n")


def test_what_stood_and_what_somebody_was_told_on_a_day_is_said(holdord: Holdord, shop_folder: Path) -> None:
    assert holdord("--json", "said").codes == ["not-yet-published"]
    holdord("publish", "--adopted-by", "Karla Lund", "--yes")
    assert "Version 1 stood then" in holdord("said").out
    assert holdord("--json", "said", "--on", "2020-01-01").codes == ["not-yet-published"]
    nobody = holdord("said", "email=nobody@post.example")
    assert "No letter had told this person" in nobody.out
    assert holdord("--json", "said", "--on", "2099-01-01").json["version"] == 1


def test_a_policy_with_errors_is_not_published(holdord: Holdord, shop_folder: Path) -> None:
    change(shop_folder, "keep: 2 years after", "keep: until cows come home after")
    refused = holdord("publish", "--adopted-by", "Karla Lund", "--yes")
    assert refused.code == 1
    assert "error" in refused.err
