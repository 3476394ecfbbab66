"""A column that is a secret is erased like all else, and is never read out of the database to anybody."""

import json
from pathlib import Path

import pytest

from holdord.cli.export_page import page
from holdord.language import load_texts
from holdord.planning.statements import Query
from holdord.words.correction import Correction
from holdord.workflows import correcting, exporting
from holdord.workflows.office import Readers, Refused
from holdord.workflows.requests.answering import portable
from holdord.workflows.requests.parts import held_rows
from tests.attack.shops import NOW, erased, shop
from tests.company import Company, policy_text
from tests.servers import Database

HASH = "pbkdf2$600000$5e4f8a"
SCHEMA = (
    "create table customers (id integer primary key, name varchar(40), email varchar(80), hash varchar(60), "
    "token integer); create table threads (id integer primary key, a integer, b integer, code varchar(40)); "
    f"insert into customers values (1, 'Ann', 'ann@x.example', '{HASH}', 77123), (2, 'Bob', 'bob@x.example', "
    f"null, null); insert into threads values (1, 1, 2, '{HASH}');"
)
MAP = (
    "customers: {person: customer, keys: {email: email}, holds: {name: [name, hash, token], email: email}, "
    "secret: [hash, token], purposes: [service]}\n"
    "threads: {owners: {a: {of: customers by a}, b: {of: customers by b}}, holds: {purchases: code}, secret: "
    "[code], purposes: [service]}"
)
ANN = {"email": ["ann@x.example"]}


@pytest.fixture
def company(database: Database, tmp_path: Path) -> Company:
    return shop(tmp_path, database, SCHEMA, MAP)


def test_an_export_says_that_a_secret_is_held_and_reads_it_nowhere(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    rows, each = Readers.rows, Readers.rows_of_each

    def noted(readers: Readers, system: str, query: Query) -> list[tuple[object, ...]]:
        read.append(found := rows(readers, system, query))
        return found

    def each_noted(readers: Readers, system: str, queries: list[Query]) -> list[list[tuple[object, ...]]]:
        read.append(found := each(readers, system, queries))
        return found

    monkeypatch.setattr(Readers, "rows", noted)
    monkeypatch.setattr(Readers, "rows_of_each", each_noted)
    with company.office() as office:
        found = exporting.export(office, ANN, NOW)
        told = exporting.as_json(office.policy, found, NOW)
        (customer,) = told["collections"][0]["rows"]
        assert (customer["name"], customer["hash"], customer["token"]) == ("Ann", *["held, not shown"] * 2)
        for language, said in (("da", "(findes, vises ikke)"), ("nb", "(finnes, vises ikke)")):
            assert said in page(office.policy, told, language)
        (bob,) = exporting.export(office, {"email": ["bob@x.example"]}, NOW)[0].rows
        assert None in bob, "of a secret that is not there nothing is said"
        taken, _ = portable(office.policy, held_rows(found))
        assert {"name", "email"} == {field.name for one in taken for field in one.fields if field.category}
        listed = correcting.correctable(office, ANN, NOW)
    everything = json.dumps([told, [str(one) for one in listed], str(read)], default=str)
    assert HASH not in everything
    assert "77123" not in everything


def test_staff_neither_see_nor_write_a_secret(company: Company) -> None:
    with company.office() as office:
        (row,) = [one for one in correcting.correctable(office, ANN, NOW) if one.collection == "customers"]
        field = {one.column: one for one in row.fields}["hash"]
        assert (field.value, field.refused) == ("held, not shown", "correction-secret")
        with pytest.raises(Refused) as refused:
            correcting.propose(office, ANN, [Correction("shop", "customers", "", "hash", "x")], NOW)
        assert [one.code for one in refused.value.findings] == ["correction-secret"]


def test_a_secret_is_erased_as_all_else(company: Company) -> None:
    plan = erased(company, "email=ann@x.example")
    assert HASH not in plan.canonical()
    assert HASH not in str(company.rows("shop", "customers"))


@pytest.mark.parametrize(
    ("secret", "code"), [("[email]", "wrong-value"), ("[hush]", "unknown-name"), ("[id]", "unknown-name")]
)
def test_what_people_are_found_by_is_no_secret(secret: str, code: str) -> None:
    customers = {"person": "customer", "keys": {"email": "email"}, "holds": {"email": "email"}}
    collections = {"customers": {**customers, "secret": secret.strip("[]"), "purposes": ["service"]}}
    purposes = {"service": {"basis": "consent", "categories": ["email"], "keep": "until withdrawn"}}
    findings = load_texts({"p.yaml": policy_text(purposes, {"shop": {"collections": collections}})}).findings
    assert [one.code for one in findings if one.severity == "error"] == [code]
