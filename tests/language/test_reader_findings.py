"""What is wrong with a policy's text is found where it stands, in the user's words, with a remedy.

In each case a part of a small policy is replaced; the finger points at where the finding must stand.
"""

from typing import NamedTuple

import pytest

from holdord.language import load_texts
from tests.language.reading import SMALL, change, errors, pointed, read


class Case(NamedTuple):
    """A replaced part, and the one finding there must be: its code, words of its message and of its help."""

    old: str
    new: str
    code: str
    message: str
    help: str = ""


CASES = [
    # keys
    Case("basis: legal_obligation", "☞bassis: legal_obligation", "unknown-key", "a purpose has no key 'bassis'", "did you mean 'basis'?"),
    Case("\npurposes:\n", "\n☞purpses:\n", "unknown-key", "a policy has no key 'purpses'", "did you mean 'purposes'?"),
    Case("\nsystem: shop", "\n☞sytem: shop", "unknown-key", "'sytem'", "did you mean 'system'?"),
    Case("backups: 30 days", "☞colour: blue", "unknown-key", "a system has no key 'colour'", "its keys are system, kind, url"),
    Case("    of: customers by", "    ☞off: customers by", "unknown-key", "a collection has no key 'off'", "did you mean 'of'?"),
    Case("kind: number", "☞Kind: number", "unknown-key", "'Kind'", "did you mean 'kind'?"),
    Case("name: {says: {da: navn, en: name}}", "name: {says: {☞dk: navn, en: name}}", "unknown-key", "no language 'dk'", "did you mean 'da'?"),
    Case("    basis: legal_obligation\n", "", "missing-key", "this purpose has no 'basis'", "the legal basis (Art. 6(1))"),
    Case("  payment_age: {categories: [payments], at_most: 7 years after invoice}", "  ☞payment_age: {categories: [payments]}", "missing-key", "neither 'at_least' nor 'at_most'"),
    Case("    person: customer\n    keys: {email: email, customer_no: id}\n", "", "missing-key", "whose the rows of collection 'customers' are", "add 'person'"),
    Case("name: Prøve ApS, country: DK", "name: Prøve ApS", "missing-key", "this controller has no 'country'"),
    Case("system: shop\nkind: sql\nurl: ${SHOP_DATABASE_URL}", "☞system: shop\nkind: sql", "missing-key", "this system has no 'url'"),
    # names
    Case("people: [customer]", "people: [☞custommer]", "unknown-name", "there is no kind of people 'custommer'", "did you mean 'customer'?"),
    Case("categories: [name, email, payments]", "categories: [name, ☞emial, payments]", "unknown-name", "no category 'emial'", "did you mean 'email'?"),
    Case("known_by: [email, customer_no]", "known_by: [email, ☞customer_nr]", "unknown-name", "no key 'customer_nr'", "did you mean 'customer_no'?"),
    Case("purposes: [bookkeeping]}", "purposes: [☞bokkeeping]}", "unknown-name", "no purpose 'bokkeeping'", "did you mean 'bookkeeping'?"),
    Case("kept_by: [purposes.bookkeeping]", "kept_by: [purposes.☞bookeeping]", "unknown-name", "no purpose 'bookeeping'", "did you mean 'bookkeeping'?"),
    Case("kept_by: [purposes.bookkeeping]", "kept_by: [☞purpose.bookkeeping]", "wrong-value", "names no fact", "did you mean 'purposes.bookkeeping'?"),
    Case("person: customer", "person: ☞costumer", "unknown-name", "no kind of people 'costumer'", "did you mean 'customer'?"),
    Case("keys: {email: email, customer_no: id}", "keys: {☞e_mail: email, customer_no: id}", "unknown-name", "no key 'e_mail'", "did you mean 'email'?"),
    Case("holds: {payments: amount}", "holds: {☞payment: amount}", "unknown-name", "no category 'payment'", "did you mean 'payments'?"),
    Case("of: customers by", "of: ☞custmers by", "unknown-name", "no collection 'custmers'", "did you mean 'customers'?"),
    Case("last_name: blank", "☞lastname: blank", "unknown-name", "no column 'lastname' is held here", "did you mean 'last_name'?"),
    Case("last_name: blank", "☞name: blank", "unknown-name", "no column 'name' is held here", "that is a category; name its column: first_name, last_name"),
    Case("latest of created_at, orders.invoiced_at", "latest of created_at, ☞order.invoiced_at", "unknown-name", "no parent or child 'order' of collection 'customers'", "did you mean 'orders'?"),
    Case("keep: 5 years after end of fiscal year of invoice", "keep: while kept by ☞sop.customers", "unknown-name", "no system 'sop'", "did you mean 'shop'?"),
    Case("keep: 5 years after end of fiscal year of invoice", "keep: while kept by shop.☞customer", "unknown-name", "'customer'", "did you mean 'customers'?"),
    Case("ignores: [schema_migrations]", "ignores: [schema_migrations, ☞schema_migrations]", "duplicate-name", "stands in the list twice"),
    Case("  email: {says: {da: e-mail, en: e-mail}}", "  email: {says: {da: e-mail, en: e-mail}}\n  ☞email: {}", "duplicate-name", "'email' is stated twice: first in line 10"),
    Case("  name: {says", "  ☞full name: {says: {da: a, en: b}}\n  name: {says", "wrong-name", "'full name' cannot be the name of a category", "'full_name'"),
    Case("last_seen: seen_at", "☞Last_seen: seen_at", "wrong-name", "'Last_seen' cannot be the name of an event", "'last_seen'"),
    # values
    Case("basis: legal_obligation", "basis: ☞legal_obligatoin", "wrong-value", "'legal_obligatoin' is not one of the words", "did you mean 'legal_obligation'?"),
    Case("kind: number", "kind: ☞nummer", "wrong-value", "'nummer'", "did you mean 'number'?"),
    Case("country: DK, texts", "country: ☞UK, texts", "wrong-value", "'UK' is not the code of a country", "did you mean 'GB'?"),
    Case("country: DK, texts", "country: ☞dk, texts", "wrong-value", "'dk' is not the code of a country", "did you mean 'DK'?"),
    Case("texts: [da, en]", "texts: [☞no, en]", "wrong-value", "'no'", "did you mean 'nb'?"),
    Case("country: DK, texts", "country: DK, time_zone: ☞Europe/Copenhagn, texts", "wrong-value", "is not a time zone", "did you mean 'Europe/Copenhagen'?"),
    Case("country: DK, texts", "country: DK, fiscal_year_ends: ☞13-31, texts", "wrong-value", "there is no such date"),
    Case("country: DK, texts", "country: DK, fiscal_year_ends: [{ends: 12-31}, {from: ☞2024-02-30, ends: 06-30}], texts", "wrong-value", "is not a date"),
    Case("kind: sql", "kind: ☞sqll", "wrong-value", "'sqll'", "did you mean 'sql'?"),
    Case("customer_no: {kind: number}", "customer_no: {kind: number, shared: ☞maybe}", "wrong-value", "'maybe' is neither yes nor no"),
    Case("law: bogføringsloven § 12", "law:☞", "wrong-value", "there is no value here"),
    Case("law: bogføringsloven § 12", "law: ☞[bogføringsloven]", "wrong-value", "this is a list, where one text is wanted"),
    Case("people: [customer]\n", "people: ☞customer, visitor\n", "wrong-value", "without brackets", "[customer, visitor]"),
    Case("  customer: {known_by: [email, customer_no]}", "  customer: ☞email", "wrong-value", "a kind of people is stated by keys of its own"),
    Case("last_name: blank", "last_name: ☞blnk", "wrong-value", "no way for a column to end", "did you mean 'blank'?"),
    Case("last_name: blank", "last_name: mask ☞gone", "wrong-value", "what the mask is", "mask with id"),
    Case("last_name: blank", "last_name: first ☞two", "wrong-value", "how many characters"),
    Case("last_name: blank", "last_name: ☞to", "wrong-value", "no way for a column to end") ,
    Case("of: customers by customer_id", "of: customers ☞customer_id", "wrong-value", "by which column"),
    Case("last_seen: seen_at", "last_seen: seen_at as ☞second", "wrong-value", "'second' is no unit", "did you mean 'seconds'?"),
    Case("last_seen: seen_at", "last_seen: ☞orders.invoiced_at", "wrong-value", "which of them counts", "write 'latest orders.invoiced_at'"),
    Case("last_seen: seen_at", "last_seen: known ☞seen_at", "wrong-value", "'known' passes over children"),
    Case("last_seen: seen_at", "last_seen: ☞seen_at, created_at", "wrong-value", "which of several dates", "latest of"),
    Case("last_seen: seen_at", "last_seen: latest of seen_at ☞or", "wrong-value", "'or'") ,
    Case("last_seen: seen_at", "last_seen: ☞lastest of seen_at", "wrong-value", "'lastest' does not begin an event", "did you mean 'latest'?"),
    Case("invoice: latest of created_at", "invoice: latest of ☞customers.created_at", "wrong-value", "'customers' is this collection itself"),
    # periods
    Case("keep: 5 years after end of fiscal year of invoice", "keep: 5 years after end of ☞fical yaer of invoice", "wrong-period", "") ,
    Case("keep: 5 years after end of fiscal year of invoice", "keep: 5 ☞yaers after invoice", "wrong-period", "", "did you mean 'years'?"),
    Case("keep: 5 years after end of fiscal year of invoice", "keep: ☞at most 5 years after invoice", "wrong-period", "'at most' is a bound", "write it under 'at_most'"),
    Case("at_most: 7 years after invoice", "at_most: ☞until withdrawn", "wrong-period", "a bound needs a period that ends by a date"),
    Case("backups: 30 days", "backups: 30 ☞dags", "wrong-period", "", "did you mean 'days'?"),
    # secrets
    Case("${SHOP_DATABASE_URL}", "☞postgresql://shop:hunter2@db.shop.example/shop", "secret-in-file", "a password stands in the file", "${NAME}"),
    Case("${SHOP_DATABASE_URL}", "☞postgresql://${SHOP_USER}:${SHOP_PASSWORD}@db.shop.example/shop", "secret-in-file", "the address of a system stands in the file"),
    Case("${SHOP_DATABASE_URL}", "☞postgresql://shop@${SHOP_HOST}/shop", "secret-in-file", "a user or password"),
    Case("${SHOP_DATABASE_URL}", "☞postgresql://${SHOP_HOST}/shop?password=hunter2", "secret-in-file", ""),
    Case("${SHOP_DATABASE_URL}", "☞$SHOP_DATABASE_URL", "wrong-value", "a variable is written ${NAME}"),
    Case("law: bogføringsloven § 12", "law: ☞see postgresql://shop:hunter2@db.shop.example/shop", "secret-in-file", "an address with a password"),
    # versions
    Case("language: 1", "language: ☞2", "language-version", "written in language 2"),
    Case("language: 1", "language: ☞one", "language-version", "'one' is no version of the language", "language: 1"),
    # YAML
    Case("law: bogføringsloven § 12", "law: ☞*law", "yaml-feature", "an alias (*)"),
    Case("law: bogføringsloven § 12", "law: ☞&law bogføringsloven", "yaml-feature", "an anchor (&)"),
    Case("law: bogføringsloven § 12", "law: ☞!!str bogføringsloven", "yaml-feature", "a tag (!)"),
    Case("law: bogføringsloven § 12", "☞<<: {law: bogføringsloven}", "yaml-feature", "a merge key (<<)"),
    Case("law: bogføringsloven § 12", "law: bogføringsloven☞: § 12", "yaml-syntax", "a colon stands where no key can be", "quotes"),
    Case("    law: bogføringsloven § 12", "☞\t law: bogføringsloven § 12", "yaml-syntax", "a tab stands in the indentation"),
    Case("law: bogføringsloven § 12", 'law: "bogføringsloven § 12', "yaml-syntax", "a quotation mark is opened and not closed"),
    Case("people: [customer]\n", "people: [customer\n", "yaml-syntax", "a bracket is opened and not closed"),
    Case("law: bogføringsloven § 12", "law: ☞@bogføringsloven", "yaml-syntax", "this character cannot begin a value", "double quotes"),
    Case("law: bogføringsloven § 12", "law: bog☞\x07føringsloven", "file-unreadable", "U+0007"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}: {case.new.strip()[:60]!r}")
def test_a_mistake_is_found_at_its_place_and_nothing_else_is(case: Case) -> None:
    text, places = pointed(change(case.old, case.new))
    loaded = read(text)
    assert loaded.policy is None
    (finding,) = errors(loaded)
    assert finding.code == case.code
    assert case.message in finding.message
    assert case.help in finding.help
    assert finding.help
    assert finding.place.file == "policy.yaml"
    assert finding.place.line >= 1
    assert finding.place.column >= 1
    if places:
        assert [(finding.place.line, finding.place.column)] == places
    assert finding.message[0].islower() or finding.message[0] == "'"
    assert "hunter2" not in finding.message + finding.help


def test_all_mistakes_are_found_in_one_run() -> None:
    text = SMALL
    expected = set()
    for number, (old, new, code) in enumerate(
        [
            ("kind: number", "kind: nummer", "wrong-value"),
            ("basis: legal_obligation", "bassis: legal_obligation", "unknown-key"),
            ("keep: 5 years after", "keep: 5 yaers after", "wrong-period"),
            ("of: customers by", "of: custmers by", "unknown-name"),
            ("last_name: blank", "last_name: blnk", "wrong-value"),
            ("${SHOP_DATABASE_URL}", "postgresql://a:b@c.example/d", "secret-in-file"),
        ]
    ):
        text = change(old, new, text)
        expected.add((code, text[: text.index(new)].count("\n") + 1))
        assert len(errors(read(text))) == number + 1
    assert {(finding.code, finding.place.line) for finding in errors(read(text))} == expected


def test_a_document_that_breaks_off_does_not_hide_the_next_one() -> None:
    text = change("law: bogføringsloven § 12", 'law: "bogføringsloven § 12')
    text = change("last_name: blank", "last_name: blnk", text)
    assert [finding.code for finding in errors(read(text))] == ["yaml-syntax", "wrong-value"]


def test_a_file_that_cannot_be_read_makes_no_name_unknown() -> None:
    first, system = SMALL.split("---\n")
    loaded = load_texts({"a.yaml": first.replace("categories:", "categories: [", 1), "b.yaml": system})
    assert {finding.code for finding in errors(loaded)} == {"yaml-syntax"}


def test_the_same_name_in_two_files_is_found_with_both_places() -> None:
    first, system = SMALL.split("---\n")
    more = "language: 1\ncategories:\n  payments: {}\n---\nsystem: shop\nkind: sql\nurl: ${OTHER}\n"
    found = errors(load_texts({"a.yaml": first, "b.yaml": system, "c.yaml": more}))
    assert [(finding.code, finding.place.file, finding.place.line) for finding in found] == [
        ("duplicate-name", "c.yaml", 3),
        ("duplicate-name", "c.yaml", 5),
    ]
    assert "a.yaml:11:3" in found[0].message
    assert "b.yaml:1:9" in found[1].message


def test_two_controllers_are_one_too_many() -> None:
    (found,) = errors(read(SMALL + "---\nlanguage: 1\ncontroller: {name: Anden ApS, country: DK}\n"))
    assert found.code == "duplicate-name"
    assert "first in line 2" in found.message


def test_without_a_controller_there_is_no_policy() -> None:
    text = "\n".join(line for line in SMALL.splitlines() if not line.startswith("controller")) + "\n"
    (found,) = errors(read(text))
    assert (found.code, found.message) == ("missing-key", "it is not said who the controller is")


def test_keys_beside_owners_do_not_say_whose_they_are() -> None:
    text = change(
        "    of: customers by customer_id\n",
        "    of: customers by customer_id\n    owners: {buyer: {of: customers by customer_id}}\n",
    )
    (found,) = errors(read(text))
    assert found.message.startswith("'of' stands beside 'owners'")


def test_parents_about_different_people_cannot_tell_whose_a_row_is() -> None:
    text = change("  customer: {known_by", "  staff: {known_by: [email]}\n  customer: {known_by")
    text = change("of: customers by customer_id", "of: [customers by customer_id, staff by staff_id]", text)
    text += "  staff:\n    person: staff\n    keys: {email: email}\n    holds: {email: email}\n"
    (found,) = errors(read(text))
    assert found.code == "missing-key"
    assert "customer, staff" in found.message


def test_collections_that_belong_to_each_other_in_a_circle_are_found() -> None:
    text = change("    person: customer\n", "    of: orders by order_id\n")
    found = errors(read(text))
    assert {finding.code for finding in found} == {"missing-key"}
    assert len(found) == 2


def test_a_finding_never_shows_what_may_be_a_personal_value() -> None:
    for value in ("jens.hansen@example.dk", "010203-1234", "+45 12 34 56 78", "12345678"):
        for old in ("basis: legal_obligation", "of: customers by customer_id", "last_name: blank"):
            key = old.split(":")[0]
            loaded = read(change(old, f"{key}: {value}"))
            assert errors(loaded)
            for finding in loaded.findings:
                assert value not in finding.message + finding.help + finding.example
        for finding in read(change("people: [customer]", f'people: ["{value}"]')).findings:
            assert value not in finding.message + finding.help
        for finding in read(change("  name: {says", f'  "{value}": {{}}\n  name: {{says')).findings:
            assert value not in finding.message + finding.help
        for finding in read(change("keep: 5 years after", f"keep: {value} after")).findings:
            assert value not in finding.message + finding.help
