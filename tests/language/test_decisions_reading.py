"""Automated decisions and their registers, as they are read."""

import pytest

from holdord.words.decision import Allowed, AutomatedDecision, Recorded
from tests.language.reading import read

POLICY = """\
language: 1
controller: {name: Fjordlys ApS, country: DK, texts: [en]}
keys: {email: {kind: email}}
people: {customer: {known_by: [email]}}
categories: {email: {}, payments: {}}
purposes:
  sale: {basis: contract, people: [customer], categories: [email, payments], keep: 2 years after sale}
decisions:
  credit:
    says: whether you can buy on account
    allowed: explicit_consent
    categories: [payments]
    special: explicit_consent
    logic: Three unpaid invoices mean no.
    consequences: You pay in advance.
    reviewed_by: the credit manager
    outcomes: {A1: "yes", refused: {en: "no"}}
---
system: shop
kind: sql
url: ${SHOP}
collections:
  customers:
    person: customer
    keys: {email: email}
    holds: {email: email, payments: [rating, score]}
    events: {sale: sold_on}
    derived: [score]
    records: {decision: credit, outcome: rating, made: sold_on}
    purposes: [sale]
"""


def test_a_decision_and_its_register_are_read() -> None:
    policy = read(POLICY).policy
    assert policy is not None
    credit = policy.decisions["credit"]
    assert credit == AutomatedDecision(
        "credit",
        Allowed.EXPLICIT_CONSENT,
        {"en": "whether you can buy on account"},
        categories=("payments",),
        special="explicit_consent",
        logic={"en": "Three unpaid invoices mean no."},
        consequences={"en": "You pay in advance."},
        reviewed_by="the credit manager",
        outcomes={"A1": {"en": "yes"}, "refused": {"en": "no"}},
        place=credit.place,
    )
    assert credit.allowed.article == "Art. 22(2)(c)"
    customers = policy.systems["shop"].collections["customers"]
    assert customers.records == Recorded(
        "credit", "rating", "sold_on", customers.records and customers.records.place
    )
    assert customers.derived == ("score",)


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("decision: credit", "decision: credits", "unknown-name", "credits"),
        ("outcome: rating", "outcome: raiting", "unknown-name", "it is the outcome of a decision"),
        (", made: sold_on", "", "missing-key", "made"),
        ("derived: [score]", "derived: [scores]", "unknown-name", "no column 'scores' is held here"),
        ("allowed: explicit_consent", "allowed: consent", "wrong-value", "consent"),
        ("    allowed: explicit_consent\n", "", "missing-key", "allowed"),
        (
            "    categories: [payments]\n    special",
            "    categories: [wages]\n    special",
            "unknown-name",
            "wages",
        ),
    ],
)
def test_what_cannot_be_meant_is_found(old: str, new: str, code: str, says: str) -> None:
    loaded = read(POLICY.replace(old, new, 1))
    assert loaded.policy is None
    found = [finding for finding in loaded.findings if finding.code == code]
    assert len(found) == 1, loaded.findings
    assert says in found[0].message + found[0].help


def test_decisions_are_part_of_what_a_policy_says() -> None:
    text = POLICY.replace("    derived: [score]\n", "")
    text = "".join(line for line in text.splitlines(True) if "records:" not in line)
    head, _, rest = text.partition("decisions:\n")
    plain = read(head + rest[rest.index("---") :]).policy
    assert plain is not None
    assert plain.digest != (read(POLICY).policy or plain).digest
    assert not plain.decisions
