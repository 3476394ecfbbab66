"""A link of texts leads to the row it names, not to one that the database takes for the same.

MariaDB takes 'ø' for 'o', 'é' for 'e', 'A' for 'a', and leaves out blanks at the end, unless told otherwise.
"""

from pathlib import Path

import pytest

from holdord.workflows import explaining
from holdord.workflows.people import read_keys
from tests.attack.shops import NOW, NewDatabase, erased, exported, exported_each, shop
from tests.company import Company
from tests.servers import DIALECTS

NAMES = ("soren", "søren", "Soren", "rene", "rené", "per ", "per")
COLLATION = {
    "mariadb": "varchar(20) character set utf8mb4 collate utf8mb4_general_ci",
    "postgresql": "varchar(20)",
    "sqlite": "varchar(20) collate nocase",
}
MAP = """
customers: {{person: customer, keys: {{email: email}}, holds: {{name: name, email: email}}, {other}
  purposes: [service]}}
orders: {{of: customers by customer_code{by}, holds: {{address: street}}, events: {{bought: bought}},
  purposes: [service, books]}}
parts: {{of: orders by order_code, holds: {{purchases: note}}, purposes: [service, books]}}
"""
PURPOSES = {
    "service": {
        "basis": "consent",
        "categories": ["name", "email", "address", "purchases"],
        "keep": "until withdrawn",
    },
    "books": {"basis": "contract", "categories": ["address", "purchases"], "keep": "1 year after bought"},
}


def company(tmp_path: Path, new_database: NewDatabase, dialect: str, by_id: bool) -> Company:
    """Customers of whom one has the code that stands in orders; and an order of somebody who has gone."""
    text, exact = COLLATION[dialect], "varchar(20)"
    if dialect == "mariadb":
        exact += " character set utf8mb4 collate utf8mb4_nopad_bin"
    key = f"id {exact} primary key" if by_id else f"id integer primary key, code {exact} unique"
    people = ", ".join(
        f"({'' if by_id else f'{n}, '}'{name}', 'N', '{n}@x.example')" for n, name in enumerate(NAMES, 1)
    )
    goods = ", ".join(f"('o{n}', '{name}', 'street', '2026-06-01')" for n, name in enumerate(NAMES, 1))
    parts = ", ".join(f"({n}, 'o{n}', 'note')" for n, name in enumerate(NAMES, 1))
    return shop(
        tmp_path,
        new_database(dialect),
        f"create table customers ({key}, name varchar(40), email varchar(80)); "
        f"create table orders (id varchar(20) primary key, customer_code {text}, street varchar(40), "
        f"bought date); create table parts (id integer primary key, order_code {text}, note varchar(40)); "
        f"insert into customers values {people}; insert into orders values {goods}; "
        f"insert into parts values {parts};",
        MAP.format(other="" if by_id else "other: [code],", by="" if by_id else " = code"),
        PURPOSES,
    )


@pytest.mark.parametrize("by_id", [True, False], ids=["by its id", "by another column"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_link_leads_to_the_row_it_names_to_the_letter(
    tmp_path: Path, new_database: NewDatabase, dialect: str, by_id: bool
) -> None:
    here = company(tmp_path, new_database, dialect, by_id)
    everybody = [f"email={n}@x.example" for n in range(1, len(NAMES) + 1)]
    for n, each in enumerate(exported_each(here, *everybody), 1):
        assert len(each) == 1
        assert (each[0]["orders"], each[0]["parts"]) == ([f"o{n}"], [n])
    for n, key in enumerate(everybody[:3], 1):
        found = exported(here, key)
        assert (found["orders"], found["parts"]) == ([f"o{n}"], [n])
    with here.office() as office:
        told = explaining.explain(office, read_keys(office.policy, everybody[1:2]), NOW)
        assert {one.collection: one.rows for one in told.held} == {"customers": 1, "orders": 1, "parts": 1}
    erased(here, everybody[1])
    emails = [row[-1] for row in here.rows("shop", "customers")]
    others = {f"{n}@x.example" for n in range(1, len(NAMES) + 1) if n != 2}
    assert set(filter(None, emails)) == others
    left = {table: len(here.rows("shop", table)) for table in ("customers", "orders", "parts")}
    assert left["orders"] == left["parts"] == len(NAMES), "its order stays for the books"
