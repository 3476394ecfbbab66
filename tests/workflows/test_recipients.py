"""Only who was given a person's data is told of a request (Art. 19), in the order of the policy."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from holdord.words.disclosure import Withheld
from holdord.words.request import Channel, Right, Strength
from holdord.workflows.disclosing import PassedOn, strike, write_down
from holdord.workflows.office import Office
from holdord.workflows.requests import carrying, deciding, receiving
from holdord.workflows.requests.recipients import notices_of
from tests.company import Company
from tests.servers import Database

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import MARKER, NOW, shop  # noqa: E402

RECIPIENTS = """
language: 1
recipients:
  printer:
    kind: controller
    country: DK
    categories: [purchases]
    purposes: [bookkeeping]
  bookkeeper:
    kind: processor
    country: DK
    categories: [name, purchases]
    purposes: [bookkeeping]
    agreement: signed
  helper:
    kind: processor
    country: DK
    categories: [name, email]
    purposes: [service]
    agreement: signed
  mailer:
    kind: controller
    country: DK
    categories: [email]
    purposes: [newsletter]
"""
GIVEN = PassedOn(NOW.date(), "Art. 6(1)(a)", ("name",), recipient="printer")
FRIDA = {"email": [MARKER]}


@pytest.fixture
def company(new_database: Callable[[str], Database], tmp_path: Path) -> Company:
    found = shop(tmp_path / "policy", new_database("sqlite"))
    (found.folder / "recipients.yaml").write_text(RECIPIENTS)
    return found


@pytest.fixture
def office(company: Company) -> Iterator[Office]:
    with company.office() as opened:
        yield opened
        opened.store.close()


def without_orders(company: Company) -> None:
    """Bookkeeping holds nobody any more: it counts from an invoice, or holds nobody."""
    company.databases["shop"].execute_script("DELETE FROM order_lines; DELETE FROM orders;")


def restricted(office: Office) -> str:
    details = {"ground": "claim"}
    id = receiving.receive(
        office, Right.RESTRICTION, Channel.PHONE, "da", {"email": MARKER}, "", details, "", NOW, "rikke",
        Strength.STAFF,
    )  # fmt: skip
    carrying.carry(office, id, lambda: NOW)
    return id


def erased(office: Office) -> str:
    id = receiving.receive(
        office, Right.ERASURE, Channel.PHONE, "da", {"email": MARKER}, "", {}, "", NOW, "rikke",
        Strength.STAFF,
    )  # fmt: skip
    request = carrying.carry(office, id, lambda: NOW)
    deciding.confirm(office, id, request.plan, "rikke", NOW)
    carrying.carry(office, id, lambda: NOW)
    return id


def told(office: Office, id: str) -> dict[str, tuple[str, ...]]:
    notices = notices_of(office, id, NOW)
    return {name: one.categories for name, one in notices.told.items()} if notices else {}


def test_who_is_given_data_for_a_purpose_that_never_held_the_person_is_not_told_who_they_are(
    office: Office, company: Company
) -> None:
    without_orders(company)
    assert list(told(office, restricted(office))) == ["helper", "mailer"]


def test_who_was_given_data_for_a_purpose_that_is_over_is_told(office: Office, company: Company) -> None:
    company.databases["shop"].execute_script(
        "DELETE FROM order_lines; UPDATE orders SET invoiced_on = '2001-05-05' WHERE customer_id = 1;"
    )
    found = told(office, erased(office))
    assert list(found) == ["printer", "bookkeeper", "helper", "mailer"]
    assert found["bookkeeper"] == ("name", "purchases")
    assert found["helper"] == ("name", "email")


def test_whom_the_register_of_disclosures_names_is_told_of_what_it_was_given_in_the_policys_order(
    office: Office, company: Company
) -> None:
    without_orders(company)
    write_down(office, [FRIDA], GIVEN, NOW, "anna")
    found = told(office, restricted(office))
    assert list(found) == ["printer", "helper", "mailer"]
    assert found["printer"] == ("name",)


def test_what_the_person_must_not_be_told_yet_makes_no_notice_that_the_answer_would_name(
    office: Office, company: Company
) -> None:
    without_orders(company)
    withheld = Withheld("databeskyttelsesloven § 22", NOW.date() + timedelta(days=30))
    write_down(office, [FRIDA], replace(GIVEN, withheld=withheld), NOW, "anna")
    assert "printer" not in told(office, restricted(office))


def test_a_disclosure_about_another_or_one_taken_back_tells_nobody(office: Office, company: Company) -> None:
    without_orders(company)
    write_down(office, [{"customer_no": ["2"]}], GIVEN, NOW, "anna")
    (mine,) = write_down(office, [FRIDA], GIVEN, NOW, "anna")
    strike(office, mine, "typed twice", "anna", NOW)
    assert "printer" not in told(office, restricted(office))
