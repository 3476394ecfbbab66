"""What somebody typed into a shop does nothing to whoever opens an export."""

import csv
import io
from pathlib import Path

import pytest

from holdord.cli.export_page import page
from holdord.language import load
from holdord.planning.exports import Exported
from holdord.workflows.exporting import as_csv, as_json
from tests.attack.shops import CUSTOMERS, NOW, NewDatabase, shop

FORMULAS = (
    "=1+1",
    "+1",
    "-1+cmd",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "x;=1",
    "x; =1",
    "x\t=1",
    "x\n=1",
    "x|=1",
    "＝1",
    "\u00a0=1",
)


@pytest.mark.parametrize("value", FORMULAS)
def test_no_cell_of_a_spreadsheet_begins_a_formula_whatever_parts_its_cells(value: str) -> None:
    text = as_csv(Exported("shop", "customers", ("name", "=1"), {}, [(value, 1), (["=1"], -5)]))
    for separator in ",;\t|":
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            for cell in row:
                for line in cell.splitlines():
                    assert line == "-5" or line.strip()[:1] not in tuple("=+-@＝＋－＠"), (separator, cell)


def test_an_ordinary_text_is_as_it_was() -> None:
    row = ("Ann-Marie O'Hara; 5 - 3 = 2", "ann+a@x.example", 'she said "hi", twice')
    text = as_csv(Exported("shop", "customers", ("a", "b", "c"), {}, [row]))
    assert tuple(list(csv.reader(io.StringIO(text)))[1]) == row


def test_a_page_shows_what_was_typed_and_runs_nothing(tmp_path: Path, new_database: NewDatabase) -> None:
    typed = '<script>alert(1)</script><img src=x onerror="a()">\'"&<!--'
    company = shop(
        tmp_path,
        new_database("sqlite"),
        "create table customers (id integer primary key, name varchar(40), email varchar(80));",
        f"customers: {CUSTOMERS}",
    )
    policy = load(company.folder).policy
    assert policy is not None
    for rows in (1, 5):
        exported = Exported(
            "shop", "customers", ("id", "name", "email"), {"name": "name"}, [(1, typed, typed)] * rows
        )
        html = page(policy, as_json(policy, [exported], NOW), "en")
        assert "<script" not in html
        assert "<img" not in html
        assert "<!--" not in html
        assert html.count("&lt;script&gt;") == 2 * rows
        assert "default-src 'none'" in html
