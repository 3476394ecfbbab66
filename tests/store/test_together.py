"""What is written together is one transaction, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from threading import Thread

import pytest

from holdord.store import Store, StoreFault
from holdord.store.request_records import Keep
from holdord.words.request import State
from tests.store.asking import ask
from tests.store.cast import day

LETTER = Keep("mail", b"a letter", day(4000))


def write_letter(store: Store, id: str) -> None:
    store.mail_queue("receipt", id, LETTER, day(0))


def letters(store: Store, id: str) -> int:
    return store.mails_queued(id, "receipt")


def open_it(store: Store, id: str, version: int = 0) -> None:
    store.move(id, version, at=day(0), by="", note_kind="proved", state=State.OPEN)


def together(store: Store, write: Callable[[], object]) -> None:
    with store.together():
        write()


def test_all_of_it_is_there_afterwards_or_nothing(store: Store) -> None:
    id = ask(store)

    def write() -> None:
        open_it(store, id)
        write_letter(store, id)
        store.put(id, "words", b"what they wrote", day(4000))

    def stop() -> None:
        write()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        together(store, stop)
    assert (store.request(id).version, letters(store, id), store.newest(id, "words")) == (0, 0, None)
    together(store, write)
    assert (store.request(id).version, letters(store, id)) == (1, 1)
    assert store.newest(id, "words") == b"what they wrote"


def test_within_it_is_read_what_it_has_written_and_others_do_not_see_it_yet(store: Store) -> None:
    id, seen = ask(store), []
    with store.together():
        open_it(store, id)
        assert store.request(id).state is State.OPEN
        other = Thread(target=lambda: seen.append(store.request(id).state))
        other.start()
        other.join()
    assert seen == [State.ASKED]


def test_one_within_another_is_part_of_it(store: Store) -> None:
    id = ask(store)

    def stop() -> None:
        with store.together(lasting=False):
            open_it(store, id)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        together(store, stop)
    assert store.request(id).version == 0
    together(store, lambda: together(store, lambda: open_it(store, id)))
    assert store.request(id).version == 1


def test_what_fails_within_takes_the_whole_with_it_even_where_somebody_catches_that(store: Store) -> None:
    id = ask(store)

    def too_late() -> None:
        write_letter(store, id)
        open_it(store, id, version=17)

    def catch() -> None:
        with pytest.raises(StoreFault, match="changed the request meanwhile"):
            too_late()

    for write, fault in ((too_late, StoreFault), (catch, RuntimeError)):
        with pytest.raises(fault):
            together(store, write)
        assert letters(store, id) == 0
    write_letter(store, id)
    assert letters(store, id) == 1, "the connection is as good as new"


def test_a_statement_that_the_database_refuses_takes_the_whole_with_it(store: Store) -> None:
    id = ask(store)

    def refused() -> None:
        write_letter(store, id)
        store._rows("SELECT nothing FROM nowhere")

    def catch() -> None:
        with pytest.raises(StoreFault):
            refused()

    for write, fault in ((refused, StoreFault), (catch, RuntimeError)):
        with pytest.raises(fault):
            together(store, write)
        assert letters(store, id) == 0
