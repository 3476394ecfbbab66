"""`holdord text`: the policy in each form, the notice of a form, clear answers where neither can be had."""

import json
import os
import stat
from pathlib import Path

import pytest

from holdord.demo import policy_folder
from tests.cli.conftest import Holdord
from tests.language.reading import WHOLE
from tests.room import no_room_for_files_above

RETAILER = ("--policy", str(policy_folder()))


@pytest.fixture
def whole(tmp_path: Path) -> tuple[str, str]:
    """A folder with a policy that has forms, cookies and prose."""
    (tmp_path / "policy.yaml").write_text(WHOLE, encoding="utf-8")
    return "--policy", str(tmp_path)


def test_the_text_is_printed_in_the_first_language_of_the_policy(holdord: Holdord) -> None:
    answer = holdord("text", *RETAILER)
    assert answer.code == 0
    assert answer.out.startswith("# Privatlivspolitik for Lindgård & Lys ApS\n")
    assert "bogføringslovens § 12" in answer.out


@pytest.mark.parametrize(
    ("form", "begin"),
    [("md", "# Privacy policy"), ("html", '<!DOCTYPE html>\n<html lang="en">'), ("jsonld", '{\n "@context"')],
)  # fmt: skip
def test_each_form_is_printed(holdord: Holdord, form: str, begin: str) -> None:
    answer = holdord("text", *RETAILER, "--lang", "en", "--format", form)
    assert answer.code == 0
    assert answer.out.startswith(begin)


def test_a_pdf_is_written_into_a_new_file_and_never_over_another(holdord: Holdord, tmp_path: Path) -> None:
    file = tmp_path / "policy.pdf"
    words = ("text", *RETAILER, "--lang", "nb", "--format", "pdf", "--out", str(file))
    before = os.umask(0o022)
    assert holdord(*words).code == 0
    os.umask(before)
    assert file.read_bytes().startswith(b"%PDF-")
    assert stat.S_IMODE(file.stat().st_mode) == 0o644, "whoever publishes it can read it"
    file.write_bytes(b"mine")
    again = holdord(*words)
    assert (again.code, file.read_bytes()) == (1, b"mine")
    assert "file-exists" in again.err
    with no_room_for_files_above(1000):
        full = holdord(*words[:-1], str(tmp_path / "other.pdf"))
    assert full.code != 0
    assert not (tmp_path / "other.pdf").exists(), "half a file is none"
    bare = holdord("text", *RETAILER, "--format", "pdf")
    assert (bare.code, bare.out) == (2, "")


def test_the_notice_of_a_form_says_what_is_asked_and_where_to_read_more(
    holdord: Holdord, whole: tuple[str, str]
) -> None:
    answer = holdord("text", *whole, "--form", "sign_up", "--format", "html", "--link", "https://x.example/p")
    assert answer.code == 0, answer.err
    assert "<dt>Oplysninger</dt>\n<dd>E-mail.</dd>" in answer.out
    assert "artikel 6, stk. 1, litra a" in answer.out
    assert '<a href="https://x.example/p">Læs hele privatlivspolitikken</a>' in answer.out
    plain = holdord("text", *whole, "--form", "sign_up", "--lang", "en")
    assert plain.out.startswith("## How we use your data: signing up for the newsletter\n")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--form", "sign_in"), 1, "there is no form of this name"),
        (("--form", "sign_up", "--format", "pdf"), 2, "md or html"),
        (("--form", "sign_up", "--link", "javascript:alert(1)"), 2, "--link is the address of a page"),
        (("--link", "https://x.example/p"), 2, "--link goes with --form"),
        (("--lang", "sv"), 2, "sv"),
    ],
)
def test_what_cannot_be_had_is_said(
    holdord: Holdord, whole: tuple[str, str], words: tuple[str, ...], code: int, told: str
) -> None:
    answer = holdord("text", *whole, *words)
    assert (answer.code, answer.out) == (code, "")
    assert told in answer.err or told == "sv"


def test_a_policy_with_errors_has_no_text(holdord: Holdord, tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("language: 1\n", encoding="utf-8")
    answer = holdord("text", "--policy", str(tmp_path))
    assert (answer.code, answer.out) == (1, "")


def test_programs_get_the_sections_with_their_facts_and_promises(holdord: Holdord) -> None:
    found = holdord("text", *RETAILER, "--lang", "en", "--json").json
    sections = {one["key"]: one for one in found["sections"]}
    assert "purposes.newsletter" in sections["purposes"]["facts"]
    assert "R5" in sections["rights"]["promises"]
    assert json.dumps(found).count("R5") >= 1
