"""A database that is lent again is as a new one, whatever was done in it."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from tests.lending import Lending, LendingFilled

GOES = {
    "tables": ("CREATE TABLE a AS SELECT 1", "SELECT 1 FROM pg_class WHERE relname = 'a'"),
    "schemas": ("CREATE SCHEMA dbos", "SELECT 1 FROM pg_namespace WHERE nspname = 'dbos'"),
    "types": ("CREATE TYPE mood AS ENUM ('glad')", "SELECT 1 FROM pg_type WHERE typname = 'mood'"),
    "functions and operators": (
        "CREATE FUNCTION f(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1';"
        "CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = f)",
        "SELECT 1 FROM pg_operator WHERE oprname = '==='",
    ),
    "no public schema": ("DROP SCHEMA public", "SELECT 1 WHERE to_regnamespace('public') IS NULL"),
}
STAYS = {
    "large objects": ("SELECT lo_create(0)", "SELECT 1 FROM pg_largeobject_metadata"),
    "settings": (
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = 64', current_database()); END $$",
        "SELECT 1 FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase "
        "WHERE datname = current_database()",
    ),
    "rights": (
        "DO $$ BEGIN EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()); END $$",
        "SELECT 1 FROM pg_database WHERE datname = current_database() AND datacl IS NOT NULL",
    ),
    "rules of the whole database": (
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
        "SELECT 1 FROM pg_default_acl",
    ),
}


@pytest.fixture(scope="module")
def empty(postgresql_url: str) -> Iterator[Lending]:
    """Empty databases, lent to the tests here alone."""
    made = Lending(postgresql_url, "lent_once")
    yield made
    made.close()


def _do(lending: Lending, name: str, statements: str) -> list[tuple[object, ...]]:
    with closing(psycopg.connect(lending.address(name), autocommit=True)) as connection:
        done = connection.execute(statements.encode())
        return done.fetchall() if done.description else []


def _oid(lending: Lending, name: str) -> object:
    return _do(lending, name, "SELECT oid FROM pg_database WHERE datname = current_database()")


@pytest.mark.parametrize("what", [*GOES, *STAYS])
def test_nothing_of_what_was_done_is_met_by_the_next(empty: Lending, what: str) -> None:
    statements, left = {**GOES, **STAYS}[what]
    first = empty.lend()
    _do(empty, first, statements)
    assert _do(empty, first, left) == [(1,)]
    oid = _oid(empty, first)
    empty.take_back(first)
    second = empty.lend()
    assert _do(empty, second, left) == []
    assert (second != first, _oid(empty, second) == oid) == (True, what in GOES)
    empty.take_back(second)


def test_whoever_is_still_connected_is_cut_off_and_finds_it_no_more(empty: Lending) -> None:
    name = empty.lend()
    with closing(psycopg.connect(empty.address(name))) as left_open:
        left_open.execute("CREATE TABLE a (b int)")
        empty.take_back(name)
        with pytest.raises(psycopg.OperationalError):
            left_open.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        _do(empty, name, "SELECT 1")


@pytest.fixture(scope="module")
def filled(empty: Lending, postgresql_url: str) -> Iterator[Lending]:
    """Databases with two tables, one with a row, and something that guards them."""
    origin = empty.lend()
    _do(
        empty,
        origin,
        "CREATE TABLE known (name text); INSERT INTO known VALUES ('first');"
        "CREATE TABLE a (id int PRIMARY KEY GENERATED ALWAYS AS IDENTITY, b text NOT NULL);"
        "CREATE TABLE c (a int NOT NULL REFERENCES a);"
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'kept'; END $$;"
        "CREATE TRIGGER guard BEFORE DELETE ON a FOR EACH ROW EXECUTE FUNCTION refuse()",
    )
    made = LendingFilled(postgresql_url, "lent_filled", origin)
    yield made
    made.close()
    empty.take_back(origin)


@pytest.mark.parametrize(
    ("statements", "again"),
    [
        ("INSERT INTO a (b) VALUES ('x'), ('y'); INSERT INTO c VALUES (2)", True),
        ("DELETE FROM known", False),
        ("ALTER TABLE a ALTER b DROP NOT NULL", False),
        ("ALTER TABLE a DISABLE TRIGGER guard", False),
        ("CREATE INDEX ON a (b)", False),
        ("DROP TABLE c", False),
        ("CREATE SCHEMA dbos", False),
    ],
)
def test_a_filled_one_is_lent_again_without_its_rows_and_never_otherwise_than_it_was_made(
    filled: Lending, statements: str, again: bool
) -> None:
    first = filled.lend()
    oid = _oid(filled, first)
    _do(filled, first, statements)
    filled.take_back(first)
    second = filled.lend()
    assert (second != first, _oid(filled, second) == oid) == (True, again)
    assert _do(filled, second, "SELECT name FROM known") == [("first",)]
    assert _do(filled, second, "INSERT INTO a (b) VALUES ('z') RETURNING id") == [(1,)]
    assert _do(filled, second, "SELECT count(*) FROM c") == [(0,)]
    with pytest.raises(psycopg.errors.RaiseException, match="kept"):
        _do(filled, second, "DELETE FROM a")
    filled.take_back(second)
