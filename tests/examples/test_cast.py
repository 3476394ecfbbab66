"""The fixed cast: whose each row is must be true in the database, or every test that leans on it is wrong."""

from datetime import date

import pytest

from holdord import demo
from holdord.demo.cast import Casting
from holdord.demo.retailer.cast import PHONE
from tests.examples.conftest import Fill
from tests.servers import Database

NUMBERED = {
    "retailer": ("customers", "customer_no"),
    "service": ("customers", "customer_no"),
    "membership": ("members", "member_no"),
    "invoicing": ("users", "user_no"),
    "visitors": ("licences", "licence_no"),
}


@pytest.mark.parametrize("company", demo.COMPANIES)
def test_everybody_who_can_prove_a_number_is_one_customer(filled: Fill, company: str) -> None:
    table, key = NUMBERED[company]
    made = filled(company, "sqlite")
    proven = {who: m.keys[key] for who, m in demo.cast(company).people.items() if key in m.keys}
    assert len(proven) >= 3
    for who, number in proven.items():
        found = made.rows(f"SELECT id FROM {table} WHERE {key} = {number}")
        assert demo.cast(company)[who].rows[table] == {row[0] for row in found}


def test_the_rows_of_a_customer_are_those_that_the_links_reach(database: Database) -> None:
    demo.generate(database.url, customers=40, orders=2)
    frida = demo.cast()["frida"]
    (customer,) = frida.rows["customers"]
    for table in (
        "addresses",
        "orders",
        "newsletter_subscribers",
        "wishlists",
        "reviews",
        "sessions",
        "mail_log",
    ):
        found = database.rows(f"SELECT id FROM {table} WHERE customer_id = {customer}")
        assert frida.rows[table] == {row[0] for row in found}, table
    orders = ", ".join(map(str, frida.rows["orders"]))
    for table in ("order_lines", "payments", "returns"):
        found = database.rows(f"SELECT id FROM {table} WHERE order_id IN ({orders})")
        assert frida.rows[table] == {row[0] for row in found}, table


def test_a_guest_is_found_by_the_address_alone_in_any_letter_case(database: Database) -> None:
    demo.generate(database.url, customers=40, orders=2)
    nora = demo.cast()["nora"]
    found = database.rows(f"SELECT id FROM orders WHERE lower(guest_email) = '{nora.keys['email']}'")
    assert nora.rows["orders"] == {row[0] for row in found}
    assert len(found) == 2


def test_the_thread_belongs_to_one_and_its_messages_to_two() -> None:
    cast = demo.cast()
    assert cast["sara"].shared["support_messages"] == {2, 4}
    assert cast["frida"].rows["support_messages"] == {1, 2, 3, 4}
    assert "support_threads" not in cast["sara"].rows


def test_nobody_has_a_row_of_the_strangers() -> None:
    cast = demo.cast()
    for other in ("frida", "jonas", "sara", "nora", "knud", "tove"):
        for table, ids in cast["ove"].rows.items():
            assert not ids & cast[other].rows.get(table, frozenset()), (other, table)


def test_husband_and_wife_share_a_telephone(database: Database) -> None:
    demo.generate(database.url, customers=40)
    assert database.rows(f"SELECT count(*) FROM customers WHERE phone = '{PHONE}'") == [(2,)]


def test_the_cast_is_counted_back_from_today() -> None:
    later = demo.cast(today=date(2031, 2, 28))
    assert max(row[5] for row in later.rows["orders"]).startswith("2031-02")


def test_a_row_with_an_unknown_column_is_refused() -> None:
    with pytest.raises(ValueError, match="shoe_size"):
        Casting(demo.tables(), demo.TODAY).row("customers", "", shoe_size=42)
