"""What is handed out for machines holds everything exactly, and says what each field is."""

import csv
import io
import json
from datetime import date, datetime, timezone
from decimal import Decimal

from hypothesis import given

from holdord.letters.answers import ANSWER, PORTABILITY, answer_told, answers_csv, answers_json
from holdord.letters.records import HeldField, HeldRows
from holdord.words.request import Right
from tests.letters.company import REFUSED, ROWS, case
from tests.letters.nasty import nasty


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_the_json_names_its_format_and_holds_each_value_exactly() -> None:
    told = json.loads(answers_json(answer_told(case("en"), ROWS, (REFUSED,))))
    assert told["format"] == ANSWER == "holdord-answer/1"
    customers, orders = told["collections"]
    assert customers["rows"][0]["born"] == "1980-03-01"
    assert customers["rows"][0]["seen_at"] == "2026-05-17T08:05:00+00:00"
    assert customers["rows"][0]["note"] is None
    assert customers["fields"][3]["meaning"] == "date of birth"
    assert orders["withheld_for_others"] == 2
    assert told["left_out"][0]["law"] == "Art. 15(4)"


def test_portability_has_a_format_of_its_own() -> None:
    told = json.loads(answers_json(answer_told(case("nb", Right.PORTABILITY), ROWS)))
    assert told["format"] == PORTABILITY == "holdord-portability/1"


def test_every_value_of_a_database_has_a_form_in_json() -> None:
    values = (Decimal("1.50"), float("nan"), b"a", datetime(2026, 1, 1, tzinfo=timezone.utc), {"a": 1}, [1])  # noqa: UP017
    fields = tuple(HeldField(f"f{i}") for i in range(len(values)))
    row = json.loads(answers_json(answer_told(case(), (HeldRows("s", "c", fields, (values,)),))))[
        "collections"
    ][0]["rows"]
    assert list(row[0].values()) == ["1.50", "nan", "YQ==", "2026-01-01T00:00:00+00:00", {"a": 1}, [1]]


def test_each_collection_is_a_csv_and_one_file_says_what_the_columns_are() -> None:
    files = answers_csv(answer_told(case("da"), ROWS))
    assert list(files) == ["fields.csv", "shop.customers.csv", "shop.orders.csv"]
    assert table(files["shop.orders.csv"])[1] == ["A-1", "Lampe", "iPhone"]
    described = table(files["fields.csv"])
    assert ["shop.customers.csv", "shop", "customers", "born", "", "fødselsdato"] in described
    assert len(described) == 1 + sum(len(one.fields) for one in ROWS)


def test_collections_whose_names_look_alike_have_files_of_their_own() -> None:
    rows = tuple(HeldRows("s", name, (HeldField("a"),), ((name,),)) for name in ("x y", "x_y", "X/y"))
    files = answers_csv(answer_told(case(), rows))
    assert set(files) == {"fields.csv", "s.x_y.csv", "s.x_y-2.csv", "s.X_y-3.csv"}


def test_no_name_of_a_file_leads_out_of_its_folder() -> None:
    for name in answers_csv(answer_told(case(), (HeldRows("..", "../../etc/x", (), ()),))):
        assert "/" not in name


@given(nasty)
def test_nothing_in_a_csv_runs_as_a_formula_and_all_of_it_can_be_written(text: str) -> None:
    rows = HeldRows("s", "c", (HeldField(f"{text}"),), ((text,), (date(2026, 1, 1),)))
    for name, found in answers_csv(answer_told(case(), (rows,))).items():
        found.encode()
        if name == "fields.csv":
            continue
        for cells in csv.reader(io.StringIO(found, newline="")):
            for cell in cells:
                assert not cell.lstrip().startswith(("=", "+", "-", "@"))


@given(nasty)
def test_the_json_gives_back_what_was_given(text: str) -> None:
    rows = HeldRows("s", "c", (HeldField("a"),), ((text,),))
    found = answers_json(answer_told(case(), (rows,)))
    found.encode()
    back = json.loads(found)["collections"][0]["rows"][0]["a"]
    assert back == text or "\\u" in found
