"""A policy that is right becomes exactly the nouns it states."""

from datetime import date
from pathlib import Path

import pytest

from holdord.language import load, load_texts
from holdord.words.period import Duration, FiscalSpan, UntilWithdrawn, WhileKept
from holdord.words.policy import (
    Basis,
    Category,
    CategoryKind,
    Ending,
    EventTerm,
    How,
    KeyKind,
    Link,
    Proof,
    RecipientKind,
    SpecialGround,
)
from tests.language.reading import SMALL, WHOLE, change, errors, policy_of, read


def test_the_controller_is_read_with_its_history_of_financial_years() -> None:
    controller = policy_of(WHOLE).controller
    assert (controller.name, controller.country, controller.number) == ("Nordlys Hjem ApS", "DK", "12345678")
    assert controller.texts == ("da", "en")
    assert controller.contact.phone == "+45 01 02 03 04"
    assert controller.protection_officer is not None
    assert controller.calendar.zone.key == "Europe/Copenhagen"
    assert controller.calendar.fiscal_years.spans == (
        FiscalSpan(None, None, 12, 31),
        FiscalSpan(date(2024, 1, 1), date(2025, 6, 30), 6, 30),
    )


def test_the_country_gives_what_the_file_leaves_out() -> None:
    danish = policy_of(change("texts: [da, en], ", "")).controller
    assert (danish.calendar.zone.key, danish.authority, danish.texts) == (
        "Europe/Copenhagen",
        "Datatilsynet",
        ("da",),
    )
    norwegian = policy_of(change("country: DK, texts: [da, en], ", "country: NO, ")).controller
    assert (norwegian.calendar.zone.key, norwegian.texts) == ("Europe/Oslo", ("nb",))
    assert norwegian.calendar.fiscal_years.end_of(date(2026, 3, 1)) == date(2026, 12, 31)


def test_another_country_must_name_its_time_zone() -> None:
    swedish = change("country: DK, texts: [da, en], ", "country: SE, ")
    (finding,) = errors(read(swedish))
    assert finding.code == "missing-key"
    named = policy_of(swedish.replace("country: SE", "country: SE, time_zone: Europe/Stockholm"))
    assert named.controller.calendar.zone.key == "Europe/Stockholm"
    assert named.controller.texts == ("en",)


def test_keys_people_and_categories_are_read() -> None:
    policy = policy_of(WHOLE)
    assert policy.keys["phone"].shared
    assert policy.keys["email"].kind is KeyKind.EMAIL
    assert policy.people["customer"].known_by == ("email", "customer_no")
    assert policy.people["subscriber"].known_by == ("email",)
    assert policy.categories["cpr"].kind is CategoryKind.IDENTITY_NUMBER


def test_a_purpose_is_read_with_all_it_states() -> None:
    policy = policy_of(WHOLE)
    bookkeeping = policy.purposes["bookkeeping"]
    assert bookkeeping.basis is Basis.LEGAL_OBLIGATION
    assert str(bookkeeping.keep) == "5 years after end of fiscal year of invoice"
    assert str(bookkeeping.at_least) == "5 years after end of fiscal year of invoice"
    assert str(bookkeeping.at_most) == "7 years after invoice"
    assert policy.purposes["diet"].special is SpecialGround.EXPLICIT_CONSENT
    assert policy.purposes["diet"].keep == UntilWithdrawn()
    assert policy.purposes["mirror"].keep == WhileKept("shop", "customers")
    assert policy.purposes["newsletter"].marketing
    assert policy.purposes["credit_check"].profiling
    assert policy.purposes["relation"].required == {"da": "ja", "en": "yes"}


def test_recipients_limits_and_promises_are_read() -> None:
    policy = policy_of(WHOLE)
    assert policy.recipients["mailer"].kind is RecipientKind.PROCESSOR
    assert policy.recipients["mailer"].agreement == "2025-02-01"
    assert policy.limits["invoice_age"].categories == ("payments",)
    assert policy.promises["R50"].proof is Proof.AUTO
    assert policy.promises["R50"].kept_by[-1] == "capability request-access"


def test_a_system_is_read_with_its_collections() -> None:
    shop = policy_of(WHOLE).systems["shop"]
    assert (shop.kind, shop.url, shop.schema, shop.time_zone) == (
        "sql",
        "${SHOP_DATABASE_URL}",
        "public",
        "Europe/Copenhagen",
    )
    assert shop.backups == Duration(days=30)
    assert shop.ignores == ("schema_migrations", "products")
    customers = shop.collections["customers"]
    assert (customers.table, customers.id, customers.row_stays) == ("customer", "id", True)
    assert customers.owners[0].keys == {"email": "email", "customer_no": "id", "phone": "phone"}
    assert customers.other == ("created_at", "language")
    assert shop.collections["orders"].table == "orders"


def test_every_way_for_a_column_to_end_is_read() -> None:
    fields = {
        field.column: field for field in policy_of(WHOLE).systems["shop"].collections["customers"].fields
    }
    assert {column: field.ending for column, field in fields.items()} == {
        "email": Ending(How.MASK_WITH_ID),
        "birthday": Ending(How.TO_YEAR),
        "note": Ending(How.BLANK),
        "postcode": Ending(How.FIRST, length=2),
        "title": Ending(How.MASK, "gone"),
        "cpr": Ending(How.CLEAR),
        "first_name": Ending(How.TO_MONTH),
        "last_name": Ending(How.MASK_WITH_ID, "gone"),
        "allergies": Ending(How.WITH_ROW),
    }
    assert fields["postcode"].category == "statistics"


def test_every_kind_of_event_is_read() -> None:
    collections = policy_of(WHOLE).systems["shop"].collections
    events = collections["customers"].events
    assert events["relation_end"].terms == (EventTerm("closed_at"),)
    assert events["last_purchase"].terms == (EventTerm("created_at"), EventTerm("invoiced_at", "orders"))
    assert not events["last_purchase"].or_never
    assert events["last_invoice"].or_never
    assert events["invoice"].terms == (EventTerm("shipped_at", "orders", known_only=True),)
    assert events["imported"].terms == (EventTerm("imported_ts", unit="seconds"),)
    messages = collections["support_messages"].events
    assert messages["relation_end"].terms == (EventTerm("sent_ts", unit="milliseconds"),)


def test_a_row_belongs_to_the_people_of_its_parents() -> None:
    collections = policy_of(WHOLE).systems["shop"].collections
    (lines,) = collections["order_lines"].owners
    assert lines.person == "customer"
    assert [(link.parent, link.column, link.parent_column) for link in lines.links] == [
        ("orders", "order_no", "number")
    ]
    (orders,) = collections["orders"].owners
    assert orders.keys == {"email": "guest_email"}
    assert [link.parent for link in orders.links] == ["customers"]


def test_a_row_of_several_people_has_its_owners() -> None:
    messages = policy_of(WHOLE).systems["shop"].collections["support_messages"]
    assert [(owner.name, owner.person) for owner in messages.owners] == [
        ("writer", "customer"),
        ("recipient", "customer"),
    ]
    assert {field.column: field.owner for field in messages.fields} == {
        "body": "",
        "writer_name": "writer",
        "recipient_email": "recipient",
    }


def test_a_plain_text_is_in_the_controllers_first_language() -> None:
    policy = policy_of(change("{says: {da: navn, en: name}}", "{says: navn}"))
    assert policy.categories["name"].says == {"da": "navn"}


def test_no_word_is_taken_for_a_value_of_another_type() -> None:
    text = change("{says: {da: navn, en: name}}", "{says: {da: no, en: 0x10}}")
    assert policy_of(text).categories["name"].says == {"da": "no", "en": "0x10"}


def test_every_fact_knows_its_place() -> None:
    policy = policy_of(SMALL)
    lines = SMALL.splitlines()
    for noun in (policy.purposes["bookkeeping"], policy.promises["R50"], policy.systems["shop"]):
        line = lines[noun.place.line - 1]
        assert line[noun.place.column - 1 :].startswith(noun.name) or noun.name in line
        assert noun.place.file == "policy.yaml"
    keep = policy.purposes["bookkeeping"].keep_place
    assert lines[keep.line - 1][keep.column - 1 :].startswith("5 years after")
    (field,) = policy.systems["shop"].collections["orders"].fields
    assert lines[field.place.line - 1][field.place.column - 1 :].startswith("amount")


def test_a_policy_may_be_spread_over_files(tmp_path: Path) -> None:
    first, system = SMALL.split("---\n")
    head, promises = first.split("promises:\n")
    (tmp_path / "10-policy.yaml").write_text(head, encoding="utf-8")
    (tmp_path / "20-promises.yaml").write_text("language: 1\npromises:\n" + promises, encoding="utf-8")
    (tmp_path / "30-shop.yaml").write_text(system, encoding="utf-8")
    (tmp_path / "readme.txt").write_text("not read", encoding="utf-8")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "more.yaml").write_text("nonsense", encoding="utf-8")
    loaded = load(tmp_path)
    assert loaded.policy is not None, loaded.findings
    assert loaded.policy.digest == policy_of(SMALL).digest
    assert loaded.policy.promises["R50"].place.file == str(tmp_path / "20-promises.yaml")


def test_a_bom_and_the_line_ends_of_windows_make_no_difference(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    policy = load(tmp_path).policy
    assert policy is not None
    assert policy.digest == policy_of(SMALL).digest
    assert policy.purposes["bookkeeping"].place.line == policy_of(SMALL).purposes["bookkeeping"].place.line


@pytest.mark.parametrize("word", ["yes", "true"])
def test_yes_and_true_are_the_same(word: str) -> None:
    assert policy_of(WHOLE.replace("shared: yes", f"shared: {word}")).keys["phone"].shared


def test_texts_of_files_are_read_in_the_order_of_their_names() -> None:
    first, system = SMALL.split("---\n")
    assert load_texts({"b.yaml": system, "a.yaml": first}).policy is not None


def test_a_category_needs_no_more_than_its_name() -> None:
    policy = policy_of(change("{says: {da: navn, en: name}}", "{}"))
    assert policy.categories["name"] == Category("name", place=policy.categories["name"].place)


def test_a_collection_may_belong_to_several_parents() -> None:
    text = change("of: customers by customer_id", "of: [customers by customer_id, customers by payer_id]")
    (owner,) = policy_of(text).systems["shop"].collections["orders"].owners
    assert owner.links == (
        Link("customers", "customer_id", place=owner.links[0].place),
        Link("customers", "payer_id", place=owner.links[1].place),
    )


def test_a_name_with_blanks_stands_in_quotes() -> None:
    text = change("of: customers by customer_id", 'of: customers by "Kunde nr" = "Nr."')
    text = change("last_seen: seen_at", 'last_seen: latest of "set den", orders."Faktura dato"', text)
    shop = policy_of(text).systems["shop"]
    (link,) = shop.collections["orders"].links
    assert (link.column, link.parent_column) == ("Kunde nr", "Nr.")
    assert [term.column for term in shop.collections["customers"].events["last_seen"].terms] == [
        "set den",
        "Faktura dato",
    ]
