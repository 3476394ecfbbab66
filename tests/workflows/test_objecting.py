"""What is restricted while an objection is weighed (Art. 18(1)(d)): what the purpose uses, and no more."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from holdord.words.request import Channel, Right, State, Strength
from holdord.workflows.allowing import Reason, may
from holdord.workflows.office import Office
from holdord.workflows.requests import carrying, receiving
from tests.company import Company, policy_text
from tests.servers import Database

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import COLLECTIONS, MARKER, NOW, PURPOSES, shop  # noqa: E402
from tests.workflows.test_answers import mails  # noqa: E402

SERVICE = {**PURPOSES["service"], "categories": ["payments", "correspondence"]}


@pytest.fixture
def company(new_database: Callable[[str], Database], tmp_path: Path) -> Company:
    found = shop(tmp_path / "policy", new_database("sqlite"))
    purposes = {**PURPOSES, "service": SERVICE}
    (found.folder / "policy.yaml").write_text(policy_text(purposes, {"shop": {"collections": COLLECTIONS}}))
    return found


@pytest.fixture
def office(company: Company) -> Iterator[Office]:
    with company.office() as opened:
        yield opened
        opened.store.close()


def ask(office: Office, right: Right, language: str = "en", email: str = MARKER, **details: str) -> str:
    id = receiving.receive(
        office, right, Channel.PHONE, language, {"email": email}, email, details, "", NOW, "rikke",
        Strength.STAFF,
    )  # fmt: skip
    carrying.carry(office, id, lambda: NOW)
    return id


SAID = {
    "da": "bliver følgende kun opbevaret, ikke brugt: {} og {} (",
    "nb": "blir følgende bare lagret, ikke brukt: {} og {} (",
    "en": "the following is only stored, not used: {} and {} (",
}


@pytest.mark.parametrize("language", SAID)
def test_an_objection_restricts_what_its_purpose_uses_and_the_receipt_says_what(
    office: Office, language: str
) -> None:
    id = ask(office, Right.OBJECTION, language, purposes="service")
    assert office.store.request(id).state is State.OPEN
    (restriction,) = office.store.restrictions(NOW)
    assert restriction.categories == ("payments", "correspondence")
    (receipt,) = mails(office, id)
    says = [office.policy.categories[name].says for name in restriction.categories]
    called = [one.get(language) or one.get("en") or "payments" for one in says]
    assert SAID[language].format(*called) in " ".join(receipt["text"].split())


def test_what_else_the_person_lets_us_use_is_not_kept_back_by_an_objection(office: Office) -> None:
    def asked(purpose: str) -> tuple[bool, Reason]:
        told = may(office.policy, office.store, {"email": MARKER}, purpose, NOW)
        return told.may, told.reason

    ask(office, Right.OBJECTION, purposes="service")
    subject = office.store.restrictions(NOW)[0].subject
    office.store.consent(subject, "newsletter", True, NOW, how="box")
    assert asked("service") == (False, Reason.RESTRICTED)
    assert asked("newsletter") == (True, Reason.CONSENT_GIVEN)
    assert asked("bookkeeping") == (True, Reason.BASIS)
