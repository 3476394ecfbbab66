"""What plans are told: for whom a purpose has lapsed, and what is stopped, at a moment."""

from collections.abc import Callable
from datetime import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdord.store import Store, open_store
from holdord.words.facts import Condition, Rows, Stop
from tests.store.cast import NOW, Place, customers, day


def _person(store: Store, number: int) -> str:
    return store.subject({"customer_no": {str(number)}}, customers(number)) or ""


def test_a_store_without_statements_says_nothing(store: Store) -> None:
    _person(store, 7)
    assert store.facts(NOW).lapsed == {}
    assert store.facts(NOW).stops == ()


def test_a_purpose_lapses_when_its_consent_is_withdrawn_and_not_before(store: Store) -> None:
    frida = _person(store, 7)
    store.consent(frida, "newsletter", True, day(0))
    store.consent(frida, "newsletter", False, day(2))
    store.consent(frida, "newsletter", True, day(4))
    told = [store.facts(day(n)).lapsed for n in (1, 2, 3, 4)]
    assert told == [{}, {"newsletter": customers(7)}, {"newsletter": customers(7)}, {}]


def test_an_objection_lapses_a_purpose_once_upheld_and_marketing_at_once(store: Store) -> None:
    frida = _person(store, 7)
    for purpose in ("marketing", "analysis"):
        store.objection(frida, purpose, "made", day(0), "", "frida")
    assert store.facts(day(1)).lapsed == {}
    assert store.facts(day(1), ["marketing"]).lapsed == {"marketing": customers(7)}
    store.objection(frida, "analysis", "upheld", day(2), "", "anna")
    store.objection(frida, "marketing", "withdrawn", day(3), "", "frida")
    assert store.facts(day(3), {"marketing"}).lapsed == {"analysis": customers(7)}
    store.objection(frida, "analysis", "rejected", day(4), "", "anna")
    assert store.facts(day(4), {"marketing"}).lapsed == {}


def test_what_two_ids_of_one_person_said_is_taken_together(store: Store) -> None:
    one, other = _person(store, 7), _person(store, 8)
    store.consent(one, "newsletter", False, day(1))
    store.consent(other, "newsletter", True, day(2))
    store.consent(other, "profiling", False, day(2))
    assert store.facts(day(3)).lapsed == {"newsletter": customers(7), "profiling": customers(8)}
    store.subject({"customer_no": {"7", "8"}})
    assert store.facts(day(3)).lapsed == {"profiling": customers(7, 8)}
    assert store.facts(day(1)).lapsed == {"newsletter": customers(7, 8)}


def test_holds_and_restrictions_stop_with_the_rows_they_are_on(store: Store) -> None:
    frida = _person(store, 7)
    condition = Condition("shop", "orders", "order_no", (12,))
    ids = {
        store.hold(frida, "case", "anna", NOW.date(), NOW): ("hold", customers(7), None, "case"),
        store.hold(customers(9), "claim", "anna", NOW.date(), NOW): ("hold", customers(9), None, "claim"),
        store.hold(condition, "audit", "anna", NOW.date(), NOW): ("hold", Rows(), condition, "audit"),
        store.restrict(frida, "accuracy", NOW, "anna"): ("restriction", customers(7), None, "accuracy"),
    }
    told = {stop.name: stop for stop in store.facts(NOW).stops}
    assert told == {id: Stop(id, *expected) for id, expected in ids.items()}
    assert store.facts(day(-1)).stops == ()


def test_a_plan_for_few_is_told_of_them_and_of_every_stop(store: Store) -> None:
    people = [_person(store, number) for number in range(1, 6)]
    for person in people:
        store.consent(person, "newsletter", False, NOW)
    held = store.hold(people[4], "case", "anna", NOW.date(), NOW)
    near = store.facts(NOW, near=customers(1, 2, 99))
    assert near.lapsed == {"newsletter": customers(1, 2)}
    assert near.stops == (Stop(held, "hold", customers(5), reason="case"),)
    assert store.facts(NOW, near=customers(99)).lapsed == {}
    assert store.facts(NOW, near=customers()).lapsed == {}
    assert store.facts(NOW).lapsed == {"newsletter": customers(1, 2, 3, 4, 5)}


def test_a_plan_for_many_is_told_what_a_plan_for_all_is(store: Store) -> None:
    rows = customers(*range(600))
    for number in range(600):
        store.consent(_person(store, number), "newsletter", number % 2 == 0, NOW)
    assert store.facts(NOW, near=rows) == store.facts(NOW)
    assert store.facts(NOW).lapsed == {"newsletter": customers(*range(1, 600, 2))}


PEOPLE = st.integers(1, 4)
MOMENTS = st.integers(0, 5).map(day)
PURPOSES = st.sampled_from(["newsletter", "marketing"])
CONSENTS = st.lists(st.tuples(PEOPLE, PURPOSES, st.booleans(), MOMENTS), max_size=8)
STATES = st.sampled_from(["made", "upheld", "rejected", "withdrawn"])
OBJECTIONS = st.lists(st.tuples(PEOPLE, PURPOSES, STATES, MOMENTS), max_size=5)
JOINS = st.lists(st.tuples(PEOPLE, PEOPLE), max_size=2)


def _lapsed_by_definition(consents: list, objections: list, joins: list, at: datetime) -> dict[str, Rows]:
    same = {n: {n} for n in range(1, 5)}
    for one, other in joins:
        merged = same[one] | same[other]
        same |= dict.fromkeys(merged, merged)
    lapsed: dict[str, set[int]] = {}
    for statements, lapses in ((consents, {False}), (objections, {"upheld"})):
        for person in same:
            for purpose in ("newsletter", "marketing"):
                said = [(t, i, w) for i, (p, q, w, t) in enumerate(statements) if p in same[person]
                        and q == purpose and t <= at and (w != "made" or purpose == "marketing")]  # fmt: skip
                ending = lapses | ({"made"} if purpose == "marketing" else set())
                if said and max(said)[2] in ending:
                    lapsed.setdefault(purpose, set()).add(person)
    return {purpose: customers(*people) for purpose, people in lapsed.items()}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(consents=CONSENTS, objections=OBJECTIONS, joins=JOINS, at=MOMENTS)
def test_facts_are_what_the_definition_says(
    consents: list, objections: list, joins: list, at: datetime, new_place: Callable[[str], Place]
) -> None:
    place = new_place("sqlite")
    with open_store(None, place.folder) as store:
        ids = {number: _person(store, number) for number in range(1, 5)}
        for person, purpose, given_, moment in consents:
            store.consent(ids[person], purpose, given_, moment)
        for person, purpose, state, moment in objections:
            store.objection(ids[person], purpose, state, moment)
        for one, other in joins:
            store.subject({"customer_no": {str(one), str(other)}})
        expected = _lapsed_by_definition(consents, objections, joins, at)
        assert store.facts(at, ["marketing"]).lapsed == expected
        assert store.facts(at, ["marketing"], near=customers(1, 2, 3, 4)).lapsed == expected


def test_a_request_for_erasure_ends_purposes_for_each_of_its_people(store: Store) -> None:
    known = _person(store, 7)
    store.consent(known, "newsletter", True, day(-1))
    people = [customers(7), customers(8, 9)]
    for _ in range(2):
        store.end_purposes(people, ["newsletter"], ["analysis"], NOW, "anna")
    assert store.facts(NOW).lapsed == {"analysis": customers(7, 8, 9), "newsletter": customers(7, 8, 9)}
    assert [c.given for c in store.consents(known)] == [True, False]
    unknown = store.subject({}, customers(8), make=False) or ""
    assert store.rows_of(unknown) == customers(8, 9)
    assert [o.state for o in store.objections(unknown)] == ["upheld"]


def test_a_request_for_erasure_reaches_all_that_was_thought_to_be_several_people(store: Store) -> None:
    people = [_person(store, number) for number in (7, 8, 9)]
    store.end_purposes([customers(7, 8)], ["newsletter"], [], NOW, "anna")
    assert store.facts(NOW).lapsed == {"newsletter": customers(7, 8)}
    assert [store.consent_state(person, "newsletter") for person in people] == [False, False, None]


def test_a_request_for_erasure_of_nobody_says_nothing(store: Store) -> None:
    store.end_purposes([], ["newsletter"], ["analysis"], NOW, "anna")
    store.end_purposes([customers(7)], [], [], NOW, "anna")
    assert store.facts(NOW).lapsed == {}
