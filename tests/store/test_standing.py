"""What one person said to one purpose: looked up by key, on SQLite and on PostgreSQL."""

from holdord.store import Store
from holdord.store.records import Standing
from tests.store.cast import customers, day

FRIDA = {"email": {"frida@x.example"}}


def test_what_stands_is_the_latest_of_each_kind_at_the_moment(store: Store) -> None:
    frida = store.subject(FRIDA, customers(7))
    assert frida
    assert store.subjects_of(FRIDA) == [frida]
    assert store.subjects_of({"email": {"ole@x.example"}}) == []
    assert store.standing(frida, "newsletter", day(9)) == Standing()
    store.consent(frida, "newsletter", True, day(1))
    store.consent(frida, "newsletter", False, day(2))
    store.consent(frida, "offers", True, day(3))
    store.objection(frida, "newsletter", "made", day(3))
    store.objection(frida, "newsletter", "upheld", day(4))
    store.objection(frida, "newsletter", "made", day(5))
    limit = store.restrict(frida, "claim", day(6), "anna")
    told = {n: store.standing(frida, "newsletter", day(n)) for n in (1, 3, 5, 6)}
    assert told == {
        1: Standing(True, day(1)),
        3: Standing(False, day(2), "made", day(3)),
        5: Standing(False, day(2), "upheld", day(4)),
        6: Standing(False, day(2), "upheld", day(4), day(6)),
    }
    store.lift_restriction(limit, day(8), "settled", "anna", told_at=day(7))
    assert store.standing(frida, "offers", day(7)).restricted == day(6)
    assert store.standing(frida, "offers", day(8)) == Standing(True, day(3))


def test_two_ids_of_one_person_speak_with_one_voice(store: Store) -> None:
    one = store.subject(FRIDA)
    other = store.subject({"customer_no": {"7"}})
    assert one
    assert other
    store.consent(one, "newsletter", True, day(1))
    store.consent(other, "newsletter", False, day(2))
    store.subject({**FRIDA, "customer_no": {"7"}})
    assert len(store.subjects_of({**FRIDA, "customer_no": {"7"}})) == 1
    for each in (one, other):
        assert store.standing(each, "newsletter", day(3)) == Standing(False, day(2))
