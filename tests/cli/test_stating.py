"""Statements: consents, objections, holds, restrictions, and what they do to what is kept."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Holdord
from tests.cli.shop import FRIDA, OLE

Rows = Callable[[str], list[tuple[Any, ...]]]


def going(holdord: Holdord, *words: str) -> set[str]:
    """The collections of which something would go by time."""
    plan = holdord("expire", "--dry-run", *words, "--json").json["plan"]
    return {step["collection"] for unit in plan["units"] for step in unit["steps"]}


def kept(holdord: Holdord, who: str) -> set[str]:
    """The purposes that hold something of a person."""
    return {one["purpose"] for one in holdord("explain", who, "--json").json["kept"]}


@pytest.mark.usefixtures("shop_folder")
def test_a_consent_withdrawn_ends_its_purpose_and_given_again_it_holds(holdord: Holdord) -> None:
    assert "newsletter" in kept(holdord, FRIDA)
    answer = holdord("consent", "withdraw", FRIDA, "--purpose", "newsletter", "--how", "letter")
    assert answer.code == 0, answer.err
    assert "withdrawn" in answer.out
    assert "newsletter" not in kept(holdord, FRIDA)
    holdord("consent", "give", FRIDA, "--purpose", "newsletter")
    assert "newsletter" in kept(holdord, FRIDA)


@pytest.mark.usefixtures("shop_folder")
def test_a_statement_under_keys_nobody_has_is_written_down_and_said_to_have_found_nobody(
    holdord: Holdord,
) -> None:
    answer = holdord("consent", "withdraw", "email=frieda@mail.example", "--purpose", "newsletter")
    assert answer.code == 0, answer.err
    assert "No system holds anything under these keys" in answer.out + answer.err
    told = holdord("objection", "make", "email=frieda@mail.example", "--purpose", "service", "--json")
    assert told.json["found"] is False
    told = holdord("objection", "make", FRIDA, "--purpose", "service", "--json")
    assert told.json["found"] is True


@pytest.mark.usefixtures("shop_folder")
def test_an_objection_ends_a_purpose_once_it_is_upheld(holdord: Holdord) -> None:
    holdord("objection", "make", FRIDA, "--purpose", "service")
    assert "service" in kept(holdord, FRIDA)
    holdord("objection", "uphold", FRIDA, "--purpose", "service", "--reason", "weighed")
    assert "service" not in kept(holdord, FRIDA)
    holdord("objection", "reject", FRIDA, "--purpose", "service")
    assert "service" in kept(holdord, FRIDA)


@pytest.mark.usefixtures("shop_folder")
def test_an_objection_to_marketing_needs_no_decision(holdord: Holdord) -> None:
    holdord("objection", "make", FRIDA, "--purpose", "newsletter")
    assert "newsletter" not in kept(holdord, FRIDA)
    holdord("objection", "withdraw", FRIDA, "--purpose", "newsletter")
    assert "newsletter" in kept(holdord, FRIDA)


@pytest.mark.usefixtures("shop_folder")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("consent", "give", FRIDA, "--purpose", "service"), "not-consent"),
        (("consent", "give", FRIDA, "--purpose", "letters"), "unknown-name"),
        (("objection", "make", FRIDA, "--purpose", "bookkeeping"), "not-objectable"),
        (("consent", "give", FRIDA, OLE, "--purpose", "newsletter"), "several-people"),
        (
            ("consent", "give", FRIDA, "--purpose", "newsletter", "--at", "2090-01-01"),
            "statement-of-the-future",
        ),
        (
            ("consent", "give", FRIDA, "--purpose", "newsletter", "--how", "a@b.example"),
            "store-personal-value",
        ),
    ],
)
def test_a_statement_that_cannot_be_meant_is_refused(
    holdord: Holdord, words: tuple[str, ...], code: str
) -> None:
    answer = holdord(*words, "--json")
    assert (answer.code, answer.codes) == (1, [code])


HOLD = ("--reason", "the case of May", "--owner", "Anna", "--review", "2099-01-01")


@pytest.mark.usefixtures("shop_folder")
def test_a_hold_stops_every_ending_until_it_is_lifted(holdord: Holdord) -> None:
    assert "customers" in going(holdord)
    placed = holdord("hold", "place", OLE, *HOLD, "--json").json["hold"]
    assert "customers" not in going(holdord)
    assert f"hold {placed}" in holdord("explain", OLE).out
    (standing,) = holdord("hold", "list", "--json").json
    assert (standing["hold"], standing["owner"]) == (placed, "Anna")
    assert holdord("hold", "lift", placed, "--reason", "closed").code == 0
    assert "customers" in going(holdord)
    assert holdord("hold", "lift", placed, "--reason", "closed", "--json").codes == ["unknown-id"]


@pytest.mark.usefixtures("shop_folder")
def test_a_hold_on_somebody_unknown_is_refused_for_it_would_stop_nothing(holdord: Holdord) -> None:
    nobody = "email=olle@mail.example"
    assert holdord("hold", "place", nobody, *HOLD, "--json").codes == ["nobody"]
    assert holdord("restrict", "place", nobody, "--ground", "claim", "--json").codes == ["nobody"]
    assert holdord("hold", "list").out == "No hold stands.\n"


@pytest.mark.usefixtures("shop_folder")
def test_what_is_told_of_a_person_names_nobody_elses_hold(holdord: Holdord) -> None:
    other = holdord("hold", "place", "email=z@mail.example", *HOLD, "--json").json["hold"]
    own = holdord("hold", "place", OLE, *HOLD, "--json").json["hold"]
    for command in ("explain", "erase"):
        said = holdord(command, OLE).out
        assert f"hold {own}:" in said
        assert other not in said


@pytest.mark.usefixtures("shop_folder")
def test_a_row_of_two_people_names_the_hold_on_the_other(holdord: Holdord) -> None:
    held = holdord("hold", "place", FRIDA, *HOLD, "--json").json["hold"]
    assert f"hold {held}: shop.messages (1 row)" in holdord("explain", OLE).out


@pytest.mark.usefixtures("shop_folder")
def test_a_plan_under_a_hold_does_not_say_that_all_is_held(holdord: Holdord) -> None:
    holdord("hold", "place", OLE, *HOLD)
    said = holdord("erase", OLE).out
    assert "nothing: everything is held or stopped" in said
    assert "What is stopped, whatever its purposes say" in said


def test_a_hold_on_rows_names_them_by_a_column(holdord: Holdord, rows: Rows) -> None:
    answer = holdord("hold", "place", "--where", "shop.subscribers.id=2", *HOLD)
    assert answer.code == 0, answer.err
    assert "subscribers" not in going(holdord)
    assert "shop.subscribers by id" in holdord("hold", "list").out
    refused = holdord("hold", "place", "--where", "shop.subscribers.email=2", *HOLD, "--json")
    assert refused.codes == ["personal-condition"]
    assert holdord("hold", "place", "--where", "shop.orders.id=x", *HOLD, "--json").codes == ["wrong-value"]
    assert holdord("hold", "place", "--where", "shop.nothing", *HOLD, "--json").codes == ["unknown-name"]
    assert len(rows("select id from subscribers")) == 2


@pytest.mark.usefixtures("shop_folder")
def test_a_restriction_is_lifted_only_once_the_person_was_told(holdord: Holdord) -> None:
    placed = holdord("restrict", "place", OLE, "--ground", "accuracy", "--json").json["restriction"]
    assert "customers" not in going(holdord)
    (standing,) = holdord("restrict", "list", "--json").json
    assert standing["ground"] == "accuracy"
    early = holdord("restrict", "lift", placed, "--reason", "mended", "--told", "2099-01-01", "--json")
    assert early.codes == ["restriction-not-told"]
    assert holdord("restrict", "lift", placed, "--reason", "mended", "--told", "2020-01-01").code == 0
    assert "No restriction stands." in holdord("restrict", "list").out
    assert "customers" in going(holdord)


def test_the_store_never_learns_a_key(holdord: Holdord, shop_folder: Path) -> None:
    holdord("consent", "withdraw", FRIDA, "--purpose", "newsletter")
    digest = holdord("erase", FRIDA, "--json").json["digest"]
    holdord("erase", "--confirm", digest)
    stored = b"".join(f.read_bytes() for f in (shop_folder / "policy" / ".holdord").iterdir())
    assert b"frida@mail" not in stored.lower()
