"""Recipients are told by real letters and real calls, chased until they confirm, and never told too much."""

import base64
import hashlib
import hmac
import json
import re
import signal
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from holdord.connectors.faults import NOTICE_POINTS
from holdord.store.request_records import Notice
from holdord.words.chasing import RETRIES
from holdord.words.request import Channel, Right, State, Strength
from holdord.workflows.office import Office, Refused
from holdord.workflows.requests import carrying, deciding, mailing, notifying, receiving
from holdord.workflows.requests.by_hand import corrected
from holdord.workflows.requests.notifying import Stand
from tests.servers import Database
from tests.workflows.postbox import Postbox, running_postbox
from tests.workflows.receiver import Receiver, make_certificate, start_receiver
from tests.workflows.worker import killed_telling

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import MARKER, NOW, shop, tell_due  # noqa: E402

SECRET = base64.b64encode(b"a secret of thirty-two bytes ...").decode()
RECIPIENTS = """
language: 1
recipients:
  mailer:
    kind: processor
    country: NO
    categories: [email]
    purposes: [newsletter]
    agreement: signed
    known_by: email
    notice: {email: privacy@mailer.example}
  carrier:
    kind: controller
    country: DK
    categories: [email, payments]
    purposes: [service]
    known_by: customer_no
    notice: {webhook: "${CARRIER_WEBHOOK}", secret: "${CARRIER_SECRET}"}
  desk:
    kind: processor
    country: DK
    categories: [payments]
    purposes: [service]
    agreement: signed
    notice: {by_hand: by telephone}
  club:
    kind: controller
    country: SE
    categories: [email]
    purposes: [service]
    known_by: member_no
    notice: {email: "${CLUB_EMAIL}"}
  host:
    kind: processor
    country: DK
    categories: [name, email, payments]
    purposes: [service]
    agreement: signed
    notice: {unneeded: {en: it has only what we erase ourselves}}
  archive:
    kind: processor
    country: DK
    categories: [name]
    purposes: [service]
    agreement: signed
    notice: {email: archive@archive.example}
"""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def carrier(certificate: Path) -> Iterator[Receiver]:
    running = start_receiver(certificate)
    yield running
    running.stop()


@pytest.fixture
def box(free_tcp_port: int) -> Iterator[tuple[Postbox, str]]:
    with running_postbox(free_tcp_port) as running:
        yield running


@pytest.fixture
def office(
    new_database: Callable[[str], Database],
    tmp_path: Path,
    carrier: Receiver,
    box: tuple[Postbox, str],
    certificate: Path,
) -> Iterator[Office]:
    company = shop(tmp_path / "policy", new_database("sqlite"))
    (company.folder / "recipients.yaml").write_text(RECIPIENTS)
    environment = {
        **company.environment,
        "HOLDORD_SMTP_URL": box[1],
        "HOLDORD_ADDRESS": "https://privacy.nordlys.example",
        "HOLDORD_PRIVATE_NETWORKS": "127.0.0.0/8,::1",
        "HOLDORD_CA_FILE": str(certificate),
        "CARRIER_WEBHOOK": carrier.url,
        "CARRIER_SECRET": f"whsec_{SECRET}",
        "CLUB_EMAIL": "club@club.example",
    }
    with Office.open(company.folder, environment) as opened:
        yield opened
        opened.store.close()


def ask(office: Office, right: Right, email: str = MARKER, **details: str) -> str:
    return receiving.receive(
        office, right, Channel.PHONE, "da", {"email": email}, "", details, "", NOW, "rikke", Strength.STAFF
    )


def erase(office: Office) -> str:
    """An erasure, carried out; its recipients are still to be told."""
    id = ask(office, Right.ERASURE)
    request = carrying.carry(office, id, lambda: NOW)
    deciding.confirm(office, id, request.plan, "rikke", NOW)
    carrying.carry(office, id, lambda: NOW)
    return id


def notices(office: Office) -> dict[str, Notice]:
    return {one.recipient: one for one in office.store.notices()}


def go(office: Office, at: datetime) -> None:
    """What the clock does at a moment: tell whoever is due, send letters, and look what became of them."""
    tell_due(office, lambda: at)
    mailing.send_waiting(office, at)
    tell_due(office, lambda: at + notifying.POLL)


def test_each_recipient_is_told_of_what_it_was_given_by_the_key_it_knows(
    office: Office, carrier: Receiver, box: tuple[Postbox, str]
) -> None:
    id = erase(office)
    assert set(notices(office)) == {"mailer", "carrier", "desk", "club"}, "neither host nor archive"
    assert office.store.request(id).state is State.READY, "the answer waits for no recipient"
    go(office, NOW)
    (letter,) = box[0].letters
    assert letter["To"] == "privacy@mailer.example"
    text = letter.get_content()
    assert MARKER.lower() in text
    assert f"https://privacy.nordlys.example/nb/notices/{notices(office)['mailer'].id}/" in text
    (call,) = carrier.calls
    told = json.loads(call.body)["data"]
    assert told["person"] == {"key": "customer_no", "values": ["1"]}, "it was noted before it was erased"
    assert MARKER.lower() not in call.body.decode().lower()
    assert (told["act"], set(told["categories"])) == ("erased", {"email", "payments"})
    assert call.headers["webhook-id"] == f"{notices(office)['carrier'].id}.0"
    stands = {one.notice.recipient: one.stand for one in notifying.open_notices(office)}
    assert stands == {
        "mailer": Stand.WAITING,
        "carrier": Stand.WAITING,
        "desk": Stand.WITH_STAFF,
        "club": Stand.WITH_STAFF,
    }
    assert {one.recipient: one.handed_for for one in office.store.notices() if one.handed_at} == {
        "desk": "by-hand",
        "club": "unkeyed",
    }
    tasks = {(one.system, one.what) for one in office.store.tasks(id, open_only=True)}
    assert tasks == {("desk", "tell-recipient"), ("club", "tell-recipient")}


def test_a_call_is_signed_as_the_specification_says(office: Office, carrier: Receiver) -> None:
    erase(office)
    go(office, NOW)
    (call,) = carrier.calls
    signed = f"{call.headers['webhook-id']}.{call.headers['webhook-timestamp']}.".encode() + call.body
    right = hmac.new(base64.b64decode(SECRET), signed, hashlib.sha256).digest()
    assert call.headers["webhook-signature"] == f"v1,{base64.b64encode(right).decode()}"
    assert int(call.headers["webhook-timestamp"]) == int(NOW.timestamp())


def test_the_secret_of_the_specifications_own_example_signs_as_it_does_there() -> None:
    from holdord.workflows.requests.webhooks import signed

    at = datetime.fromtimestamp(1674087231, tz=NOW.tzinfo)
    headers = signed(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}',
        at.replace(microsecond=0),
    )  # fmt: skip
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    told = b'msg_p5jXN8AQM9LWM0D4loKWxJek.1674087231.{"test": 2432232314}'
    expected = base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_c2hvcnQ=", "whsec_no base64 --------------"])
def test_a_secret_that_is_none_signs_nothing(secret: str) -> None:
    from holdord.workflows.requests.webhooks import signed

    with pytest.raises(Refused) as told:
        signed(secret, "N-1.0", b"{}", NOW)
    assert told.value.findings[0].code == "webhook-secret"


def test_whoever_confirms_is_not_chased_and_what_was_kept_for_it_goes_with_the_last(
    office: Office, carrier: Receiver, box: tuple[Postbox, str]
) -> None:
    id = erase(office)
    carrier.body = b'{"confirmed": true}'
    go(office, NOW)
    assert notices(office)["carrier"].confirmed_by == "webhook"
    mailer = notices(office)["mailer"].id
    link = re.search(r"notices/(N-\w+)/(\w+)/", box[0].letters[0].get_content())
    assert link
    assert link[1] == mailer
    assert notifying.opens(office, mailer, link[2])
    assert not notifying.opens(office, notices(office)["desk"].id, link[2]), "another notice's code"
    assert not notifying.opens(office, mailer, link[2][:-1])
    assert not notifying.opens(office, "N-NOTHING", link[2])
    assert notifying.confirm_notice(office, mailer, "link", NOW + timedelta(days=1))
    assert not notifying.confirm_notice(office, mailer, "link", NOW + timedelta(days=2)), "a replay"
    assert notices(office)["mailer"].confirmed_at == NOW + timedelta(days=1)
    assert office.store.contents(id, "recipients"), "two are still to be told by hand"
    for task in office.store.tasks(id, open_only=True):
        assert notifying.shown_to_staff(office, notices(office)[task.system].id, "carl", NOW)
        office.store.task_done(task.id, NOW + timedelta(days=3), "carl")
    assert notifying.settle(office) == 2
    assert notices(office)["desk"].confirmed_by == "carl"
    assert office.store.contents(id, "recipients") == []
    for days in (8, 20, 40):
        go(office, NOW + timedelta(days=days))
    assert len(box[0].letters) == 1
    assert len(carrier.calls) == 1
    looked = {look.what for look in office.store.looks(id) if look.by == "carl"}
    assert looked == {"notice club", "notice desk"}


def test_whoever_does_not_answer_is_told_again_so_many_times_and_then_a_person_takes_over(
    office: Office, carrier: Receiver, box: tuple[Postbox, str]
) -> None:
    office.environment = {**office.environment, "HOLDORD_NOTICE_DAYS": "5", "HOLDORD_NOTICE_CHASES": "2"}  # type: ignore[misc]
    erase(office)
    told: list[tuple[int, int, int]] = []
    for day in range(25):
        go(office, NOW + timedelta(days=day, hours=1 + day % 3))
        told.append((day, len(box[0].letters), len(carrier.calls)))
    firsts = [next(day for day, letters, _ in told if letters == number) for number in (1, 2, 3)]
    assert firsts == sorted(firsts)
    assert all(b - a >= 5 for a, b in pairwise(firsts))
    assert told[-1][1:] == (3, 3), "the first and two more"
    links = {re.search(r"notices/\S+", one.get_content())[0] for one in box[0].letters}  # type: ignore[index]
    assert len(links) == 1, "each letter names the same link"
    ids = [call.headers["webhook-id"].partition(".")[2] for call in carrier.calls]
    assert ids == ["0", "1", "2"]
    for name in ("mailer", "carrier"):
        one = notices(office)[name]
        assert (one.handed_for, one.chased, one.next_at) == ("unanswered", 2, None)
    tasks = {task.system for task in office.store.tasks(open_only=True)}
    assert tasks == {"mailer", "carrier", "desk", "club"}


def test_a_recipient_that_cannot_be_reached_holds_up_no_other_and_is_called_again_under_the_same_id(
    office: Office, carrier: Receiver, box: tuple[Postbox, str]
) -> None:
    erase(office)
    carrier.status = 503
    at, gaps = NOW, []
    tell_due(office, lambda: at)
    assert mailing.send_waiting(office, at) == 1
    while (one := notices(office)["carrier"]).next_at:
        gaps.append(one.next_at - at)
        notifying.tell(office, one.id, lambda: one.next_at - timedelta(seconds=1))
        at = one.next_at
        notifying.tell(office, one.id, lambda at=at: at)  # type: ignore[misc]
    assert tuple(gaps) == RETRIES
    assert len(carrier.calls) == len(RETRIES) + 1
    assert len({call.headers["webhook-id"] for call in carrier.calls}) == 1
    assert notices(office)["carrier"].handed_for == "undelivered"
    assert notices(office)["carrier"].sent_at is None


def test_a_webhook_that_wants_no_more_calls_gets_none(office: Office, carrier: Receiver) -> None:
    erase(office)
    carrier.status = 410
    go(office, NOW)
    assert notices(office)["carrier"].handed_for == "undelivered"
    assert len(carrier.calls) == 1


def test_a_letter_that_is_refused_for_good_is_given_to_a_person(
    office: Office, box: tuple[Postbox, str]
) -> None:
    erase(office)
    box[0].answer = "550 nobody here"
    go(office, NOW)
    assert notices(office)["mailer"].handed_for == "undelivered"


def test_what_is_not_set_holds_up_only_the_one_it_is_about(office: Office, carrier: Receiver) -> None:
    environment = {name: value for name, value in office.environment.items() if name != "CARRIER_SECRET"}
    office.environment = environment  # type: ignore[misc]
    erase(office)
    tell_due(office, lambda: NOW)
    assert mailing.send_waiting(office, NOW) == 1
    assert carrier.calls == []
    assert notices(office)["carrier"].tries == 1


NO = [b"", b"[]", b'{"confirmed": "true"}', b'{"confirmed": 1}', b"\xff", b"[" * 60_000]


@pytest.mark.parametrize("body", NO, ids=range(len(NO)))
def test_only_a_plain_yes_confirms(office: Office, carrier: Receiver, body: bytes) -> None:
    erase(office)
    carrier.body = body
    go(office, NOW)
    assert notices(office)["carrier"].sent_at
    assert notices(office)["carrier"].confirmed_at is None


def test_what_is_right_now_is_told_only_to_those_who_were_given_that(
    office: Office, carrier: Receiver, box: tuple[Postbox, str]
) -> None:
    id = ask(office, Right.RECTIFICATION, category="payments")
    carrying.carry(office, id, lambda: NOW)
    for task in office.store.tasks(id, open_only=True):
        office.store.task_done(task.id, NOW, "rikke")
    corrected(office, id, [("IBAN", "DK50 0040 0440 1162 43")], "rikke", NOW)
    carrying.carry(office, id, lambda: NOW)
    go(office, NOW)
    assert set(notices(office)) == {"carrier", "desk"}
    assert box[0].letters == []
    told = json.loads(carrier.calls[0].body)["data"]
    assert told["act"] == "rectified"
    assert told["changes"] == [{"what": "IBAN", "now": "DK50 0040 0440 1162 43"}]


def test_where_nobody_says_what_was_corrected_a_person_sorts_out_who_was_given_it(office: Office) -> None:
    id = ask(office, Right.RECTIFICATION)
    carrying.carry(office, id, lambda: NOW)
    for task in office.store.tasks(id, open_only=True):
        office.store.task_done(task.id, NOW, "rikke")
    corrected(office, id, [("Something", "anything")], "rikke", NOW)
    carrying.carry(office, id, lambda: NOW)
    go(office, NOW)
    assert {one.handed_for for one in office.store.notices()} == {"unsorted"}


def test_a_restriction_is_told_and_of_a_stranger_nobody_is_told(
    office: Office, box: tuple[Postbox, str]
) -> None:
    carrying.carry(office, ask(office, Right.RESTRICTION, "stranger@x.example", ground="claim"), lambda: NOW)
    assert office.store.notices() == []
    carrying.carry(office, ask(office, Right.RESTRICTION, ground="claim"), lambda: NOW)
    go(office, NOW)
    assert set(notices(office)) == {"mailer", "carrier", "desk", "club", "archive"}
    assert len(box[0].letters) == 2


def test_nothing_that_names_the_person_stands_outside_the_vault(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    id = erase(office)
    go(office, NOW)
    office.store.close()
    folder = office.folder / ".holdord"
    for file in folder.rglob("*"):
        if file.is_file():
            assert MARKER.lower().encode() not in file.read_bytes().lower(), file.name
    assert MARKER.lower() not in caplog.text.lower()
    assert MARKER.lower() not in repr(office.store.notices(id)).lower()


KILLS = [
    (way, point)
    for way, other in (("mailer", "notice-called"), ("carrier", "notice-queued"))
    for point in NOTICE_POINTS
    if point != other
]


@pytest.mark.parametrize(("way", "point"), KILLS)
def test_a_worker_killed_while_telling_leaves_nobody_untold_and_tells_nobody_anew(
    office: Office, carrier: Receiver, box: tuple[Postbox, str], way: str, point: str
) -> None:
    erase(office)
    one = notices(office)[way]
    if (way, point) == ("mailer", "notice-noted"):  # only once the letter has gone
        notifying.tell(office, one.id, lambda: NOW - timedelta(hours=1))
        office.store.notice_later(one.id, 0, NOW)
        notifying.tell(office, one.id, lambda: NOW)
        mailing.send_waiting(office, NOW)
        office.store.notice_later(one.id, 0, NOW)
    office.store.close()
    assert killed_telling(point, office.folder, office.environment, one.id) == -signal.SIGKILL
    for minutes in (1, 6, 12, 30, 60):
        go(office, NOW + timedelta(minutes=minutes))
    told = notices(office)[way]
    assert told.sent_at
    assert told.sendings == 1
    if way == "mailer":
        assert len(box[0].letters) == 1
    else:
        assert len({call.headers["webhook-id"] for call in carrier.calls}) == 1
        assert len(carrier.calls) == (2 if point == "notice-called" else 1)


def test_a_letter_that_went_out_is_told_as_sent_before_that_is_noted_of_its_notice(office: Office) -> None:
    id = erase(office)
    tell_due(office, lambda: NOW)

    def stands() -> dict[str, tuple[Stand, int]]:
        told = notifying.notices_standing(office, id)
        return {one.notice.recipient: (one.stand, one.sendings) for one in told}

    assert stands()["mailer"] == (Stand.TO_SEND, 0)
    mailing.send_waiting(office, NOW)
    assert office.store.notice(notices(office)["mailer"].id).sent_at is None, "nobody has looked yet"
    assert stands()["mailer"] == (Stand.WAITING, 1)
    assert [one.stand for one in notifying.open_notices(office) if one.notice.recipient == "mailer"] == [
        Stand.WAITING
    ]
    tell_due(office, lambda: NOW + notifying.POLL)
    assert stands()["mailer"] == (Stand.WAITING, 1)


def test_a_letter_that_was_given_up_makes_its_notice_somebodys_at_once(office: Office) -> None:
    id = erase(office)
    tell_due(office, lambda: NOW)
    for mail in office.store.mail_claim(NOW):
        office.store.mail_failed(mail.id, NOW, permanent=True, why="address")
    told = {one.notice.recipient: one.stand for one in notifying.notices_standing(office, id)}
    assert told["mailer"] is Stand.WITH_STAFF
