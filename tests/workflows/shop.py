"""A small company for tests of runs: its rows, what may go, and what must then be true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from holdord.words.plan import Plan
from holdord.workflows import planning, proving
from holdord.workflows.office import Office
from holdord.workflows.requests import notifying
from tests.company import Company, found_company, policy_text
from tests.servers import Database

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
MARKER = "Frida.Marker@X.example"
"""An address that must stand nowhere in our own store, receipts, messages and evidence."""

TABLES = """
CREATE TABLE customers (id integer PRIMARY KEY, name varchar(40), email varchar(80), iban varchar(40),
    joined_on date);
CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer REFERENCES customers(id), item varchar(60),
    invoiced_on date);
CREATE TABLE order_lines (id integer PRIMARY KEY, order_id integer REFERENCES orders(id), note varchar(60));
CREATE TABLE subscribers (id integer PRIMARY KEY, email varchar(80));
CREATE INDEX orders_of ON orders (customer_id);
CREATE INDEX lines_of ON order_lines (order_id);
"""
PURPOSES: Mapping[str, Mapping[str, Any]] = {
    "bookkeeping": {
        "basis": "legal_obligation",
        "categories": ["name", "purchases"],
        "keep": "5 years after end of fiscal year of invoice",
    },
    "service": {
        "basis": "legitimate_interest",
        "categories": ["name", "email", "payments", "correspondence"],
        "keep": "3 years after joined",
    },
    "newsletter": {
        "basis": "consent",
        "people": ["customer", "subscriber"],
        "categories": ["email"],
        "keep": "until withdrawn",
    },
}
COLLECTIONS: Mapping[str, Mapping[str, Any]] = {
    "customers": {
        "person": "customer",
        "keys": {"email": "email", "customer_no": "id"},
        "holds": {"name": "name", "email": "email", "payments": "iban"},
        "events": {"joined": "joined_on", "invoice": "latest orders.invoiced_on or never"},
        "purposes": ["bookkeeping", "service", "newsletter"],
    },
    "orders": {
        "of": "customers by customer_id",
        "holds": {"purchases": "item"},
        "events": {"invoice": "invoiced_on"},
        "purposes": ["bookkeeping"],
    },
    "order_lines": {
        "of": "orders by order_id",
        "holds": {"correspondence": "note"},
        "purposes": ["service"],
    },
    "subscribers": {
        "person": "subscriber",
        "keys": {"email": "email"},
        "holds": {"email": "email"},
        "purposes": ["newsletter"],
    },
}


def shop(folder: Path, database: Database) -> Company:
    """The company with its rows: four customers; the first two have old orders and a recent one each."""
    database.execute_script(TABLES)
    customers = [
        (1, "Frida", MARKER),
        (2, "Ole", "o@x.example"),
        (3, "Per", "p@x.example"),
        (4, "Ida", "i@x.example"),
    ]
    script = "".join(
        f"INSERT INTO customers VALUES ({n}, '{name}', '{email}', 'DK{n}', '2024-01-01');"
        for n, name, email in customers
    )
    for number in range(1, 13):
        customer, year = number % 4 + 1, 2024 if number <= 4 else 2015
        script += f"INSERT INTO orders VALUES ({number}, {customer}, 'lamp for {MARKER}', '{year}-05-05');"
        script += f"INSERT INTO order_lines VALUES ({number}, {number}, 'call {MARKER}');"
    script += f"INSERT INTO subscribers VALUES (1, '{MARKER.upper()}'), (2, 'z@z.example');"
    database.execute_script(script)
    return found_company(
        folder, policy_text(PURPOSES, {"shop": {"collections": COLLECTIONS}}), {"shop": database}
    )


def erasure(office: Office) -> Plan:
    """The plan that erases the first two customers, kept in the store."""
    plan = planning.plan_erasure(office, [{"email": [MARKER.lower()]}, {"customer_no": ["2"]}], NOW)
    office.store.save_plan(plan)
    return plan


def sweep(office: Office) -> Plan:
    """The plan of a sweep in chunks of two rows, ten years later than the rows, kept in the store."""
    plan = planning.plan_expiry(office, NOW.replace(year=2028), chunk=2)
    office.store.save_plan(plan)
    return plan


PLANS = {"erasure": erasure, "sweep": sweep}


def rows(company: Company) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the shop."""
    return {table: company.rows("shop", table) for table in COLLECTIONS}


def receipts(company: Company) -> set[str]:
    """The names of the transactions that left their receipt in the shop."""
    found = company.databases["shop"].rows("SELECT receipt FROM holdord_receipts")
    return {receipt for (receipt,) in found}


def recorded(office: Office, run: str) -> Counter[str]:
    """Rows changed by step, as the evidence of a run says."""
    counted: Counter[str] = Counter()
    for record in office.store.evidence():
        if record.run == run:
            counted[record.step] += record.changed
    return counted


def check_finished(office: Office, company: Company, plan: Plan, before: Mapping[str, list[Any]]) -> None:
    """A run is wholly done: rows, receipts, records and evidence say the same, once each."""
    state = office.store.run_of(plan.digest)
    assert state is not None
    assert state.state == "done"
    assert receipts(company) == set(state.done), "receipts in the shop and records in the store differ"
    expected = Counter({step.name: step.expected for unit in plan.units for step in unit.steps})
    assert recorded(office, state.id) == expected
    after = rows(company)
    for table, had in before.items():
        removed = sum(
            step.expected
            for unit in plan.units
            for step in unit.steps
            if step.collection == table and step.act == "remove"
        )
        assert len(had) - len(after[table]) == removed, table
    verdict = proving.prove(office.store.evidence(), office.store.seals())
    assert verdict.holds, verdict.broken
    assert verdict.records == len({(r.receipt, r.step) for r in office.store.evidence()})


def tell_due(office: Office, clock: Callable[[], datetime]) -> None:
    """Do what is due about each notice, one after the other; whoever is to be called is called too."""
    for notice in notifying.due(office, clock()):
        notifying.tell(office, notice.id, clock)
