"""What is restricted while an objection is weighed (Art. 18(1)(d)): what the purpose uses, and no more."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from holdord.letters.law import cited
from holdord.letters.text import as_text
from holdord.words.facts import Rows
from holdord.words.request import Channel, Right, State, Strength
from holdord.workflows.allowing import Reason, may
from holdord.workflows.mirroring import known_facts
from holdord.workflows.office import Office
from holdord.workflows.people import Person
from holdord.workflows.planning import _unless_asked, plan_erasure
from holdord.workflows.requests import carrying, deciding, handing, looking, receiving
from tests.company import Company, policy_text
from tests.servers import Database

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import COLLECTIONS, MARKER, NOW, PURPOSES, shop  # noqa: E402
from tests.workflows.test_answers import mails  # noqa: E402

COMPLAINTS = {**PURPOSES["bookkeeping"], "categories": ["correspondence"]}
SERVICE = {**PURPOSES["service"], "categories": ["payments", "correspondence"]}


@pytest.fixture
def company(new_database: Callable[[str], Database], tmp_path: Path) -> Company:
    found = shop(tmp_path / "policy", new_database("sqlite"))
    purposes = {**PURPOSES, "service": SERVICE, "complaints": COMPLAINTS}
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
    "da": "bruger vi ikke dine oplysninger til dette: {} ({}). Det gælder {} og {}, som vi opbevarer imens",
    "nb": "bruker vi ikke opplysningene dine til dette: {} ({}). Det gjelder {} og {}, som vi oppbevarer i",
    "en": "we do not use your data for this: {} ({}). This concerns {} and {}, which we store meanwhile",
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
    says = office.policy.purposes["service"].says
    purpose = says.get(language) or says.get("en") or "service"
    law = cited("Art. 18(1)(d)", language)
    assert SAID[language].format(purpose, law, *called) in " ".join(receipt["text"].split())


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
    assert asked("complaints") == (True, Reason.BASIS), "the same category, for what nobody objected to"
    office.store.restrict(subject, "claim", NOW, "rikke", categories=("correspondence",))
    assert asked("complaints") == (False, Reason.RESTRICTED)


def test_a_restriction_for_an_objection_that_nobody_stated_keeps_back_whatever_needs_its_data(
    office: Office,
) -> None:
    ask(office, Right.OBJECTION, purposes="service")
    (restriction,) = office.store.restrictions(NOW)
    office.store.lift_restriction(restriction.id, NOW, "mistake", "rikke", told_at=NOW)
    office.store.restrict(restriction.subject, "objection", NOW, "rikke", categories=("correspondence",))
    for purpose in ("service", "complaints"):
        assert not may(office.policy, office.store, {"email": MARKER}, purpose, NOW).may


def whole(office: Office, id: str) -> set[str]:
    """The collections of which the plan of a request takes something."""
    plan = looking.shown_plan(office, id)
    assert plan
    return {step.collection for unit in plan.units for step in unit.steps if step.expected}


def letter(office: Office, id: str) -> str:
    carrying.carry(office, id, lambda: NOW)
    found = handing.letter_of(office, id, NOW)
    assert found
    return " ".join(as_text(found).split())


def test_whoever_objects_may_have_their_own_data_erased_meanwhile(office: Office, company: Company) -> None:
    ask(office, Right.OBJECTION, purposes="service")
    id = ask(office, Right.ERASURE)
    assert "customers" in whole(office, id)
    deciding.confirm(office, id, office.store.request(id).plan, "rikke", NOW)
    assert "We have deleted your data" in letter(office, id)
    assert MARKER.lower() not in str(company.rows("shop", "customers")).lower()


def test_what_another_has_restricted_meanwhile_still_stops_what_is_theirs_too(office: Office) -> None:
    ask(office, Right.OBJECTION, email="o@x.example", purposes="service")
    plan = plan_erasure(office, [{"email": [MARKER]}], NOW)
    with office.readers(few=True) as readers:
        facts = known_facts(office, readers, NOW)
    mine = [Person({}, Rows({("shop", "customers"): frozenset({1})}))]
    (stop,) = _unless_asked(office, facts, mine, NOW).stops
    assert stop.rows.of("shop", "customers") == {2}
    assert any(step.collection == "customers" for unit in plan.units for step in unit.steps)


@pytest.mark.parametrize(
    ("ground", "language", "said"),
    [
        ("claim", "da", "Du har brug for, at oplysningerne bliver gemt, til et retskrav"),
        ("claim", "nb", "Du trenger at opplysningene blir lagret, til et rettskrav"),
        ("claim", "en", "You need the data kept for a legal claim"),
        ("unlawful", "en", "You say that the use is unlawful"),
    ],
)
def test_a_restriction_the_person_needs_stops_the_erasure_and_the_letter_says_why_and_of_what(
    office: Office, ground: str, language: str, said: str
) -> None:
    ask(office, Right.RESTRICTION, language, ground=ground)
    ask(office, Right.OBJECTION, language, purposes="service")
    id = ask(office, Right.ERASURE, language)
    assert "customers" not in whole(office, id)
    deciding.confirm(office, id, office.store.request(id).plan, "rikke", NOW)
    told = letter(office, id)
    assert said in told
    categories = office.policy.categories
    assert categories["payments"].says.get(language, "payments") in told
    for table in ("Customers", "Order lines", "order_lines", "Subscribers"):
        assert table not in told
