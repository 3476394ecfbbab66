"""What the database runs by itself when a row is erased: nothing that no plan shows happens unasked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from sqlalchemy.engine import make_url

from holdord.words.catalogue import Table
from holdord.workflows import planning
from holdord.workflows.office import Refused
from holdord.workflows.people import read_keys
from tests.attack.shops import CONSENT, CUSTOMERS, NOW, NewDatabase, erased
from tests.company import Company, found_company, policy_text
from tests.connectors.shop import system_of
from tests.servers import Database

SCHEMA = """
create table customers (id integer primary key, name varchar(40), email varchar(80));
create table loans (id integer primary key, borrower varchar(80));
insert into customers values (1, 'Dan', 'dan@x.example'), (2, 'Eva', 'eva@x.example');
insert into loans values (7, 'Eva');
"""
EMPTYING = {
    "sqlite": "CREATE TRIGGER loans_gone AFTER DELETE ON customers BEGIN DELETE FROM loans; END",
    "mariadb": "CREATE TRIGGER loans_gone AFTER DELETE ON customers FOR EACH ROW DELETE FROM loans",
    "postgresql": "CREATE FUNCTION empty_loans() RETURNS trigger LANGUAGE plpgsql AS "
    "'BEGIN DELETE FROM loans; RETURN NULL; END'; CREATE TRIGGER loans_gone AFTER DELETE ON customers "
    "FOR EACH ROW EXECUTE FUNCTION empty_loans()",
}
RULE = "CREATE RULE loans_gone AS ON DELETE TO customers DO ALSO DELETE FROM loans"


def company_of(folder: Path, database: Database, trigger: str, stated: str) -> Company:
    database.execute_script(f"{SCHEMA}{trigger};")
    mapped = yaml.load(f"{{customers: {CUSTOMERS[:-1]}{stated}}}}}", yaml.CBaseLoader)
    maps = {"shop": {"collections": mapped, "ignores": ["loans"]}}
    return found_company(folder / "company", policy_text(CONSENT, maps, {}), {"shop": database})


def refusals(company: Company) -> list[str]:
    with company.office() as office, pytest.raises(Refused) as refused:
        planning.plan_erasure(office, [read_keys(office.policy, ["email=dan@x.example"])], NOW)
    return [finding.code for finding in refused.value.findings if finding.severity == "error"]


def test_no_plan_is_made_over_a_trigger_nobody_has_looked_at(tmp_path: Path, database: Database) -> None:
    company = company_of(tmp_path, database, EMPTYING[database.dialect], "")
    assert refusals(company) == ["undeclared-trigger"]
    assert len(company.rows("shop", "loans")) == 1


def test_a_trigger_that_was_looked_at_stops_no_plan(tmp_path: Path, database: Database) -> None:
    trigger = EMPTYING[database.dialect].replace("DELETE FROM loans", "UPDATE loans SET id = id")
    company = company_of(tmp_path, database, trigger, ", triggers: loans_gone")
    erased(company, "email=dan@x.example")
    assert [row[0] for row in company.rows("shop", "customers")] == ["2"]
    assert len(company.rows("shop", "loans")) == 1


def _without(trigger: str) -> str:
    """The script that takes a trigger, and the function that it calls, away again."""
    if "CREATE FUNCTION" in trigger:
        return "DROP TRIGGER loans_gone ON customers; DROP FUNCTION empty_loans();"
    return "DROP RULE loans_gone ON customers;" if trigger == RULE else "DROP TRIGGER loans_gone;"


def test_no_plan_is_made_once_a_trigger_that_was_looked_at_runs_something_else(
    tmp_path: Path, database: Database
) -> None:
    tame = EMPTYING[database.dialect].replace("DELETE FROM loans", "UPDATE loans SET id = id")
    digest = table_of(database, f"{SCHEMA}{tame};").bodies["loans_gone"]
    database.execute_script(f"{_without(tame)}DROP TABLE loans; DROP TABLE customers;")
    company = company_of(tmp_path, database, tame, f", triggers: loans_gone#{digest}")
    with company.office() as office:
        assert office.check() == [one for one in office.check() if one.code != "undeclared-trigger"]
    database.execute_script(_without(tame) + EMPTYING[database.dialect] + ";")
    assert refusals(company) == ["undeclared-trigger"]
    database.execute_script(f"{_without(tame)}{tame};")
    erased(company, "email=dan@x.example")
    assert len(company.rows("shop", "loans")) == 1


def test_a_function_that_a_trigger_calls_and_a_rule_are_part_of_what_it_runs(
    new_database: NewDatabase,
) -> None:
    database = new_database("postgresql")
    before = table_of(database, f"{SCHEMA}{EMPTYING['postgresql']};").bodies["loans_gone"]
    other = EMPTYING["postgresql"].split("; CREATE TRIGGER")[0].replace("CREATE", "CREATE OR REPLACE")
    after = table_of(database, other.replace("DELETE FROM loans", "TRUNCATE loans")).bodies["loans_gone"]
    assert after != before
    assert table_of(database, other).bodies["loans_gone"] == before
    rule = table_of(database, f"{_without(EMPTYING['postgresql'])}{RULE};").bodies["loans_gone"]
    assert rule not in (before, after)


def test_no_plan_is_made_over_a_rule_that_does_more(tmp_path: Path, new_database: NewDatabase) -> None:
    assert refusals(company_of(tmp_path, new_database("postgresql"), RULE, "")) == ["undeclared-trigger"]


def table_of(database: Database, script: str, table: str = "customers") -> Table:
    database.execute_script(script)
    return system_of(database).catalogue().tables[table]


def test_triggers_are_listed_by_what_they_run_on(database: Database) -> None:
    body = {
        "sqlite": "BEGIN DELETE FROM loans; END",
        "mariadb": "FOR EACH ROW DELETE FROM loans",
        "postgresql": "FOR EACH ROW EXECUTE FUNCTION empty_loans()",
    }[database.dialect]
    function = EMPTYING["postgresql"].split("; CREATE TRIGGER")[0] if database.dialect == "postgresql" else ""
    script = ";".join(
        f"CREATE TRIGGER on_{event} AFTER {event} ON customers {body}"
        for event in ("insert", "update", "delete")
    )
    assert table_of(database, f"{SCHEMA}{function + ';' if function else ''}{script}").triggers == (
        "on_delete",
        "on_update",
    )


def test_a_trigger_of_one_partition_counts_and_a_disabled_one_does_not(new_database: NewDatabase) -> None:
    function = EMPTYING["postgresql"].split("; CREATE TRIGGER")[0]
    made = "CREATE TRIGGER {} AFTER DELETE ON {} FOR EACH ROW EXECUTE FUNCTION empty_loans();"
    table = table_of(
        new_database("postgresql"),
        "CREATE TABLE customers (id integer) PARTITION BY RANGE (id);"
        "CREATE TABLE customers_old PARTITION OF customers FOR VALUES FROM (1) TO (9);"
        f"{function};{made.format('all_gone', 'customers')}{made.format('old_gone', 'customers_old')}"
        f"{made.format('asleep', 'customers')} ALTER TABLE customers DISABLE TRIGGER asleep",
    )
    assert table.triggers == ("all_gone", "old_gone")


@pytest.mark.parametrize(
    ("trigger", "listed"),
    [
        ("AFTER DELETE ON customers BEGIN DELETE FROM search WHERE rowid = old.id; END", False),
        ("AFTER UPDATE ON customers BEGIN INSERT INTO \"search\" VALUES ('; delete'); END", False),
        ("AFTER DELETE ON customers BEGIN DELETE FROM search; DELETE FROM loans; END", True),
        ("AFTER DELETE ON customers BEGIN SELECT 1 WHERE EXISTS (SELECT 1 FROM loans); END", True),
        ("/* insert */ BEFORE -- insert\nDELETE ON CUSTOMERS BEGIN DELETE FROM loans; END", True),
        ("AFTER INSERT ON customers BEGIN DELETE FROM loans; END", False),
        ("UPDATE OF name ON customers BEGIN DELETE FROM loans; END", True),
    ],
)
def test_a_sqlite_trigger_that_only_keeps_a_search_table_in_step_is_not_asked_about(
    new_database: NewDatabase, trigger: str, listed: bool
) -> None:
    search = "CREATE VIRTUAL TABLE search USING fts5(name, content='customers', content_rowid='id');"
    script = f'{SCHEMA}{search}CREATE TRIGGER "insert begin" {trigger};'
    assert bool(table_of(new_database("sqlite"), script).triggers) is listed


@contextmanager
def _user(database: Database, grant: str) -> Iterator[Database]:
    name = f"holdord_user_{make_url(database.url).database}"
    database.execute_script(f"CREATE USER {name}@'%' IDENTIFIED BY 'x'; {grant.format(name)}")
    try:
        url = make_url(database.url).set(username=name, password="x")
        yield Database("mariadb", url.render_as_string(hide_password=False))
    finally:
        database.execute_script(f"DROP USER {name}@'%'")


@pytest.mark.parametrize("right", ["SELECT", "SELECT, TRIGGER"])
def test_whether_a_mariadb_user_may_see_triggers_is_known(
    new_database: Callable[[str], Database], right: str
) -> None:
    database = new_database("mariadb")
    database.execute_script(SCHEMA + EMPTYING["mariadb"])
    with _user(database, f"GRANT {right} ON customers TO {{}}@'%'") as theirs:
        system = system_of(theirs)
        table = system.catalogue().tables["customers"]
        system.close()
    assert table.shows_triggers is ("TRIGGER" in right)
    assert table.triggers == (("loans_gone",) if table.shows_triggers else ())
    assert system_of(database).catalogue().tables["loans"].shows_triggers
