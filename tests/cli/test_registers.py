"""The registers at the command line: disclosures, confirmations, the record of processing."""

import hashlib
import io
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Holdord
from tests.cli.shop import FRIDA, OLE

REGISTERS = """language: 1
measures:
  paper: {says: {en: Paper is locked away.}, confirmed_by: the office, every: 6 months}
  training: {says: {en: Staff are trained.}, confirmed_by: Anna, every: 1 year, document: yes}
"""
POLICE = ("--to", "Politiet", "--category", "email", "--ground", "retsplejeloven § 804", "--on", "2026-11-02")


@pytest.fixture
def folder(shop_folder: Path) -> Path:
    (shop_folder / "policy" / "registers.yaml").write_text(REGISTERS, encoding="utf-8")
    return shop_folder


@pytest.mark.usefixtures("folder")
def test_what_is_passed_on_is_written_down_listed_of_one_person_and_taken_back(holdord: Holdord) -> None:
    added = holdord("disclosure", "add", FRIDA, *POLICE, "--json")
    assert added.code == 0, added.err
    (id,) = added.json["disclosures"]
    (one,) = holdord("disclosure", "list", FRIDA, "--json").json
    assert (one["disclosure"], one["to"], one["on"], one["by"]) == (id, "Politiet", "2026-11-02", "anna")
    assert one["categories"] == ["email"]
    assert holdord("disclosure", "list", OLE, "--json").json == []
    assert "Politiet" in holdord("disclosure", "list").out
    assert holdord("disclosure", "strike", id, "--reason", "another customer").code == 0
    assert "taken back" in holdord("disclosure", "list").out
    again = holdord("disclosure", "strike", id, "--reason", "another customer", "--json")
    assert (again.code, again.codes) == (1, ["store-unknown"])


def test_many_people_are_written_down_from_a_file_all_or_none(holdord: Holdord, folder: Path) -> None:
    people = folder / "people.txt"
    people.write_text(f"{FRIDA}\n{OLE}\n", encoding="utf-8")
    assert (
        len(holdord("disclosure", "add", "--people", str(people), *POLICE, "--json").json["disclosures"]) == 2
    )
    people.write_text(f"{FRIDA}\nemail=nobody@mail.example\n", encoding="utf-8")
    refused = holdord("disclosure", "add", "--people", str(people), *POLICE, "--json")
    assert refused.codes == ["nobody"]
    assert "nobody@mail.example" not in refused.out + refused.err
    assert len(holdord("disclosure", "list", "--json").json) == 2


@pytest.mark.usefixtures("folder")
def test_what_must_not_be_told_yet_has_its_law_and_its_last_day(holdord: Holdord) -> None:
    law = ("--withhold-law", "databeskyttelsesloven § 22, stk. 2")
    assert holdord("disclosure", "add", FRIDA, *POLICE, *law).code == 2
    told = holdord("disclosure", "add", FRIDA, *POLICE, *law, "--withhold-until", "2027-03-01")
    assert told.code == 0, told.err
    (one,) = holdord("disclosure", "list", "--json").json
    assert one["withheld_until"] == "2027-03-01"
    assert "not told until 1 March 2027" in holdord("disclosure", "list").out


def test_what_is_to_be_confirmed_is_listed_until_somebody_has(holdord: Holdord, folder: Path) -> None:
    due = holdord("attest", "--due", "--json")
    assert due.code == 1
    assert [one["fact"] for one in due.json] == ["measures.paper", "measures.training"]
    assert holdord("attest", "measures.paper", "--by", "Anna Holm").code == 0
    assert holdord("attest", "measures.training", "--json").codes == ["document-missing"]
    course = folder / "course.pdf"
    course.write_bytes(b"%PDF who was there")
    kept = holdord("attest", "measures.training", "--document", str(course), "--keep")
    assert kept.code == 0, kept.err
    done = holdord("attest", "--due")
    assert (done.code, done.out.strip()) == (0, "Nothing is to be confirmed.")
    (training,) = (one for one in holdord("attest", "--json").json if one["fact"] == "measures.training")
    assert training["latest"]["document"] == "course.pdf"
    assert training["latest"]["sha256"] == hashlib.sha256(b"%PDF who was there").hexdigest()
    assert (training["latest"]["kept"], training["latest"]["by"]) == (True, "anna")
    assert holdord("attest", "measures.paper", "--not-so").code == 0
    assert "found not so" in holdord("attest", "--due").out


@pytest.mark.usefixtures("folder")
def test_nobody_confirms_what_is_not_there(holdord: Holdord) -> None:
    assert holdord("attest", "measures.nothing", "--json").codes == ["not-confirmable"]
    assert holdord("attest", "measures.paper", "--keep").code == 2
    assert holdord("attest", "measures.paper", "--due").code == 2


def test_the_record_is_written_in_every_form_and_over_no_file(holdord: Holdord, folder: Path) -> None:
    printed = holdord("records")
    assert printed.code == 0, printed.err
    assert printed.out.startswith("Record of processing activities")
    assert holdord("records", "--lang", "da", "--json").json["format"] == "holdord-records/1"
    assert holdord("records", "--format", "html").out.startswith("<!DOCTYPE html>")
    assert holdord("records", "--format", "csv").out.startswith("Art. 30,")
    assert holdord("records", "--format", "pdf").code == 2
    for form, begin in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        file = folder / f"record.{form}"
        assert holdord("records", "--format", form, "--to", str(file)).code == 0
        assert file.read_bytes().startswith(begin)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert holdord("records", "--format", form, "--to", str(file), "--json").codes == ["file-exists"]
    assert zipfile.is_zipfile(io.BytesIO((folder / "record.xlsx").read_bytes()))


def test_the_record_needs_neither_store_nor_system(holdord: Holdord, folder: Path) -> None:
    (folder / "shop.db").unlink(missing_ok=True)
    assert holdord("records").code == 0
    assert not (folder / "policy" / ".holdord").exists()


def test_check_says_what_was_to_be_done_again_until_it_is_confirmed(holdord: Holdord, folder: Path) -> None:
    (folder / "policy" / "host.yaml").write_text(HOST, encoding="utf-8")
    assert "agreement-unreviewed" in holdord("check", "--json").codes
    assert not (folder / "policy" / ".holdord").exists(), "looking makes no store"
    assert holdord("attest", "recipients.host", "--by", "Anna").code == 0
    assert "agreement-unreviewed" not in holdord("check", "--json").codes
    signed_today = HOST.replace("2020-01-01", f"{datetime.now(UTC):%Y-%m-%d}")
    (folder / "policy" / "host.yaml").write_text(signed_today, encoding="utf-8")
    assert holdord("attest", "recipients.host", "--by", "Anna", "--not-so").code == 0
    assert "agreement-unreviewed" in holdord("check", "--json").codes, "what was found wanting is no review"


HOST = """language: 1
recipients:
  host:
    says: {en: runs our servers}
    kind: processor
    country: DK
    categories: [name]
    notice: {unneeded: {en: holds copies only}}
    agreement: {signed: 2020-01-01, document: archive 4, review: 1 year}
"""
