"""Eight faults found in another tool for the same work, each of which must not be found here.

A request ended *complete* though a table had failed; a person was left half erased; letter case hid people;
columns nobody had mapped were passed over; a killed worker lost requests; addresses stayed in its own stores;
rows were written to its log; what a restored back-up brought back stayed.
"""

import logging
import signal
from pathlib import Path

import pytest

from holdord.connectors import SystemFault
from holdord.workflows import explaining, exporting, planning, proving, running, stating
from holdord.workflows.office import TOO_LONG_AGO, Office, Refused
from tests.company import BY, Company
from tests.servers import Database
from tests.workflows.worker import killed_at

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import MARKER, NOW, check_finished, erasure, rows, shop  # noqa: E402

KNOWN = {"email": [MARKER]}
IN_THE_WAY = """
CREATE TABLE calls (id integer PRIMARY KEY, line_id integer,
    FOREIGN KEY (line_id) REFERENCES order_lines(id));
INSERT INTO calls VALUES (1, 4);
"""
"""A table that came after the plan, and refers to a row that should go."""


@pytest.fixture
def company(database: Database, tmp_path: Path) -> Company:
    return shop(tmp_path / "policy", database)


def run(office: Office, digest: str) -> running.Report:
    return running.run_plan(office, digest, lambda: NOW, BY)


def test_a_statement_that_fails_on_a_leaf_table_is_told_and_the_run_is_not_complete(company: Company) -> None:
    before = rows(company)
    with company.office() as office:
        plan = erasure(office)
        company.databases["shop"].execute_script(IN_THE_WAY)
        report = run(office, plan.digest)
        assert [finding.code for finding in report.faults] == ["still-referred-to"]
        assert not report.complete
        assert rows(company) == before
        assert list(office.store.evidence()) == []
        state = office.store.run_of(plan.digest)
        assert state is not None
        assert state.state != "done"
        company.databases["shop"].execute_script("DELETE FROM calls")
        assert run(office, plan.digest).complete
        check_finished(office, company, plan, before)


def test_an_export_of_which_a_table_fails_fails_as_a_whole(company: Company) -> None:
    with company.office() as office:
        assert len(exporting.export(office, KNOWN, NOW)) == 4
        company.databases["shop"].execute_script("ALTER TABLE orders DROP COLUMN item")
        with pytest.raises(SystemFault, match="no such column"):
            exporting.export(office, KNOWN, NOW)


def test_an_error_in_the_last_table_leaves_nobody_half_erased(company: Company) -> None:
    before = rows(company)
    with company.office() as office:
        plan = erasure(office)
        assert [step.collection for unit in plan.units for step in unit.steps][-1] == "customers"
        company.databases["shop"].execute_script("ALTER TABLE customers DROP COLUMN iban")
        report = run(office, plan.digest)
        assert [finding.code for finding in report.faults] == ["column-gone"]
        after = rows(company)
        assert {t: after[t] for t in after if t != "customers"} == {
            t: before[t] for t in before if t != "customers"
        }
        assert after["customers"] == [row[:3] + row[4:] for row in before["customers"]]


@pytest.mark.parametrize("spelt", [MARKER, MARKER.lower(), MARKER.upper(), f"  {MARKER.title()} "])
def test_letter_case_hides_nobody(company: Company, spelt: str) -> None:
    with company.office() as office:
        _, held = explaining.find_only(office, {"email": [spelt]}, NOW)
        counts = {one.collection: one.rows for one in held}
        assert counts == {"customers": 1, "orders": 3, "order_lines": 3, "subscribers": 1}


def test_a_column_that_nobody_mapped_stops_every_plan(company: Company) -> None:
    company.databases["shop"].execute_script("ALTER TABLE customers ADD COLUMN nickname varchar(20)")
    with company.office() as office:
        for ask in (
            lambda: planning.plan_erasure(office, [KNOWN], NOW),
            lambda: planning.plan_expiry(office, NOW),
            lambda: exporting.export(office, KNOWN, NOW),
            lambda: explaining.explain(office, KNOWN, NOW),
        ):
            with pytest.raises(Refused) as refused:
                ask()
            told = [finding for finding in refused.value.findings if finding.code == "undeclared-column"]
            assert len(told) == 1
            assert "nickname" in told[0].message


def test_a_column_added_while_an_office_is_open_stops_what_is_asked_later(company: Company) -> None:
    with company.office() as office:
        assert explaining.explain(office, KNOWN, NOW).known
        company.databases["shop"].execute_script("ALTER TABLE customers ADD COLUMN nickname varchar(20)")
        for ask in (
            lambda: exporting.export(office, KNOWN, NOW + TOO_LONG_AGO),
            lambda: planning.plan_expiry(office, NOW + 2 * TOO_LONG_AGO),
        ):
            with pytest.raises(Refused, match="nickname"):
                ask()
        company.databases["shop"].execute_script("ALTER TABLE customers DROP COLUMN nickname")
        assert exporting.export(office, KNOWN, NOW + 3 * TOO_LONG_AGO)


def test_a_worker_killed_with_four_requests_in_flight_loses_none(company: Company) -> None:
    before = rows(company)
    with company.office() as office:
        plans = [planning.plan_erasure(office, [{"customer_no": [str(n)]}], NOW) for n in range(1, 5)]
        for plan in plans:
            office.store.save_plan(plan)
        office.store.close()
    points = ("after-first-step", "before-commit", "after-commit", "after-claim")
    for plan, point in zip(plans, points, strict=True):
        ended = killed_at(point, company.folder, company.environment, plan.digest)
        assert ended == -signal.SIGKILL
    with company.office() as office:
        unfinished = office.store.unfinished_runs()
        assert {state.plan for state in unfinished} == {plan.digest for plan in plans}
        for state in unfinished:
            assert run(office, state.plan).complete
        assert office.store.unfinished_runs() == []
        removed = sum(r.changed for r in office.store.evidence() if r.act == "remove")
        after = rows(company)
        assert removed == sum(len(before[table]) - len(after[table]) for table in before)
        assert [row[1] for row in after["customers"]] == ["Frida", "Ole", "Per", "Ida"]
        assert [row[2] for row in after["customers"]] == [None] * 4


def test_an_address_that_was_erased_stands_nowhere_in_our_own_stores(company: Company) -> None:
    with company.office() as office:
        stating.state_consent(office, KNOWN, "newsletter", False, NOW, "form", BY)
        stating.state_objection(office, KNOWN, "service", "upheld", NOW, "own situation", BY)
        explaining.explain(office, KNOWN, NOW)
        plan = erasure(office)
        assert run(office, plan.digest).complete
        with (company.folder / "proof.jsonl").open("w", encoding="utf-8") as proof:
            proving.write_proof(office.store.evidence(), office.store.seals(), proof)
        office.store.close()
    files = [path for path in company.folder.rglob("*") if path.is_file()]
    assert {"store.sqlite3", "proof.jsonl"} <= {path.name for path in files}
    words = [MARKER.lower(), "frida.marker", "dk1"]
    for path in files:
        text = path.read_bytes().decode("latin-1").lower()
        assert [word for word in words if word in text] == [], path.name
    left = str(company.databases["shop"].rows("SELECT * FROM holdord_receipts")).lower()
    assert [word for word in words if word in left] == []


def test_the_contents_of_a_row_that_fails_are_told_to_nobody(
    company: Company, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    database = company.databases["shop"]
    with company.office() as office:
        plan = erasure(office)
        clash = f"CREATE TABLE clash (name varchar(60) PRIMARY KEY); INSERT INTO clash VALUES ('{MARKER}')"
        database.execute_script(clash)
        database.execute_script(_trigger(database.dialect))
        report = run(office, plan.digest)
    assert [finding.code for finding in report.faults] == ["value-refused"]
    said = f"{report} {caplog.text} {capfd.readouterr()}".lower()
    assert "frida.marker" not in said
    assert rows(company)["customers"][0][2] == MARKER


def _trigger(dialect: str) -> str:
    """Deleting an order's line writes the customer's address where it stands already: the error quotes it."""
    write = f"INSERT INTO clash VALUES ('{MARKER}');"
    if dialect == "sqlite":
        return f"CREATE TRIGGER keep BEFORE DELETE ON order_lines BEGIN {write} END"
    if dialect == "mariadb":
        return f"CREATE TRIGGER keep BEFORE DELETE ON order_lines FOR EACH ROW {write}"
    return (
        f"CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {write} RETURN OLD; END $$;"
        "CREATE TRIGGER keep BEFORE DELETE ON order_lines FOR EACH ROW EXECUTE FUNCTION keep();"
    )


def test_what_a_restored_backup_brings_back_is_erased_again(company: Company) -> None:
    database = company.databases["shop"]
    with company.office() as office:
        first = erasure(office)
        assert run(office, first.digest).complete
        erased = rows(company)
        database.execute_script(
            f"UPDATE customers SET email = '{MARKER}', iban = 'DK1' WHERE id = 1;"
            f"INSERT INTO subscribers VALUES (1, '{MARKER}');"
            "INSERT INTO orders VALUES (8, 1, 'an old lamp', '2015-05-05');"
        )
        again = planning.plan_erasure(office, [KNOWN], NOW)
        assert again.digest != first.digest
        office.store.save_plan(again)
        assert run(office, again.digest).complete
        assert rows(company) == erased


def test_a_sweep_knows_who_asked_when_a_backup_brings_their_rows_back(company: Company) -> None:
    with company.office() as office:
        assert run(office, erasure(office).digest).complete
        erased = rows(company)
        company.databases["shop"].execute_script(
            f"UPDATE customers SET email = '{MARKER}', iban = 'DK1' WHERE id = 1;"
            "INSERT INTO orders VALUES (8, 1, 'an old lamp', '2015-05-05');"
        )
        plan = planning.plan_expiry(office, NOW)
        changed = {step.name for unit in plan.units for step in unit.steps if step.act == "clear"}
        assert changed >= {"shop.customers clear email", "shop.customers clear iban"}
        office.store.save_plan(plan)
        assert run(office, plan.digest).complete
        after = rows(company)
        assert after["customers"] == erased["customers"]
        assert [row for row in after["orders"] if row[1] in ("1", "2")] == [
            row for row in erased["orders"] if row[1] in ("1", "2")
        ]
