"""A company whose policy changes: many people in two systems, and a version published before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from holdord.store.version_records import NewText
from holdord.words.policy import Policy
from holdord.words.version import VersionLine
from holdord.workflows.office import Office
from holdord.workflows.versions.publishing import Draft, draft, publish
from tests.company import Company, found_company, policy_text
from tests.servers import Database

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MEMBERS = 40
BUYERS = 20
"""The first so many members have bought something."""

TABLES = """
CREATE TABLE customers (id integer PRIMARY KEY, name varchar(40), email varchar(80), joined_on date);
CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer REFERENCES customers(id), item varchar(60),
    invoiced_on date);
CREATE INDEX orders_of ON orders (customer_id);
"""
ELSEWHERE = """
CREATE TABLE contacts (id integer PRIMARY KEY, customer_no integer, email varchar(80), seen_on date);
CREATE TABLE entries (id integer PRIMARY KEY, customer_no integer, said varchar(60), seen_on date);
"""

PURPOSES: Mapping[str, Mapping[str, Any]] = {
    "bookkeeping": {
        "basis": "legal_obligation",
        "categories": ["name", "purchases"],
        "keep": "5 years after end of fiscal year of invoice",
    },
    "service": {
        "basis": "legitimate_interest",
        "categories": ["name", "email", "correspondence"],
        "keep": "3 years after joined",
    },
    "newsletter": {
        "basis": "consent",
        "marketing": "yes",
        "categories": ["email"],
        "keep": "until withdrawn",
    },
    "offers": {
        "basis": "legitimate_interest",
        "marketing": "yes",
        "categories": ["correspondence"],
        "keep": "1 year after seen",
    },
}
SHOP: Mapping[str, Mapping[str, Any]] = {
    "customers": {
        "person": "customer",
        "keys": {"email": "email", "customer_no": "id"},
        "holds": {"name": "name", "email": "email"},
        "events": {"joined": "joined_on", "invoice": "latest orders.invoiced_on or never"},
        "purposes": ["service", "newsletter"],
        "widens": "yes",
    },
    "orders": {
        "of": "customers by customer_id",
        "holds": {"purchases": "item"},
        "events": {"invoice": "invoiced_on"},
        "purposes": ["bookkeeping"],
    },
}
CRM: Mapping[str, Mapping[str, Any]] = {
    "contacts": {
        "person": "customer",
        "keys": {"email": "email", "customer_no": "customer_no"},
        "events": {"seen": "seen_on", "joined": "seen_on"},
        "holds": {"email": "email"},
        "purposes": ["service"],
        "widens": "yes",
    },
    "entries": {
        "person": "customer",
        "keys": {"customer_no": "customer_no"},
        "events": {"seen": "seen_on"},
        "holds": {"correspondence": "said"},
        "purposes": ["offers"],
    },
}


def address(number: int) -> str:
    """The address of a customer."""
    return f"customer{number}@post.example"


def customers(count: int = MEMBERS) -> Iterator[str]:
    """The rows of the shop: everybody, of whom the first have bought something."""
    for n in range(1, count + 1):
        yield f"INSERT INTO customers VALUES ({n}, 'C{n}', '{address(n)}', '2026-01-01');"
    for n in range(1, min(count, BUYERS) + 1):
        yield f"INSERT INTO orders VALUES ({n}, {n}, 'lamp', '2026-05-05');"
        yield f"INSERT INTO orders VALUES ({n + 1000}, {n}, 'chair', '2026-06-05');"


def elsewhere() -> Iterator[str]:
    """The other system: five of the customers in it under another address, two unknown, and entries.

    The last contact has no address at all. Entries know people by their number only: the first three are
    customers, the fourth is nobody whose address anybody knows.
    """
    for n in range(1, 6):
        yield f"INSERT INTO contacts VALUES ({n}, {n}, 'work{n}@office.example', '2026-02-02');"
    yield "INSERT INTO contacts VALUES (6, NULL, 'alone@post.example', '2026-02-02');"
    yield f"INSERT INTO contacts VALUES (7, NULL, '{address(9).upper()}', '2026-02-02');"
    yield "INSERT INTO contacts VALUES (8, 8888, NULL, '2026-02-02');"
    for n in (31, 32, 33):
        yield f"INSERT INTO entries VALUES ({n}, {n}, 'hi', '2026-10-10');"
        yield f"INSERT INTO entries VALUES ({n + 100}, {n}, 'hi again', '2026-10-10');"
    yield "INSERT INTO entries VALUES (50, 9999, 'nobody', '2026-10-10');"


def text_of(purposes: Mapping[str, Mapping[str, Any]]) -> str:
    """The policy with these purposes."""
    return policy_text(purposes, {"shop": {"collections": SHOP}, "crm": {"collections": CRM}})


def changed(name: str, **facts: Any) -> str:
    """The policy with some facts of one purpose other than before."""
    return text_of({**PURPOSES, name: {**PURPOSES[name], **facts}})


def company(folder: Path, shop: Database, crm: Database) -> Company:
    """The company before anything changed."""
    shop.execute_script(TABLES + "".join(customers()))
    crm.execute_script(ELSEWHERE + "".join(elsewhere()))
    return found_company(folder, text_of(PURPOSES), {"shop": shop, "crm": crm})


def written(policy: Policy, line: VersionLine) -> Iterator[NewText]:
    """Texts as short as may be, for what is not about texts."""
    for language in policy.controller.texts:
        yield NewText(language, "html", f"<h1>{line.number} {policy.digest}</h1>".encode())


def drafted(office: Office, now: datetime = NOW, **more: Any) -> Draft:
    """What would be published."""
    return draft(office, "Karla Lund, director", {}, now, **more)


def published(office: Office, now: datetime = NOW) -> Draft:
    """A version of the policy as it is, published."""
    made = drafted(office, now)
    assert publish(office, made, now, written)
    return made


def publish_change(told: Company, environment: Mapping[str, str], text: str) -> None:
    """Publish the policy, then change it to `text` and publish that."""
    with Office.open(told.folder, environment) as office:
        published(office)
    (told.folder / "policy.yaml").write_text(text, encoding="utf-8")
    with Office.open(told.folder, environment) as office:
        published(office, NOW + timedelta(days=1))
