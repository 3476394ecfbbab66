"""Policies and rows at random, over one small schema that has every kind of relation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.company import policy_text
from tests.planning.rules import Tables

SCHEMA = """
CREATE TABLE customers (id integer PRIMARY KEY, email varchar(80), name varchar(40), note varchar(40),
    d1 date, d2 date, main_address_id integer {forward});
CREATE TABLE addresses (id integer PRIMARY KEY, customer_id integer NOT NULL, street varchar(40), d1 date);
CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer REFERENCES customers(id),
    guest_email varchar(80), item varchar(40), d1 date, d2 date,
    address_id integer REFERENCES addresses(id));
CREATE TABLE order_lines (id integer PRIMARY KEY, order_id integer NOT NULL REFERENCES orders(id),
    note varchar(40), d1 date);
CREATE TABLE messages (id integer PRIMARY KEY, writer_id integer REFERENCES customers(id),
    recipient_id integer REFERENCES customers(id), writer_name varchar(40), body varchar(40), d1 date);
CREATE TABLE subscribers (id integer PRIMARY KEY, email varchar(80), d1 date);
"""
COLUMNS = {
    "customers": ("id", "email", "name", "note", "d1", "d2", "main_address_id"),
    "addresses": ("id", "customer_id", "street", "d1"),
    "orders": ("id", "customer_id", "guest_email", "item", "d1", "d2", "address_id"),
    "order_lines": ("id", "order_id", "note", "d1"),
    "messages": ("id", "writer_id", "recipient_id", "writer_name", "body", "d1"),
    "subscribers": ("id", "email", "d1"),
}
POINTERS = (("orders", "address_id", "addresses"),)
CUT = ("customers", "main_address_id", "addresses")
"""A pointer that closes a circle: it is emptied when what it points at goes, and holds nothing."""

HOLDS: dict[str, dict[str, Any]] = {
    "customers": {"email": "email", "name": "name", "correspondence": "note"},
    "orders": {"purchases": "item", "email": "guest_email"},
    "order_lines": {"purchases": "note"},
    "addresses": {"address": "street"},
    "subscribers": {"email": "email"},
}
LINKED: dict[str, dict[str, Any]] = {
    "customers": {"person": "customer", "keys": {"email": "email", "customer_no": "id"}},
    "orders": {"of": "customers by customer_id", "keys": {"email": "guest_email"}},
    "order_lines": {"of": "orders by order_id"},
    "addresses": {"of": "customers by customer_id"},
    "subscribers": {"person": "subscriber", "keys": {"email": "email"}},
}
SOURCES = {
    "customers": ("d1", "latest of d1, d2", "latest of d1, orders.d1", "latest orders.d1 or never",
                  "latest of d1, known orders.d2", "latest of d1, messages.d1", "latest of d2, addresses.d1",
                  "latest orders.d2, addresses.d1 or never", "latest of d1, d2 or never",
                  "latest messages.d1 or never"),
    "orders": ("", "", "d1", "latest of d1, d2", "latest of d1, customers.d1", "latest of d1, order_lines.d1",
               "latest order_lines.d1 or never", "latest customers.d2 or never"),
    "order_lines": ("", "", "d1", "latest of d1, orders.d1"),
    "addresses": ("", "d1", "latest of d1, customers.d2"),
    "messages": ("d1",),
    "subscribers": ("d1",),
}  # fmt: skip
KEEPS = (
    "1 month after EVENT", "6 months after EVENT", "1 year after EVENT", "2 years after EVENT",
    "36 hours after EVENT", "1 day after EVENT", "1 year after end of fiscal year of EVENT",
    "6 months after end of month of EVENT",
)  # fmt: skip
BASES: tuple[dict[str, Any], ...] = (
    {"basis": "contract"},
    {"basis": "legal_obligation"},
    {"basis": "legitimate_interest"},
    {"basis": "legitimate_interest", "overriding": {"en": "to defend a claim"}},
    {"basis": "legitimate_interest", "marketing": "yes"},
    {"basis": "contract", "marketing": "yes"},
    {"basis": "public_task", "law": "a law"},
    {"basis": "consent"},
)
CATEGORIES = ("name", "email", "address", "purchases", "correspondence")
EMAILS = ("ann@x.example", "bo@x.example", "cy@x.example", "di@x.example")
FIRST = date(2019, 12, 1)


def schema(dialect: str) -> str:
    """The tables, with the one reference forward as the dialect takes it."""
    if dialect == "sqlite":
        return SCHEMA.format(forward="REFERENCES addresses(id)")
    forward = "ALTER TABLE customers ADD FOREIGN KEY (main_address_id) REFERENCES addresses(id);"
    return SCHEMA.format(forward="") + forward


@dataclass(frozen=True)
class Example:
    """A policy's text, rows, what was said, and when something is done."""

    text: str
    tables: Tables
    now: datetime
    later: datetime
    said: tuple[tuple[str, str, str], ...] = ()
    asking: tuple[str, ...] = ()
    chunk: int = 0


@st.composite
def policies(draw: st.DrawFn) -> str:
    """A policy over the schema: two to four purposes, events from anywhere, purposes on any collection."""
    purposes: dict[str, dict[str, Any]] = {}
    for number in range(draw(st.integers(2, 4))):
        basis = dict(draw(st.sampled_from(BASES)))
        event = draw(st.sampled_from(("seen", "bought")))
        keep = draw(st.sampled_from(KEEPS)).replace("EVENT", event)
        purposes[f"p{number}"] = {
            **basis,
            "people": ["customer", "subscriber"],
            "categories": draw(st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=4, unique=True)),
            "keep": "until withdrawn" if basis["basis"] == "consent" else keep,
        }
    purposes["rest"] = {"basis": "contract", "people": ["customer", "subscriber"],
                        "categories": list(CATEGORIES), "keep": "1 month after seen"}  # fmt: skip
    collections = {name: draw(_collection(name, purposes)) for name in COLUMNS}
    fiscal = draw(st.sampled_from(("12-31", "06-30")))
    return policy_text(purposes, {"shop": {"collections": collections}}).replace("'12-31'", f"'{fiscal}'")


@st.composite
def _collection(draw: st.DrawFn, name: str, purposes: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    if name == "messages":
        owned = draw(st.sampled_from(("writer", "both")))
        stated: dict[str, Any] = {
            "owners": {
                "writer": {"of": "customers by writer_id", "holds": {"name": "writer_name"}},
                "recipient": {"of": "customers by recipient_id"},
            }
        }
        held = {"correspondence": "body"} if owned == "both" else {}
        categories = ["name", *held]
        stated |= {"holds": held} if held else {}
        if not held:
            stated["other"] = ["body"]
    else:
        stated = {**LINKED[name], "holds": HOLDS[name]}
        categories = list(HOLDS[name])
    used = draw(st.lists(st.sampled_from([p for p in purposes if p != "rest"]), max_size=3, unique=True))
    covered = {c for p in used for c in purposes[p]["categories"]}
    if not set(categories) <= covered or not used:
        used.append("rest")
    stated["purposes"] = used
    events = {event: draw(st.sampled_from(SOURCES[name])) for event in ("seen", "bought")}
    stated["events"] = {event: source for event, source in events.items() if source}
    if name == "subscribers" and draw(st.booleans()):
        stated["events"]["withdrawn"] = "d1"
    if name == "customers":
        stated["ends"] = {
            "name": draw(st.sampled_from(("clear", 'mask "gone"', "first 1", "blank", "with row")))
        }
        stated["row"] = draw(st.sampled_from(("goes", "goes", "goes", "stays")))
    dates = {"d1", "d2", "main_address_id", "address_id"} & set(COLUMNS[name])
    stated["other"] = [*stated.get("other", ()), *sorted(dates)]
    return stated


@st.composite
def examples(draw: st.DrawFn) -> Example:
    """A policy with rows, statements and moments."""
    text = draw(policies())
    tables = draw(_tables())
    now = datetime(2021, 1, 1, 12, tzinfo=UTC) + timedelta(days=draw(st.integers(0, 700)))
    later = now + timedelta(days=draw(st.integers(1, 500)))
    known = [row["email"].lower() for row in tables["customers"].values()]
    emails = st.sampled_from([*known, *known, *EMAILS])
    kinds = st.sampled_from(("lapsed", "lapsed", "made", "hold", "restrict"))
    purposes = st.sampled_from(("p0", "p1", "p2", "p3"))
    said = draw(st.lists(st.tuples(kinds, emails, purposes), max_size=3))
    asking = draw(st.lists(emails, min_size=1, max_size=2, unique=True))
    return Example(text, tables, now, later, tuple(said), tuple(asking), draw(st.sampled_from((0, 1, 2))))


@st.composite
def _tables(draw: st.DrawFn) -> Tables:
    days = st.one_of(st.none(), st.integers(0, 60).map(lambda n: FIRST + timedelta(days=n * 11)))
    emails = draw(st.lists(st.sampled_from(EMAILS), max_size=3, unique=True))
    tables: Tables = {name: {} for name in COLUMNS}
    for number, email in enumerate(emails, 1):
        spelt = draw(st.sampled_from((email, email.upper(), email.title())))
        note = draw(st.sampled_from((None, "", "note")))
        name = draw(st.sampled_from((None, "Ann", "A")))
        dates = draw(days), draw(days)
        tables["customers"][number] = _row("customers", number, spelt, name, note, *dates, None)
    for number in range(1, (draw(st.integers(0, 2)) if tables["customers"] else 0) + 1):
        of = draw(st.sampled_from(list(tables["customers"])))
        tables["addresses"][number] = _row("addresses", number, of, "street", draw(days))
    addresses = st.sampled_from([None, *tables["addresses"]])
    for row in tables["customers"].values():
        row["main_address_id"] = draw(addresses)
    customers = st.sampled_from([None, *tables["customers"]])
    guest = st.sampled_from((None, None, *EMAILS, EMAILS[0].upper()))
    for number in range(1, draw(st.integers(0, 4)) + 1):
        of = draw(customers)
        address = draw(guest) if of is None else None
        dates = draw(days), draw(days)
        tables["orders"][number] = _row("orders", number, of, address, "item", *dates, draw(addresses))
    for number in range(1, (draw(st.integers(0, 3)) if tables["orders"] else 0) + 1):
        order = draw(st.sampled_from(list(tables["orders"])))
        tables["order_lines"][number] = _row("order_lines", number, order, "line", draw(days))
    for number in range(1, draw(st.integers(0, 3)) + 1):
        pair = draw(customers), draw(customers)
        tables["messages"][number] = _row("messages", number, *pair, "Ann", "body", draw(days))
    for number, email in enumerate(draw(st.lists(st.sampled_from(EMAILS), max_size=2, unique=True)), 1):
        tables["subscribers"][number] = _row("subscribers", number, email, draw(days))
    return tables


def _row(table: str, *values: Any) -> dict[str, Any]:
    return dict(zip(COLUMNS[table], values, strict=True))
