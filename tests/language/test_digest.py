"""The digest of a policy is that of its facts: layout, comments, order and places do not count."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from holdord.language import load_texts
from holdord.language.build_digest import digest_of
from holdord.language.nodes import ListNode, MapNode, Node, read_documents
from tests.language.reading import SMALL, WHOLE, change, policy_of

DOCUMENTS = read_documents("whole", WHOLE).roots


def _shuffled(node: Node, data: st.DataObject, key: str = "") -> str:
    """The node in flow style, its maps and lists in random order."""
    if isinstance(node, MapNode):
        entries = data.draw(st.permutations(list(node)))
        return "{" + ", ".join(f"{k.text}: {_shuffled(v, data, k.text)}" for k, v in entries) + "}"
    if isinstance(node, ListNode):
        ordered = key in ("texts", "fiscal_year_ends")
        items = node.items if ordered else data.draw(st.permutations(node.items))
        return "[" + ", ".join(_shuffled(item, data) for item in items) + "]"
    return '"' + node.text.replace('"', '\\"') + '"'


@given(data=st.data())
def test_the_order_of_keys_and_lists_does_not_count(data: st.DataObject) -> None:
    documents = data.draw(st.permutations(DOCUMENTS))
    text = "".join(f"---\n{_shuffled(document, data)}\n" for document in documents)
    assert policy_of(text).digest == policy_of(WHOLE).digest


def test_comments_blank_lines_and_files_do_not_count() -> None:
    first, system = SMALL.split("---\n")
    text = "# a comment\n\n\n" + first.replace("\n", "  # so it is\n\n")
    policy = load_texts({"x.yaml": text, "y.yaml": system}).policy
    assert policy is not None
    assert policy.digest == policy_of(SMALL).digest


def test_a_list_of_one_and_its_item_are_the_same() -> None:
    assert policy_of(change("people: [customer]", "people: customer")).digest == policy_of(SMALL).digest


def test_what_is_stated_as_it_would_be_anyway_does_not_count() -> None:
    text = change("    of: customers by", "    table: orders\n    row: goes\n    of: customers by")
    text = change("last_name: blank}", "last_name: blank, first_name: clear}", text)
    text = change(
        "country: DK, texts",
        "country: DK, time_zone: Europe/Copenhagen, fiscal_year_ends: 12-31, texts",
        text,
    )
    assert policy_of(text).digest == policy_of(SMALL).digest


def test_the_same_period_in_other_words_is_the_same() -> None:
    for words in (
        "5 years after the end of the financial year of the invoice",
        "60 months from end of accounting year of invoice",
        "five years after end of fiscal year of invoice",
    ):
        text = change("5 years after end of fiscal year of invoice", words)
        assert policy_of(text).digest == policy_of(SMALL).digest


def test_every_single_fact_counts() -> None:
    digests = {policy_of(SMALL).digest}
    changes = [
        ("Prøve ApS", "Anden ApS"),
        ("texts: [da, en]", "texts: [en, da]"),
        ("country: DK, texts", "country: DK, fiscal_year_ends: 6-30, texts"),
        ("customer_no: {kind: number}", "customer_no: {kind: text}"),
        ("known_by: [email, customer_no]", "known_by: [email]"),
        ("name: {says: {da: navn, en: name}}", "name: {says: {da: navn, en: names}}"),
        ("law: bogføringsloven § 12", "law: bogføringsloven § 13"),
        ("categories: [name, email, payments]", "categories: [name, payments]"),
        ("keep: 5 years", "keep: 6 years"),
        ("at_most: 7 years after invoice", "at_most: 8 years after invoice"),
        ("at_most: 7 years after invoice", "at_least: 7 years after invoice"),
        ("kept_by: [purposes.bookkeeping]", "kept_by: []"),
        ("${SHOP_DATABASE_URL}", "${OTHER_DATABASE_URL}"),
        ("backups: 30 days", "backups: 31 days"),
        ("ignores: [schema_migrations]", "ignores: []"),
        ("email: mask with id", "email: mask \"gone\""),
        ("last_seen: seen_at", "last_seen: seen_at as seconds"),
        ("orders.invoiced_at", "orders.invoiced_at or never"),
        ("latest of created_at, orders.invoiced_at", "latest of created_at, known orders.invoiced_at"),
        ("other: [created_at]", "other: [created_at, language]"),
        ("of: customers by customer_id", "of: customers by customer_id = number"),
        ("    holds: {payments: amount}", "    row: stays\n    holds: {payments: amount}"),
    ]  # fmt: skip
    for old, new in changes:
        digests.add(policy_of(change(old, new)).digest)
    assert len(digests) == len(changes) + 1


def test_a_policy_carries_its_own_digest() -> None:
    policy = policy_of(WHOLE)
    assert policy.digest == digest_of(policy)
    assert policy.digest == digest_of(replace(policy, digest=""))
    assert len(policy.digest) == 64


def test_the_digest_is_the_same_on_every_day_and_machine() -> None:
    # Evidence points at policies by this digest: if this fails, the digests of policies in use have changed.
    assert policy_of(SMALL).digest == "58a1960b04f166d7cf92d5642b01516faaa7ab71fb35744732816c16df615725"
