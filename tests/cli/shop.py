"""A small shop for the tests of the commands: Frida with data everywhere, Ole with old data only."""

import sqlite3
from contextlib import closing
from pathlib import Path

FRIDA = "email=frida@mail.example"
OLE = "email=ole@mail.example"

SCHEMA = """
create table customers(id integer primary key, name varchar(50), email varchar(80) not null,
  created_at datetime);
create unique index customers_email on customers(lower(email));
create index customers_created on customers(created_at);
create table orders(id integer primary key, customer_id integer references customers(id),
  guest_email varchar(80), item varchar(20), invoiced_on date, created_at datetime);
create index orders_customer on orders(customer_id);
create index orders_guest on orders(lower(guest_email));
create index orders_invoiced on orders(invoiced_on);
create table messages(id integer primary key, customer_id integer references customers(id),
  other_id integer references customers(id), body text, sent_at datetime);
create table subscribers(id integer primary key, email varchar(80), unsubscribed_at datetime);
"""

ROWS = """
insert into customers values (1, 'Frida', 'Frida@mail.example', '2015-01-01 10:00:00'),
  (2, 'Ole', 'ole@mail.example', '2014-01-01 10:00:00');
insert into orders values
  (1, 1, null, 'lamp', '2012-03-01', '2012-03-01 10:00:00'),
  (2, 1, null, 'chair', '2098-03-01', '2098-03-01 10:00:00'),
  (3, null, 'FRIDA@mail.example', 'cup', '2098-03-01', '2011-01-01 00:00:00'),
  (4, 2, null, 'bowl', '2012-01-01', '2012-01-01 00:00:00');
insert into messages values (1, 1, 2, 'hello', '2012-01-01 10:00:00'),
  (2, 1, null, 'alone', '2098-01-01 10:00:00');
insert into subscribers values (1, 'frida@mail.example', null), (2, 'z@mail.example', '2020-01-01 00:00:00');
"""

POLICY = """\
language: 1
controller:
  name: Nordlys Hjem ApS
  number: "12345678"
  country: DK
  address: Havnegade 1, 8000 Aarhus C
  contact: {email: hej@nordlys.example, phone: "12345678"}
  fiscal_year_ends: 12-31
  texts: [en]
  automated_decisions: {en: none}
keys:
  email: {kind: email}
people:
  customer: {known_by: [email], says: {en: customers}}
  subscriber: {known_by: [email], says: {en: subscribers}}
categories:
  name: {says: {en: name}}
  email: {says: {en: e-mail}}
  purchases: {says: {en: purchases}}
  correspondence: {says: {en: letters}}
purposes:
  bookkeeping:
    says: {en: the books}
    basis: legal_obligation
    law: bogføringsloven § 12
    required: {en: needed for an invoice}
    people: [customer]
    categories: [name, purchases]
    keep: 5 years after end of fiscal year of invoice
  service:
    says: {en: service}
    basis: legitimate_interest
    interest: {en: to answer}
    source: {en: whoever wrote the message}
    people: [customer]
    categories: [name, email, correspondence]
    keep: 2 years after last contact
  newsletter:
    says: {en: news}
    basis: consent
    marketing: yes
    people: [subscriber]
    categories: [email]
    keep: until withdrawn
---
system: shop
kind: sql
url: ${SHOP_URL}
backups: 30 days
collections:
  customers:
    person: customer
    keys: {email: email}
    holds: {name: name, email: email}
    ends: {email: mask with id}
    events:
      last_contact: latest of created_at, messages.sent_at
      invoice: latest orders.invoiced_on or never
    purposes: [bookkeeping, service]
    other: [created_at]
  orders:
    of: customers by customer_id
    person: customer
    keys: {email: guest_email}
    holds: {purchases: item, email: guest_email}
    events: {invoice: invoiced_on, last_contact: created_at}
    purposes: [bookkeeping, service]
  messages:
    owners:
      writer: {of: customers by customer_id}
      other: {of: customers by other_id}
    holds: {correspondence: body}
    events: {last_contact: sent_at}
    purposes: [service]
  subscribers:
    person: subscriber
    keys: {email: email}
    holds: {email: email}
    events: {withdrawn: unsubscribed_at}
    purposes: [newsletter]
"""


def make(folder: Path) -> str:
    """The policy and the database in a folder; returns the database's address."""
    (folder / "policy").mkdir()
    (folder / "policy" / "shop.yaml").write_text(POLICY, encoding="utf-8")
    file = folder / "shop.db"
    with closing(sqlite3.connect(file)) as database:
        database.executescript(SCHEMA + ROWS)
        database.commit()
    return f"sqlite:///{file}"
