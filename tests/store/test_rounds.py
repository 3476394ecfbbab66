"""Rounds of requests that wait, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from holdord.store import Store, StoreFault
from tests.store.asking import ask


def test_who_waits_is_in_the_open_round_and_who_comes_later_in_the_next(store: Store) -> None:
    first, second, late = ask(store), ask(store), ask(store)
    number = store.join_round(first)
    assert store.join_round(second) == number
    assert set(store.close_round(number)) == {first, second}
    assert store.join_round(late) == number + 1
    assert set(store.close_round(number)) == {first, second}, "closed twice, it is closed once"
    assert store.rounds_waited_for() == [number, number + 1]


def test_what_was_carried_leaves_its_round_and_stays_in_one_it_has_joined_meanwhile(store: Store) -> None:
    carried, again = ask(store), ask(store)
    number = store.join_round(carried)
    store.join_round(again)
    store.close_round(number)
    assert store.join_round(again) == number + 1
    store.leave_round(number, [carried, again])
    store.leave_round(number, [])
    assert store.close_round(number) == []
    assert store.close_round(number + 1) == [again]


def test_a_request_that_is_none_is_in_no_round(store: Store) -> None:
    with pytest.raises(StoreFault, match="no request of this id"):
        store.join_round("Q-NOBODY")
    assert store.rounds_waited_for() == []


def test_of_many_who_join_while_rounds_are_closed_each_is_in_exactly_one(store: Store) -> None:
    ids = [ask(store) for _ in range(60)]

    def join(id: str) -> int:
        try:
            return store.join_round(id)
        finally:
            store.close()

    def close(number: int) -> tuple[int, list[str]]:
        try:
            return number, store.close_round(number)
        finally:
            store.close()

    with ThreadPoolExecutor(6) as pool:
        joined = pool.map(join, ids)
        closed = dict(pool.map(close, [number // 3 + 1 for number in range(60)]))
        joined_in = dict(zip(ids, joined, strict=True))
    for number in set(joined_in.values()):
        expected = {id for id, round in joined_in.items() if round == number}
        assert set(store.close_round(number)) == expected
        assert set(closed.get(number, [])) <= expected
