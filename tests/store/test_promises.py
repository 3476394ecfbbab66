"""Readings and standings are added and read back by their latest; each change of state is written once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

from holdord.store import Store
from holdord.words.probe import Measured, Outcome
from holdord.words.request import Channel, Right, Strength
from holdord.words.request import State as Where
from holdord.words.standing import State
from tests.store.cast import NOW

POLICY = "p" * 64


def ask(store: Store, right: Right, due: date, received: datetime = NOW) -> str:
    return store.new_request(right, Channel.WEB, "da", received, due, due, Strength.ADDRESS, {})


def test_the_latest_reading_of_each_probe_is_found(store: Store) -> None:
    for number in range(5):
        for probe in ("tls", "content"):
            counts = {"shop.orders.note: card": number}
            measured = Measured(Outcome.BROKEN if number else Outcome.KEPT, counts, "", f"R-{number}")
            last = store.reading_taken(probe, NOW + timedelta(days=number), POLICY, measured)
    found = store.latest_readings(["tls", "content", "ledger"])
    assert set(found) == {"tls", "content"}
    assert found["content"].measured == Measured(Outcome.BROKEN, {"shop.orders.note: card": 4}, "", "R-4")
    assert found["content"].at == NOW + timedelta(days=4)
    assert store.reading(last) == found["content"]
    assert [
        sum(n for name, n in one.measured.counts.items() if name.startswith("shop."))
        for one in store.readings("tls", 3)
    ] == [4, 3, 2]
    assert store.reading(last + 1) is None


def test_a_promise_that_stands_as_before_is_not_written_again(store: Store) -> None:
    first = {"R1": (State.KEPT, "{}"), "R2": (State.UNPROVEN, "{}")}
    assert store.standing_changed(NOW, POLICY, first) == 2
    later = NOW + timedelta(hours=1)
    second = {"R1": (State.BROKEN, '{"code":"overdue"}'), "R2": (State.UNPROVEN, '{"code":"other"}')}
    assert store.standing_changed(later, POLICY, second) == 1
    found = store.standings(["R1", "R2", "R3"])
    assert {name: (one.state, one.at) for name, one in found.items()} == {
        "R1": (State.BROKEN, later),
        "R2": (State.UNPROVEN, NOW),
    }
    assert [one.state for one in store.history("R1")] == [State.BROKEN, State.KEPT]
    assert [name for name in first for one in store.history(name) if one.at >= later] == ["R1"]


def test_of_two_who_write_the_same_change_at_once_one_does(store: Store) -> None:
    change = {f"R{n}": (State.KEPT, "{}") for n in range(20)}
    with ThreadPoolExecutor(4) as threads:
        written = list(threads.map(lambda _: store.standing_changed(NOW, POLICY, change), range(4)))
    assert sum(written) == 20
    assert sum(len(store.history(name)) for name in change) == 20


def test_of_each_right_it_is_known_who_waits_and_who_was_answered_last(store: Store) -> None:
    today = NOW.date()
    late = ask(store, Right.ACCESS, today - timedelta(days=1))
    soon = ask(store, Right.ACCESS, today + timedelta(days=2))
    ask(store, Right.ACCESS, today + timedelta(days=30))
    closed = ask(store, Right.ERASURE, today - timedelta(days=5))
    store.move(closed, 0, at=NOW, by="", note_kind="closed", state=Where.CLOSED)
    answered = [ask(store, Right.PORTABILITY, today - timedelta(days=9)) for _ in range(2)]
    for number, id in enumerate(answered):
        moment = NOW + timedelta(hours=number)
        store.move(id, 0, at=moment, by="", note_kind="answered", state=Where.ANSWERED)
    asked = store.asked(today + timedelta(days=3))
    assert [one.id for one in asked[Right.ACCESS].waiting] == [late, soon]
    assert asked[Right.ERASURE].waiting == ()
    assert asked[Right.ERASURE].answered == ""
    assert asked[Right.PORTABILITY].answered == answered[1]
    assert asked[Right.PORTABILITY].answered_at == NOW + timedelta(hours=1)


def test_the_summary_of_a_week_is_taken_once(store: Store) -> None:
    assert not store.summary_begun("2026-W48")
    assert store.summary_begin("2026-W48", NOW)
    assert not store.summary_begin("2026-W48", NOW)
    store.summary_sent("2026-W48", NOW)
    assert store.summary_begun("2026-W48")
