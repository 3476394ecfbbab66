"""What can go wrong in a real database: each has a code with a page, changes nothing, and quotes no value."""

import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from holdord.connectors.sql.limits import Limits
from holdord.connectors.sql.troubles import Kind
from tests.connectors.refusals import SECRET, carrying, fault_of, nothing_changed
from tests.connectors.shop import (
    MARKER,
    clear,
    erasure,
    fill,
    prepared,
    system_of,
    unit,
)
from tests.servers import Database

PAGES = Path(__file__).parent.parent.parent / "docs" / "findings"


@contextmanager
def _shop_holds(database: Database, sql: str) -> Iterator[None]:
    """A transaction of the shop that is still open."""
    with closing(database.connect()) as shop:
        cursor = shop.cursor()
        if database.dialect == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(sql)
        yield
        shop.rollback()


def test_every_trouble_has_a_page() -> None:
    codes = {kind.code for kind in Kind}
    codes |= {"changed-since-plan", "left-after-run", "no-receipts", "table-unfit", "receipt-unreadable"}
    codes |= {"environment-variable-missing", "unreadable-address", "unknown-system-kind", "driver-missing"}
    assert sorted(code for code in codes if not (PAGES / f"{code}.md").is_file()) == []


def test_rows_held_by_the_shop_are_waited_for_briefly_and_then_told(database: Database) -> None:
    system = prepared(database)
    with _shop_holds(database, "UPDATE orders SET note = 'x' WHERE customer_id = 1"):
        fault = fault_of(carrying(system, erasure(database.dialect)), "lock-timeout", permanent=False)
    if database.dialect != "sqlite":
        assert "at remove orders" in fault.finding.message
    nothing_changed(database)
    assert not system.carry_out(erasure(database.dialect), "r").repeated


def test_a_statement_that_takes_too_long_is_ended(database: Database) -> None:
    system = prepared(database, Limits(statement_seconds=0.4))
    slow = {
        "postgresql": "(SELECT 1 FROM pg_sleep(30)) IS NOT NULL",
        "mariadb": "sleep(30) = 0",
        "sqlite": "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1e10) "
        "SELECT count(*) FROM n) > 0",
    }[database.dialect]
    step = clear(database.dialect, "customers", "note", "NULL", 1)
    endless = type(step)(**{**_values(step), "act_sql": f"{step.act_sql} AND {slow}"})
    fault = fault_of(carrying(system, unit(database.dialect, endless)), "statement-timeout", permanent=False)
    assert "at clear customers" in fault.finding.message
    nothing_changed(database)


def test_a_reading_that_takes_too_long_is_ended(database: Database) -> None:
    fill(database)
    system = system_of(database, Limits(reading_seconds=0.4))
    sql = {
        "postgresql": "SELECT pg_sleep(30)",
        "mariadb": "SELECT count(*) FROM seq_1_to_1000000000 AS s WHERE s.seq % 7 = sqrt(s.seq)".replace(
            "%", "%%"
        ),
        "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1e10) "
        "SELECT count(*) FROM n",
    }[database.dialect]

    def read() -> None:
        with system.reader() as reader:
            reader.rows(sql, {})

    fault_of(read, "statement-timeout", permanent=False)


def _values(step: Any) -> dict[str, Any]:
    return {name: getattr(step, name) for name in step.__slots__}


def _end_sessions(database: Database) -> None:
    """The server ends every other connection to the database, as a restart would."""
    name = make_url(database.url).database
    with closing(database.connect()) as other:
        cursor = other.cursor()
        if database.dialect == "postgresql":
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            return
        cursor.execute(
            f"SELECT id FROM information_schema.processlist WHERE db = '{name}' AND id <> connection_id()"
        )
        for (number,) in cursor.fetchall():
            cursor.execute(f"KILL {number}")


@pytest.mark.parametrize("dialect", ["postgresql", "mariadb"])
def test_a_connection_killed_in_the_middle_changes_nothing_and_the_repeat_finishes(
    dialect: str, new_database: Callable[[str], Database]
) -> None:
    database = new_database(dialect)
    system = prepared(database)
    step = clear(dialect, "customers", "note", "NULL", 1)
    wait = "(SELECT 1 FROM pg_sleep(20)) IS NOT NULL" if dialect == "postgresql" else "sleep(20) = 0"
    slow = type(step)(**{**_values(step), "name": "wait", "act_sql": f"{step.act_sql} AND {wait}"})
    orders, customers = erasure(dialect).steps
    killer = threading.Timer(1.0, _end_sessions, [database])
    killer.start()
    try:
        fault = fault_of(
            carrying(system, unit(dialect, orders, slow, customers)), "connection-lost", permanent=False
        )
    finally:
        killer.join()
    assert "at wait" in fault.finding.message
    nothing_changed(database)
    assert [s.changed for s in system.carry_out(erasure(dialect), "r").steps] == [2, 1]


@pytest.mark.parametrize("dialect", ["postgresql", "mariadb"])
def test_a_connection_closed_while_it_was_idle_is_replaced_without_a_word(
    dialect: str, new_database: Callable[[str], Database]
) -> None:
    database = new_database(dialect)
    system = prepared(database)
    with system.reader() as reader:
        reader.rows("SELECT 1", {})
    _end_sessions(database)
    with system.reader() as reader:
        assert reader.rows("SELECT 1", {}) == [(1,)]
    assert not system.carry_out(erasure(dialect), "r").repeated


def test_a_full_disk_changes_nothing(database: Database) -> None:
    """The servers report a full disk from inside the statement; SQLite's file really may not grow."""
    system = prepared(database)
    long = "'" + "x" * 100 + "'"
    step = clear(database.dialect, "customers", "name", "'x'", 1)
    if database.dialect == "sqlite":
        long = "hex(zeroblob(2000000))"
        step = clear(database.dialect, "customers", "note", long, 1)
        with closing(system._pools[True].connect()) as pooled:
            pooled.driver_connection.execute("PRAGMA max_page_count = 10")
    elif database.dialect == "postgresql":
        database.execute_script(
            "CREATE FUNCTION fill_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION 'could not extend file for {MARKER}' USING ERRCODE = '53100'; END $$; "
            "CREATE TRIGGER fill_up BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION fill_up()"
        )
    else:
        database.execute_script(
            "CREATE TRIGGER fill_up BEFORE UPDATE ON customers FOR EACH ROW "
            f"SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1021, MESSAGE_TEXT = 'disk full at {MARKER}'"
        )
    orders, _ = erasure(database.dialect).steps
    fault = fault_of(carrying(system, unit(database.dialect, orders, step)), "disk-full", permanent=False)
    assert "at clear customers" in fault.finding.message
    nothing_changed(database)


def test_a_table_dropped_since_the_plan_is_named(database: Database) -> None:
    system = prepared(database)
    database.execute_script("DROP TABLE orders")
    fault = fault_of(carrying(system, erasure(database.dialect)), "table-gone", permanent=True)
    assert ": orders at remove orders" in fault.finding.message
    assert database.rows("SELECT count(*) FROM customers") == [(3,)]


def test_a_column_dropped_since_the_plan_is_named(database: Database) -> None:
    system = prepared(database)
    database.execute_script("ALTER TABLE customers DROP COLUMN note")
    orders, _ = erasure(database.dialect).steps
    step = clear(database.dialect, "customers", "note", "NULL", 1)
    if database.dialect == "sqlite":  # "note" in double quotes would be taken for a text there
        step = type(step)(
            **{**_values(step), "act_sql": step.act_sql.replace(" AND ", ' AND customers."note" <> 0 AND ')}
        )
    fault = fault_of(carrying(system, unit(database.dialect, orders, step)), "column-gone", permanent=True)
    assert ": note at clear customers" in fault.finding.message
    nothing_changed(database)


def test_rows_that_others_still_refer_to_stay_and_the_table_is_named(database: Database) -> None:
    system = prepared(database)
    _, customers = erasure(database.dialect).steps
    fault = fault_of(
        carrying(system, unit(database.dialect, customers)), "still-referred-to", permanent=False
    )
    assert "orders" in fault.finding.message
    nothing_changed(database)


@pytest.mark.parametrize("dialect", ["postgresql", "sqlite"])
def test_a_reference_that_is_checked_at_commit_is_named_too(
    dialect: str, new_database: Callable[[str], Database]
) -> None:
    database = new_database(dialect)
    system = prepared(database)
    database.execute_script(
        "CREATE TABLE gifts (id integer PRIMARY KEY, customer_id integer "
        "REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED); INSERT INTO gifts VALUES (1, 1)"
    )
    fault = fault_of(carrying(system, erasure(dialect)), "still-referred-to", permanent=False)
    assert "gifts" in fault.finding.message
    nothing_changed(database)


def test_a_unique_column_that_refuses_a_mask_is_named_but_not_the_value_in_the_way(
    database: Database,
) -> None:
    system = prepared(database)
    step = clear(database.dialect, "customers", "email", f"'{MARKER}'", 1)
    whole = unit(database.dialect, step, ids=[2])
    fault = fault_of(carrying(system, whole), "value-refused", permanent=True)
    assert "email" in fault.finding.message
    nothing_changed(database)


def test_a_column_that_cannot_be_empty_is_named_but_not_its_row(database: Database) -> None:
    system = prepared(database)
    step = clear(database.dialect, "customers", "name", "NULL", 1)
    fault = fault_of(carrying(system, unit(database.dialect, step)), "value-refused", permanent=True)
    assert "name" in fault.finding.message
    nothing_changed(database)


@pytest.mark.parametrize("dialect", ["postgresql", "mariadb"])
def test_a_text_that_does_not_fit_is_told_without_the_text(
    dialect: str, new_database: Callable[[str], Database]
) -> None:
    database = new_database(dialect)
    system = prepared(database)
    step = clear(dialect, "customers", "name", f"'{MARKER * 4}'", 1)
    fault_of(carrying(system, unit(dialect, step)), "value-refused", permanent=True)
    nothing_changed(database)


def test_an_error_nobody_thought_of_is_told_by_its_code_alone(database: Database) -> None:
    system = prepared(database)
    value = {
        "postgresql": f"(CAST('{MARKER}' AS integer) || '')",
        "mariadb": f"json_value(convert('{MARKER}' using no_such_charset), '$')",
        "sqlite": f"json_extract('{MARKER}', '$')",
    }[database.dialect]
    step = clear(database.dialect, "customers", "note", value, 1)
    expected = {"postgresql": "22P02", "mariadb": "1115", "sqlite": "SQLITE_ERROR"}[database.dialect]
    fault = fault_of(carrying(system, unit(database.dialect, step)), "database-error", permanent=False)
    assert expected in fault.finding.message
    nothing_changed(database)


@pytest.mark.parametrize("scheme", ["postgresql", "mariadb"])
def test_a_server_that_does_not_answer_is_told_without_the_address(scheme: str) -> None:
    database = Database(scheme, f"{scheme}://anna:{SECRET}@127.0.0.1:1/anna")
    fault_of(system_of(database, Limits(connect_seconds=2)).catalogue, "system-unreachable", permanent=False)


def test_a_file_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    path = tmp_path / "anna.sqlite3"
    fault_of(system_of(Database("sqlite", f"sqlite:///{path}")).catalogue, "database-missing", permanent=True)
    assert not path.exists()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "anna.sqlite3"
    path.write_text(f"{MARKER} " * 1000)
    fault_of(system_of(Database("sqlite", f"sqlite:///{path}")).catalogue, "database-damaged", permanent=True)


def test_a_file_that_may_only_be_read_is_told(tmp_path: Path) -> None:
    """Immutable copies cannot be made by whoever runs as root, so the database itself is asked to refuse."""
    database = Database("sqlite", f"sqlite:///{tmp_path / 'shop.sqlite3'}")
    system = prepared(database)
    with closing(system._pools[True].connect()) as pooled:
        pooled.driver_connection.execute("PRAGMA query_only = ON")
    fault_of(carrying(system, erasure("sqlite")), "database-read-only", permanent=False)
    nothing_changed(database)


def test_a_server_that_is_read_only_is_told(new_database: Callable[[str], Database]) -> None:
    database = new_database("postgresql")
    system = prepared(database)
    with closing(system._pools[True].connect()) as pooled:
        pooled.driver_connection.execute("SET default_transaction_read_only = on")
        pooled.driver_connection.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    trigger = (
        "CREATE FUNCTION standby() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION 'cannot execute for {MARKER}' USING ERRCODE = '25006'; END $$; "
        "CREATE TRIGGER standby BEFORE DELETE ON orders FOR EACH ROW EXECUTE FUNCTION standby()"
    )
    database.execute_script(trigger)
    fault_of(carrying(system, erasure("postgresql")), "database-read-only", permanent=False)
    nothing_changed(database)


@pytest.mark.parametrize(
    ("option", "why"),
    [("ENGINE=MyISAM", "MyISAM knows no transactions"), ("WITH SYSTEM VERSIONING", "history")],
)
def test_a_table_that_cannot_undo_or_forget_stops_everything_before_it_begins(
    option: str, why: str, new_database: Callable[[str], Database]
) -> None:
    database = new_database("mariadb")
    fill(database)
    system_of(database).prepare()
    system = system_of(database)
    database.execute_script(
        f"DROP TABLE orders; CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer) {option}"
    )
    fault = fault_of(system.prepare, "table-unfit", permanent=True)
    assert "orders" in fault.finding.message
    assert why in fault.finding.message


def test_a_table_that_others_inherit_from_stops_everything_before_it_begins(
    new_database: Callable[[str], Database],
) -> None:
    """Its statements reach the heirs' rows, and an heir's row can have the same id and be somebody else's."""
    database = new_database("postgresql")
    fill(database)
    database.execute_script("CREATE TABLE old_orders (bought_in text) INHERITS (orders)")
    fault = fault_of(system_of(database).prepare, "table-unfit", permanent=True)
    assert (
        "orders of the system shop cannot be erased safely: other tables inherit from it"
        in fault.finding.message
    )


def test_a_deadlock_ends_on_our_side_and_is_told(new_database: Callable[[str], Database]) -> None:
    """The shop holds a customer and waits for an order; we hold the order and wait for the customer."""
    database = new_database("postgresql")
    system = prepared(database, Limits(lock_seconds=20))
    with closing(database.connect()) as shop:
        cursor = shop.cursor()
        cursor.execute("SET deadlock_timeout = '10min'")
        cursor.execute("UPDATE customers SET note = 'x' WHERE id = 1")
        waiting = threading.Timer(0.5, cursor.execute, ["UPDATE orders SET note = 'y' WHERE customer_id = 1"])
        waiting.start()
        fault_of(carrying(system, erasure("postgresql")), "deadlock", permanent=False)
        waiting.join()
        shop.rollback()
    nothing_changed(database)


def test_a_disk_that_is_really_full_changes_nothing(tmp_path: Path) -> None:
    """A file system of its own, as small as the shop, where this machine lets the tests mount one."""
    small = tmp_path / "small"
    small.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(small)]
    mounted = mount is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0
    database = Database("sqlite", f"sqlite:///{small / 'shop.sqlite3'}")
    try:
        system = prepared(database)
        if mounted:
            with pytest.raises(OSError, match="space"):
                (small / "filler").write_bytes(b"x" * 1_000_000)
        else:
            with closing(system._pools[True].connect()) as pooled:
                pooled.driver_connection.execute("PRAGMA max_page_count = 10")
        step = clear("sqlite", "customers", "note", "hex(zeroblob(200000))", 1)
        orders, _ = erasure("sqlite").steps
        fault_of(carrying(system, unit("sqlite", orders, step)), "disk-full", permanent=False)
        system.close()
        with closing(sqlite3.connect(small / "shop.sqlite3")) as shop:
            assert shop.execute("SELECT count(*) FROM orders").fetchone() == (6,)
            assert shop.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        if mounted:
            subprocess.run(["umount", str(small)], check=True)
