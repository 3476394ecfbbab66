"""Addresses: filled in from the environment, read, and never shown."""

from dataclasses import replace

import pytest

from holdord.connectors import SystemFault, connect
from holdord.connectors.sql.address import address_of
from tests.connectors.shop import PLACE, SYSTEM

SECRET = "s3cret-word"


def _address(url: str, schema: str = "", **environment: str):  # type: ignore[no-untyped-def]
    return address_of(replace(SYSTEM, url=url, schema=schema), environment)


def _refused(code: str, url: str, **environment: str) -> SystemFault:
    with pytest.raises(SystemFault) as caught:
        _address(url, **environment)
    fault = caught.value
    assert (fault.finding.code, fault.permanent, fault.finding.place) == (code, True, PLACE)
    assert SECRET not in repr(fault.finding) + repr(fault)
    assert fault.__context__ is None
    return fault


@pytest.mark.parametrize(
    ("url", "dialect"),
    [
        ("postgresql://a@h/d", "postgresql"),
        ("postgres://a@h/d", "postgresql"),
        ("postgresql+psycopg://a@h/d", "postgresql"),
        ("mariadb://a@h/d", "mariadb"),
        ("mysql+pymysql://a@h/d", "mariadb"),
        ("sqlite:///shop.sqlite3", "sqlite"),
        ("  sqlite:////srv/shop.sqlite3\n", "sqlite"),
    ],
)
def test_the_ways_people_write_addresses_are_understood(url: str, dialect: str) -> None:
    assert _address("${URL}", URL=url).dialect == dialect


def test_parts_of_an_address_may_come_from_several_variables() -> None:
    address = _address("postgresql://shop:${WORD}@${HOST}:6000/shop", WORD="p%2Fw", HOST="db.internal")
    assert dict(address.arguments) == {
        "host": "db.internal",
        "port": 6000,
        "user": "shop",
        "password": "p/w",
        "dbname": "shop",
    }
    assert "p/w" not in repr(address)


def test_variables_that_are_missing_or_empty_are_all_named() -> None:
    fault = _refused(
        "environment-variable-missing", "postgresql://${USER_NAME}:${WORD}@${HOST}/d", WORD=SECRET, HOST=""
    )
    assert "USER_NAME and HOST" in fault.finding.message
    assert "WORD" not in fault.finding.message


@pytest.mark.parametrize("url", [f"{SECRET}", f"postgresql//{SECRET}", f"postgresql://h:{SECRET}/d", ""])
def test_an_address_that_cannot_be_read_is_not_shown(url: str) -> None:
    _refused("environment-variable-missing" if not url else "unreadable-address", "${URL}", URL=url)


def test_a_database_that_is_not_known_is_named_by_its_kind() -> None:
    fault = _refused("unknown-database-kind", "${URL}", URL=f"oracle://a:{SECRET}@h/d")
    assert "begins with oracle" in fault.finding.message
    _refused("unknown-database-kind", "${URL}", URL=f"postgresql+asyncpg://a:{SECRET}@h/d")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", f"mariadb://a:{SECRET}@h/"])
def test_an_address_must_name_a_database(url: str) -> None:
    _refused("unreadable-address", "${URL}", URL=url)


def test_the_schema_is_the_database_on_mariadb() -> None:
    assert _address("${URL}", "shop", URL="mariadb://a@h/").arguments["database"] == "shop"


def test_connecting_opens_nothing_yet() -> None:
    system = connect(SYSTEM, {"SHOP_URL": "postgresql://nobody@127.0.0.1:1/none"})
    assert (system.name, system.dialect) == ("shop", "postgresql")


def test_a_kind_of_system_that_nobody_knows_is_told() -> None:
    with pytest.raises(SystemFault) as caught:
        connect(replace(SYSTEM, kind="mailbox"), {})
    assert caught.value.finding.code == "unknown-system-kind"
    assert "mailbox" in caught.value.finding.message
