"""What the commands that only look answer: check, find, explain, export, forecast, schema, format."""

import csv
import json
import stat
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import Holdord
from tests.cli.shop import FRIDA, OLE, POLICY
from tests.room import no_room_for_files_above

NOBODY = "email=nobody@mail.example"


@pytest.mark.usefixtures("shop_folder")
def test_check_tells_a_clean_policy_by_its_version(holdord: Holdord) -> None:
    answer = holdord("check")
    assert answer.code == 0
    assert answer.out.startswith("no findings: Nordlys Hjem ApS, 3 purposes, 4 collections in 1 system")


@pytest.mark.usefixtures("shop_folder")
def test_check_live_finds_what_only_the_database_can_tell(holdord: Holdord) -> None:
    answer = holdord("check", "--live", "--json")
    assert answer.code == 0
    assert "link-without-index" in answer.codes


def test_check_tells_an_error_by_file_line_and_column(holdord: Holdord, shop_folder: Path) -> None:
    file = shop_folder / "policy" / "shop.yaml"
    file.write_text(POLICY.replace("purposes: [bookkeeping, service]", "purposes: [bokkeeping]", 1))
    answer = holdord("check")
    assert answer.code == 1
    line = file.read_text().splitlines().index("    purposes: [bokkeeping]") + 1
    assert f"{file}:{line}:16: error" in answer.out
    assert "bookkeeping" in answer.out
    assert "the policy cannot be used" in answer.out


def test_check_says_that_it_did_not_look_at_the_systems(holdord: Holdord, shop_folder: Path) -> None:
    assert holdord("check", "--live", "--json").json["live"] is True
    file = shop_folder / "policy" / "shop.yaml"
    file.write_text(POLICY.replace("basis: consent", "basis: contract", 1).replace("number: ", "nummer: ", 1))
    assert "The systems were not looked at" in holdord("check", "--live").err
    assert holdord("check", "--live", "--json").json["live"] is False
    assert "not looked at" not in holdord("check").err


def test_check_of_a_folder_that_is_not_there_is_refused(holdord: Holdord, tmp_path: Path) -> None:
    answer = holdord("--policy", str(tmp_path / "nothing"), "check")
    assert answer.code == 1
    assert "no-policy" in answer.out


@pytest.mark.usefixtures("shop_folder")
def test_find_says_where_data_stands(holdord: Holdord) -> None:
    answer = holdord("find", FRIDA, "--json")
    assert answer.code == 0
    held = {one["collection"]: one["rows"] for one in answer.json["held"]}
    assert held == {"customers": 1, "orders": 3, "messages": 2, "subscribers": 1}
    assert answer.json["people"] == 1


@pytest.mark.usefixtures("shop_folder")
@pytest.mark.parametrize("command", ["find", "explain"])
def test_somebody_unknown_is_a_clear_nothing(holdord: Holdord, command: str) -> None:
    answer = holdord(command, NOBODY)
    assert answer.code == 0
    assert answer.out.strip() == "Nothing is held about anybody with these keys."
    assert holdord(command, NOBODY, "--json").json["known"] is False


@pytest.mark.usefixtures("shop_folder")
@pytest.mark.parametrize("words", [["-"], ["--stdin"]])
def test_keys_can_come_from_standard_input(holdord: Holdord, words: list[str]) -> None:
    answer = holdord("find", *words, "--json", stdin=f"# whoever wrote\n{FRIDA}\n")
    assert answer.json["known"] is True


@pytest.mark.usefixtures("shop_folder")
def test_two_people_in_one_question_are_told_apart(holdord: Holdord) -> None:
    answer = holdord("find", FRIDA, OLE)
    assert "2 different people" in answer.out
    assert "2 different people" in holdord("explain", FRIDA, OLE).out
    assert "2 different people" not in holdord("explain", FRIDA).out


def test_an_export_of_two_people_together_says_so(holdord: Holdord, shop_folder: Path) -> None:
    assert "2 different people" in holdord("export", FRIDA, OLE, "--to", str(shop_folder / "both")).out
    alone = holdord(
        "export", FRIDA, FRIDA.upper().replace("EMAIL", "email"), "--to", str(shop_folder / "one"), "--json"
    )
    assert alone.json["people"] == 1


@pytest.mark.usefixtures("shop_folder")
def test_explain_names_ground_law_and_last_day(holdord: Holdord) -> None:
    answer = holdord("explain", FRIDA)
    assert "until 31 December 2103 (bookkeeping, legal obligation, bogføringsloven § 12)" in answer.out
    assert "stays until withdrawn (newsletter, consent)" in answer.out


@pytest.mark.usefixtures("shop_folder")
def test_a_day_of_one_row_is_that_day_and_of_several_rows_the_latest(holdord: Holdord) -> None:
    day, why = "until 31 December 2103", "(bookkeeping, legal obligation, bogføringsloven § 12)"
    explained = holdord("explain", FRIDA).out
    name, purchases = (explained.split(f"{kind}\n  in ")[1].split("\n") for kind in ("name", "purchases"))
    assert f"  stays {day} {why} in shop.customers" in name
    assert f"  stays {day} at the latest {why} in shop.orders" in purchases
    assert f"  {day} at the latest {why}\n" in holdord("erase", FRIDA).out


@pytest.mark.usefixtures("shop_folder")
def test_explain_tells_what_goes_now_and_what_on_request(holdord: Holdord) -> None:
    told = holdord("explain", FRIDA, "--json").json
    assert [(s["collection"], s["act"], s["rows"]) for s in told["going"]] == [
        ("orders", "remove", 1),
        ("orders", "clear", 1),
    ]
    assert {s["collection"] for s in told["on_request"]} == {"messages", "orders", "subscribers", "customers"}


@pytest.mark.usefixtures("shop_folder")
def test_explain_as_of_a_later_day_holds_less(holdord: Holdord) -> None:
    told = holdord("explain", FRIDA, "--now", "2102-01-01", "--json").json
    assert {one["purpose"] for one in told["kept"]} == {"bookkeeping", "newsletter"}


@pytest.mark.usefixtures("shop_folder")
@pytest.mark.parametrize("now", ["1950-01-01T00:00+14:00", "2250-12-31T23:59:59-12:00"])
def test_the_first_and_the_last_moment_that_can_be_asked_about_are_answered(
    holdord: Holdord, now: str
) -> None:
    assert holdord("explain", FRIDA, "--now", now).code == 0
    assert holdord("forecast", "--months", "120", "--now", now).code == 0
    assert holdord("expire", "--dry-run", "--now", now).code == 0


@pytest.mark.usefixtures("shop_folder")
def test_a_value_without_its_key_is_told_how_to_be_written(holdord: Holdord) -> None:
    answer = holdord("find", "frida@mail.example")
    assert answer.code == 1
    assert "write KEY=VALUE, with one of: email" in answer.err
    assert "frida" not in answer.err


@pytest.mark.usefixtures("shop_folder")
def test_a_key_that_was_typed_is_never_said_back(holdord: Holdord) -> None:
    for words in (
        ["find", FRIDA],
        ["find", "mail=frida@mail.example"],
        ["explain", "email=12341234"],
        ["erase", FRIDA, "--confirm", "abc"],
        ["forecast", FRIDA],
        ["frida@mail.example"],
        ["find", "email=frida@mail.example", "--now", "frida@mail.example"],
    ):
        answer = holdord(*words)
        assert "frida@" not in answer.out + answer.err
        assert "12341234" not in answer.out + answer.err


def test_an_export_is_a_page_json_and_tables_for_their_owner_only(
    holdord: Holdord, shop_folder: Path
) -> None:
    to = shop_folder / "export"
    answer = holdord("export", FRIDA, "--to", str(to), "--csv")
    assert answer.code == 0
    names = {"index.html", "data.json", "fields.csv"}
    names |= {f"shop.{name}.csv" for name in ("customers", "orders", "messages", "subscribers")}
    assert {file.name for file in to.iterdir()} == names
    assert {stat.S_IMODE(file.stat().st_mode) for file in to.iterdir()} == {0o600}
    told = json.loads((to / "data.json").read_text())
    assert {one["collection"]: len(one["rows"]) for one in told["collections"]} == {
        "customers": 1,
        "orders": 3,
        "messages": 2,
        "subscribers": 1,
    }
    page = (to / "index.html").read_text()
    assert "Frida@mail.example" in page
    assert "<script" not in page
    with (to / "shop.orders.csv").open(newline="") as lines:
        assert {row["item"] for row in csv.DictReader(lines)} == {"lamp", "chair", "cup"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "da",
            [
                "<h1>Det har Nordlys Hjem ApS om dig</h1>",
                "3 poster",
                "en pligt, som loven giver os",
                "5 år efter",
            ],
        ),
        ("nb", ["<h1>Dette har Nordlys Hjem ApS om deg</h1>", "3 poster", "en plikt", "5 år etter"]),
        ("en", ["<h1>What Nordlys Hjem ApS holds about you</h1>", "3 records", "5 years after"]),
    ],
)
def test_an_export_speaks_the_language_asked_for(
    holdord: Holdord, shop_folder: Path, language: str, said: list[str]
) -> None:
    to = shop_folder / "export"
    assert holdord("export", FRIDA, "--to", str(to), "--csv", "--language", language).code == 0
    page = (to / "index.html").read_text()
    assert f'<html lang="{language}">' in page
    assert [words for words in said if words not in page] == []
    head = {"da": "fil,felt,hvad det er", "nb": "fil,felt,hva det er", "en": "file,field,what it is"}
    assert (to / "fields.csv").read_text().splitlines()[0] == head[language]


def test_an_export_speaks_the_first_language_of_the_policy(holdord: Holdord, shop_folder: Path) -> None:
    file = shop_folder / "policy" / "shop.yaml"
    file.write_text(POLICY.replace("texts: [en]", "texts: [nb]").replace("{en: ", "{nb: "))
    answer = holdord("export", FRIDA, "--to", str(shop_folder / "export"))
    assert answer.code == 0
    assert '<html lang="nb">' in (shop_folder / "export" / "index.html").read_text()


def test_an_export_gives_nothing_of_somebody_elses(holdord: Holdord, shop_folder: Path) -> None:
    holdord("export", OLE, "--to", str(shop_folder / "export"), "--csv")
    texts = "".join(file.read_text() for file in (shop_folder / "export").iterdir())
    assert "bowl" in texts
    assert not [word for word in ("Frida", "frida", "lamp", "chair", "alone") if word in texts]


def test_an_export_is_never_written_over(holdord: Holdord, shop_folder: Path) -> None:
    to = shop_folder / "export"
    holdord("export", FRIDA, "--to", str(to))
    before = {file.name: file.read_bytes() for file in to.iterdir()}
    answer = holdord("export", OLE, "--to", str(to), "--json")
    assert (answer.code, answer.codes) == (1, ["folder-not-empty"])
    file = shop_folder / "frida.json"
    assert holdord("export", FRIDA, "--to", str(file)).code == 0
    assert holdord("export", OLE, "--to", str(file), "--json").codes == ["file-exists"]
    assert {f.name: f.read_bytes() for f in to.iterdir()} == before


def test_an_export_for_which_there_is_no_room_leaves_no_half_of_an_answer(
    holdord: Holdord, shop_folder: Path
) -> None:
    to = shop_folder / "export"
    whole = holdord("export", FRIDA, "--to", str(shop_folder / "whole"), "--csv", "--json").json
    sizes = [Path(file).stat().st_size for file in whole["files"]]
    with no_room_for_files_above(max(sizes) - 1):
        answer = holdord("export", FRIDA, "--to", str(to), "--csv", "--json")
    assert answer.codes == ["file-unusable"]
    assert list(to.iterdir()) == []
    assert holdord("export", FRIDA, "--to", str(to), "--csv").code == 0


def test_an_export_of_somebody_unknown_writes_no_file(holdord: Holdord, shop_folder: Path) -> None:
    answer = holdord("export", NOBODY, "--to", str(shop_folder / "export"))
    assert answer.code == 0
    assert not (shop_folder / "export").exists()


def test_a_forecast_is_a_table_json_and_a_picture(holdord: Holdord, shop_folder: Path) -> None:
    picture = shop_folder / "forecast.svg"
    answer = holdord("forecast", "--months", "3", "--svg", str(picture))
    assert answer.code == 0
    assert "due now" in answer.out
    read = ElementTree.parse(picture).getroot()
    names = {element.tag.rpartition("}")[2] for element in read.iter()}
    assert {"title", "desc", "rect", "text"} <= names
    assert "script" not in names
    told = holdord("forecast", "--months", "3", "--json").json
    assert len(told["months"]) == 3
    due = sum(line["due_now"] for line in told["lines"])
    assert due == 6
    assert f"{due} endings due now" in next(e.text for e in read.iter() if e.tag.endswith("desc"))


@pytest.mark.usefixtures("shop_folder")
def test_the_widest_forecast_names_every_month(holdord: Holdord) -> None:
    answer = holdord("forecast", "--wide", "--now", "2026-11-20")
    assert "2027-10" in answer.out


def test_the_schema_is_json(holdord: Holdord) -> None:
    assert json.loads(holdord("schema").out)["$schema"].startswith("https://json-schema.org/")


def test_format_check_changes_nothing_and_format_does(holdord: Holdord, shop_folder: Path) -> None:
    file = shop_folder / "policy" / "shop.yaml"
    before = file.read_text()
    assert holdord("format", "--check").code == 1
    assert file.read_text() == before
    assert holdord("format").code == 0
    assert file.read_text() != before
    assert holdord("format", "--check").code == 0
    assert holdord("check").code == 0


@pytest.mark.parametrize("folder", ["empty", "missing"])
def test_format_of_a_folder_without_a_policy_is_refused(
    holdord: Holdord, tmp_path: Path, folder: str
) -> None:
    (tmp_path / "empty").mkdir()
    answer = holdord("format", "--check", "--policy", str(tmp_path / folder), "--json")
    assert (answer.code, answer.codes) == (1, ["no-policy"])


def test_a_file_that_cannot_be_read_stops_format_before_any_is_changed(
    holdord: Holdord, shop_folder: Path
) -> None:
    (shop_folder / "policy" / "z.yaml").write_text("a: [1\n")
    before = (shop_folder / "policy" / "shop.yaml").read_text()
    answer = holdord("format")
    assert answer.code == 1
    assert "z.yaml:2:1: error" in answer.err
    assert (shop_folder / "policy" / "shop.yaml").read_text() == before
