"""Consents, objections, holds and restrictions: added, never changed, readable as of any moment."""

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdord.store import Restriction, Store, StoreFault
from holdord.words.facts import Condition
from tests.store.cast import NOW, customers, day

SHARED_STORE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)

_numbers = count(1)


def _person(store: Store, name: str = "frida") -> str:
    return store.subject({"email": {f"{name}@example.dk"}}) or ""


def test_a_consent_keeps_who_when_which_text_and_how(store: Store) -> None:
    frida = _person(store)
    store.consent(frida, "newsletter", True, NOW, text_digest="a" * 64, language="da", how="box", by="shop")
    (consent,) = store.consents(frida)
    assert (consent.subject, consent.purpose, consent.given, consent.at) == (frida, "newsletter", True, NOW)
    assert (consent.text_digest, consent.language, consent.how, consent.by) == ("a" * 64, "da", "box", "shop")


def test_of_two_words_at_the_same_moment_the_later_one_counts(store: Store) -> None:
    frida = _person(store)
    store.consent(frida, "newsletter", True, NOW)
    store.consent(frida, "newsletter", False, NOW)
    assert store.consent_state(frida, "newsletter", NOW) is False


def test_a_consent_is_for_one_purpose_and_one_person(store: Store) -> None:
    frida, bo = _person(store), _person(store, "bo")
    store.consent(frida, "newsletter", True, NOW)
    assert store.consent_state(frida, "profiling") is None
    assert store.consent_state(bo, "newsletter") is None


def test_a_moment_in_another_zone_is_the_same_moment(store: Store) -> None:
    frida = _person(store)
    store.consent(frida, "newsletter", True, NOW.astimezone(ZoneInfo("Europe/Copenhagen")))
    assert store.consent_state(frida, "newsletter", NOW - timedelta(microseconds=1)) is None
    assert store.consent_state(frida, "newsletter", NOW) is True


MOMENTS = st.integers(0, 30).map(lambda hours: NOW + timedelta(hours=hours, microseconds=hours % 3))
WORDS = st.lists(st.tuples(MOMENTS, st.booleans()), max_size=12)


@SHARED_STORE
@given(words=WORDS, asked=MOMENTS)
def test_the_state_at_any_past_moment_is_the_latest_word_up_to_it(
    words: list[tuple[datetime, bool]], asked: datetime, store: Store
) -> None:
    person = _person(store, f"person{next(_numbers)}")
    for at, given_ in words:
        store.consent(person, "newsletter", given_, at)
    latest = [(at, order, given_) for order, (at, given_) in enumerate(words) if at <= asked]
    expected = max(latest)[2] if latest else None
    assert store.consent_state(person, "newsletter", asked) is expected
    assert [c.given for c in store.consents(person)] == [w for _, w in sorted(words, key=lambda w: w[0])]


def test_objections_are_told_in_the_order_of_time(store: Store) -> None:
    frida = _person(store)
    store.objection(frida, "analysis", "rejected", day(2), "overriding grounds", "anna")
    store.objection(frida, "analysis", "made", day(1), "", "frida")
    assert [(o.state, o.at) for o in store.objections(frida)] == [("made", day(1)), ("rejected", day(2))]
    with pytest.raises(ValueError, match="made, upheld"):
        store.objection(frida, "analysis", "granted", NOW, "", "")  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["person", "rows", "condition"])
def test_a_hold_stands_from_its_placing_to_its_lifting(store: Store, kind: str) -> None:
    rows = customers(7, "x y")
    condition = Condition("shop", "orders", "order_no", (12, "A-7"))
    place = {"person": _person(store), "rows": rows, "condition": condition}[kind]
    id = store.hold(place, "court case 12", "anna", day(90).date(), day(1))
    assert store.holds(day(0)) == []
    (hold,) = store.holds(day(1))
    assert (hold.id, hold.place, hold.reason, hold.owner) == (id, place, "court case 12", "anna")
    assert (hold.review_on, hold.at) == (day(90).date(), day(1))
    store.lift_hold(id, "settled", "anna", day(5))
    store.lift_hold(id, "settled again", "bo", day(3))
    assert [h.id for h in store.holds(day(4))] == [id]
    assert store.holds(day(5)) == []


def test_ids_of_holds_are_short_and_never_the_same(store: Store) -> None:
    ids = {store.hold(customers(n), "case", "anna", NOW.date(), NOW) for n in range(60)}
    assert len(ids) == 60
    assert all(id.startswith("H-") and 6 <= len(id) <= 7 for id in ids)


def test_what_is_not_there_can_be_neither_held_nor_lifted(store: Store) -> None:
    for write in (
        lambda: store.hold("S-NOBODY", "case", "anna", NOW.date(), NOW),
        lambda: store.lift_hold("H-NONE", "settled", "anna", NOW),
        lambda: store.restrict("S-NOBODY", "claim", NOW, "anna"),
        lambda: store.lift_restriction("L-NONE", NOW, "checked", "anna", NOW),
        lambda: store.consent("S-NOBODY", "newsletter", True, NOW),
    ):
        with pytest.raises(StoreFault) as caught:
            write()
        assert caught.value.finding.code == "store-unknown"


def test_a_restriction_is_lifted_only_after_the_person_was_told(store: Store) -> None:
    frida = _person(store)
    id = store.restrict(frida, "accuracy", NOW, "anna", until=day(30).date())
    for told_at in (None, day(6)):
        with pytest.raises(StoreFault, match=r"Art\. 18\(3\)"):
            store.lift_restriction(id, day(5), "checked", "anna", told_at)
    assert store.restrictions(day(60)) == [Restriction(id, frida, "accuracy", NOW, "anna", day(30).date())]
    store.lift_restriction(id, day(61), "checked", "anna", day(59))
    assert store.restrictions(day(61)) == []
    with pytest.raises(ValueError, match="grounds"):
        store.restrict(frida, "mood", NOW, "anna")  # type: ignore[arg-type]
