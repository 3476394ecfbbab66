"""May a person's data be used for a purpose now: told from the store, as plans see it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdord.language import load_texts
from holdord.store import Store, open_store
from holdord.words.facts import Rows
from holdord.words.policy import Basis, Policy
from holdord.workflows.allowing import Allowance, Reason, may
from holdord.workflows.office import Refused
from holdord.workflows.stating import state_objection
from tests.company import found_company, policy_text
from tests.servers import Database

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PURPOSES = {
    "newsletter": {"basis": "consent", "categories": ["email"], "keep": "until withdrawn"},
    "statistics": {"basis": "legitimate_interest", "categories": ["email"], "keep": "1 year after seen"},
    "offers": {
        "basis": "legitimate_interest",
        "marketing": "yes",
        "categories": ["email"],
        "keep": "1 year after seen",
    },
    "delivery": {"basis": "contract", "categories": ["email"], "keep": "1 year after seen"},
}
FRIDA = {"email": " Frida@X.example "}


def day(number: int) -> datetime:
    return NOW + timedelta(days=number)


@pytest.fixture(scope="module")
def policy() -> Policy:
    loaded = load_texts({"policy.yaml": policy_text(PURPOSES, {})})
    assert loaded.policy is not None, loaded.findings
    return loaded.policy


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(None, tmp_path / "store") as opened:
        yield opened


def frida(store: Store) -> str:
    subject = store.subject({"email": {"frida@x.example"}}, Rows({("shop", "customers"): frozenset({7})}))
    assert subject
    return subject


def test_nobody_who_never_said_a_word_is_written_to_on_consent(policy: Policy, store: Store) -> None:
    assert may(policy, store, FRIDA, "newsletter", NOW) == Allowance(
        False, Reason.CONSENT_MISSING, Basis.CONSENT
    )
    assert may(policy, store, FRIDA, "delivery", NOW) == Allowance(True, Reason.BASIS, Basis.CONTRACT)
    assert store.subject({"email": {"frida@x.example"}}, make=False) is None


def test_consent_is_what_was_said_last_before_the_moment(policy: Policy, store: Store) -> None:
    subject = frida(store)
    store.consent(subject, "newsletter", True, day(1))
    store.consent(subject, "newsletter", False, day(3))
    answers = [may(policy, store, FRIDA, "newsletter", day(n)) for n in (0, 2, 4)]
    assert [one.reason for one in answers] == [
        Reason.CONSENT_MISSING,
        Reason.CONSENT_GIVEN,
        Reason.CONSENT_WITHDRAWN,
    ]
    assert [one.since for one in answers] == [None, day(1), day(3)]


def test_an_objection_stops_marketing_at_once_and_the_rest_when_it_is_upheld(
    policy: Policy, store: Store
) -> None:
    subject = frida(store)
    for purpose in ("offers", "statistics"):
        store.objection(subject, purpose, "made", day(0))
    assert may(policy, store, FRIDA, "offers", NOW).reason is Reason.OBJECTED
    assert may(policy, store, FRIDA, "statistics", NOW).may
    store.objection(subject, "statistics", "upheld", day(1))
    assert not may(policy, store, FRIDA, "statistics", day(1)).may
    store.objection(subject, "statistics", "withdrawn", day(2))
    assert may(policy, store, FRIDA, "statistics", day(2)).may


def test_a_restriction_stops_every_use_until_it_is_lifted(policy: Policy, store: Store) -> None:
    subject = frida(store)
    store.consent(subject, "newsletter", True, day(0))
    restriction = store.restrict(subject, "accuracy", day(1), "anna")
    for purpose in PURPOSES:
        assert may(policy, store, FRIDA, purpose, day(1)).reason is Reason.RESTRICTED
    store.lift_restriction(restriction, day(3), "it was right", "anna", told_at=day(2))
    assert may(policy, store, FRIDA, "newsletter", day(2)).reason is Reason.RESTRICTED
    assert may(policy, store, FRIDA, "newsletter", day(4)).may


def test_two_people_get_no_answer_and_neither_does_a_question_that_makes_no_sense(
    policy: Policy, store: Store
) -> None:
    frida(store)
    store.subject({"customer_no": {"9"}})
    with pytest.raises(Refused, match="different people"):
        may(policy, store, {**FRIDA, "customer_no": "9"}, "newsletter", NOW)
    for keys, purpose in (({}, "newsletter"), ({"email": " "}, "newsletter"), (FRIDA, "unknown")):
        with pytest.raises(Refused):
            may(policy, store, keys, purpose, NOW)


STATES = st.sampled_from(["made", "upheld", "rejected", "withdrawn"])
SAID = st.lists(st.tuples(st.sampled_from(["offers", "statistics"]), STATES, st.integers(0, 3)), max_size=6)
CONSENTS = st.lists(st.tuples(st.booleans(), st.integers(0, 3)), max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(said=SAID, consents=CONSENTS, at=st.integers(0, 3), joined=st.booleans())
def test_what_may_be_used_and_what_plans_hold_lapsed_are_opposites(
    policy: Policy,
    tmp_path_factory: pytest.TempPathFactory,
    said: list[tuple[str, str, int]],
    consents: list[tuple[bool, int]],
    at: int,
    joined: bool,
) -> None:
    with open_store(None, tmp_path_factory.mktemp("store")) as store:
        subject = frida(store)
        other = store.subject({"customer_no": {"9"}}, Rows({("shop", "customers"): frozenset({9})}))
        assert other
        for number, (purpose, state, when) in enumerate(said):
            store.objection((subject, other)[number % 2], purpose, state, day(when))  # type: ignore[arg-type]
        for number, (given_, when) in enumerate(consents):
            store.consent((subject, other)[number % 2], "newsletter", given_, day(when))
        if joined:
            store.subject({"email": {"frida@x.example"}, "customer_no": {"9"}})
        lapsed = store.facts(day(at), {"offers"}).lapsed
        for purpose in ("offers", "statistics"):
            over = 7 in lapsed.get(purpose, Rows()).of("shop", "customers")
            assert may(policy, store, FRIDA, purpose, day(at)).may is not over
        over = 7 in lapsed.get("newsletter", Rows()).of("shop", "customers")
        reason = may(policy, store, FRIDA, "newsletter", day(at)).reason
        assert (reason is Reason.CONSENT_WITHDRAWN) == over


def test_an_objection_to_marketing_cannot_be_rejected(
    new_database: Callable[[str], Database], tmp_path: Path
) -> None:
    database = new_database("sqlite")
    database.execute_script("CREATE TABLE customers (id integer PRIMARY KEY, email varchar(80), seen date);")
    customers = {
        "person": "customer",
        "keys": {"email": "email"},
        "holds": {"email": "email"},
        "events": {"seen": "seen"},
        "purposes": ["offers", "statistics"],
    }
    text = policy_text(PURPOSES, {"shop": {"collections": {"customers": customers}}})
    company = found_company(tmp_path / "policy", text, {"shop": database})
    known = {"email": ["frida@x.example"]}
    with company.office() as office:
        for purpose in ("offers", "statistics"):
            state_objection(office, known, purpose, "made", NOW, "", "anna")
        state_objection(office, known, "statistics", "rejected", NOW, "fraud", "anna")
        with pytest.raises(Refused) as told:
            state_objection(office, known, "offers", "rejected", NOW, "fraud", "anna")
        assert told.value.findings[0].code == "marketing-not-weighed"
        assert not may(office.policy, office.store, FRIDA, "offers", day(1)).may
        assert may(office.policy, office.store, FRIDA, "statistics", day(1)).may
        office.store.close()
