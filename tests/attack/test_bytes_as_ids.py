"""Rows whose ids are bytes: told before anything is asked, for what belongs to them would be overlooked."""

from pathlib import Path

from tests.attack.shops import refusals, shop
from tests.servers import Database

BYTES = {"sqlite": "blob", "postgresql": "bytea", "mariadb": "binary(16)"}


def test_children_of_rows_with_ids_of_bytes_are_never_left_out_in_silence(
    tmp_path: Path, database: Database
) -> None:
    kind = BYTES[database.dialect]
    company = shop(
        tmp_path,
        database,
        f"create table customers (id {kind} not null primary key, name varchar(40), email varchar(80)); "
        f"create table notes (id integer primary key, customer_id {kind}, body varchar(40)); ",
        "customers: {person: customer, keys: {email: email}, holds: {name: name, email: email}, "
        "purposes: [service]}\n"
        "notes: {of: customers by customer_id, holds: {purchases: body}, purposes: [service]}",
    )
    assert refusals(company, "email=a@x.example") == ["no-row-id"]
