"""Everybody in a shop that nobody here designed: what nothing holds any more goes by time, nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.oscar.conftest import Desk
from tests.oscar.expected import CLEARED, GONE, INACTIVE, KEPT, REFERRING

OMAR, OTTO = "omar@fremmed.example", "otto@fortid.example"
NEW_YEAR_2031 = "2031-01-02T12:00+00:00"


@dataclass(frozen=True, slots=True)
class Expired:
    """The shop after a sweep, and how it was before."""

    desk: Desk
    report: dict[str, Any]
    due: dict[str, set[Any]]
    ids_before: dict[str, set[Any]]
    inactive: set[int]


def ids(desk: Desk, table: str) -> set[Any]:
    key = "session_key" if table == "django_session" else "id"
    return set(desk.shop.column(f"SELECT {key} FROM {table}"))


@pytest.fixture(scope="module")
def expired(new_desk: Callable[[], Desk]) -> Expired:
    """The shop is swept, in transactions of a hundred rows."""
    desk = new_desk()
    due = {table: set(desk.shop.column(query)) for table, query in GONE.items()}
    before = {table: ids(desk, table) for table in desk.shop.tables() if table in {*GONE, "auth_user"}}
    inactive = set(desk.shop.column(INACTIVE))
    plan = desk.ask("expire", "--chunk", "100")
    report = desk.run("expire", "--confirm", plan["digest"])
    return Expired(desk, report, due, before, inactive)


def test_every_table_has_something_that_goes_and_something_that_stays(expired: Expired) -> None:
    for table, due in expired.due.items():
        assert due, table
        assert expired.ids_before[table] - due, table


def test_exactly_the_rows_that_are_due_are_gone(expired: Expired) -> None:
    assert expired.report["state"] == "done"
    for table, due in expired.due.items():
        assert ids(expired.desk, table) == expired.ids_before[table] - due, table


@pytest.mark.parametrize("what", CLEARED)
def test_fields_that_are_due_are_empty_in_rows_that_stay(expired: Expired, what: str) -> None:
    assert expired.desk.shop.column(CLEARED[what]) == [0]


@pytest.mark.parametrize("what", KEPT)
def test_fields_that_a_purpose_still_holds_are_there(expired: Expired, what: str) -> None:
    assert expired.desk.shop.column(KEPT[what]) == [0]


def test_an_account_goes_with_the_last_row_that_refers_to_it(expired: Expired) -> None:
    shop = expired.desk.shop
    now = ids(expired.desk, "auth_user")
    assert expired.ids_before["auth_user"] - now <= expired.inactive
    referred = {
        user
        for table, column in REFERRING.items()
        for user in shop.column(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")
    }
    assert now & expired.inactive == referred & expired.inactive


def test_somebody_not_seen_for_eight_years_has_left_no_trace(expired: Expired) -> None:
    assert expired.desk.shop.traces(OTTO) == {}
    assert expired.desk.shop.traces("Gammelvej 1") == {}
    assert expired.desk.ask("find", f"email={OTTO}")["known"] is False


def test_no_order_has_lost_an_address_and_no_address_its_order(expired: Expired) -> None:
    shop = expired.desk.shop
    for kind in ("shipping", "billing"):
        loose = f"SELECT count(*) FROM order_{kind}address a WHERE NOT EXISTS (SELECT 1 FROM order_order o"
        assert shop.column(f"{loose} WHERE o.{kind}_address_id = a.id)") == [0]
    assert shop.column("SELECT count(*) FROM order_order WHERE shipping_address_id IS NULL") == [0]


def test_a_sweep_lets_go_of_its_locks_after_each_step(expired: Expired) -> None:
    assert expired.report["transactions"] > len(GONE)
    assert expired.report["longest_seconds"] > 0


def test_sweeping_twice_finds_nothing_more(expired: Expired) -> None:
    assert expired.desk.ask("expire")["plan"]["units"] == []


def test_the_evidence_holds_and_counts_what_went(expired: Expired) -> None:
    proved = expired.desk.run("prove")
    assert proved["holds"] is True
    removed = {
        step["collection"]: step["rows"] for step in proved["runs"][0]["steps"] if step["act"] == "remove"
    }
    assert {table: removed[table] for table in expired.due} == {t: len(due) for t, due in expired.due.items()}


def test_the_pages_of_the_shop_work_over_what_is_left(expired: Expired) -> None:
    pages = expired.desk.shop.pages(OMAR)
    assert len(pages) > 400
    assert {page: status for page, status in pages.items() if status not in (200, 302, 405)} == {}


def test_the_shop_sells_on(expired: Expired) -> None:
    shop = expired.desk.shop
    before = shop.counts()["order_order"]
    shop.python("tests.oscar.shop.sell", OMAR)
    assert shop.counts()["order_order"] == before + 1


def test_what_was_forecast_is_what_the_sweep_would_take(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    seen = desk.ask("forecast", "--months", "3")
    due = {line["collection"]: line["due_now"] for line in seen["lines"] if line["act"] == "remove"}
    assert {table: due.get(table, 0) for table in GONE} == {
        t: len(desk.shop.rows(q)) for t, q in GONE.items()
    }


def test_years_later_everything_that_time_ends_has_gone(new_desk: Callable[[], Desk]) -> None:
    """What is shown for a day years ahead leaves only what waits for a word: alerts that nobody cancelled."""
    desk = new_desk()
    before = desk.shop.counts()
    plan = desk.run("expire", "--now", NEW_YEAR_2031)["plan"]
    going = {
        step["collection"]: step["expected"] for step in plan["units"][0]["steps"] if step["act"] == "remove"
    }
    waiting = desk.shop.column(
        "SELECT count(*) FROM customer_productalert WHERE coalesce(date_cancelled, date_closed) IS NULL"
    )[0]
    assert before["customer_productalert"] - going["customer_productalert"] == waiting > 0
    for table in set(GONE) - {"customer_productalert"}:
        assert going[table] == before[table], table
    assert desk.shop.counts() == before
