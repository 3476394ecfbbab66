"""Units and chunks on the three real databases: what was planned happens exactly once, or nothing does."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from holdord.connectors import SystemFault
from holdord.connectors.sql.limits import Limits
from holdord.connectors.sql.system import SqlSystem
from holdord.words.plan import Outcome, Pick, StepOutcome, Unit
from tests.connectors.shop import (
    clear,
    counts,
    erasure,
    expecting,
    fill,
    prepared,
    receipts,
    remove,
    system_of,
    unit,
)
from tests.servers import Database


def _refused(system: Any, whole: Unit, receipt: str = "r") -> SystemFault:
    with pytest.raises(SystemFault) as caught:
        system.carry_out(whole, receipt)
    return caught.value


def test_a_unit_changes_what_was_planned_and_leaves_a_receipt(database: Database) -> None:
    system = prepared(database)
    outcome = system.carry_out(erasure(database.dialect), "run-1/1")
    assert outcome.steps == (StepOutcome("remove orders", 2, 0), StepOutcome("remove customers", 1, 0))
    assert not outcome.repeated
    assert outcome.seconds > 0
    assert counts(database) == (2, 4)
    assert receipts(database) == ["run-1/1"]


def test_steps_name_the_rows_that_the_same_transaction_has_picked(database: Database) -> None:
    system = prepared(database)
    numbers = "CASE WHEN t.customer_id = 1 THEN 2 ELSE 0 END + CASE WHEN t.customer_id = 2 THEN 1 ELSE 0 END"
    pick = Pick("orders", f"SELECT t.id, {numbers} FROM orders AS t", ("others", "ids"))
    whole = replace(unit(database.dialect, remove(database.dialect, "orders", "id", 2)), picks=(pick,))
    database.execute_script("UPDATE orders SET customer_id = 1 WHERE customer_id = 2")
    assert _refused(system, whole).finding.code == "changed-since-plan"
    assert counts(database) == (3, 6)
    more = replace(whole, steps=(replace(whole.steps[0], expected=4),))
    assert system.carry_out(more, "r").steps == (StepOutcome("remove orders", 4, 0),)
    assert counts(database) == (3, 2)


def test_a_repeat_reads_the_receipt_and_changes_nothing(database: Database) -> None:
    system = prepared(database)
    first = system.carry_out(erasure(database.dialect), "r")
    database.execute_script(
        "INSERT INTO customers (id, email, note, name) VALUES (1, 'new@x.example', '', 'N')"
    )
    again = system.carry_out(erasure(database.dialect), "r")
    assert again == replace(first, repeated=True, seconds=0.0)
    assert counts(database) == (3, 4), "the repeat erased somebody who came later"


@pytest.mark.parametrize("planned", [(1, 1), (3, 1), (2, 0), (2, 2)])
def test_another_number_of_rows_than_planned_changes_nothing(
    database: Database, planned: tuple[int, int]
) -> None:
    system = prepared(database)
    fault = _refused(system, expecting(erasure(database.dialect), *planned))
    assert fault.finding.code == "changed-since-plan"
    assert not fault.permanent
    wrong = 0 if planned[0] != 2 else 1
    step, found = ("orders", 2) if wrong == 0 else ("customers", 1)
    assert f"remove {step} would change {found} rows" in fault.finding.message
    assert fault.finding.example == f"expected {planned[wrong]}, found {found}"
    assert counts(database) == (3, 6)
    assert receipts(database) == []
    assert system.carry_out(erasure(database.dialect), "r").steps[1].changed == 1, "the receipt stays free"


def test_a_step_that_leaves_rows_behind_changes_nothing(database: Database) -> None:
    system = prepared(database)
    orders, customers = erasure(database.dialect).steps
    leaving = replace(orders, left_sql="SELECT count(*) FROM orders")
    fault = _refused(system, unit(database.dialect, leaving, customers))
    assert fault.finding.code == "left-after-run"
    assert fault.finding.example == "4 left of 2"
    assert counts(database) == (3, 6)
    assert receipts(database) == []


def test_a_cleared_value_that_was_equal_before_still_counts_as_matched(database: Database) -> None:
    """MariaDB would count only rows whose values differ afterwards."""
    system = prepared(database)
    step = clear(database.dialect, "customers", "name", "'N'", 1)
    same = replace(step, act_sql=step.act_sql.rpartition(" AND ")[0], left_sql="SELECT 0")
    assert system.carry_out(unit(database.dialect, same), "r").steps[0].changed == 1


def test_a_unit_with_many_steps_reads_every_one_back(database: Database) -> None:
    system = prepared(database)
    step = clear(database.dialect, "customers", "note", "NULL", 0)
    none = [replace(step, name=f"step {n}", act_sql=step.act_sql, left_sql="SELECT 0") for n in range(249)]
    first = replace(none[0], expected=1)
    outcome = system.carry_out(unit(database.dialect, first, *none[1:]), "r")
    assert len(outcome.steps) == 249
    last = replace(none[-1], left_sql="SELECT 7")
    assert _refused(system, unit(database.dialect, *none, last), "s").finding.example == "7 left of 0"


def test_an_empty_list_matches_nobody(database: Database) -> None:
    system = prepared(database)
    outcome = system.carry_out(erasure(database.dialect, 0, 0, ids=[]), "r")
    assert [step.changed for step in outcome.steps] == [0, 0]
    assert counts(database) == (3, 6)


def test_a_unit_without_steps_is_done_at_once(database: Database) -> None:
    system = prepared(database)
    assert system.carry_out(unit(database.dialect), "r").steps == ()


def test_ten_thousand_ids_go_in_one_list(database: Database) -> None:
    system = prepared(database, customers=50)
    outcome = system.carry_out(erasure(database.dialect, 100, 50, ids=list(range(1, 10_001))), "r")
    assert [step.changed for step in outcome.steps] == [100, 50]


def test_chunks_take_at_most_so_many_rows_and_tell_when_nothing_is_left(database: Database) -> None:
    system = prepared(database, customers=5)
    step = remove(database.dialect, "orders", "customer_id", 10, limit=4)
    some = unit(database.dialect, step, chunk=4, ids=[1, 2, 3, 4, 5])
    outcomes = [system.carry_out_chunk(some, step, f"r/{n}") for n in range(3)]
    assert [(o.steps[0].changed, o.steps[0].left) for o in outcomes] == [(4, -1), (4, -1), (2, 0)]
    again = [system.carry_out_chunk(some, step, f"r/{n}") for n in range(3)]
    assert again == [replace(outcome, repeated=True, seconds=0.0) for outcome in outcomes]
    assert counts(database) == (5, 0)


def test_a_chunk_that_would_take_more_than_allowed_changes_nothing(database: Database) -> None:
    system = prepared(database)
    step = remove(database.dialect, "orders", "customer_id", 2)
    with pytest.raises(SystemFault) as caught:
        system.carry_out_chunk(unit(database.dialect, step, chunk=1), step, "r")
    assert caught.value.finding.code == "changed-since-plan"
    assert caught.value.finding.example == "expected 1, found 2"
    assert counts(database) == (3, 6)
    assert receipts(database) == []


def test_a_chunk_that_was_not_full_must_leave_nothing(database: Database) -> None:
    system = prepared(database)
    step = replace(
        remove(database.dialect, "orders", "customer_id", 2, 5), left_sql="SELECT count(*) FROM orders"
    )
    with pytest.raises(SystemFault) as caught:
        system.carry_out_chunk(unit(database.dialect, step, chunk=5), step, "r")
    assert caught.value.finding.code == "left-after-run"
    assert counts(database) == (3, 6)


def test_eight_workers_with_one_receipt_erase_once(database: Database) -> None:
    system = prepared(database, Limits(lock_seconds=20))
    together = threading.Barrier(8)

    def work(_: int) -> Outcome:
        own = system_of(database, Limits(lock_seconds=20))
        together.wait()
        try:
            return own.carry_out(erasure(database.dialect), "r")
        finally:
            own.close()

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(work, range(8)))
    assert sorted(outcome.repeated for outcome in outcomes) == [False] + [True] * 7
    assert len({outcome.steps for outcome in outcomes}) == 1
    assert counts(database) == (2, 4)
    system.close()


def test_many_threads_may_use_one_system(database: Database) -> None:
    system = prepared(database, Limits(lock_seconds=20), customers=12)
    units = [erasure(database.dialect, ids=[n]) for n in range(1, 13)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: system.carry_out(units[n], f"r/{n}"), range(12)))
    assert counts(database) == (0, 0)


def test_prepare_makes_the_receipt_table_once_and_keeps_what_is_in_it(database: Database) -> None:
    system = prepared(database)
    system.carry_out(erasure(database.dialect), "r")
    system.prepare()
    assert receipts(database) == ["r"]


def test_many_who_need_the_receipt_table_at_the_same_moment_all_get_it(database: Database) -> None:
    fill(database)
    for _ in range(5):
        systems = [system_of(database) for _ in range(8)]
        start = threading.Barrier(len(systems))

        def prepare(system: SqlSystem, start: threading.Barrier = start) -> None:
            system.catalogue()  # connected already, so that all are there at once
            start.wait()
            system.prepare()

        with ThreadPoolExecutor(len(systems)) as pool:
            list(pool.map(prepare, systems))
        for system in systems:
            system.close()
        database.execute_script("DROP TABLE holdord_receipts")


def test_a_receipt_table_that_was_dropped_is_made_again_by_the_next_prepare(database: Database) -> None:
    system = prepared(database)
    database.execute_script("DROP TABLE holdord_receipts")
    system.prepare()
    assert _refused(system, erasure(database.dialect)).finding.code == "no-receipts"
    system.prepare()
    assert not system.carry_out(erasure(database.dialect), "r").repeated


def test_a_receipt_that_does_not_fit_is_refused_before_anything_is_done(database: Database) -> None:
    system = prepared(database)
    for receipt in ("", "r" * 121):
        with pytest.raises(ValueError, match="120 characters"):
            system.carry_out(erasure(database.dialect), receipt)
    assert counts(database) == (3, 6)
    assert system.carry_out(erasure(database.dialect), "r" * 120).receipt == "r" * 120


def test_without_prepare_a_missing_receipt_table_is_told_and_nothing_changes(database: Database) -> None:
    fill(database)
    fault = _refused(system_of(database), erasure(database.dialect))
    assert fault.finding.code == "no-receipts"
    assert "CREATE TABLE IF NOT EXISTS holdord_receipts" in fault.finding.help
    assert counts(database) == (3, 6)


def test_the_pause_comes_after_the_locks_are_gone(database: Database) -> None:
    system = prepared(database)
    outcome = system.carry_out(erasure(database.dialect), "r", pause=0.3)
    assert outcome.seconds < 0.3


def test_statements_with_percent_signs_reach_the_database_as_planned(database: Database) -> None:
    system = prepared(database)
    sign = "%" if database.dialect == "sqlite" else "%%"
    step = clear(database.dialect, "customers", "note", f"'100 {sign}'", 1)
    system.carry_out(unit(database.dialect, step), "r")
    assert database.rows("SELECT note FROM customers WHERE id = 1") == [("100 %",)]


def test_a_transaction_of_the_shop_in_between_is_noticed(database: Database) -> None:
    """Look again before acting: an order that came after the plan stops the unit."""
    system = prepared(database)
    with closing(database.connect()) as shop:
        cursor = shop.cursor()
        cursor.execute("INSERT INTO orders (id, customer_id) VALUES (77, 1)")
        shop.commit()
    assert _refused(system, erasure(database.dialect)).finding.example == "expected 2, found 3"
    assert counts(database) == (3, 7)
