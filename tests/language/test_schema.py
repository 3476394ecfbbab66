"""The JSON Schema takes every policy that can be read, and refuses what an editor can see is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from holdord.language.nodes import ListNode, MapNode, Node, read_documents
from holdord.language.reader_kinds import Shape
from holdord.language.reader_shapes import POLICY, SYSTEM
from holdord.language.schema import json_schema
from tests.language.reading import POLICIES, SMALL, WHOLE, change, pointed, read

ROOT = Path(__file__).parents[2]
VALIDATOR = Draft202012Validator(json_schema())
CASES: list[dict[str, str]] = yaml.safe_load((POLICIES / "reader_cases.yaml").read_text(encoding="utf-8"))
SHIPPED = sorted({*ROOT.glob("src/**/policy/*.yaml"), *ROOT.glob("tests/oscar/**/*.yaml")})


def as_editors_read(text: str) -> list[Any]:
    """The documents with the types that an editor gives them (YAML 1.2; dates are texts)."""
    documents = YAML(typ="safe", pure=True).load_all(text)
    return [json.loads(json.dumps(document, default=str)) for document in documents]


def as_texts(node: Node) -> Any:
    """The node with every scalar as a text, as the reader takes it."""
    if isinstance(node, MapNode):
        return {key.text: as_texts(value) for key, value in node}
    if isinstance(node, ListNode):
        return [as_texts(item) for item in node.items]
    return node.text


def refusals(document: Any) -> list[str]:
    """What the schema has against a document."""
    return [error.message for error in VALIDATOR.iter_errors(document)]


def test_the_schema_is_one_and_its_file_is_current() -> None:
    Draft202012Validator.check_schema(json_schema())
    written = json.loads((ROOT / "schema" / "holdord.schema.json").read_text(encoding="utf-8"))
    assert written == json_schema(), "run: holdord schema > schema/holdord.schema.json"


@pytest.mark.parametrize("text", [SMALL, WHOLE], ids=["small", "whole"])
def test_the_schema_takes_what_can_be_read(text: str) -> None:
    for document in as_editors_read(text):
        assert not refusals(document)
    for root in read_documents("policy.yaml", text).roots:
        assert not refusals(as_texts(root))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: "/".join(path.parts[-3:]))
def test_the_schema_takes_every_policy_that_comes_along(path: Path) -> None:
    for document in as_editors_read(path.read_text(encoding="utf-8")):
        assert not refusals(document)


@pytest.mark.parametrize(
    "case",
    [
        case
        for case in CASES
        if case["code"] in ("unknown-key", "missing-key", "wrong-name", "language-version")
    ],
    ids=lambda case: f"{case['code']}: {case['to'].strip()[:60]!r}",
)
def test_the_schema_refuses_wrong_and_missing_keys(case: dict[str, str]) -> None:
    text, _ = pointed(change(case["change"], case["to"]))
    assert any(refusals(document) for document in as_editors_read(text))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("basis: legal_obligation", "basis: legal_obligatoin"),
        ("country: DK, texts", "country: Denmark, texts"),
        ("texts: [da, en]", "texts: [dk, en]"),
        ("kind: sql", "kind: sqll"),
        ("customer_no: {kind: number}", "customer_no: {kind: number, shared: maybe}"),
        ("last_name: blank", "last_name: blnk"),
        ("of: customers by customer_id", "of: customers customer_id"),
        ("last_seen: seen_at", "last_seen: seen_at as second"),
        ("kept_by: [purposes.bookkeeping]", "kept_by: [purpose.bookkeeping]"),
        ("people: [customer]", "people: []"),
        ("${SHOP_DATABASE_URL}", "postgresql://shop:hunter2@db.shop.example/shop"),
        ("law: bogføringsloven § 12", "law: [bogføringsloven]"),
        ("    of: customers by customer_id\n", "    of: customers by id\n    owners: {a: {}}\n"),
    ],
)  # fmt: skip
def test_the_schema_refuses_words_that_are_none(old: str, new: str) -> None:
    text = change(old, new)
    assert read(text).policy is None
    assert any(refusals(document) for document in as_editors_read(text))


NAMES = st.sampled_from(["orders", "created_at", "id", "kunde", '"Kunde nr"', "n2"])
TERMS = st.builds(
    lambda known, collection, column, unit: f"{known}{collection}{column}{unit}",
    st.sampled_from(["", "known "]),
    st.sampled_from(["", "orders.", "customers."]),
    NAMES,
    st.sampled_from(["", " as seconds", " as milliseconds", " as days"]),
)
EVENTS = st.builds(
    lambda latest, terms, never: f"{latest}{', '.join(terms)}{never}",
    st.sampled_from(["", "latest ", "latest of "]),
    st.lists(TERMS, min_size=1, max_size=3),
    st.sampled_from(["", " or never"]),
)
ENDINGS = st.builds(
    lambda first, rest: f"{first}{rest}",
    st.sampled_from(
        ["clear", "blank", "mask", 'mask "x y"', "mask 'x'", "to year", "to month", "first", "with row"]
    ),
    st.sampled_from(["", " 2", " with id", " 12345", " now"]),
)
LINKS = st.builds(
    lambda parent, column, equal: f"{parent} by {column}{equal}",
    st.sampled_from(["customers", "orders"]),
    NAMES,
    st.sampled_from(["", " = number", ' = "Nr."', " == number"]),
)


@given(event=EVENTS, ending=ENDINGS, link=LINKS)
def test_the_schema_takes_every_phrase_that_the_reader_takes(event: str, ending: str, link: str) -> None:
    for old, new in (
        ("last_seen: seen_at", f"last_seen: {event!s}"),
        ("last_name: blank", f"last_name: {ending!s}"),
        ("of: customers by customer_id", f"of: {link!s}"),
    ):
        text = change(old, new)
        if read(text).policy is not None:
            documents = as_editors_read(text)
            assert not [refusal for document in documents for refusal in refusals(document)], new


def _descriptions(schema: Any) -> int:
    if isinstance(schema, dict):
        return ("description" in schema) + sum(map(_descriptions, schema.values()))
    return sum(map(_descriptions, schema)) if isinstance(schema, list) else 0


def test_an_editor_can_explain_every_key() -> None:
    for shape in (POLICY, SYSTEM):
        assert isinstance(shape, Shape)
        properties = json_schema()["$defs"][shape.noun]["properties"]
        assert list(properties) == list(shape.by_key)
        assert all(properties[key]["description"] for key in properties)
    assert _descriptions(json_schema()) > 80


def test_an_editor_offers_the_words_there_are() -> None:
    purpose = json_schema()["$defs"]["purpose"]["properties"]
    assert "legitimate_interest" in purpose["basis"]["enum"]
    assert "health_care" in purpose["special"]["enum"]


def test_the_schema_needs_no_other_file() -> None:
    references = {line for line in json.dumps(json_schema()).split('"') if line.startswith("#/")}
    defs = json_schema()["$defs"]
    assert {reference.removeprefix("#/$defs/") for reference in references} == set(defs)
