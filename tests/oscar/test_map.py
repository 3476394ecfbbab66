"""The map of oscar's schema, compared with the schema that oscar's own migrations make."""

from collections.abc import Callable

import pytest

from tests.oscar.conftest import INDEXES, Desk


@pytest.fixture(scope="module")
def desk(new_desk: Callable[[], Desk]) -> Desk:
    """For what changes nothing."""
    return new_desk()


def codes(findings: list[dict[str, str]], severity: str) -> set[str]:
    return {finding["code"] for finding in findings if finding["severity"] == severity}


def test_every_table_and_column_of_oscar_is_declared_and_ends_as_declared(desk: Desk) -> None:
    findings = desk.run("check", "--live")["findings"]
    assert codes(findings, "error") == set()


def test_what_cannot_be_found_for_a_person_is_said_and_nothing_else_warned_of(desk: Desk) -> None:
    findings = desk.run("check", "--live")["findings"]
    assert codes(findings, "warning") == {"only-shared-keys", "person-unfindable"}
    unfindable = [f["message"] for f in findings if f["code"] == "person-unfindable"]
    assert any("django_session" in message for message in unfindable)
    assert any("django_admin_log" in message for message in unfindable)


def test_without_indexes_check_asks_for_exactly_those_that_the_tests_make(
    new_desk: Callable[[], Desk],
) -> None:
    desk = new_desk()
    desk.shop.run_each(
        [f"DROP INDEX {statement.split()[3]}" for statement in INDEXES if "UNIQUE" not in statement]
    )
    findings = desk.run("check", "--live")["findings"]
    asked = {finding["help"] for finding in findings if finding["help"].startswith("CREATE")}
    assert asked == {statement for statement in INDEXES if "UNIQUE" not in statement}


def test_an_address_that_two_orders_could_share_is_refused(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    desk.shop.run_each(
        ["DROP INDEX order_order_shipping_address_id", "DROP INDEX order_order_billing_address_id"]
    )
    findings = desk.run("check", "--live", code=1)["findings"]
    assert codes(findings, "error") == {"parent-not-unique"}


def test_a_column_that_an_extension_of_the_shop_adds_is_found(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    desk.shop.run_each(["ALTER TABLE auth_user ADD COLUMN birthday date"])
    findings = desk.run("check", "--live", code=1)["findings"]
    assert [f["code"] for f in findings if f["severity"] == "error"] == ["undeclared-column"]
    assert any("birthday" in finding["message"] for finding in findings)
    desk.ask("find", "email=omar@fremmed.example", code=1)
