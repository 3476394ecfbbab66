"""The tests' own ground: databases that are real, empty and gone afterwards, and skips that cannot hide."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.servers import Database, NoServer, fresh_database, mariadb_server, postgresql_server

ROOT = Path(__file__).parent.parent


def test_a_fresh_database_is_empty_and_keeps_what_is_written(database: Database) -> None:
    database.execute_script(
        "CREATE TABLE a (name varchar(20)); INSERT INTO a VALUES ('Åse'); INSERT INTO a VALUES ('Ø')"
    )
    assert sorted(database.rows("SELECT name FROM a")) == [("Åse",), ("Ø",)]


def test_two_databases_of_one_test_do_not_see_each_other(new_database: Callable[[str], Database]) -> None:
    first, second = new_database("sqlite"), new_database("sqlite")
    first.execute_script("CREATE TABLE a (b int)")
    second.execute_script("CREATE TABLE a (b int)")


def test_a_later_statement_of_a_script_that_fails_is_an_error(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)nothing_here"):
        database.execute_script("CREATE TABLE a (b int); INSERT INTO nothing_here VALUES (1)")


@pytest.mark.parametrize("dialect", ["postgresql", "mariadb"])
def test_a_database_goes_although_a_transaction_is_still_open_in_it(
    dialect: str, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue(f"{dialect}_url")
    with fresh_database(dialect, server) as database:
        database.execute_script("CREATE TABLE a (b int)")
        left_open = database.connect()
        with closing(left_open.cursor()) as cursor:
            cursor.execute("INSERT INTO a VALUES (1)")
    with pytest.raises(Exception, match=r"(?i)does not exist|unknown database"):
        database.rows("SELECT 1")
    left_open.close()


def test_a_named_server_that_does_not_answer_is_not_replaced_by_another(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOLDORD_TEST_POSTGRESQL_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("HOLDORD_TEST_MARIADB_URL", "mariadb+pymysql://nobody@127.0.0.1:1/")
    with pytest.raises(NoServer, match="HOLDORD_TEST_POSTGRESQL_URL"), postgresql_server(lambda: tmp_path):
        pass
    with pytest.raises(NoServer, match="HOLDORD_TEST_MARIADB_URL"), mariadb_server():
        pass


def test_postgresql_from_the_package_stands_in_where_no_server_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("HOLDORD_TEST_POSTGRESQL_URL", raising=False)
    monkeypatch.setattr("tests.servers.POSTGRESQL_HERE", "postgresql+psycopg://postgres@127.0.0.1:1/postgres")
    with postgresql_server(lambda: tmp_path) as server, fresh_database("postgresql", server) as database:
        database.execute_script("CREATE TABLE a (b int); INSERT INTO a VALUES (1)")
        assert database.rows("SELECT b FROM a") == [(1,)]


SKIPPING = """
import pytest

def test_that_is_skipped():
    pytest.skip("no server")

@pytest.mark.xfail(reason="known")
def test_that_is_known_to_fail():
    assert False
"""


SKIPPED_WHOLE = "import pytest\npytest.importorskip('nothing_of_this_name')\n"


def _output(folder: Path, tests: str, must_not_skip: str) -> str:
    (folder / "conftest.py").write_text("from tests.conftest import *\n")
    (folder / "test_skipping.py").write_text(tests)
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    environment |= {"HOLDORD_TESTS_MUST_NOT_SKIP": must_not_skip, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder), "."]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True).stdout


def test_a_skip_is_a_failure_where_nothing_may_be_skipped(tmp_path: Path) -> None:
    output = _output(tmp_path, SKIPPING, "1")
    assert "nothing may be skipped here, and this was. Skipped: no server" in output
    assert "2 failed in" in output


def test_a_module_that_skips_itself_is_an_error_where_nothing_may_be_skipped(tmp_path: Path) -> None:
    assert "1 error in" in _output(tmp_path, SKIPPED_WHOLE, "1")


def test_a_skip_stays_a_skip_elsewhere(tmp_path: Path) -> None:
    assert "1 skipped, 1 xfailed in" in _output(tmp_path, SKIPPING, "")
