"""Wrong digests, changed rows and policies, the shop's own locks: a clear refusal, and nothing is changed."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from holdord.connectors import connect
from holdord.connectors.sql.limits import Limits
from holdord.workflows import planning, running
from holdord.workflows.office import Office, Refused
from tests.company import BY, Company, found_company, policy_text
from tests.servers import Database

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import (  # noqa: E402
    COLLECTIONS,
    NOW,
    PURPOSES,
    check_finished,
    erasure,
    rows,
    shop,
    sweep,
)


@pytest.fixture
def company(database: Database, tmp_path: Path) -> Company:
    return shop(tmp_path / "policy", database)


def run(office: Office, digest: str) -> running.Report:
    return running.run_plan(office, digest, lambda: NOW, BY)


def refusal(office: Office, digest: str) -> str:
    """The code of the finding with which a run is refused."""
    with pytest.raises(Refused) as refused:
        run(office, digest)
    (finding,) = refused.value.findings
    return finding.code


def test_a_digest_that_nobody_was_shown_runs_nothing(company: Company) -> None:
    before = rows(company)
    with company.office() as office:
        plan = erasure(office)
        assert refusal(office, "0" * 64) == "unknown-digest"
        assert refusal(office, plan.digest[:-1] + "x") == "unknown-digest"
        unsaved = replace(plan, made_at=(NOW + timedelta(seconds=1)).isoformat())
        assert refusal(office, unsaved.digest) == "unknown-digest"
    assert rows(company) == before


def test_a_plan_made_under_another_policy_is_not_run(company: Company) -> None:
    before = rows(company)
    with company.office() as office:
        plan = erasure(office)
    file = company.folder / "policy.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("keep: 3 years", "keep: 4 years"), encoding="utf-8"
    )
    with company.office() as office:
        assert refusal(office, plan.digest) == "policy-changed"
    assert rows(company) == before


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO orders VALUES (99, 1, 'a new lamp', '2015-01-01')",
        "UPDATE orders SET invoiced_on = '2025-05-05' WHERE id = 8",
        "DELETE FROM order_lines WHERE id = 8",
        "UPDATE customers SET email = NULL, iban = NULL WHERE id = 1",
    ],
    ids=["a row more", "a row that is held again", "a row less", "a field that is gone"],
)
def test_rows_that_changed_since_the_plan_undo_the_whole_transaction(company: Company, change: str) -> None:
    with company.office() as office:
        plan = erasure(office)
        company.databases["shop"].execute_script(change)
        before = rows(company)
        report = run(office, plan.digest)
        assert [finding.code for finding in report.faults] == ["changed-since-plan"]
        assert rows(company) == before
        assert refusal(office, plan.digest) == "run-stopped"
        anew = planning.plan_erasure(office, [{"customer_no": ["1", "2"]}], NOW + timedelta(minutes=1))
        office.store.save_plan(anew)
        assert run(office, anew.digest).complete
        check_run(office, anew.digest, company)


def test_a_row_that_came_where_a_person_had_none_keeps_what_it_belongs_to(
    database: Database, tmp_path: Path
) -> None:
    found = shop(tmp_path / "first", database)
    orders = COLLECTIONS["orders"] | {"keys": {"email": "item"}}
    text = policy_text(PURPOSES, {"shop": {"collections": {**COLLECTIONS, "orders": orders}}})
    company = found_company(tmp_path / "second", text, found.databases)
    database.execute_script("INSERT INTO customers VALUES (50, 'Bo', 'bo@x.example', NULL, '2015-01-01')")
    with company.office() as office:
        plan = planning.plan_erasure(office, [{"customer_no": ["50"]}], NOW)
        assert [step.name for unit in plan.units for step in unit.steps] == ["shop.customers remove"]
        office.store.save_plan(plan)
        database.execute_script("INSERT INTO orders VALUES (99, 50, 'lamp', '2025-05-05')")
        before = rows(company)
        report = run(office, plan.digest)
        assert [finding.code for finding in report.faults] == ["changed-since-plan"]
        assert rows(company) == before


def check_run(office: Office, digest: str, company: Company) -> None:
    """A run is done, and nothing of its plan is left to do."""
    state = office.store.run_of(digest)
    assert state is not None
    assert state.state == "done"
    assert planning.plan_erasure(office, [{"customer_no": ["1", "2"]}], NOW).expected == 0


def test_what_changes_elsewhere_since_the_plan_is_nobodys_business(company: Company) -> None:
    with company.office() as office:
        plan = erasure(office)
        company.databases["shop"].execute_script("UPDATE customers SET name = 'Siv' WHERE id = 4")
        before = rows(company)
        assert run(office, plan.digest).complete
        check_finished(office, company, plan, before)


def test_a_sweep_takes_what_has_come_since_its_plan_up_to_a_tenth_more(company: Company) -> None:
    with company.office() as office:
        plan = sweep(office)
        more = "".join(f"INSERT INTO orders VALUES ({n}, 4, 'x', '2015-01-01');" for n in range(100, 140))
        company.databases["shop"].execute_script(more)
        report = run(office, plan.digest)
        assert [finding.code for finding in report.faults] == ["more-than-planned"]
        gone = 40 + 12 - len(rows(company)["orders"])
        removed = sum(r.changed for r in office.store.evidence() if r.step == "shop.orders remove")
        assert removed == gone <= 8 * 1.1 + 2 * 2
        assert refusal(office, plan.digest) == "run-stopped"


@contextmanager
def held(database: Database, statement: str) -> Iterator[None]:
    """The shop is in the middle of a transaction of its own."""
    with closing(database.connect()) as connection:
        with closing(connection.cursor()) as cursor:
            if database.dialect == "sqlite":
                cursor.execute("BEGIN IMMEDIATE")
            cursor.execute(statement)
            yield
        connection.rollback()


def impatient(company: Company, office: Office, **limits: float) -> None:
    """Lets the office wait for no longer than this."""
    system = connect(office.policy.systems["shop"], company.environment, Limits(**limits))
    office.systems["shop"].close()
    office.systems["shop"] = system


def test_a_lock_that_the_shop_holds_is_not_waited_for_and_the_run_goes_on_later(company: Company) -> None:
    before = rows(company)
    with company.office() as office:
        plan = erasure(office)
        office.systems["shop"].prepare()
        impatient(company, office, lock_seconds=0.3)
        with held(company.databases["shop"], "UPDATE orders SET item = 'busy' WHERE id = 8"):
            report = run(office, plan.digest)
            assert [finding.code for finding in report.faults] == ["lock-timeout"]
        assert rows(company) == before
        assert run(office, plan.digest).complete
        check_finished(office, company, plan, before)


def test_a_statement_that_takes_too_long_is_ended_and_changes_nothing(company: Company) -> None:
    database = company.databases["shop"]
    before = rows(company)
    with company.office() as office:
        plan = erasure(office)
        office.systems["shop"].prepare()
        impatient(company, office, statement_seconds=0.3)
        database.execute_script(_slow(database.dialect))
        report = run(office, plan.digest)
        assert [finding.code for finding in report.faults] == ["statement-timeout"]
        assert rows(company) == before
        database.execute_script(
            "DROP TRIGGER slow" + (" ON orders" if database.dialect == "postgresql" else "")
        )
        assert run(office, plan.digest).complete
        check_finished(office, company, plan, before)


def _slow(dialect: str) -> str:
    """Deleting an order takes a while."""
    many = ", ".join(f"order_lines l{n}" for n in range(12))
    if dialect == "sqlite":
        return f"CREATE TRIGGER slow BEFORE DELETE ON orders BEGIN SELECT count(*) FROM {many}; END"
    before = "CREATE TRIGGER slow BEFORE DELETE ON orders FOR EACH ROW"
    if dialect == "mariadb":
        return f"{before} SET @slow = (SELECT count(*) FROM {many})"
    body = "BEGIN PERFORM pg_sleep(2); RETURN OLD; END"
    function = f"CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
    return f"{function}; {before} EXECUTE FUNCTION slow();"
