"""What others hand over, and letters that may have arrived, on SQLite and on PostgreSQL."""

import threading

from holdord.store import Store
from holdord.store.request_records import Keep
from holdord.words.request import Channel, Right, Strength
from tests.store.cast import NOW, day

FILE = b'{"name": "Ida Marker"}'


def test_of_files_that_come_at_the_same_moment_under_one_code_one_is_kept(store: Store) -> None:
    id = store.reception_new("CODE", "ida", NOW, day(9))
    barrier, kept = threading.Barrier(4), []

    def come(number: int) -> None:
        barrier.wait()
        try:
            kept.append(store.reception_arrived(id, NOW, f"{number}" * 64, FILE, day(30)))
        finally:
            store.close()

    threads = [threading.Thread(target=come, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept) == [False, False, False, True]
    assert store.reception_looked(id, "ida", day(1)) == FILE
    assert store.reception_looked(id, "ida", day(31)) is None
    assert [(look.by, look.at) for look in store.reception_looks(id)] == [("ida", day(1)), ("ida", day(31))]


def test_a_reception_is_settled_once_and_goes_with_its_looks(store: Store) -> None:
    id = store.reception_new("CODE", "ida", NOW, day(9))
    assert not store.reception_settled(id, NOW, "ida", taken=True, expires=day(7)), "nothing has come"
    assert store.reception_arrived(id, NOW, "0" * 64, FILE, day(30))
    assert [one.id for one in store.receptions(arrived_only=True)] == [id]
    store.reception_looked(id, "ida", NOW)
    assert store.reception_settled(id, NOW, "ida", taken=True, expires=day(7))
    assert not store.reception_settled(id, NOW, "per", taken=False, expires=day(7))
    assert store.reception(id).settled_as == "taken"
    assert store.drop_receptions(day(6)) == 0
    assert store.drop_receptions(day(7)) == 1
    assert store.reception_of("CODE", NOW) is None


def test_a_letter_whose_sender_died_after_its_mark_is_nobodys_but_a_persons(store: Store) -> None:
    id = store.new_request(Right.ACCESS, Channel.PHONE, "da", NOW, NOW.date(), NOW.date(), Strength.STAFF, {})
    assert store.mail_queue("ready", id, Keep("mail", FILE, day(9)), NOW)
    (mail,) = store.mail_claim(NOW)
    assert store.mail_begin(mail.id, NOW)
    assert not store.mail_begin(mail.id, NOW)
    assert store.mail_claim(day(1)) == []
    assert [one.id for one in store.mails_unsure(id)] == [mail.id]
    assert store.mail_again(mail.id, day(1), "ida", "letter-unsure-sent-again")
    assert not store.mail_again(mail.id, day(1), "ida", "letter-unsure-sent-again")
    assert [one.id for one in store.mail_claim(day(1))] == [mail.id]
    assert store.mail_begin(mail.id, day(1))
    assert store.mail_sent(mail.id, day(1))
    assert not store.mail_leave(mail.id, day(1), "ida", "letter-unsure-left")
    assert store.get(mail.content) is None
    assert [event.kind for event in store.events(id)] == ["received", "letter-unsure-sent-again"]


def test_whoever_decides_about_a_letter_that_may_have_arrived_is_noted_with_its_request_once(
    store: Store,
) -> None:
    id = store.new_request(Right.ACCESS, Channel.PHONE, "da", NOW, NOW.date(), NOW.date(), Strength.STAFF, {})
    assert store.mail_queue("ready", id, Keep("mail", FILE, day(9)), NOW)
    (mail,) = store.mail_claim(NOW)
    assert not store.mail_leave(mail.id, NOW, "ida", "letter-unsure-left"), "it is on its way"
    assert store.mail_begin(mail.id, NOW)
    store.mail_unsure(mail.id, NOW)
    assert store.mail_leave(mail.id, day(1), "ida", "letter-unsure-left")
    assert not store.mail_leave(mail.id, day(2), "per", "letter-unsure-left")
    assert not store.mail_again(mail.id, day(2), "per", "letter-unsure-sent-again")
    _, *more = store.events(id)
    assert [(event.at, event.kind, event.by, event.facts) for event in more] == [
        (day(1), "letter-unsure-left", "ida", {"letter": "ready"})
    ]
    assert store.get(mail.content) is None


def test_a_notices_code_opens_it_and_no_other(store: Store) -> None:
    id = store.new_request(
        Right.ERASURE, Channel.PHONE, "da", NOW, NOW.date(), NOW.date(), Strength.STAFF, {}
    )
    one, two = store.notices_new(id, ("mailer", "carrier"), NOW)
    code = store.notice_code(one)
    assert store.notice_opens(one, code)
    for wrong in ((two, code), (one, code[:-1]), (one, ""), ("N-NOTHING", store.notice_code("N-NOTHING"))):
        assert not store.notice_opens(*wrong)
    assert [notice.id for notice in store.notices_due(NOW)] == sorted((one, two))
    assert store.notice_handed(one, NOW, "by-hand")
    assert not store.notice_handed(one, NOW, "by-hand")
    assert not store.notice_later(one, 1, day(1))
    assert [notice.id for notice in store.notices_due(NOW)] == [two]


def test_every_letter_of_a_request_is_told_with_what_became_of_it(store: Store) -> None:
    id = store.new_request(Right.ACCESS, Channel.PHONE, "da", NOW, NOW.date(), NOW.date(), Strength.STAFF, {})
    kinds = ("receipt", "code", "extension", "identity", "ready")
    for number, kind in enumerate(kinds):
        store.mail_queue(kind, id, Keep("mail", FILE, day(9)), day(number))
    assert {(one.kind, one.stand, one.queued_at, one.at) for one in store.letters(id)} == {
        (kind, "waiting", day(number), None) for number, kind in enumerate(kinds)
    }
    receipt, code, extension, identity, _ = store.mail_claim(day(9), 5)
    store.mail_sent(receipt.id, day(5))
    store.mail_begin(code.id, day(5))
    store.mail_unsure(code.id, day(6))
    for one in (extension, identity):
        store.mail_failed(one.id, day(7), permanent=True)
    store.mail_settled(identity.id, day(8), "ida", "letter-told-otherwise", told=True)
    assert [(one.kind, one.stand, one.at) for one in store.letters(id)] == [
        ("receipt", "sent", day(5)),
        ("code", "unsure", day(6)),
        ("extension", "given-up", day(7)),
        ("identity", "otherwise", day(8)),
        ("ready", "waiting", None),
    ]


def test_a_letter_that_is_tried_again_was_queued_when_it_was(store: Store) -> None:
    id = store.new_request(Right.ACCESS, Channel.PHONE, "da", NOW, NOW.date(), NOW.date(), Strength.STAFF, {})
    store.mail_queue("ready", id, Keep("mail", FILE, day(9)), NOW)
    (mail,) = store.mail_claim(NOW)
    store.mail_failed(mail.id, day(1), permanent=False)
    (one,) = store.letters(id)
    assert (one.queued_at, one.stand) == (NOW, "waiting")
