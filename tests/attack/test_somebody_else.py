"""Nobody is given, or loses, what is somebody else's, however the keys and the rows are written."""

from pathlib import Path

import pytest

from tests.attack.shops import CUSTOMERS, NewDatabase, erased, exported, exported_each, refusals, shop
from tests.servers import Database

PLAIN = "create table customers (id integer primary key, name varchar(40), email varchar(80));"


def test_an_order_of_a_customer_is_not_whose_address_was_typed_into_it(
    tmp_path: Path, database: Database
) -> None:
    company = shop(
        tmp_path,
        database,
        PLAIN + "create table orders (id integer primary key, customer_id integer, guest_email varchar(80), "
        "street varchar(40)); insert into customers values (1, 'Ann', 'ann@x.example'), "
        "(2, 'Bob', 'bob@x.example'); insert into orders values (1, 1, 'bob@x.example', 'Ann street'), "
        "(2, null, 'bob@x.example', 'Bob street');",
        f"customers: {CUSTOMERS}\n"
        "orders: {of: customers by customer_id, keys: {email: guest_email}, "
        "holds: {email: guest_email, address: street}, purposes: [service]}",
    )
    assert exported(company, "email=bob@x.example") == {"customers": [2], "orders": [2]}
    erased(company, "email=bob@x.example")
    assert [row[0] for row in company.rows("shop", "orders")] == ["1"]
    assert exported(company, "email=ann@x.example") == {"customers": [1], "orders": [1]}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("pal@x.example", [1, 3]),
        ("pål@x.example", [2]),
        ("PÅL@x.example", [2]),
        ("strasse@x.example", [4]),
        ("straße@x.example", [5]),
        ("pa\u030al@x.example", []),  # a letter and a ring are not the one letter
        ("p%l@x.example", []),
        ("p_l@x.example", []),
        ("ｐal@x.example", []),
        ("åse@x.example", [6]),
        ("Åse@X.EXAMPLE", [6]),
        ("ægir.øst@x.example", [7]),
        ("x' OR '1'='1' -- @", []),
        ("x\\' OR 1=1 -- @", []),
        ("%(now)s@x", []),
    ],
)
def test_an_address_finds_all_that_is_written_so_and_nothing_else(
    tmp_path: Path, database: Database, typed: str, found: list[int]
) -> None:
    company = shop(
        tmp_path,
        database,
        PLAIN + "insert into customers values (1, 'a', 'pal@x.example'), (2, 'b', 'pål@x.example'), "
        "(3, 'c', 'PAL@x.example'), (4, 'd', 'strasse@x.example'), (5, 'e', 'straße@x.example'), "
        "(6, 'f', 'Åse@x.example'), (7, 'g', 'Ægir.ØST@x.example');",
        f"customers: {CUSTOMERS}",
    )
    assert exported(company, f"email={typed}") == ({"customers": found} if found else {})


@pytest.mark.parametrize("value", ["a\0b@x", "\udcff@x", "a\x1b[2J@x", "\N{KELVIN SIGN}im@x"])
def test_a_value_with_characters_that_are_none_is_refused_before_anything_is_asked(
    tmp_path: Path, new_database: NewDatabase, value: str
) -> None:
    company = shop(tmp_path, new_database("sqlite"), PLAIN, f"customers: {CUSTOMERS}")
    assert refusals(company, f"email={value}") == ["wrong-key-value"]


NUMBERED = "customers: {person: customer, keys: {customer_no: no}, holds: {name: name}, purposes: [service]}"


@pytest.mark.parametrize(
    "kind", ["integer", "bigint", "decimal(12, 0)", "decimal(12, 2)", "double precision"]
)
def test_a_number_is_found_in_every_kind_of_column_of_numbers(
    tmp_path: Path, database: Database, kind: str
) -> None:
    company = shop(
        tmp_path,
        database,
        f"create table customers (id integer primary key, no {kind}, name varchar(40)); "
        "insert into customers values (1, 7, 'a'), (2, -8, 'b'), (3, 0, 'c');",
        NUMBERED,
    )
    for typed, found in (("7", 1), ("007", 1), ("-8", 2), ("-0", 3)):
        assert exported(company, f"customer_no={typed}") == {"customers": [found]}
    for typed in ("9" * 19, "9" * 5000, "-" + "9" * 5000):
        assert exported(company, f"customer_no={typed}") == {}
    for typed in ("1 OR 1=1", "true", "7.5", "٧", "７", "7\\", "+7", "1_0"):
        assert refusals(company, f"customer_no={typed}") == ["wrong-key-value"]


def test_whoever_registers_a_sign_that_looks_like_a_letter_is_another_person(
    tmp_path: Path, database: Database
) -> None:
    company = shop(
        tmp_path,
        database,
        PLAIN
        + "insert into customers values (1, 'a', 'kim@x.example'), (2, 'b', '\N{KELVIN SIGN}im@x.example');",
        f"customers: {CUSTOMERS}",
    )
    assert exported(company, "email=KIM@x.example") == {"customers": [1]}


def test_a_number_in_a_column_of_texts_is_refused_for_007_is_not_7(
    tmp_path: Path, database: Database
) -> None:
    company = shop(
        tmp_path,
        database,
        "create table customers (id integer primary key, no varchar(20), name varchar(40)); "
        "insert into customers values (1, '7', 'a'), (2, '007', 'b');",
        NUMBERED,
    )
    assert "key-kind-unfit" in refusals(company, "customer_no=007")


def test_a_key_that_is_a_uuid_may_be_typed_in_capitals_and_nothing_else_is_asked_for(
    tmp_path: Path, database: Database
) -> None:
    one = "6ccd780c-baba-4026-9564-5b8c656024db"
    company = shop(
        tmp_path,
        database,
        f"create table customers (id UUID primary key, name varchar(40)); "
        f"insert into customers values ('{one}', 'a');",
        "customers: {person: customer, keys: {member_no: id}, holds: {name: name}, purposes: [service]}",
        changes={"people": {"customer": {"known_by": ["member_no"], "says": {"en": "customers"}}}},
    )
    assert len(exported(company, f"member_no={one}")["customers"]) == 1
    assert len(exported(company, f"member_no={one.upper()}")["customers"]) == 1
    assert exported(company, "member_no=1 OR 1=1") == {}


def test_children_that_compare_more_loosely_than_their_parents_go_with_the_right_one(
    tmp_path: Path, new_database: NewDatabase
) -> None:
    exact = "varchar(20) character set utf8mb4 collate utf8mb4_bin"
    for dialect, parent, child in (
        ("sqlite", "text", "text collate nocase"),
        ("mariadb", exact, "varchar(20)"),
    ):
        company = shop(
            tmp_path / dialect,
            _made(tmp_path / dialect, new_database, dialect),
            f"create table customers (id {parent} primary key, name varchar(40), email varchar(80)); "
            f"create table orders (id integer primary key, customer_id {child}, item varchar(40)); "
            "insert into customers values ('abC', 'Ann', 'ann@x.example'), ('ABc', 'Bob', 'bob@x.example'); "
            "insert into orders values (1, 'abC', 'a'), (2, 'ABc', 'b');",
            f"customers: {CUSTOMERS}\n"
            "orders: {of: customers by customer_id, holds: {purchases: item}, purposes: [service]}",
        )
        erased(company, "email=ann@x.example")
        assert [row[1] for row in company.rows("shop", "orders")] == ["ABc"]
        assert exported(company, "email=bob@x.example") == {"customers": ["ABc"], "orders": [2]}


def _made(folder: Path, new_database: NewDatabase, dialect: str) -> Database:
    folder.mkdir()
    return new_database(dialect)


def test_somebody_with_an_account_and_no_orders_is_found(tmp_path: Path, database: Database) -> None:
    company = shop(
        tmp_path,
        database,
        PLAIN + "create table streets (id integer primary key, street varchar(40)); "
        "create table orders (id integer primary key, customer_id integer, street_id integer unique, "
        "item varchar(40), guest_email varchar(80), foreign key (street_id) references streets (id)); "
        "insert into customers values (1, 'Ann', 'ann@x.example'), (2, 'Bob', 'bob@x.example'); "
        "insert into streets values (5, 'Bob street'); insert into orders values (9, 2, 5, 'lamp', null);",
        f"customers: {CUSTOMERS}\n"
        "orders: {of: customers by customer_id, keys: {email: guest_email}, "
        "holds: {purchases: item, email: guest_email}, other: [street_id], "
        "purposes: [service]}\n"
        "streets: {of: orders by id = street_id, holds: {address: street}, purposes: [service]}",
    )
    assert exported(company, "email=ann@x.example") == {"customers": [1]}
    assert exported(company, "email=bob@x.example") == {"customers": [2], "orders": [9], "streets": [5]}


def test_many_read_together_are_not_made_one_by_a_form_that_names_two_of_them(
    tmp_path: Path, database: Database
) -> None:
    company = shop(
        tmp_path,
        database,
        "create table customers (id integer primary key, name varchar(40), email varchar(80)); "
        "create table forms (id integer primary key, no integer, email varchar(80), address varchar(40)); "
        "create table notes (id integer primary key, form_id integer, body varchar(40)); "
        "insert into customers values (1, 'Ann', 'ann@x.example'), (2, 'Bob', 'bob@x.example'); "
        "insert into forms values (1, 2, 'ann@x.example', 'typed by Ann, with the number of Bob'); "
        "insert into notes values (5, 1, 'a note');",
        "customers: {person: customer, keys: {email: email, customer_no: id}, holds: {name: name, email: "
        "email}, widens: yes, purposes: [service]}\n"
        "forms: {person: customer, keys: {email: email, customer_no: no}, holds: {address: address, email: "
        "email}, purposes: [service]}\n"
        "notes: {of: forms by form_id, holds: {purchases: body}, purposes: [service]}",
    )
    form = {"forms": [1], "notes": [5]}
    alone = [exported(company, key) for key in ("email=ann@x.example", "email=bob@x.example")]
    assert alone == [{"customers": [1], **form}, {"customers": [2], **form}]
    together = exported_each(company, "email=ann@x.example", "email=bob@x.example", "email=c@x.example")
    assert together == [[alone[0]], [alone[1]], []]
