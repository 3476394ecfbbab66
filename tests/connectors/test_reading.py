"""Readers: one state of the database, nothing that could write, and bounded memory."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdord.connectors import SystemFault
from holdord.connectors.sql.limits import Limits
from holdord.connectors.sql.system import CONNECTIONS
from holdord.planning.statements import Query
from tests.connectors.shop import among, counts, fill, parameter, quoted, system_of
from tests.servers import Database

ROOT = Path(__file__).parent.parent.parent


def test_rows_come_as_tuples_with_the_names_of_their_columns(database: Database) -> None:
    fill(database)
    with system_of(database).reader() as reader:
        mine = among(database.dialect, "id", "ids")
        sql = f"SELECT id, email AS mail FROM customers WHERE {mine} ORDER BY id"
        assert reader.rows(sql, {"ids": [2, 3]}) == [(2, "c2@x.example"), (3, "c3@x.example")]
        assert reader.columns == ("id", "mail")
        assert reader.rows(sql, {"ids": []}) == []


def test_lists_of_texts_and_of_both_kinds_are_understood(database: Database) -> None:
    database.execute_script("CREATE TABLE a (b varchar(20)); INSERT INTO a VALUES ('7'), ('x'), ('y')")
    with system_of(database).reader() as reader:
        sql = f"SELECT b FROM a WHERE {among(database.dialect, 'b', 'b')} ORDER BY b"
        assert reader.rows(sql, {"b": ["x", "O'Neil", 'qu"ote']}) == [("x",)]
        mixed = reader.rows(sql, {"b": ["7", "y"]})
        assert mixed == [("7",), ("y",)]


@given(
    texts=st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=9))
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_a_list_comes_back_as_it_was(database: Database, texts: list[str]) -> None:
    sql = {
        "postgresql": "SELECT unnest(CAST(%(t)s AS text[]))",
        "mariadb": "SELECT ('x' IN %(t)s), concat(%(one)s, '')",
        "sqlite": "SELECT value FROM json_each(:t)",
    }[database.dialect]
    database.connect().close()
    with system_of(database).reader() as reader:
        if database.dialect == "mariadb":
            one = (texts or [""])[0]
            assert reader.rows(sql, {"t": [*texts], "one": one}) == [(int("x" in map(str.lower, texts)), one)]
        else:
            assert [value for (value,) in reader.rows(sql, {"t": [*texts]})] == texts


def test_numbers_wider_than_their_column_are_not_found_and_no_error(database: Database) -> None:
    database.execute_script(
        "CREATE TABLE a (b smallint, c numeric(20)); INSERT INTO a VALUES (7, 99999999999)"
    )
    with system_of(database).reader() as reader:
        wide = {"b": [7, 99_999_999_999]}
        assert reader.rows(f"SELECT b FROM a WHERE {among(database.dialect, 'b', 'b')}", wide) == [(7,)]
        assert len(reader.rows(f"SELECT c FROM a WHERE {among(database.dialect, 'c', 'b')}", wide)) == 1
        assert reader.rows(f"SELECT b FROM a WHERE {among(database.dialect, 'c', 'b')}", {"b": []}) == []


def test_an_empty_list_is_outside_of_nothing(database: Database) -> None:
    """`NOT IN (NULL)` would hold for nobody, and a hold on nobody would stop everybody."""
    fill(database)
    sql = {
        "postgresql": "SELECT count(*) FROM customers WHERE id <> ALL(%(ids)s)",
        "mariadb": "SELECT count(*) FROM customers WHERE id NOT IN %(ids)s",
        "sqlite": "SELECT count(*) FROM customers WHERE id NOT IN (SELECT value FROM json_each(:ids))",
    }[database.dialect]
    with system_of(database).reader() as reader:
        assert reader.rows(sql, {"ids": []}) == [(3,)]
        assert reader.rows(sql, {"ids": [1]}) == [(2,)]


def test_a_reader_sees_one_state_whatever_the_shop_does_meanwhile(database: Database) -> None:
    fill(database)
    if database.dialect == "sqlite":
        database.rows("PRAGMA journal_mode = WAL")
    with system_of(database).reader() as reader:
        assert reader.rows("SELECT count(*) FROM orders", {}) == [(6,)]
        database.execute_script("DELETE FROM orders")
        assert reader.rows("SELECT count(*) FROM orders", {}) == [(6,)]
    with system_of(database).reader() as reader:
        assert reader.rows("SELECT count(*) FROM orders", {}) == [(0,)]


def very_many(database: Database, table: str) -> Query:
    """A question that names so many rows that two are asked at a time where that can be."""
    sql = f"SELECT count(*) FROM {table} WHERE {among(database.dialect, 'id', 'ids')}"
    return Query(sql, {"ids": list(range(1, 5000))})


def test_questions_about_very_many_rows_all_see_one_state(database: Database) -> None:
    fill(database, customers=4)
    if database.dialect == "sqlite":
        database.rows("PRAGMA journal_mode = WAL")
    questions = [very_many(database, table) for table in ("customers", "orders") * 4]
    with system_of(database).reader(few=True) as reader:
        assert reader.rows("SELECT count(*) FROM orders", {}) == [(8,)]
        database.execute_script("DELETE FROM orders; DELETE FROM customers")
        assert reader.rows_of_each(questions) == [[(4,)], [(8,)]] * 4
        assert reader.rows_of_each(questions[:1]) == [[(4,)]]
    with system_of(database).reader(few=True) as reader:
        assert reader.rows_of_each(questions) == [[(0,)]] * 8


def test_one_question_of_several_that_fails_ends_the_reader_and_nothing_else(database: Database) -> None:
    fill(database)
    system = system_of(database)
    questions = [very_many(database, "customers") for _ in range(6)]
    for at in (0, 1, 5):
        nowhere = very_many(database, quoted(database.dialect, "nowhere"))
        with pytest.raises(SystemFault) as caught, system.reader(few=True) as reader:
            reader.rows_of_each([*questions[:at], nowhere, *questions[at + 1 :]])
        assert caught.value.finding.code == "table-gone"
        with system.reader(few=True) as reader:
            assert reader.rows_of_each(questions) == [[(3,)]] * 6


def test_readers_of_very_many_rows_do_not_wait_for_each_others_connections(database: Database) -> None:
    fill(database)
    system = system_of(database)
    with ExitStack() as stack:
        readers = [stack.enter_context(system.reader(few=True)) for _ in range(CONNECTIONS)]
        for reader in readers:
            assert reader.rows_of_each([very_many(database, "orders")] * 2) == [[(6,)]] * 2


def test_a_reader_cannot_write(database: Database) -> None:
    fill(database)
    system = system_of(database)
    with pytest.raises(SystemFault) as caught, system.reader() as reader:
        reader.rows("DELETE FROM orders", {})
    assert caught.value.finding.code == "database-read-only"
    assert counts(database) == (3, 6)


def test_streams_come_in_parts_and_the_next_query_follows(database: Database) -> None:
    fill(database, customers=7)
    with system_of(database).reader() as reader:
        parts = list(reader.stream("SELECT id FROM customers ORDER BY id", {}, size=3))
        assert parts == [[(1,), (2,), (3,)], [(4,), (5,), (6,)], [(7,)]]
        some = parameter(database.dialect, "least")
        assert list(reader.stream(f"SELECT id FROM customers WHERE id > {some}", {"least": 99})) == []
        assert reader.rows("SELECT count(*) FROM customers", {}) == [(7,)]


def test_a_stream_that_is_left_early_does_not_spoil_the_next_query(database: Database) -> None:
    fill(database, customers=500)
    system = system_of(database)
    with system.reader() as reader:
        parts = reader.stream("SELECT id FROM customers ORDER BY id", {}, size=10)
        assert next(parts)[0] == (1,)
        parts.close()  # type: ignore[attr-defined]
        assert reader.rows("SELECT count(*) FROM customers", {}) == [(500,)]
    with system.reader() as reader:
        for _ in reader.stream("SELECT id FROM customers", {}, size=10):
            break
    with system.reader() as reader:
        assert reader.rows("SELECT count(*) FROM customers", {}) == [(500,)]


def test_an_error_in_a_stream_is_told_like_any_other(database: Database) -> None:
    fill(database)
    with pytest.raises(SystemFault) as caught, system_of(database).reader() as reader:
        list(
            reader.stream(f"SELECT id FROM {'`nowhere`' if database.dialect == 'mariadb' else 'nowhere'}", {})
        )
    assert caught.value.finding.code == "table-gone"


def test_an_error_of_the_caller_ends_the_reader_and_nothing_else(database: Database) -> None:
    fill(database)
    system = system_of(database)
    with pytest.raises(ZeroDivisionError), system.reader() as reader:
        reader.rows(f"SELECT {1 / 0}", {})
    with system.reader() as reader:
        assert reader.rows("SELECT 1", {}) == [(1,)]


@pytest.mark.parametrize(
    ("dialect", "kind", "zone"),
    [
        ("postgresql", "timestamptz", "SET timezone = 'Europe/Copenhagen'"),
        ("mariadb", "timestamp", "SET time_zone = '+02:00'"),
    ],
)
def test_moments_are_read_in_utc(
    dialect: str, kind: str, zone: str, new_database: Callable[[str], Database]
) -> None:
    database = new_database(dialect)
    database.execute_script(
        f"CREATE TABLE a (b {kind} NULL); {zone}; INSERT INTO a VALUES ('2026-07-01 02:00:00')"
    )
    with system_of(database).reader() as reader:
        ((moment,),) = reader.rows("SELECT b FROM a", {})
    if database.dialect == "mariadb":
        moment = moment.replace(tzinfo=UTC)
    assert moment == datetime(2026, 7, 1, tzinfo=UTC)


def test_dates_that_python_does_not_know_are_read_as_text(new_database: Callable[[str], Database]) -> None:
    database = new_database("postgresql")
    database.execute_script("CREATE TABLE a (d date, t timestamp, z timestamptz)")
    database.execute_script(
        "INSERT INTO a VALUES ('infinity', '-infinity', 'infinity'), ('2026-01-02', NULL, NULL)"
    )
    with system_of(database).reader() as reader:
        assert reader.rows("SELECT * FROM a", {}) == [
            ("infinity", "-infinity", "infinity"),
            (date(2026, 1, 2), None, None),
        ]


def test_text_in_a_wrong_encoding_is_read_and_not_lost(new_database: Callable[[str], Database]) -> None:
    database = new_database("sqlite")
    database.execute_script("CREATE TABLE a (b text); INSERT INTO a VALUES (CAST(x'C6D8' AS text)), ('ÆØ')")
    with system_of(database).reader() as reader:
        assert reader.rows("SELECT b FROM a", {}) == [("\\xc6\\xd8",), ("ÆØ",)]
        assert list(reader.stream("SELECT b FROM a", {})) == [[("\\xc6\\xd8",), ("ÆØ",)]]
        assert reader.rows("SELECT 'ok'", {}) == [("ok",)]


def test_the_server_sees_who_is_there(new_database: Callable[[str], Database]) -> None:
    with system_of(new_database("postgresql")).reader() as reader:
        assert reader.rows("SELECT current_setting('application_name')", {}) == [("holdord",)]


def test_sessions_have_the_limits_they_were_given(new_database: Callable[[str], Database]) -> None:
    limits = Limits(lock_seconds=1.5, statement_seconds=7, reading_seconds=9)
    with system_of(new_database("postgresql"), limits).reader() as reader:
        names = ("lock_timeout", "statement_timeout", "timezone")
        sql = "SELECT " + ", ".join(f"current_setting('{name}')" for name in names)
        assert reader.rows(sql, {}) == [("1500ms", "9s", "UTC")]
    with system_of(new_database("mariadb"), limits).reader() as reader:
        sql = "SELECT @@innodb_lock_wait_timeout, @@max_statement_time, @@time_zone"
        assert [float(v) for v in reader.rows(sql, {})[0][:2]] == [2, 9]


def test_a_reader_of_a_few_rows_keeps_its_plans_and_the_next_reader_does_not(
    new_database: Callable[[str], Database],
) -> None:
    system = system_of(new_database("postgresql"))
    found = []
    for few in (True, False, False, True):
        with system.reader(few=few) as reader:
            found += reader.rows("SELECT current_setting('plan_cache_mode'), pg_backend_pid()", {})
    few, many = "force_generic_plan", "auto"
    assert [mode for mode, _ in found] == [few, many, many, few]
    assert len({pid for _, pid in found}) == 1


def test_a_reader_uses_two_statements_of_its_own(new_database: Callable[[str], Database]) -> None:
    """Counted by the server: what the reader was asked for, and BEGIN and COMMIT around it."""
    database = new_database("mariadb")
    fill(database)
    system = system_of(database)
    with system.reader() as reader:
        reader.rows("SELECT 1", {})
    with system.reader() as reader:
        ((before,),) = [row[1:] for row in reader.rows("SHOW SESSION STATUS LIKE 'Questions'", {})]
    with system.reader() as reader:
        for _ in range(5):
            reader.rows("SELECT count(*) FROM orders", {})
        ((after,),) = [row[1:] for row in reader.rows("SHOW SESSION STATUS LIKE 'Questions'", {})]
    assert int(after) - int(before) == 1 + 1 + 5 + 1


MEASURE = """
import json, resource, sys
from holdord.connectors.sql.system import SqlSystem
from tests.connectors.shop import SYSTEM
system = SqlSystem(SYSTEM, {"SHOP_URL": sys.argv[1]})
numbers = {"postgresql": "SELECT n, repeat('x', 200) FROM generate_series(1, 400000) AS n",
    "mariadb": "SELECT seq, repeat('x', 200) FROM seq_1_to_400000",
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 400000) "
        "SELECT n, printf('%.200c', 'x') FROM s"}[system.dialect]
with system.reader() as reader:
    reader.rows("SELECT 1", {})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rows = sum(len(part) for part in reader.stream(numbers, {}))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([rows, after - before]))
"""


def test_a_long_stream_does_not_grow_the_process(database: Database) -> None:
    """400,000 rows of 200 characters are over 80 MB; in parts they are a few."""
    database.execute_script("CREATE TABLE a (b integer)")
    command = [sys.executable, "-c", MEASURE, database.url]
    finished = subprocess.run(
        command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr
    rows, grown = json.loads(finished.stdout)
    kilobytes = grown / 1024 if sys.platform == "darwin" else grown
    assert rows == 400_000
    assert kilobytes < 20_000
