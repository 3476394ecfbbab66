"""Tokens of programs: known by a digest, for what they allow, until their end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from holdord.store import Store, StoreFault, open_store
from holdord.store.request_records import Once
from holdord.words.caller import Scope
from holdord.words.request import Channel, Right, Strength
from tests.store.cast import NOW, Place, day

TOKEN = "holdord_something-random-that-nobody-guesses"


def make(store: Store, token: str = TOKEN, name: str = "webshop", **more: object) -> str:
    return store.token_new(token, name, {Scope.MAY, Scope.READ}, 600, NOW, "anna", **more)  # type: ignore[arg-type]


def test_a_token_is_known_again_and_its_text_stands_nowhere(place: Place) -> None:
    with open_store(place.url, place.folder) as store:
        id = make(store)
        caller = store.caller(TOKEN, day(1))
        assert caller
        assert (caller.id, caller.name, caller.author) == (id, "webshop", "api:webshop")
        assert caller.scopes == {Scope.MAY, Scope.READ}
        assert store.caller(TOKEN[:-1], day(1)) is None
        rows = store._rows("SELECT * FROM holdord_token")
    assert "random-that" not in repr(rows)


def test_a_token_ends_when_it_is_revoked_or_its_time_is_over(store: Store) -> None:
    id = make(store, expires=day(2))
    assert store.caller(TOKEN, day(1.9))
    assert store.caller(TOKEN, day(2)) is None
    other = make(store, "holdord_another", "crm")
    assert store.token_revoke(other, day(1), "anna")
    assert not store.token_revoke(other, day(1), "anna")
    assert store.caller("holdord_another", day(1)) is None
    with pytest.raises(StoreFault) as told:
        store.token_revoke("K-NONE", day(1), "anna")
    assert told.value.finding.code == "store-unknown"
    assert {one.id: one.revoked_at for one in store.tokens()} == {id: None, other: day(1)}


def test_of_valid_tokens_one_has_a_name_and_leaves_it_to_the_next(store: Store) -> None:
    id = make(store)
    with pytest.raises(StoreFault) as told:
        make(store, "holdord_second")
    assert told.value.finding.code == "token-name"
    store.token_revoke(id, NOW, "anna")
    make(store, "holdord_second", expires=NOW)
    make(store, "holdord_third")
    assert store.caller("holdord_third", NOW)


def test_the_day_of_the_last_use_is_remembered(store: Store) -> None:
    id = make(store)
    store.token_used(id, day(3))
    caller = store.caller(TOKEN, day(3))
    assert caller
    assert caller.used_on == date(2026, 11, 23)


def test_destroying_the_secret_key_ends_every_token(store: Store) -> None:
    make(store)
    store.destroy_key(day(1), "anna")
    assert store.caller(TOKEN, day(1)) is None
    assert store.caller("", day(1)) is None


def ask(store: Store, once: Once) -> str:
    return store.new_request(
        Right.ACCESS,
        Channel.API,
        "da",
        NOW,
        NOW.date(),
        NOW.date(),
        Strength.CLAIMED,
        {},
        by="api:a",
        once=once,
    )


def test_under_one_key_a_request_is_made_once_however_many_ask_at_the_same_moment(place: Place) -> None:
    with open_store(place.url, place.folder) as store:
        once = Once("api:a", "key-1", "body")

        def again(_: int) -> str:
            try:
                return ask(store, once)
            finally:
                store.close()

        with ThreadPoolExecutor(8) as pool:
            ids = set(pool.map(again, range(16)))
        assert len(ids) == 1
        assert [one.id for one in store.requests()] == list(ids)
        assert ask(store, Once("api:b", "key-1", "body")) not in ids, "keys of two programs differ"
        with pytest.raises(StoreFault) as told:
            ask(store, Once("api:a", "key-1", "another body"))
        assert told.value.finding.code == "key-used-otherwise"
        assert len(store.requests()) == 2
        assert store.forget_keys(day(1)) == 2
        assert ask(store, once) not in ids


def test_a_throttle_counts_several_at_once(store: Store) -> None:
    hour = timedelta(hours=1)
    assert store.throttle("bucket", NOW, 10, hour, times=6)
    assert not store.throttle("bucket", NOW, 10, hour, times=6)
    assert store.throttle("bucket", NOW + hour, 10, hour, times=10)
    assert not store.throttle("bucket", NOW + hour, 10, hour)
