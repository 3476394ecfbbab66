"""The vault and the outbox: encrypted, gone when they should be, and each letter sent once."""

import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from holdord.store import Store, StoreFault, open_store
from holdord.store.outbox import TRIES
from holdord.store.request_records import Keep
from holdord.store.vault import FILE
from tests.store.asking import ask
from tests.store.cast import NOW, Place, day

SECRET = b"Ida Holm, Havnegade 3, 1058 K"


def everything(place: Place) -> bytes:
    """All bytes the store has on the disk (SQLite), or all rows of all its tables (PostgreSQL)."""
    if place.url is None:
        place.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return b"".join(file.read_bytes() for file in place.folder.glob("store.sqlite3*"))
    tables = place.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return b"".join(repr(place.execute(f"SELECT * FROM {name}")).encode() for (name,) in tables)


def test_what_is_put_in_comes_out_and_stands_nowhere_in_the_open(place: Place) -> None:
    with open_store(place.url, place.folder) as store:
        id = ask(store)
        kept = store.put(id, "words", SECRET, day(2))
        assert store.get(kept) == SECRET
        assert store.contents(id, "words") == [kept]
    assert SECRET not in everything(place)
    assert stat.S_IMODE((place.folder / FILE).stat().st_mode) == 0o600
    with open_store(place.url, place.folder) as store:
        assert store.get(kept, day(1)) == SECRET
        assert store.get(kept, day(2)) is None, "past its moment"


def test_what_a_plan_writes_is_kept_without_a_request_and_is_nobody_elses(place: Place) -> None:
    with open_store(place.url, place.folder) as store:
        id = ask(store)
        plans = [store.put(None, "sealed", SECRET + b"%d" % number, day(2)) for number in (1, 2)]
        own = store.put(id, "sealed", b"of a request", day(2))
        assert [store.get(one) for one in plans] == [SECRET + b"1", SECRET + b"2"]
        assert store.contents(id, "sealed") == [own]
        store.drop_contents(id)
        assert store.get(plans[0]) == SECRET + b"1"
        assert store.drop_expired(day(2)) == 2
    assert SECRET not in everything(place)


def test_what_something_is_called_outside_is_the_same_each_time_and_another_store_calls_it_otherwise(
    place: Place, tmp_path: Path
) -> None:
    with open_store(place.url, place.folder) as store, open_store(None, tmp_path / "other") as other:
        name = store.reference("D", "shop/decisions/1")
        assert store.reference("D", "shop/decisions/1") == name
        others = {store.reference("D", "shop/decisions/2"), store.reference("W", "shop/decisions/1")}
        assert name not in others | {other.reference("D", "shop/decisions/1")}
        assert name.startswith("D-")
        assert len(name) == 14


def test_a_key_that_was_wrong_is_forgotten_and_the_person_stays(place: Place) -> None:
    with open_store(place.url, place.folder) as store:
        person = store.subject({"email": {"old@x.example", "new@x.example"}})
        store.forget_key("email", "old@x.example")
        assert store.subjects_of({"email": {"new@x.example"}}) == [person]
        assert store.subjects_of({"email": {"old@x.example"}}) == []
        another = store.subject({"email": {"old@x.example"}})
        assert another != person


def test_without_its_key_the_vault_is_shut_for_good(place: Place) -> None:
    with open_store(place.url, place.folder) as store:
        id = ask(store)
        kept = store.put(id, "words", SECRET, day(2))
    (place.folder / FILE).unlink()
    with open_store(place.url, place.folder) as store:
        for use in (lambda: store.get(kept), lambda: store.put(id, "words", b"new", day(2))):
            with pytest.raises(StoreFault) as told:
                use()
            assert told.value.finding.code == "vault-key"
    assert not (place.folder / FILE).exists(), "a key that is lost is not replaced"


def test_a_second_folder_with_a_key_of_its_own_is_refused(place: Place, tmp_path: Path) -> None:
    with open_store(place.url, place.folder) as store:
        id = ask(store)
        store.put(id, "words", SECRET, day(2))
    other = open_store(None, tmp_path / "other")
    other.put(ask(other), "words", SECRET, day(2))
    other.close()
    (place.folder / FILE).write_bytes((tmp_path / "other" / FILE).read_bytes())
    with open_store(place.url, place.folder) as store, pytest.raises(StoreFault) as told:
        store.put(id, "words", SECRET, day(2))
    assert told.value.finding.code == "vault-key"


def test_what_was_put_in_for_one_request_is_never_handed_out_for_another(place: Place) -> None:
    with open_store(place.url, place.folder) as store:
        kept = store.put(ask(store), "words", SECRET, day(2))
        other = store.put(ask(store), "words", b"mine", day(2))
        place.execute(
            f"UPDATE holdord_vault SET content = (SELECT content FROM holdord_vault WHERE id = '{kept}') "
            f"WHERE id = '{other}'"
        )
        with pytest.raises(StoreFault) as told:
            store.get(other)
        assert told.value.finding.code == "store-altered"
        assert store.get(kept) == SECRET


def test_what_is_dropped_or_expired_leaves_the_file(place: Place) -> None:
    with open_store(place.url, place.folder) as store:
        id = ask(store)
        ids = [store.put(id, "words", SECRET + bytes([n]), day(n)) for n in range(1, 6)]
        (before,) = place.execute(f"SELECT content FROM holdord_vault WHERE id = '{ids[0]}'")
        assert bytes(before[0]) in everything(place) or place.url
        store.drop(ids[0])
        store.drop(ids[0])
        assert store.drop_expired(day(3)) == 2
        assert store.contents(id, "words") == ids[3:]
        assert store.drop_contents(id) == 2
        assert store.get(ids[4]) is None
    assert bytes(before[0]) not in everything(place)


def test_several_who_need_the_first_key_all_use_the_same(place: Place) -> None:
    def put(number: int) -> str:
        with open_store(place.url, place.folder) as store:
            return store.put(id, "words", str(number).encode(), day(2))

    with open_store(place.url, place.folder) as store:
        id = ask(store)
        with ThreadPoolExecutor(6) as pool:
            kept = list(pool.map(put, range(6)))
        assert [store.get(one) for one in kept] == [str(n).encode() for n in range(6)]


def queue(store: Store, kind: str = "ready", key: str = "") -> bool:
    id = ask(store) if not store.requests() else store.requests()[0].id
    return store.mail_queue(kind, id, Keep("mail", SECRET, day(9)), NOW, key)


def test_a_letter_is_queued_once_and_sent_once(store: Store) -> None:
    assert queue(store)
    assert not queue(store)
    assert queue(store, key="second reminder")
    first = store.mail_claim(NOW)
    assert len(first) == 2
    assert store.mail_claim(NOW) == []
    assert store.mail_sent(first[0].id, day(1))
    assert not store.mail_sent(first[0].id, day(1))
    assert store.get(first[0].content) is None, "what was sent is not kept"
    again = store.mail_claim(NOW + timedelta(minutes=11))
    assert [(one.id, one.tries) for one in again] == [(first[1].id, 1)]


def test_senders_at_the_same_time_never_get_the_same_letter(store: Store) -> None:
    for number in range(12):
        queue(store, key=str(number))

    def claim(_: int) -> list[int]:
        try:
            return [mail.id for mail in store.mail_claim(NOW, limit=4)]
        finally:
            store.close()

    with ThreadPoolExecutor(4) as pool:
        claimed = [id for ids in pool.map(claim, range(4)) for id in ids]
    claimed += [mail.id for mail in store.mail_claim(NOW, limit=12)]
    assert len(claimed) == len(set(claimed)) == 12


def test_a_letter_that_cannot_be_sent_waits_longer_and_longer_then_an_hour_and_is_given_up(
    store: Store,
) -> None:
    queue(store)
    at, waits = NOW, []
    mails = store.mail_claim(at)
    while mails:
        assert store.mails_given_up() == []
        failed = at
        store.mail_failed(mails[0].id, failed, permanent=False)
        while not (mails := store.mail_claim(at)) and at < failed + timedelta(hours=2):
            at += timedelta(minutes=1)
        waits.append(at - failed)
    hours = [timedelta(hours=1)] * (TRIES - 6)
    assert waits == [timedelta(minutes=2**n) for n in range(1, 6)] + hours + [timedelta(hours=2)]
    assert timedelta(days=3) < at - NOW < timedelta(days=5)
    assert len(store.mails_given_up()) == 1


def test_a_letter_refused_for_good_is_given_up_at_once(store: Store) -> None:
    queue(store)
    (mail,) = store.mail_claim(NOW)
    store.mail_failed(mail.id, NOW, permanent=True)
    assert store.mail_claim(day(5)) == []
    assert [one.id for one in store.mails_given_up()] == [mail.id]


def test_reading_keys_needs_no_vault(tmp_path: Path) -> None:
    with open_store(None, tmp_path) as store:
        ask(store)
        with suppress(StoreFault):
            store.get("V-NONE")
    assert not (tmp_path / FILE).exists()
