"""The smallest policy that has something to erase, over one table."""

from datetime import UTC, datetime
from pathlib import Path

from holdord.workflows.office import Office
from tests.servers import Database

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)

POLICY = """
language: 1
controller:
  name: Fjordlys ApS
  number: "12345678"
  country: DK
  address: Havnen 1, 9000 Aalborg
  contact: {email: hej@fjordlys.example}
  fiscal_year_ends: 12-31
  texts: [en]
keys:
  email: {kind: email}
people:
  guest: {known_by: [email], says: {en: guests}}
categories:
  email: {says: {en: e-mail address}}
purposes:
  answers:
    says: {en: answering what was asked}
    basis: contract
    people: [guest]
    categories: [email]
    keep: 2 years after asked
---
system: shop
kind: sql
url: ${SHOP_URL}
backups: 30 days
collections:
  questions:
    id: id
    person: guest
    keys: {email: email}
    holds: {email: email}
    events: {asked: asked_on}
    purposes: [answers]
"""


def office(folder: Path, database: Database, url: str = "") -> Office:
    """The company's office over a database, its policy and its store in a folder."""
    policy = folder / "policy"
    policy.mkdir(exist_ok=True)
    (policy / "policy.yaml").write_text(POLICY)
    return Office.open(policy, {"SHOP_URL": url or database.url, "HOLDORD_STORE": str(folder / "store")})
