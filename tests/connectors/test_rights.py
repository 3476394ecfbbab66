"""Users with few rights: reading is enough for all but erasing, and the grant asked for is the one needed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from tests.connectors.refusals import SECRET, carrying, fault_of, nothing_changed
from tests.connectors.shop import erasure, fill, system_of
from tests.servers import Database


@pytest.fixture
def limited(new_database: Callable[[str], Database], request: pytest.FixtureRequest) -> Iterator[Any]:
    """A user of a server who has only the rights that are given."""
    dialect = request.param
    database = new_database(dialect)
    name = f"holdord_user_{make_url(database.url).database}"
    if dialect == "postgresql":
        database.execute_script(
            f"CREATE ROLE {name} LOGIN PASSWORD '{SECRET}'; REVOKE ALL ON SCHEMA public FROM PUBLIC"
        )
        database.execute_script(f"GRANT USAGE ON SCHEMA public TO {name}")
        host = ""
    else:
        database.execute_script(f"CREATE USER {name}@'%' IDENTIFIED BY '{SECRET}'")
        host = "@'%'"
    url = make_url(database.url).set(username=name, password=SECRET).render_as_string(hide_password=False)
    yield database, Database(dialect, url), f"{name}{host}"
    if dialect == "postgresql":
        database.execute_script(f"DROP OWNED BY {name}; DROP ROLE {name}")
    else:
        database.execute_script(f"DROP USER {name}{host}")


both = pytest.mark.parametrize("limited", ["postgresql", "mariadb"], indirect=True)


@both
def test_a_user_who_may_only_read_finds_everything_and_is_told_what_erasing_needs(limited: Any) -> None:
    database, theirs, user = limited
    fill(database)
    for table in ("customers", "orders"):
        database.execute_script(f"GRANT SELECT ON {table} TO {user}")
    system = system_of(theirs)
    assert set(system.catalogue().tables) == {"customers", "orders"}
    with system.reader() as reader:
        assert reader.rows("SELECT count(*) FROM customers", {}) == [(3,)]
    fault = fault_of(system.prepare, "no-receipts", permanent=True)
    create, grant, *_ = fault.finding.help.partition("run once: ")[2].split("; ")
    assert create.startswith("CREATE TABLE IF NOT EXISTS holdord_receipts")
    database.execute_script(create)
    database.execute_script(grant.rstrip(";"))
    system.prepare()
    denied = fault_of(carrying(system, erasure(database.dialect)), "no-right", permanent=True)
    assert ": orders at remove orders" in denied.finding.message
    assert "GRANT SELECT, DELETE ON" in denied.finding.help
    nothing_changed(database)
    system.close()


@both
def test_the_grant_that_is_asked_for_is_the_one_that_helps(limited: Any) -> None:
    database, theirs, user = limited
    fill(database)
    system_of(database).prepare()
    database.execute_script(f"GRANT SELECT, INSERT, UPDATE ON holdord_receipts TO {user}")
    system = system_of(theirs)
    for _ in range(2):
        fault = fault_of(carrying(system, erasure(database.dialect)), "no-right", permanent=True)
        database.execute_script(fault.finding.help.partition("needed): ")[2].partition(";")[0])
    assert [step.changed for step in system.carry_out(erasure(database.dialect), "r").steps] == [2, 1]
    system.close()


@both
def test_a_wrong_password_and_a_wrong_database_are_told_without_the_address(limited: Any) -> None:
    database, theirs, _ = limited
    fill(database)
    wrong = make_url(theirs.url).set(database="no_such_base_anna")
    nowhere = Database(theirs.dialect, wrong.render_as_string(hide_password=False))
    code = "database-missing" if theirs.dialect == "postgresql" else "no-right"
    fault_of(system_of(nowhere).catalogue, code, permanent=True)
    if _asks_for_passwords(theirs):
        url = make_url(theirs.url).set(password=SECRET + "-not")
        refused = Database(theirs.dialect, url.render_as_string(hide_password=False))
        fault_of(system_of(refused).catalogue, "login-refused", permanent=True)
    url = make_url(theirs.url).set(username="nobody_anna", password=SECRET)
    unknown = Database(theirs.dialect, url.render_as_string(hide_password=False))
    fault_of(system_of(unknown).catalogue, "login-refused", permanent=True)


def _asks_for_passwords(theirs: Database) -> bool:
    """A PostgreSQL that trusts whoever comes from this machine never refuses a password."""
    url = make_url(theirs.url).set(password="-")
    try:
        Database(theirs.dialect, url.render_as_string(hide_password=False)).rows("SELECT 1")
    except Exception:
        return True
    return False


def test_rows_hidden_by_a_row_policy_are_an_error_and_not_overlooked(
    new_database: Callable[[str], Database],
) -> None:
    database = new_database("postgresql")
    fill(database)
    name = f"holdord_user_{make_url(database.url).database}"
    database.execute_script(
        f"CREATE ROLE {name} LOGIN; GRANT SELECT ON customers TO {name}; "
        "ALTER TABLE customers ENABLE ROW LEVEL SECURITY; CREATE POLICY only_some ON customers USING (id > 1)"
    )
    try:
        url = make_url(database.url).set(username=name).render_as_string(hide_password=False)
        system = system_of(Database("postgresql", url))

        def read() -> None:
            with system.reader() as reader:
                reader.rows('SELECT count(*) FROM "customers"', {})

        fault_of(read, "no-right", permanent=True)
        system.close()
    finally:
        database.execute_script(f"DROP OWNED BY {name}; DROP ROLE {name}")
