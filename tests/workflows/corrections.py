"""A company whose rows have something to correct: every kind of column, shared rows, two systems."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from holdord.words.correction import Correction
from tests.company import Company, found_company, policy_text, typed
from tests.servers import Database

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
OLD = "frida.marker@old.example"
NEW = "frida.marker@new.example"

TABLES = """
CREATE TABLE countries (code varchar(2) PRIMARY KEY);
CREATE TABLE customers (id integer PRIMARY KEY, customer_no integer, email varchar(80) NOT NULL,
    name varchar(20), phone varchar(30), born date, credit decimal(8,2), member boolean, visits integer,
    note text, score integer, country varchar(2) REFERENCES countries(code), joined_at MOMENT,
    seen_at INSTANT, doubled varchar(9) GENERATED ALWAYS AS ('x') STORED);
CREATE UNIQUE INDEX customers_no ON customers (customer_no);
CREATE UNIQUE INDEX customers_email ON customers ({email});
CREATE TABLE orders (id integer PRIMARY KEY, customer_no integer, guest_email varchar(80), item varchar(60),
    invoiced_on date);
CREATE TABLE messages (id integer PRIMARY KEY, writer_id integer REFERENCES customers(id),
    reader_id integer REFERENCES customers(id), signed varchar(40), body varchar(80));
INSERT INTO countries VALUES ('DK'), ('NO');
"""
_ROWS = """
INSERT INTO customers (id, customer_no, email, name, phone, born, credit, member, visits, note, score,
    country, joined_at, seen_at) VALUES
    (1, 501, '{old}', 'Fridda', '+45 12 34 56 78', '1980-02-03', 12.50, {yes}, 3, 'x', 7, 'DK',
        '2026-01-02 03:04:05', '2026-01-02 03:04:05'),
    (2, 502, 'ole@x.example', 'Ole', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'NO',
        '2026-01-02 03:04:05', NULL);
INSERT INTO orders VALUES (1, 501, NULL, 'lamp', '2026-02-02'), (2, NULL, '{old}', 'cup', '2026-02-02'),
    (3, NULL, 'guest@x.example', 'bowl', '2026-02-02'), (4, 502, NULL, 'jug', '2026-02-02');
INSERT INTO messages VALUES (1, 1, 2, 'F.', 'to Ole'), (2, 1, NULL, 'F.', 'to nobody');
"""
CONTACTS = "CREATE TABLE contacts (id UUID PRIMARY KEY, email varchar(80), name varchar(40));"
ID = "0b9a5b1e-6f4f-4c57-9d6c-0a8f8f3c1a11"

COLLECTIONS: Mapping[str, Mapping[str, Any]] = {
    "customers": {
        "person": "customer",
        "keys": {"email": "email", "customer_no": "customer_no", "phone": "phone"},
        "holds": {
            "name": "name",
            "email": "email",
            "phone": "phone",
            "birth_date": "born",
            "payments": ["credit", "member", "visits", "score", "doubled"],
            "correspondence": ["note", "joined_at", "seen_at"],
            "address": "country",
            "member": "customer_no",
        },
        "ends": {"email": "mask with id", "doubled": "with row", "customer_no": "with row"},
        "events": {"joined": "joined_at"},
        "derived": ["score"],
        "purposes": ["service"],
    },
    "orders": {
        "of": "customers by customer_no = customer_no",
        "person": "customer",
        "keys": {"email": "guest_email"},
        "holds": {"purchases": "item", "email": "guest_email"},
        "events": {"joined": "invoiced_on"},
        "purposes": ["service"],
    },
    "messages": {
        "owners": {
            "writer": {"of": "customers by writer_id", "holds": {"name": "signed"}},
            "reader": {"of": "customers by reader_id"},
        },
        "holds": {"correspondence": "body"},
        "events": {"joined": "customers.joined_at"},
        "purposes": ["service"],
    },
}
CRM: Mapping[str, Mapping[str, Any]] = {
    "contacts": {
        "person": "subscriber",
        "keys": {"email": "email"},
        "holds": {"email": "email", "name": "name"},
        "purposes": ["newsletter"],
    }
}
PURPOSES: Mapping[str, Mapping[str, Any]] = {
    "service": {
        "basis": "contract",
        "categories": [
            "name", "email", "phone", "birth_date", "payments", "correspondence", "address",
            "member", "purchases",
        ],
        "keep": "3 years after joined",
    },
    "newsletter": {
        "basis": "consent",
        "people": ["subscriber"],
        "categories": ["email", "name"],
        "keep": "until withdrawn",
    },
}  # fmt: skip


def company(folder: Path, shop: Database, crm: Database) -> Company:
    """Frida with rows everywhere, Ole beside her, and a message the two share."""
    lowered = "email" if shop.dialect == "mariadb" else "lower(email)"
    shop.execute_script(typed(shop.dialect, TABLES).replace("{email}", lowered))
    shop.execute_script(_ROWS.format(old=OLD, yes="true" if shop.dialect == "postgresql" else "1"))
    crm.execute_script(typed(crm.dialect, CONTACTS))
    crm.execute_script(f"INSERT INTO contacts VALUES ('{ID}', '{OLD.upper()}', 'Frida Marker');")
    policy = policy_text(
        PURPOSES,
        {"shop": {"ignores": ["countries"], "collections": COLLECTIONS}, "crm": {"collections": CRM}},
        {"categories": {"member": {"says": {"en": "customer number"}}}},
    )
    return found_company(folder, policy, {"shop": shop, "crm": crm})


def correction(where: str, value: str, row: str = "1") -> Correction:
    """A correction of `SYSTEM.COLLECTION.COLUMN`, of the first row unless another is named."""
    system, collection, column = where.split(".")
    return Correction(system, collection, row, column, value)
