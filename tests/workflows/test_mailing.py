"""Letters by e-mail, handed in at a real server on this machine."""

import smtplib
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from holdord.words.request import Channel, Right
from holdord.workflows.office import Office, Refused
from holdord.workflows.requests import mailing, receiving
from tests.servers import Database

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import MARKER, NOW, shop  # noqa: E402


class Postbox:
    """A server that keeps what it is given; `answer` is what it says to each recipient."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answer = "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        found = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        assert envelope.rcpt_tos == [found["To"].addresses[0].addr_spec]
        self.letters.append(found)
        return "250 OK"


@pytest.fixture
def postbox(free_tcp_port: int) -> Iterator[tuple[Postbox, str]]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_tcp_port)
    controller.start()
    yield box, f"smtp+plain://127.0.0.1:{free_tcp_port}"
    controller.stop()


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
    return mailing.queue(office, request, "ready", to, subject, "Svaret er klar: æøå\n", NOW, key)


def test_a_letter_arrives_once_with_all_its_letters(office: Office, postbox: tuple[Postbox, str]) -> None:
    assert write(office)
    assert not write(office)
    assert mailing.send_waiting(office, NOW) == 1
    assert mailing.send_waiting(office, NOW) == 0
    (letter,) = postbox[0].letters
    assert (letter["To"], letter["Subject"]) == (MARKER, "Din anmodning")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().splitlines() == ["Svaret er klar: æøå"]
    request = office.store.requests()[0].id
    assert office.store.contents(request, "mail") == []


@pytest.mark.parametrize("evil", ["a@x.example\r\nBcc: all@x.example", "a@x.example\nX: y"])
def test_no_line_break_begins_a_header(office: Office, postbox: tuple[Postbox, str], evil: str) -> None:
    write(office, to=evil)
    write(office, subject=f"Hello\r\nBcc: {evil}", key="subject")
    assert mailing.send_waiting(office, NOW) == 0
    assert postbox[0].letters == []
    assert len(office.store.mails_given_up()) == 2


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
    with pytest.raises(smtplib.SMTPNotSupportedError):
        mailing._hand_in(server, EmailMessage())
    assert mailing.send_waiting(office, NOW) == 0
    assert postbox[0].letters == []
