"""The example companies' rows: the same everywhere, whole, and in memory that does not grow."""

import itertools
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdord import demo
from holdord.demo.digest import content_digest, rows_digest
from holdord.demo.loading import MariaDb, Row, line, lines
from holdord.demo.people import Crowd
from holdord.demo.retailer.rows import order_count
from tests.examples.conftest import SIZE, Filled
from tests.servers import Database

COMPANIES = pytest.mark.parametrize("company", demo.COMPANIES)


def gathered(company: str, customers: int = 60, system: str = "", **options: object) -> dict[str, list[Row]]:
    """All rows of one of a company's systems, by table."""
    rows: dict[str, list[Row]] = {table.name: [] for table in demo.tables(company, system)}
    for batch in demo.batches(company, customers, system=system, **options):  # type: ignore[arg-type]
        for table, found in batch.items():
            rows[table] += found
    return rows


def test_a_database_holds_exactly_the_rows_that_were_drawn(shared: Filled) -> None:
    for system, database in shared.databases.items():
        drawn = gathered(shared.company, **SIZE, system=system)
        tables = demo.tables(shared.company, system)
        assert shared.counts[system] == {table: len(rows) for table, rows in drawn.items()}
        assert content_digest(database.url, tables) == rows_digest(drawn, tables)


def test_every_reference_finds_its_row(shared: Filled) -> None:
    for system in shared.databases:
        for table in demo.tables(shared.company, system):
            for column in table.columns:
                if column.refers:
                    lost = shared.rows(
                        f"SELECT count(*) FROM {table.name} c "
                        f"LEFT JOIN {column.refers} p ON p.id = c.{column.name} "
                        f"WHERE c.{column.name} IS NOT NULL AND p.id IS NULL",
                        system,
                    )
                    assert lost == [(0,)], f"{table.name}.{column.name}"


def test_the_database_itself_holds_the_references(database: Database) -> None:
    demo.generate(database.url, customers=3, orders=1)
    connection = database.connect()
    cursor = connection.cursor()
    if database.dialect == "sqlite":
        cursor.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        cursor.execute("DELETE FROM customers WHERE id = 1")
    connection.close()


def test_the_stated_schema_can_be_run_as_it_stands(database: Database) -> None:
    database.execute_script(";\n".join(demo.schema(database.dialect, "retailer")))
    assert database.rows("SELECT count(*) FROM customers") == [(0,)]


def test_rows_added_afterwards_get_numbers_of_their_own(database: Database) -> None:
    demo.generate(database.url, customers=5, orders=1)
    database.execute_script(
        "INSERT INTO newsletter_subscribers (email, source, subscribed_at) "
        "VALUES ('ny@mail.example', 'footer', '2026-11-20 08:00:00')"
    )
    found = database.rows(
        "SELECT count(*) FROM newsletter_subscribers WHERE id = (SELECT max(id) FROM newsletter_subscribers) "
        "AND email = 'ny@mail.example'"
    )
    assert found == [(1,)]


def test_a_server_that_takes_no_files_takes_the_same_rows(
    new_database: Callable[[str], Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    database = new_database("mariadb")
    begin = MariaDb.begin

    def refusing(self: MariaDb, cursor: object) -> None:
        begin(self, cursor)
        self.local_files = False

    monkeypatch.setattr(MariaDb, "begin", refusing)
    demo.generate(database.url, customers=20, orders=2)
    expected = rows_digest(gathered("retailer", 20, orders=2), demo.tables())
    assert content_digest(database.url, demo.tables()) == expected


@COMPANIES
def test_one_seed_gives_one_history_and_another_gives_another(company: str) -> None:
    tables = demo.tables(company)
    once = rows_digest(gathered(company, seed=3), tables)
    assert rows_digest(gathered(company, seed=3), tables) == once
    assert rows_digest(gathered(company, seed=4), tables) != once


@COMPANIES
def test_the_first_customers_are_the_same_in_a_larger_company(company: str) -> None:
    few, many = gathered(company, 20), gathered(company, 50)
    for table in demo.tables(company):
        assert many[table.name][: len(few[table.name])] == few[table.name], table.name


@COMPANIES
def test_every_batch_is_small_even_with_a_customer_of_twenty_thousand_orders(company: str) -> None:
    sizes = [sum(map(len, batch.values())) for batch in demo.batches(company, 1200, big=20_000)]
    assert max(sizes) < 70_000


@pytest.mark.parametrize("mean", [1, 3, 10, 25])
def test_any_ten_customers_in_turn_have_ten_times_the_mean(mean: int) -> None:
    for start in range(1001, 1021):
        assert sum(order_count(number, mean) for number in range(start, start + 10)) == 10 * mean


def test_some_customers_have_no_order_at_all() -> None:
    assert 0 in {order_count(number, 10) for number in range(10)}


def test_the_big_customer_has_the_orders_asked_for(database: Database) -> None:
    demo.generate(database.url, customers=0, big=2500)
    found = database.rows(
        "SELECT count(*) FROM orders o JOIN customers c ON c.id = o.customer_id "
        f"WHERE c.email = '{demo.big_email()}'"
    )
    assert found == [(2500,)]


def test_history_goes_back_twelve_years_and_never_past_today() -> None:
    rows = gathered("retailer", 300)
    placed = sorted(row[5] for row in rows["orders"])
    assert placed[0] < "2016"
    assert placed[-1] < "2026-11-21"
    earlier = gathered("retailer", 300, today=date(2020, 2, 29))
    assert max(row[5] for row in earlier["orders"]) < "2020-03-01"


def test_what_shops_really_hold_is_there() -> None:
    rows = gathered("retailer", 1500, orders=2)
    named = {table.name: table.names for table in demo.tables()}
    customers = [dict(zip(named["customers"], row, strict=True)) for row in rows["customers"]]
    assert any(c["email"] != c["email"].lower() for c in customers)
    phones = [c["phone"] for c in customers if c["phone"]]
    assert len(set(phones)) < len(phones), "families share a telephone"
    assert {c["language"] for c in customers} == {"da", "nb"}
    notes = [c["note"] for c in customers if c["note"]]
    assert any("\n" in note for note in notes)
    assert any("\\" in note for note in notes)
    orders = [dict(zip(named["orders"], row, strict=True)) for row in rows["orders"]]
    assert any(o["customer_id"] is None and o["guest_email"] for o in orders), "guests"
    assert any(o["completed_at"] is None for o in orders), "orders whose end has not come"
    emails = {c["id"]: c["email"].lower() for c in customers}
    subscribers = [
        dict(zip(named["newsletter_subscribers"], r, strict=True)) for r in rows["newsletter_subscribers"]
    ]
    assert any(s["customer_id"] and s["email"].lower() != emails[s["customer_id"]] for s in subscribers)
    messages = [dict(zip(named["support_messages"], r, strict=True)) for r in rows["support_messages"]]
    by_thread = itertools.groupby(messages, key=lambda m: m["thread_id"])
    assert any(len({m["customer_id"] for m in said if m["customer_id"]}) > 1 for _, said in by_thread)


def test_every_address_is_under_a_name_reserved_for_examples() -> None:
    for company in demo.COMPANIES:
        for system in demo.systems(company):
            for rows in gathered(company, 200, system).values():
                for value in (v for row in rows for v in row if isinstance(v, str) and "@" in v):
                    assert value.lower().endswith(".example"), value


ADDRESSES = {
    "service": ("customers", "phone"),
    "membership": ("members", "phone"),
    "invoicing": ("users", "phone"),
    "visitors": ("guests", "phone"),
}


@pytest.mark.parametrize("company", ADDRESSES)
def test_people_type_as_they_please_and_share_their_telephones(company: str) -> None:
    table, phone = ADDRESSES[company]
    names = next(t.names for t in demo.tables(company) if t.name == table)
    people = [dict(zip(names, row, strict=True)) for row in gathered(company, 600)[table]]
    emails = [one["email"] for one in people if one["email"]]
    assert any(email != email.lower() for email in emails)
    phones = [one[phone] for one in people if one[phone]]
    assert len(set(phones)) < len(phones)


def test_those_who_buy_without_an_account_are_known_by_their_address_alone() -> None:
    names = next(t.names for t in demo.tables("membership") if t.name == "orders")
    orders = [dict(zip(names, row, strict=True)) for row in gathered("membership", 200)["orders"]]
    assert any(one["member_id"] is None and one["guest_email"] for one in orders)


def test_an_identity_number_of_the_examples_is_nobodys() -> None:
    """Its month lies 80 past any that a calendar has, as in the numbers that authorities give to tests."""
    names = next(t.names for t in demo.tables("invoicing") if t.name == "users")
    numbers = [
        dict(zip(names, row, strict=True))["identity_number"] for row in gathered("invoicing", 200)["users"]
    ]
    assert all(number is None or (len(number) == 11 and number[2] in "89") for number in numbers)


def test_one_guest_in_eight_has_been_deleted_at_the_customers() -> None:
    here = {row[2] for row in gathered("visitors", 300)["guests"]}
    there = {row[1] for row in gathered("visitors", 300, "backend")["people"]}
    assert there < here
    assert 0.08 < 1 - len(there) / len(here) < 0.18


def test_household_members_share_telephone_and_name() -> None:
    crowd = Crowd(1)
    first, second = crowd.person(1016), crowd.person(1017)
    assert (first.phone, first.family, first.street) == (second.phone, second.family, second.street)
    assert first.email != second.email


def test_a_database_that_is_not_empty_is_left_alone(database: Database) -> None:
    database.execute_script("CREATE TABLE customers (id integer)")
    with pytest.raises(demo.NotEmpty, match="customers"):
        demo.generate(database.url, customers=1)
    assert database.rows("SELECT count(*) FROM customers") == [(0,)]


def test_replacing_starts_again(database: Database) -> None:
    demo.generate(database.url, customers=5, orders=1)
    again = demo.generate(database.url, customers=2, orders=1, replace=True)
    assert database.rows("SELECT count(*) FROM customers") == [(again.counts["customers"],)]


def test_an_unknown_company_dialect_or_policy_is_said_so() -> None:
    with pytest.raises(ValueError, match="retailer, service"):
        demo.tables("bank")
    with pytest.raises(ValueError, match="oracle"):
        demo.schema("oracle")
    with pytest.raises(ValueError, match="as_stated"):
        demo.policy_folder("retailer", "as_stated")
    with pytest.raises(ValueError, match="there is cloud and backend"):
        demo.tables("visitors", "club")
    with pytest.raises(ValueError, match="negative"):
        demo.generate("sqlite://", customers=-1)
    with pytest.raises(ValueError, match="mssql"):
        demo.generate("mssql://x/y", customers=1)


VALUES = st.none() | st.integers() | st.text(st.characters(codec="utf-8"), max_size=20)


@given(st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1))
def test_the_quick_way_of_writing_rows_writes_what_the_careful_way_does(rows: list[Row]) -> None:
    assert lines(rows).decode() == "".join(f"{line(row)}\n" for row in rows)
