"""Letters by e-mail, handed in at a real server on this machine."""

import mailbox
import signal
import smtplib
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from holdord.connectors.faults import MAIL_POINTS
from holdord.letters.letter import Letter, Paragraph
from holdord.store.outbox import TRIES
from holdord.words.request import Channel, Right
from holdord.workflows.office import Office, Refused
from holdord.workflows.requests import mailing, receiving
from tests.servers import Database
from tests.workflows.postbox import Postbox, running_postbox
from tests.workflows.worker import killed_sending

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import MARKER, NOW, shop  # noqa: E402


@pytest.fixture
def postbox(free_tcp_port: int) -> Iterator[tuple[Postbox, str]]:
    with running_postbox(free_tcp_port) as running:
        yield running


@pytest.fixture
def office(
    new_database: Callable[[str], Database], tmp_path: Path, postbox: tuple[Postbox, str]
) -> Iterator[Office]:
    company = shop(tmp_path / "policy", new_database("sqlite"))
    environment = {**company.environment, "HOLDORD_SMTP_URL": postbox[1]}
    with Office.open(company.folder, environment) as opened:
        yield opened
        opened.store.close()


def ask(office: Office) -> str:
    return receiving.receive(office, Right.ACCESS, Channel.WEB, "da", {"email": MARKER}, MARKER, {}, "", NOW)


def write(office: Office, to: str = MARKER, subject: str = "Din anmodning", key: str = "") -> bool:
    request = office.store.requests()[0].id if office.store.requests() else ask(office)
    letter = Letter(subject, "da", (Paragraph("Svaret er klar: æøå"),))
    return mailing.queue(office, request, "ready", to, letter, NOW, key)


def test_a_letter_arrives_once_with_all_its_letters(office: Office, postbox: tuple[Postbox, str]) -> None:
    assert write(office)
    assert not write(office)
    assert mailing.send_waiting(office, NOW) == 1
    assert mailing.send_waiting(office, NOW) == 0
    (letter,) = postbox[0].letters
    assert (letter["To"], letter["Subject"]) == (MARKER, "Din anmodning")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().splitlines() == ["Din anmodning", "=============", "", "Svaret er klar: æøå"]
    request = office.store.requests()[0].id
    assert office.store.contents(request, "mail") == []


def test_a_domain_with_letters_of_ours_is_reached_by_its_other_name(
    office: Office, postbox: tuple[Postbox, str]
) -> None:
    write(office, to="frida@børn-og-lys.example")
    write(office, to="frida@ø" + "x" * 70 + ".example", key="none")
    assert mailing.send_waiting(office, NOW) == 1
    assert [letter["To"] for letter in postbox[0].letters] == ["frida@xn--brn-og-lys-0cb.example"]
    assert len(office.store.mails_given_up()) == 1


@pytest.mark.parametrize(
    ("domain", "name"),
    [
        ("straße.example", "xn--strae-oqa.example"),
        ("STRAẞE.Example", "xn--strae-oqa.example"),
        ("θες.example", "xn--qxaf5a.example"),
        ("ΘΕΣ.example", "xn--qxaf8a.example"),
        ("post.BØRN。example", "post.xn--brn-0na.example"),
        ("a\u200db.example", "xn--ab-m1t.example"),
    ],
)
def test_a_code_goes_to_the_domain_that_is_named_and_not_to_a_neighbours(
    office: Office, postbox: tuple[Postbox, str], domain: str, name: str
) -> None:
    write(office, to=f"frida@{domain}")
    assert mailing.send_waiting(office, NOW) == 1
    assert [letter["To"].lower() for letter in postbox[0].letters] == [f"frida@{name}"]


@pytest.mark.parametrize("evil", ["a@x.example\r\nBcc: all@x.example", "a@x.example\nX: y"])
def test_no_line_break_begins_a_header(office: Office, postbox: tuple[Postbox, str], evil: str) -> None:
    write(office, to=evil)
    write(office, subject=f"Hello\r\nBcc: {evil}", key="subject")
    assert mailing.send_waiting(office, NOW) == 1
    (letter,) = postbox[0].letters
    assert letter["Subject"] == f"Hello Bcc: {' '.join(evil.split())}"
    assert (letter["To"], letter["Bcc"], letter["X"]) == (MARKER, None, None)
    assert len(office.store.mails_given_up()) == 1


def test_a_server_that_is_away_is_tried_again_and_one_that_refuses_for_good_is_not(
    office: Office, postbox: tuple[Postbox, str]
) -> None:
    write(office)
    postbox[0].answer = "451 try later"
    assert mailing.send_waiting(office, NOW) == 0
    assert office.store.mails_given_up() == []
    later = NOW.replace(hour=NOW.hour + 1)
    postbox[0].answer = "550 nobody here"
    assert mailing.send_waiting(office, later) == 0
    assert len(office.store.mails_given_up()) == 1
    postbox[0].answer = "250 OK"
    assert mailing.send_waiting(office, later.replace(day=5)) == 0
    assert postbox[0].letters == []


def test_one_bad_letter_holds_up_no_other(office: Office, postbox: tuple[Postbox, str]) -> None:
    write(office, to="bad\naddress@x.example")
    write(office, key="good")
    assert mailing.send_waiting(office, NOW) == 1
    assert len(postbox[0].letters) == 1


@pytest.mark.parametrize(
    "url", ["smtp+plain://mail.x.example", "ftp://x.example", "smtp://", "smtp://x.example:port"]
)
def test_an_address_that_cannot_be_used_is_refused(url: str) -> None:
    with pytest.raises(Refused) as told:
        mailing.server_of({"HOLDORD_SMTP_URL": url})
    assert told.value.findings[0].code == "mail-address"


def test_passwords_are_read_and_not_shown() -> None:
    server = mailing.server_of({"HOLDORD_SMTP_URL": "smtps://anna:s%40crt@mail.x.example"})
    assert server
    assert (server.user, server.password, server.port) == ("anna", "s@crt", 465)
    assert "s@crt" not in repr(server)
    assert mailing.server_of({}) is None


def test_nothing_is_sent_in_the_open_where_encryption_is_asked_for(
    office: Office, postbox: tuple[Postbox, str]
) -> None:
    office.environment = {  # type: ignore[misc]
        **office.environment,
        "HOLDORD_SMTP_URL": postbox[1].replace("smtp+plain", "smtp"),
    }
    write(office)
    server = mailing.server_of(office.environment)
    assert server
    with pytest.raises(smtplib.SMTPNotSupportedError), mailing.connected(server, lambda: None):
        pass
    assert mailing.send_waiting(office, NOW) == 0
    assert postbox[0].letters == []


def test_a_letter_that_is_refused_at_its_end_was_not_taken_and_is_tried_again(
    office: Office, postbox: tuple[Postbox, str]
) -> None:
    write(office)
    postbox[0].at_the_end = "451 try later"
    assert mailing.send_waiting(office, NOW) == 0
    assert office.store.mails_unsure() == []
    postbox[0].at_the_end = "250 OK"
    assert mailing.send_waiting(office, NOW.replace(hour=NOW.hour + 1)) == 1
    ids = [letter["Message-ID"] for letter in postbox[0].letters]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_what_is_refused_for_good_is_kept_for_seven_days_and_says_who_refused_it(
    office: Office, postbox: tuple[Postbox, str]
) -> None:
    write(office)
    postbox[0].at_the_end = "554 not wanted here"
    assert mailing.send_waiting(office, NOW) == 0
    write(office, key="address")
    postbox[0].answer = "550 nobody here"
    later = NOW + timedelta(minutes=1)
    assert mailing.send_waiting(office, later) == 0
    write(office, to="bad\naddress@x.example", key="unfit")
    assert mailing.send_waiting(office, later + timedelta(minutes=1)) == 0
    given_up = office.store.mails_given_up()
    assert [one.why for one in given_up] == ["unfit", "address", "letter"]
    assert all(office.store.get(one.content) for one in given_up)
    office.store.drop_expired(NOW + mailing.LETTER_WAITS)
    assert not any(office.store.get(one.content) for one in given_up)


def test_a_server_that_is_never_reached_and_a_letter_that_is_gone_say_so(
    office: Office, postbox: tuple[Postbox, str]
) -> None:
    write(office)
    postbox[0].answer = "421 away"
    at = NOW
    for _ in range(TRIES):
        assert [one.why for one in office.store.mails_given_up()] == []
        mailing.send_waiting(office, at)
        at += timedelta(minutes=61)
    assert [one.why for one in office.store.mails_given_up()] == ["address"]
    assert timedelta(days=4) < at - NOW < timedelta(days=5)
    write(office, key="gone")
    office.store.drop_expired(NOW + timedelta(days=30))
    assert mailing.send_waiting(office, at) == 0
    assert [one.why for one in office.store.mails_given_up()] == ["gone", "address"]
    office.environment = {  # type: ignore[misc]
        **office.environment,
        "HOLDORD_SMTP_URL": "smtp+plain://127.0.0.1:9",
    }
    write(office, key="server")
    for _ in range(TRIES):
        assert [one.why for one in office.store.mails_given_up()] == ["gone", "address"]
        mailing.send_waiting(office, at)
        at += timedelta(minutes=61)
    assert [one.why for one in office.store.mails_given_up()] == ["server", "gone", "address"]


def decided(office: Office, id: str) -> list[tuple[str, str, datetime, dict[str, str]]]:
    """What stands with a request of letters that somebody decided about."""
    events = office.store.events(id)
    return [(e.kind, e.by, e.at, e.facts) for e in events if e.kind.startswith("letter-")]


def test_a_line_cut_before_the_answer_leaves_the_letter_to_a_person(
    office: Office, postbox: tuple[Postbox, str]
) -> None:
    write(office)
    postbox[0].at_the_end = ""
    assert mailing.send_waiting(office, NOW) == 0
    (unsure,) = office.store.mails_unsure()
    postbox[0].at_the_end = "250 OK"
    for hours in (1, 3, 9):
        assert mailing.send_waiting(office, NOW + timedelta(hours=hours)) == 0, "it was sent again blindly"
    mailing.send_again(office, unsure.id, "rikke", NOW + timedelta(hours=9))
    assert mailing.send_waiting(office, NOW + timedelta(hours=9)) == 1
    assert office.store.mails_unsure() == []
    with pytest.raises(Refused):
        mailing.send_again(office, unsure.id, "rikke", NOW + timedelta(hours=9))
    with pytest.raises(Refused):
        mailing.leave(office, unsure.id, "rikke", NOW + timedelta(hours=10))
    assert len(postbox[0].letters) == 2
    assert decided(office, unsure.request) == [
        ("letter-unsure-sent-again", "rikke", NOW + timedelta(hours=9), {"letter": "ready"})
    ]


def test_a_letter_that_may_have_arrived_can_be_left(office: Office, postbox: tuple[Postbox, str]) -> None:
    write(office)
    postbox[0].at_the_end = ""
    mailing.send_waiting(office, NOW)
    (unsure,) = office.store.mails_unsure()
    mailing.leave(office, unsure.id, "rikke", NOW + timedelta(hours=1))
    with pytest.raises(Refused):
        mailing.leave(office, unsure.id, "carl", NOW + timedelta(hours=2))
    assert decided(office, unsure.request) == [
        ("letter-unsure-left", "rikke", NOW + timedelta(hours=1), {"letter": "ready"})
    ]
    assert office.store.get(unsure.content) is None
    state = office.store.mail_state(unsure.request, "ready", "")
    assert state
    assert state.sent_at
    assert mailing.send_waiting(office, NOW + timedelta(hours=1)) == 0


def test_of_two_senders_who_both_think_it_is_theirs_only_one_hands_a_letter_in(
    office: Office, postbox: tuple[Postbox, str]
) -> None:
    write(office)
    store = office.store
    (first,) = store.mail_claim(NOW)
    (second,) = store.mail_claim(NOW + timedelta(minutes=11))
    assert first.id == second.id
    barrier, won = threading.Barrier(2), []

    def begin() -> None:
        barrier.wait()
        won.append(store.mail_begin(first.id, NOW + timedelta(minutes=11)))
        store.close()

    threads = [threading.Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False, True]


@pytest.mark.parametrize("point", MAIL_POINTS)
def test_a_sender_killed_at_any_point_sends_no_letter_twice(
    office: Office, postbox: tuple[Postbox, str], point: str
) -> None:
    write(office)
    request = office.store.requests()[0].id
    office.store.close()
    assert killed_sending(point, office.folder, office.environment) == -signal.SIGKILL
    arrived = len(postbox[0].letters)
    assert arrived == (1 if point in ("mail-taken", "mail-noted") else 0)
    for minutes in (1, 12, 30, 300):
        mailing.send_waiting(office, NOW + timedelta(minutes=minutes))
    state = office.store.mail_state(request, "ready", "")
    assert state
    unsure = [mail.id for mail in office.store.mails_unsure()]
    if point in ("mail-begun", "mail-taken"):
        assert unsure == [state.id]
        assert len(postbox[0].letters) == arrived
    else:
        assert state.sent_at
        assert unsure == []
        assert len(postbox[0].letters) == 1


def test_letters_can_be_put_into_a_folder_instead(office: Office, tmp_path: Path) -> None:
    office.environment = {**office.environment, "HOLDORD_SMTP_URL": f"maildir://{tmp_path / 'mail box'}"}  # type: ignore[misc]
    (tmp_path / "mail box").mkdir()  # somebody has made the folder already
    assert write(office)
    assert mailing.send_waiting(office, NOW) == 1
    assert mailing.send_waiting(office, NOW) == 0
    (letter,) = mailbox.Maildir(tmp_path / "mail box", create=False)
    assert letter["To"] == MARKER


def test_a_server_that_offers_no_encryption_is_told_from_one_that_does_not_answer(
    free_tcp_port: int,
) -> None:
    here = mailing.server_of({"HOLDORD_SMTP_URL": f"smtp://127.0.0.1:{free_tcp_port}"})
    assert here
    assert mailing.reach(here) == "does not answer"
    with running_postbox(free_tcp_port):
        assert "STARTTLS" in mailing.reach(here)
