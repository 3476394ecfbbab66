"""Requests, their codes, tasks, notices and looks, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from holdord.store import Store, StoreFault
from holdord.words.request import Channel, Outcome, Right, State, Strength
from tests.store.asking import ask, code_sent
from tests.store.cast import NOW, day


def test_a_request_is_read_as_it_was_written(store: Store) -> None:
    id = ask(store, Right.OBJECTION)
    found = store.request(id)
    assert (found.right, found.channel, found.language) == (Right.OBJECTION, Channel.WEB, "da")
    assert (found.received, found.due, found.strict_due) == (NOW, day(30).date(), day(30).date())
    assert (found.state, found.strength, found.details) == (
        State.ASKED,
        Strength.CLAIMED,
        {"purposes": "newsletter"},
    )
    assert [event.kind for event in store.events(id)] == ["received"]
    for ask_for in (
        lambda: store.request("Q-NOBODY"),
        lambda: store.move("Q-NOBODY", 0, at=NOW, by="", note_kind="x"),
    ):
        with pytest.raises(StoreFault, match="no request of this id"):
            ask_for()


def test_of_two_who_change_a_request_one_is_first_and_the_other_is_told(store: Store) -> None:
    id = ask(store)
    moved = store.move(id, 0, at=day(1), by="rikke", note_kind="proved", state=State.OPEN)
    assert (moved.state, moved.version) == (State.OPEN, 1)
    with pytest.raises(StoreFault) as told:
        store.move(id, 0, at=day(2), by="carl", note_kind="closed", state=State.CLOSED)
    assert told.value.finding.code == "request-changed"
    assert store.request(id) == moved
    assert [(event.kind, event.by) for event in store.events(id)] == [("received", ""), ("proved", "rikke")]


def test_of_many_at_the_same_moment_exactly_one_is_first(store: Store) -> None:
    id = ask(store)

    def move(number: int) -> bool:
        try:
            store.move(id, 0, at=day(1), by=f"s{number}", note_kind="proved", state=State.OPEN)
        except StoreFault as fault:
            return fault.finding.code != "request-changed"
        finally:
            store.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(move, range(6))) == 1
    assert len(store.events(id)) == 2


def test_every_field_that_can_change_is_read_back(store: Store) -> None:
    id = ask(store)
    store.move(
        id,
        0,
        at=day(1),
        by="rikke",
        note_kind="changed",
        note={"law": "Art. 12(3)"},
        state=State.READY,
        strength=Strength.STAFF,
        due=day(60).date(),
        strict_due=day(61).date(),
        plan="a" * 64,
        confirmed="b" * 64,
        outcome=Outcome.PARTLY,
        extended=True,
        paused_since=day(2),
        assigned="carl",
    )
    found = store.request(id)
    assert found.outcome is Outcome.PARTLY
    assert (found.due, found.strict_due) == (day(60).date(), day(61).date())
    assert (found.plan, found.confirmed, found.extended) == ("a" * 64, "b" * 64, True)
    assert (found.paused_since, found.assigned, found.strength) == (day(2), "carl", Strength.STAFF)
    assert store.events(id)[-1].facts == {"law": "Art. 12(3)"}
    with pytest.raises(ValueError, match="channel"):
        store.move(id, 1, at=day(1), by="", note_kind="x", channel="web")


def test_an_address_is_refused_wherever_it_could_be_written_in_the_open(store: Store) -> None:
    id = ask(store)
    with pytest.raises(StoreFault, match="address"):
        store.move(id, 0, at=NOW, by="", note_kind="x", note={"ground": "write to ida@x.example"})
    with pytest.raises(StoreFault, match="address"):
        store.look(id, "rikke", "ida@x.example", NOW)
    assert store.request(id).version == 0


def test_requests_are_listed_newest_first_and_what_is_due_most_urgent_first(store: Store) -> None:
    ids = [ask(store, number=number) for number in (0, 3, 1, 2)]
    store.move(ids[1], 0, at=day(4), by="", note_kind="closed", state=State.CLOSED)
    assert [one.id for one in store.requests()] == [ids[1], ids[3], ids[2], ids[0]]
    assert [one.id for one in store.requests([State.ASKED], limit=2)] == [ids[3], ids[2]]
    assert [one.id for one in store.requests(before=day(2))] == [ids[2], ids[0]]
    assert [one.id for one in store.due_before(day(32).date())] == [ids[0], ids[2]]


def test_a_code_is_good_once_in_time_and_for_its_own_request(store: Store) -> None:
    id, other = ask(store), ask(store)
    code_sent(store, id, "right", day(2))
    assert not store.code_try(other, "right", day(1))
    assert not store.code_try(id, "right", day(2)), "too late"
    assert store.code_try(id, "right", day(1))
    assert not store.code_try(id, "right", day(1)), "used"
    code_sent(store, id, "newer", day(2))
    assert store.code_try(id, "newer", day(1))


def test_a_code_is_worth_nothing_after_five_wrong_tries(store: Store) -> None:
    id = ask(store)
    code_sent(store, id, "right", day(2))
    assert not any(store.code_try(id, f"wrong {n}", day(1)) for n in range(5))
    assert not store.code_try(id, "right", day(1))
    code_sent(store, id, "right", day(2))
    assert not any(store.code_try(id, f"wrong {n}", day(1)) for n in range(4))
    assert store.code_try(id, "right", day(1)), "the fifth try still counts"


def test_looking_what_a_code_opens_uses_it_up_only_as_a_guess_does(store: Store) -> None:
    id, other = ask(store), ask(store)
    code_sent(store, id, "right", day(2))
    for _ in range(9):
        assert store.code_right(id, "right", day(1)), "however often its mail is looked through"
    assert not store.code_right(other, "right", day(1))
    assert not store.code_right(id, "right", day(2)), "too late"
    assert not any(store.code_right(id, f"wrong {n}", day(1)) for n in range(4))
    assert store.code_right(id, "right", day(1))
    assert not store.code_right(id, "wrong", day(1))
    assert not store.code_right(id, "right", day(1)), "five guesses end it"
    assert not store.code_try(id, "right", day(1))
    code_sent(store, id, "newer", day(2))
    assert store.code_try(id, "newer", day(1))
    assert not store.code_right(id, "newer", day(1)), "used"


def test_guesses_at_the_same_time_are_all_counted(store: Store) -> None:
    id = ask(store)
    code_sent(store, id, "right", day(2))
    words = [f"wrong {n}" for n in range(7)]

    def guess(word: str) -> bool:
        try:
            return store.code_try(id, word, day(1))
        finally:
            store.close()

    with ThreadPoolExecutor(7) as pool:
        assert not any(pool.map(guess, words))
    assert not store.code_try(id, "right", day(1))


def test_tasks_and_notices_are_made_once_and_done_once(store: Store) -> None:
    id = ask(store)
    task = store.task_new(id, "archive", "erase", "carl", NOW)
    assert store.task_new(id, "archive", "erase", "rune", NOW) == task
    assert store.task_done(task, day(1), "carl")
    assert not store.task_done(task, day(2), "rune")
    (found,) = store.tasks(id)
    assert (found.assigned, found.done_by, found.done_at) == ("carl", "carl", day(1))
    assert store.tasks(open_only=True) == []
    (notice,) = store.notices_new(id, ("carrier",), NOW)
    assert store.notices_new(id, ("carrier",), day(1)) == [notice]
    assert store.notice_sent(notice, 0, day(1), day(4))
    assert not store.notice_sent(notice, 0, day(1), day(4))
    assert not store.notice_sent(notice, 2, day(5), day(8))
    assert store.notice_sent(notice, 1, day(5), day(8))
    assert [(one.sent_at, one.chased) for one in store.notices(open_only=True)] == [(day(1), 1)]
    assert store.notice_confirmed(notice, day(6))
    assert not store.notice_confirmed(notice, day(7))
    assert store.notices(open_only=True) == []


def test_who_looked_is_written_down_in_order(store: Store) -> None:
    id = ask(store)
    store.look(id, "rikke", "found", day(1))
    store.look(id, "carl", "answer", day(2))
    assert [(one.by, one.what, one.at) for one in store.looks(id)] == [
        ("rikke", "found", day(1)),
        ("carl", "answer", day(2)),
    ]


def test_a_form_can_be_sent_only_so_often_in_a_while(store: Store) -> None:
    hour = timedelta(hours=1)
    assert [store.throttle("a" * 64, NOW, 3, hour) for _ in range(5)] == [True, True, True, False, False]
    assert store.throttle("b" * 64, NOW, 3, timedelta(minutes=1)), "another bucket"
    assert not store.throttle("a" * 64, NOW + timedelta(minutes=59), 3, hour), "still the same hour"
    assert store.throttle("a" * 64, NOW + hour, 3, hour), "another hour"
