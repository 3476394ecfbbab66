"""Rights: looking needs no more than reading, and a run that may not erase changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url

from holdord.workflows.explaining import explain
from holdord.workflows.exporting import export
from holdord.workflows.forecasting import forecast
from holdord.workflows.planning import plan_erasure, plan_expiry
from holdord.workflows.running import run_plan
from tests.servers import Database
from tests.workflows.small import NOW, office

TABLE = """
CREATE TABLE questions (id integer PRIMARY KEY, email varchar(80), asked_on date NOT NULL);
CREATE INDEX questions_asked ON questions (asked_on);
INSERT INTO questions VALUES (1, 'ida@a.example', '2020-01-01'), (2, 'ida@a.example', '2026-01-01'),
  (3, 'bo@a.example', '2020-01-01');
"""
ASKED = {"email": ["ida@a.example"]}


def reader_of(shop: Database) -> str:
    """The address under which the database can be read and nothing else."""
    url = make_url(shop.url)
    name = f"{url.database}_reader"[:32]
    if shop.dialect == "postgresql":
        shop.execute_script(
            f"CREATE ROLE {name} LOGIN PASSWORD 'reading';"
            f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}"
        )
    else:
        shop.execute_script(
            f"CREATE USER '{name}'@'%' IDENTIFIED BY 'reading';"
            f"GRANT SELECT ON `{url.database}`.* TO '{name}'@'%'"
        )
    return url.set(username=name, password="reading").render_as_string(hide_password=False)


def let_erase(shop: Database, may: bool) -> None:
    """Give the reading user the right to erase, or take it away."""
    name = f"{make_url(shop.url).database}_reader"[:32]
    user = name if shop.dialect == "postgresql" else f"'{name}'@'%'"
    verb, whom = ("GRANT", "TO") if may else ("REVOKE", "FROM")
    shop.execute_script(f"{verb} DELETE ON questions {whom} {user}")


def let_write_receipts(shop: Database) -> None:
    """Let the reading user make and fill the table of receipts."""
    name = f"{make_url(shop.url).database}_reader"[:32]
    if shop.dialect == "postgresql":
        shop.execute_script(f"GRANT CREATE ON SCHEMA public TO {name}")
    else:
        table = f"`{make_url(shop.url).database}`.holdord_receipts"
        shop.execute_script(f"GRANT CREATE, INSERT, UPDATE ON {table} TO '{name}'@'%'")


def forget_reader(shop: Database) -> None:
    """Drop the reading user again; the database itself is dropped by its fixture."""
    name = f"{make_url(shop.url).database}_reader"[:32]
    if shop.dialect == "postgresql":
        shop.execute_script(f"DROP OWNED BY {name}; DROP ROLE {name}")
    else:
        shop.execute_script(f"DROP USER '{name}'@'%'")


@pytest.mark.parametrize("dialect", ["postgresql", "mariadb"])
def test_whoever_may_only_read_can_do_everything_but_erase(
    dialect: str, new_database: Callable[[str], Database], tmp_path: Path
) -> None:
    shop = new_database(dialect)
    shop.execute_script(TABLE)
    if dialect == "postgresql":
        shop.execute_script("CREATE INDEX questions_email ON questions (lower(email))")
    try:
        with office(tmp_path, shop, reader_of(shop)) as here:
            assert [(h.collection, h.rows) for h in explain(here, ASKED, NOW).held] == [("questions", 2)]
            assert [len(one.rows) for one in export(here, ASKED, NOW)] == [2]
            assert forecast(here, NOW).lines[0].counts[0] == 2
            assert plan_expiry(here, NOW).expected == 2
            plan = plan_erasure(here, [ASKED], NOW)
            assert plan.expected == 1
            here.store.save_plan(plan)
            report = run_plan(here, plan.digest, lambda: NOW, "test")
        assert [fault.code for fault in report.faults] == ["no-receipts"]
        assert shop.rows("SELECT count(*) FROM questions") == [(3,)]
    finally:
        forget_reader(shop)


@pytest.mark.parametrize("dialect", ["postgresql", "mariadb"])
def test_a_sweep_whose_right_is_taken_away_midway_goes_on_once_it_is_given_again(
    dialect: str, new_database: Callable[[str], Database], tmp_path: Path
) -> None:
    shop = new_database(dialect)
    shop.execute_script(TABLE)
    if dialect == "postgresql":
        shop.execute_script("CREATE INDEX questions_email ON questions (lower(email))")
    try:
        address = reader_of(shop)
        let_write_receipts(shop)
        let_erase(shop, True)

        def taken_away(*_: object) -> None:
            let_erase(shop, False)

        with office(tmp_path, shop, address) as here:
            plan = plan_expiry(here, NOW, chunk=1)
            assert plan.expected == 2
            here.store.save_plan(plan)
            report = run_plan(here, plan.digest, lambda: NOW, "test", progress=taken_away)
            assert [fault.code for fault in report.faults] == ["no-right"]
            assert shop.rows("SELECT count(*) FROM questions") == [(2,)]
            (begun,) = here.store.unfinished_runs()
            again = run_plan(here, plan.digest, lambda: NOW, "test")
            assert [fault.code for fault in again.faults] == ["no-right"], "it waits as long as need be"
            let_erase(shop, True)
            assert run_plan(here, plan.digest, lambda: NOW, "test").complete
            assert here.store.run(begun.id).state == "done"
            assert sum(record.changed for record in here.store.evidence()) == 2
        assert shop.rows("SELECT id FROM questions") == [(2,)]
    finally:
        forget_reader(shop)
