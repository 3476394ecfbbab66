"""Very much of one person, and very many people: the same steps, each row once, and nobody else's."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from holdord.planning.statements import Query
from holdord.workflows import explaining, exporting, planning, running
from holdord.workflows.office import Readers
from tests.company import BY, Company
from tests.servers import Database

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import NOW, check_finished, rows, shop  # noqa: E402

ORDERS = 10_000
PEOPLE = 600


@pytest.fixture
def company(database: Database, tmp_path: Path) -> Company:
    return shop(tmp_path / "policy", database)


def insert(company: Company, table: str, values: list[str]) -> None:
    """Many rows in few statements."""
    database = company.databases["shop"]
    for start in range(0, len(values), 2000):
        database.execute_script(f"INSERT INTO {table} VALUES {', '.join(values[start : start + 2000])}")


def test_a_person_with_ten_thousand_orders_goes_in_one_transaction(company: Company) -> None:
    numbers = range(1000, 1000 + ORDERS)
    insert(company, "orders", [f"({n}, 1, 'lamp {n}', '2015-05-05')" for n in numbers])
    insert(company, "order_lines", [f"({n}, {n}, 'note {n}')" for n in numbers])
    before = rows(company)
    with company.office() as office:
        plan = planning.plan_erasure(office, [{"customer_no": ["1"]}], NOW)
        steps = {step.name: step.expected for unit in plan.units for step in unit.steps}
        assert steps["shop.orders remove"] == ORDERS + 2
        assert steps["shop.order_lines remove"] == ORDERS + 3
        assert len(plan.canonical()) < 2 * 60 * ORDERS
        office.store.save_plan(plan)
        report = running.run_plan(office, plan.digest, lambda: NOW, BY)
        assert report.faults == []
        assert report.transactions == 1
        check_finished(office, company, plan, before)
    after = rows(company)
    assert [row for row in after["orders"] if row[1] != "1"] == [r for r in before["orders"] if r[1] != "1"]


def test_many_people_are_erased_in_units_and_each_is_remembered(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "PEOPLE_PER_UNIT", 250)
    numbers = range(1000, 1000 + PEOPLE)
    insert(company, "customers", [f"({n}, 'N', 'C{n}@x.example', 'DK', '2024-01-01')" for n in numbers])
    insert(company, "orders", [f"({n}, {n}, 'lamp', '2024-05-05')" for n in numbers])
    insert(company, "order_lines", [f"({n}, {n}, 'note')" for n in numbers])
    before = rows(company)
    with company.office() as office:
        people = [{"email": [f"c{n}@X.EXAMPLE"]} for n in numbers]
        plan = planning.plan_erasure(office, people, NOW)
        assert plan.people == PEOPLE
        assert len(plan.units) == -(-PEOPLE // planning.PEOPLE_PER_UNIT)
        office.store.save_plan(plan)
        report = running.run_plan(office, plan.digest, lambda: NOW, BY)
        assert report.faults == []
        assert report.transactions == len(plan.units)
        assert sum(r.changed for r in office.store.evidence()) == plan.expected == 2 * PEOPLE
        state = office.store.run_of(plan.digest)
        assert state is not None
        assert len(state.done) == len(plan.units)
        lapsed = office.stated(NOW).lapsed["service"].of("shop", "customers")
        assert lapsed == frozenset(numbers)
        found = explaining.explain(office, {"customer_no": ["1000"]}, NOW)
        assert {one.purpose for one in found.kept} == {"bookkeeping"}
    after = rows(company)
    gone = {str(n) for n in numbers}
    for table in before:
        assert [r for r in after[table] if r[0] not in gone] == [r for r in before[table] if r[0] not in gone]


def test_many_people_are_read_in_as_many_statements_as_one_and_each_is_given_their_own(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = range(1000, 1000 + PEOPLE)
    insert(company, "customers", [f"({n}, 'N', 'C{n}@x.example', 'DK', '2024-01-01')" for n in numbers])
    insert(company, "orders", [f"({n}, {n}, 'lamp', '2024-05-05')" for n in numbers])
    insert(company, "order_lines", [f"({n}, {n}, 'note')" for n in numbers])
    asked: list[str] = []
    rows_of = Readers.rows
    rows_of_each = Readers.rows_of_each

    def rows_noted(readers: Readers, system: str, query: Query) -> list[tuple[object, ...]]:
        asked.append(query.sql)
        return rows_of(readers, system, query)

    def each_noted(readers: Readers, system: str, queries: Sequence[Query]) -> list[list[tuple[object, ...]]]:
        asked.extend(query.sql for query in queries)
        return rows_of_each(readers, system, queries)

    monkeypatch.setattr(Readers, "rows", rows_noted)
    monkeypatch.setattr(Readers, "rows_of_each", each_noted)
    with company.office() as office:
        one = exporting.export(office, {"email": ["c1000@x.example"]}, NOW)
        assert {found.collection: len(found.rows) for found in one} == {
            "customers": 1,
            "orders": 1,
            "order_lines": 1,
        }
        for_one, asked[:] = len(asked), []
        people = [{"email": [f"c{n}@X.EXAMPLE"]} for n in numbers]
        for n, each in zip(numbers, exporting.export_each(office, people, NOW), strict=True):
            ((*found,),) = each
            ids = {one.collection: [row[one.columns.index("id")] for row in one.rows] for one in found}
            assert ids == {"customers": [n], "orders": [n], "order_lines": [n]}
        assert 0 < len(asked) <= for_one
        explaining.explain(office, people[0], NOW)
        for_one, asked[:] = len(asked), []
        assert explaining.explain_all(office, people, NOW).people == PEOPLE
        assert 0 < len(asked) <= for_one


def test_a_sweep_in_small_chunks_takes_every_row_once(company: Company) -> None:
    numbers = range(1000, 1000 + PEOPLE)
    insert(company, "orders", [f"({n}, 3, 'lamp', '2015-05-05')" for n in numbers])
    before = rows(company)
    with company.office() as office:
        plan = planning.plan_expiry(office, NOW, chunk=97)
        office.store.save_plan(plan)
        report = running.run_plan(office, plan.digest, lambda: NOW, BY)
        assert report.faults == []
        assert report.transactions >= PEOPLE // 97
        check_finished(office, company, plan, before)
