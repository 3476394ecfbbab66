"""Nothing that somebody else wrote commands the terminal of whoever reads it."""

from pathlib import Path

import pytest

from holdord.cli.desk import harmless
from holdord.cli.main import run

POLICY = """language: 1
controller:
  name: "A\\u2066pwned\\u200eB\\u202eC"
  country: DK
  contact: {email: hej@nordlys.example}
"""


def test_a_policy_cannot_command_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    run(["check", "--policy", str(tmp_path)])
    said = "".join(capsys.readouterr())
    assert "pwned" in said
    assert all(letter.isprintable() or letter == "\n" for letter in said)


@pytest.mark.parametrize(
    "odd", ["\x1b]0;a\x07", "\x1b[2J", "\x9b2J", "\x1bc", "a\rb", "a\bb", "\u202e", "\x00", "\x7f"]
)
def test_what_a_terminal_would_obey_is_taken_out(odd: str) -> None:
    assert all(letter.isprintable() for letter in harmless(odd))


def test_colours_lines_and_letters_stay() -> None:
    text = "\x1b[31mblåbærgrød\x1b[0m\n\tnæste – 日本"
    assert harmless(text) == text
