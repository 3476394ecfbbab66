"""Versions of the policy and who was told of them, on SQLite and on PostgreSQL."""

import threading
from datetime import timedelta

import pytest

from holdord.store import Store, StoreFault
from holdord.store.outbox import TOLD
from holdord.store.request_records import Keep
from holdord.store.version_records import NewTold
from holdord.words.request import Channel, Right, Strength
from tests.store.cast import NOW, Place, day, version

IDA, PER = "ida.marker@post.example", "per.marker@post.example"


def person(address: str, row: int) -> NewTold:
    return NewTold("email", address, address.encode(), "shop", "customers", row)


def test_a_version_stays_as_it_was_published_word_for_word(store: Store) -> None:
    text = "<h1>Æblet</h1>\r\n".encode()
    assert store.publish(version(1, text=text))
    assert store.publish(version(2, text=b"<h1>other</h1>", at=3))
    assert store.published_text(1, "da", "html") == text
    assert store.published_text(1, "", "jsonld") == b"{}"
    assert store.published_text(1, "en", "html") is None
    assert store.published_languages(1) == ["da"]
    first = store.publication(1)
    assert first is not None
    assert (first.line.adopted_by, first.line.at, dict(first.line.note)) == (
        "Karla Lund, director",
        NOW,
        {"da": "Nyt formål"},
    )
    assert first.changes == version(1).changes
    assert first.substantial


def test_the_version_of_a_day_is_the_last_one_published_by_then(store: Store) -> None:
    assert store.last_publication() is None
    store.publish(version(1, at=0))
    store.publish(version(2, at=3))
    found = [store.last_publication(at) for at in (day(-1), day(0), day(2.9), day(3), day(9))]
    assert [one.number if one else 0 for one in found] == [0, 1, 1, 2, 2]
    assert [one.number for one in store.publications()] == [2, 1]


def test_the_same_version_published_twice_is_one_and_another_under_its_number_is_refused(
    store: Store,
) -> None:
    assert store.publish(version(1))
    assert not store.publish(version(1))
    other = version(1)
    object.__setattr__(other, "digest", "e" * 64)
    with pytest.raises(StoreFault) as refused:
        store.publish(other)
    assert refused.value.finding.code == "version-taken"
    assert len(store.publications()) == 1


def test_of_versions_published_at_the_same_moment_one_gets_the_number(store: Store) -> None:
    barrier, kept = threading.Barrier(4), []

    def publish(number: int) -> None:
        mine = version(1, text=str(number).encode())
        object.__setattr__(mine, "digest", f"{number:064}")
        barrier.wait()
        try:
            kept.append(store.publish(mine))
        except StoreFault as fault:
            kept.append(fault.finding.code == "never")
        finally:
            store.close()

    threads = [threading.Thread(target=publish, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept) == [False, False, False, True]
    assert len(store.publications()) == 1


def test_a_text_that_somebody_changed_past_us_is_not_shown(store: Store, place: Place) -> None:
    store.publish(version(1))
    if place.url:
        place.execute("ALTER TABLE holdord_published_text DISABLE TRIGGER ALL")
    else:
        place.execute("DROP TRIGGER holdord_published_text_no_update")
    place.execute("UPDATE holdord_published_text SET content = '\\x61'" if place.url else
                  "UPDATE holdord_published_text SET content = x'61'")  # fmt: skip
    with pytest.raises(StoreFault) as refused:
        store.published_text(1, "da", "html")
    assert refused.value.finding.code == "store-altered"


def test_everybody_is_written_down_once_for_a_version_however_often_they_are_found(store: Store) -> None:
    store.publish(version(1, announced=True))
    store.publish(version(2, announced=True))
    assert store.told_put(1, [person(IDA, 1), person(PER, 2), person(IDA, 3)], NOW) == 2
    assert store.told_put(1, [person(IDA, 1), person(PER, 2)], day(1)) == 0
    assert store.told_put(2, [person(IDA, 1)], day(1)) == 1
    assert store.told_before(1, [("email", PER)])
    assert not store.told_before(2, [("email", PER)])
    assert [(one.number, one.row) for one in store.told_of([("email", IDA)])] == [(1, 1), (2, 1)]


def test_the_address_is_in_the_vault_alone_and_goes_with_the_letter(store: Store, place: Place) -> None:
    store.publish(version(1, announced=True))
    store.told_put(1, [person(IDA, 1)], NOW)
    (mail,) = store.mail_claim(NOW, queue=TOLD)
    assert (mail.request, mail.kind, store.get(mail.content)) == ("1", "announcement", IDA.encode())
    assert IDA not in str(place.execute("SELECT * FROM holdord_told"))
    assert store.mail_begin(mail.id, NOW, queue=TOLD)
    assert store.mail_sent(mail.id, NOW, queue=TOLD)
    assert store.get(mail.content) is None
    assert place.execute("SELECT count(*) FROM holdord_vault") == [(0,)]
    (told,) = store.told_of([("email", IDA)])
    assert (told.state, told.sent_at) == ("sent", NOW)


def test_whether_somebody_waits_is_told_of_each_version_by_itself(store: Store) -> None:
    for number in (1, 2):
        store.publish(version(number, announced=True, at=number))
        store.told_put(number, [person(IDA, 1)], NOW)
        store.told_listed(number, 0, NOW)
    for mail in store.mail_claim(NOW, queue=TOLD):
        if mail.request == "2":
            store.mail_begin(mail.id, NOW, queue=TOLD)
            store.mail_sent(mail.id, NOW, queue=TOLD)
    assert (store.telling_waits(1), store.telling_waits(2)) == (True, False)
    store.publish(version(3, announced=True, at=3))
    assert (store.telling_waits(2), store.telling_waits(3)) == (False, True), "nobody was looked for yet"


def test_an_address_that_nothing_could_be_sent_to_does_not_stay(store: Store, place: Place) -> None:
    store.publish(version(1, announced=True))
    store.told_put(1, [person(IDA, 1)], NOW)
    assert store.drop_expired(day(29)) == 0
    assert store.drop_expired(day(30)) == 1


def test_a_letter_of_a_sender_that_died_is_counted_as_unsure_until_somebody_decides(store: Store) -> None:
    store.publish(version(1, announced=True))
    store.told_put(1, [person(IDA, 1), person(PER, 2)], NOW)
    store.told_listed(1, 3, NOW)
    first, second = store.mail_claim(NOW, queue=TOLD)
    store.mail_begin(first.id, NOW, queue=TOLD)
    store.mail_begin(second.id, NOW, queue=TOLD)
    store.mail_sent(second.id, NOW, queue=TOLD)
    assert store.mail_claim(NOW + timedelta(minutes=11), queue=TOLD) == []
    announced = store.announcement(1)
    assert announced is not None
    counts = announced.counts
    assert (counts.total, counts.sent, counts.waiting, counts.unsure, counts.given_up) == (2, 1, 0, 1, 0)
    assert (announced.unreached, announced.done) == (3, False)
    (unsure,) = store.told_unsure(1)
    id = store.new_request(Right.ACCESS, Channel.PHONE, "da", NOW, NOW.date(), NOW.date(), Strength.STAFF, {})
    store.mail_queue("ready", id, Keep("mail", b"Din anmodning", day(9)), NOW)
    assert [mail.id for mail in store.mail_claim(NOW)] == [unsure.id], "the other queue counts by itself"
    assert store.mail_leave(unsure.id, NOW, "ida", "letter-unsure-left", queue=TOLD)
    again = store.announcement(1)
    assert again is not None
    assert again.done
    assert store.told_unsure(1) == []
    assert [event.kind for event in store.events(id)] == ["received"], "news is about no request"


def test_who_says_no_by_a_letter_is_known_again_though_the_address_is_gone(store: Store) -> None:
    store.publish(version(1, announced=True))
    store.told_put(1, [person(IDA, 7)], NOW)
    (told,) = store.told_of([("email", IDA)])
    code = store.told_code(told.id)
    assert store.told_opens(told.id, code)
    assert not store.told_opens(told.id, code[:-1] + "x")
    assert not store.told_opens(told.id + 1, code)
    subject = store.told_subject(told.id)
    assert store.subject({"email": {IDA}}, make=False) == subject
    assert store.rows_of(subject).of("shop", "customers") == {7}
    assert store.told_subject(told.id) == subject
    assert store.told_of([("email", IDA)])[0].objected_at is None
    store.told_objected(told.id, day(1))
    store.told_objected(told.id, day(2))
    (after,) = store.told_of([("email", IDA)])
    assert after.objected_at == day(1)
