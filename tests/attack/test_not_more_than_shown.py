"""A confirmed plan removes what it showed, whatever has happened to the rows since."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from holdord.words.facts import Condition
from holdord.words.plan import Plan
from holdord.workflows import explaining, forecasting, planning, running, stating
from holdord.workflows.people import read_keys
from tests.attack.shops import CUSTOMERS, NOW, NewDatabase, carried_out, erased, shop
from tests.company import Company
from tests.servers import Database

SEEN: dict[str, Any] = {
    "newsletter": {"basis": "consent", "categories": ["email"], "keep": "until withdrawn"},
    "service": {"basis": "contract", "categories": ["name", "email"], "keep": "1 year after seen"},
}
SCHEMA = "create table {} (id integer primary key, name varchar(40), email varchar(80), seen_on date);"
MAP = "{person: customer, keys: {email: email}, holds: {name: name, email: email}, events: {seen: seen_on}"


def due(company: Company, chunk: int) -> Plan:
    with company.office() as office:
        plan = planning.plan_expiry(office, NOW, chunk)
        office.store.save_plan(plan)
    return plan


@pytest.mark.parametrize(("chunk", "left"), [(5000, 40), (7, 19), (10, 20), (1, 18)])
def test_a_sweep_takes_a_tenth_more_than_was_shown_and_no_row_beyond(
    tmp_path: Path, database: Database, chunk: int, left: int
) -> None:
    rows = ", ".join(
        f"({i}, 'n', 'c{i}@x.example', '{2020 if i <= 20 else 2026}-01-01')" for i in range(1, 41)
    )
    company = shop(
        tmp_path,
        database,
        SCHEMA.format("customers") + f"insert into customers values {rows};",
        f"customers: {MAP}, purposes: [service]}}",
        {"service": SEEN["service"]},
    )
    plan = due(company, chunk)
    assert plan.expected == 20
    database.execute_script("update customers set seen_on = '2010-01-01'")
    with company.office() as office:
        report = running.run_plan(office, plan.digest, lambda: NOW, "me")
        assert [fault.code for fault in report.faults] == ["more-than-planned"]
        assert office.store.run(report.run).state == "stopped"
    assert len(company.rows("shop", "customers")) == left


@pytest.mark.parametrize("chunk", [5000, 7, 10, 20, 1])
def test_a_sweep_that_finds_what_was_shown_takes_all_of_it(
    tmp_path: Path, new_database: NewDatabase, chunk: int
) -> None:
    rows = ", ".join(f"({i}, 'n', 'c{i}@x.example', '2020-01-01')" for i in range(1, 21))
    company = shop(
        tmp_path,
        new_database("sqlite"),
        SCHEMA.format("customers") + f"insert into customers values {rows};",
        f"customers: {MAP}, purposes: [service]}}",
        {"service": SEEN["service"]},
    )
    carried_out(company, due(company, chunk))
    assert company.rows("shop", "customers") == []


@pytest.mark.parametrize("table", ["customers", "shop__customers"])
def test_who_gets_the_id_of_an_erased_row_inherits_nothing(
    tmp_path: Path, new_database: NewDatabase, table: str
) -> None:
    database = new_database("sqlite")
    company = shop(
        tmp_path,
        database,
        SCHEMA.format(table) + f"insert into {table} values (1, 'Dan', 'dan@x.example', '2020-01-01');",
        f"{table}: {MAP}, purposes: [newsletter, service]}}",
        SEEN,
    )
    with company.office() as office:
        keys = read_keys(office.policy, ["email=dan@x.example"])
        stating.state_consent(office, keys, "newsletter", False, NOW, "form", "me")
    erased(company, "email=dan@x.example")
    assert company.rows("shop", table) == []
    database.execute_script(f"insert into {table} values (1, 'Eve', 'eve@x.example', '2026-01-01')")
    assert due(company, 5000).expected == 0


ODD = ("Kunde nr", 'a"b', "a%(x)s", "a:b", "a)b", "?", ":people_customers", "a`b", "a;b--", "{x}", "å")


@pytest.mark.parametrize("odd", ODD)
def test_no_name_of_a_column_or_table_becomes_part_of_a_statement(
    tmp_path: Path, database: Database, odd: str
) -> None:
    mark = "`" if database.dialect == "mariadb" else '"'
    name, number = (mark + one.replace(mark, mark * 2) + mark for one in (odd, f"{odd} no"))
    company = shop(
        tmp_path,
        database,
        "create table customers (id integer primary key, name varchar(40), email varchar(80));"
        f"create table {name} (id integer primary key, customer_id integer, "
        f"{name} varchar(80), {number} integer); "
        "insert into customers values (1, 'Ann', 'ann@x.example'); "
        f"insert into {name} values (1, 1, 'x', 5);",
        f"customers: {CUSTOMERS}\n"
        f"notes: {{table: '{odd}', of: customers by customer_id, holds: {{name: '{odd}'}}, "
        f"other: ['{odd} no'], purposes: [service]}}",
    )
    with company.office() as office:
        held = Condition("shop", "notes", f"{odd} no", ("5",))
        stating.place_hold(office, None, held, "a claim", "me", date(2027, 1, 1), NOW)
        keys = read_keys(office.policy, ["email=ann@x.example"])
        assert explaining.explain(office, keys, NOW).known
        forecasting.forecast(office, NOW)
        assert planning.plan_expiry(office, NOW).expected == 0
        for hold in office.store.holds(NOW):
            office.store.lift_hold(hold.id, "settled", "me", NOW)
    erased(company, "email=ann@x.example")
    assert company.databases["shop"].rows(f"select count(*) from {name}") == [(0,)]
