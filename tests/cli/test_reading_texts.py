"""`holdord read`: from a text to files that `check` can read, and clear words for what is no text."""

import io
import json
import sys
from pathlib import Path

import pytest

from holdord.cli.main import run

TEXT = """Privatlivspolitik

Lyngbakken Cykler ApS
CVR-nr. 11223344
Bakkevej 4, 8600 Silkeborg
E-mail: kontakt@lyngbakken.example

Hvad vi gemmer
Vi indsamler navn, adresse og e-mailadresse for at kunne levere din ordre.
Fakturaer opbevares i 5 år efter regnskabsårets udløb, fordi bogføringsloven kræver det.
Vi sælger aldrig dine oplysninger.
Du har ret til indsigt i dine oplysninger.
Vi gemmer dine mails, så længe det er nødvendigt.
"""


@pytest.fixture
def text(tmp_path: Path) -> Path:
    file = tmp_path / "policy.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_a_draft_can_be_read_by_check_which_names_what_is_still_missing(
    text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "draft"
    assert run(["read", str(text), "--out", str(draft), "--quiet"]) == 0
    assert sorted(file.name for file in draft.iterdir()) == ["policy.yaml", "promises.yaml", "reading.md"]
    drafted = (draft / "policy.yaml").read_text(encoding="utf-8")
    assert '  name: "Lyngbakken Cykler ApS"' in drafted
    assert "# line 10: Fakturaer opbevares i 5 år" in drafted
    assert "keep: 5 years after end of fiscal year of invoice" in drafted
    capsys.readouterr()
    assert run(["check", "--policy", str(draft), "--json"]) == 1
    codes = {finding["code"] for finding in json.loads(capsys.readouterr().out)["findings"]}
    assert codes <= {"missing-key", "period-unstated"}
    assert codes


def test_json_tells_each_fact_with_its_line_and_what_was_not_understood(
    text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["read", str(text), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["language"] == "da"
    sold = [fact for fact in told["facts"] if (fact["kind"], fact["name"]) == ("never", "sale")]
    assert [fact["line"] for fact in sold] == [11]
    assert [one["line"] for one in told["not_understood"]] == [13]


def test_the_report_is_read_from_standard_input_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert run(["read", "-"]) == 0
    assert "Promises that were not understood" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "text-empty"),
        (b" \n\n", "text-empty"),
        (b"%PDF-1.7 and so on", "text-unreadable"),
        (b"PK\x03\x04\x14\x00", "text-unreadable"),
        (b"abc\x00\x00\x00def", "text-unreadable"),
        (b"a" * 300_001, "text-too-large"),
        (b"Our coffee is the best in town.", "text-unread"),
    ],
)
def test_what_is_no_policy_text_is_refused_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, code: str
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    assert run(["read", str(file), "--out", str(tmp_path / "draft"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["code"] == code
    assert not (tmp_path / "draft").exists()


def test_a_folder_with_files_in_it_is_left_alone(
    text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "draft"
    draft.mkdir()
    (draft / "policy.yaml").write_text("mine", encoding="utf-8")
    assert run(["read", str(text), "--out", str(draft)]) == 1
    assert "folder-not-empty" in capsys.readouterr().err
    assert (draft / "policy.yaml").read_text(encoding="utf-8") == "mine"


def test_texts_of_old_word_processors_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for encoding in ("cp1252", "utf-16", "utf-8-sig"):
        file = tmp_path / encoding
        file.write_bytes(TEXT.encode(encoding))
        assert run(["read", str(file), "--json"]) == 0
        assert len(json.loads(capsys.readouterr().out)["facts"]) >= 8


def test_what_goes_on_without_a_blank_is_read_at_once_and_nothing_commands_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "policy.txt"
    file.write_text(f"{TEXT}{'a' * 200_000}\nVi gemmer \x1b[2Jdine mails i 2 år.\n", encoding="utf-8")
    assert run(["read", str(file), "--out", str(tmp_path / "draft"), "--quiet"]) == 0
    report = (tmp_path / "draft" / "reading.md").read_text(encoding="utf-8")
    assert "\x1b[2J" not in report
    assert "5 years after end of fiscal year of invoice" in report
    capsys.readouterr()
