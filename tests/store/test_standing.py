"""What one person said to one purpose: looked up by key, on SQLite and on PostgreSQL."""

import re

from django.test.utils import CaptureQueriesContext

from holdord.store import Store
from holdord.store.records import Standing
from tests.store.cast import customers, day

FRIDA = {"email": {"frida@x.example"}}


def test_what_stands_is_the_latest_of_each_kind_at_the_moment(store: Store) -> None:
    frida = store.subject(FRIDA, customers(7))
    assert frida
    assert store.standing({"email": {"ole@x.example"}}, "newsletter", day(9)) == Standing()
    assert store.subject({"email": {"ole@x.example"}}, make=False) is None, "asking makes nobody"
    assert store.standing(FRIDA, "newsletter", day(9)) == Standing()
    store.consent(frida, "newsletter", True, day(1))
    store.consent(frida, "newsletter", False, day(2))
    store.consent(frida, "offers", True, day(3))
    store.objection(frida, "newsletter", "made", day(3))
    store.objection(frida, "newsletter", "upheld", day(4))
    store.objection(frida, "newsletter", "made", day(5))
    limit = store.restrict(frida, "claim", day(6), "anna")
    told = {n: store.standing(FRIDA, "newsletter", day(n)) for n in (1, 3, 5, 6)}
    assert told == {
        1: Standing(True, day(1)),
        3: Standing(False, day(2), "made", day(3)),
        5: Standing(False, day(2), "upheld", day(4)),
        6: Standing(False, day(2), "upheld", day(4), day(6)),
    }
    store.lift_restriction(limit, day(8), "settled", "anna", told_at=day(7))
    assert store.standing(FRIDA, "offers", day(7)).restricted == day(6)
    assert store.standing(FRIDA, "offers", day(8)) == Standing(True, day(3))


def test_two_ids_of_one_person_speak_with_one_voice(store: Store) -> None:
    one = store.subject(FRIDA)
    other = store.subject({"customer_no": {"7"}})
    assert one
    assert other
    store.consent(one, "newsletter", True, day(1))
    store.consent(other, "newsletter", False, day(2))
    both = {**FRIDA, "customer_no": {"7"}}
    assert store.standing(both, "newsletter", day(3)) is None, "they are two people as yet"
    store.subject(both)
    for keys in (FRIDA, {"customer_no": {"7"}}, both):
        assert store.standing(keys, "newsletter", day(3)) == Standing(False, day(2))


def test_the_answer_takes_one_query_and_goes_by_indexes(store: Store) -> None:
    frida = store.subject(FRIDA)
    assert frida
    store.consent(frida, "newsletter", True, day(1))
    with CaptureQueriesContext(store._connection) as asked:
        assert store.standing(FRIDA, "newsletter", day(1)) == Standing(True, day(1))
    assert len(asked) == 1
    if store._connection.vendor == "sqlite":
        steps = [row[-1] for row in store._rows(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")]
        assert not [step for step in steps if step.startswith("SCAN") and "holdord" in step]
        assert not [step for step in steps if re.match(r"SCAN [jrl]\b", step)], steps
