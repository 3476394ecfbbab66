"""Letters by e-mail: written into the vault, queued by id, sent by whoever claims them.

HOLDORD_SMTP_URL names the server: `smtp://user:password@host:port` demands STARTTLS, `smtps://` speaks TLS
from the beginning, and `smtp+plain://` sends in the open, for a server on the same machine only;
`maildir:///folder` sends nothing and puts letters into a folder, for trying things out. No letter to
a person carries personal data beyond the address it goes to: what they are given is fetched behind a link. A
notice to a recipient carries the one key by which that recipient knows the person, and what is now right.
"""

import json
import mailbox
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from holdord.connectors.faults import reached
from holdord.letters.letter import Letter, headed
from holdord.letters.text import as_text
from holdord.store.outbox import MAIL
from holdord.store.request_records import Code, Keep, Queued
from holdord.workflows.office import Office, Refused, refuse
from holdord.workflows.requests.contents import as_kept

if TYPE_CHECKING:
    from holdord.store.request_records import Mail

LETTER_WAITS = timedelta(days=7)
"""So long a letter that cannot be sent is kept."""

HERE = ("localhost", "127.0.0.1", "::1")
SECONDS = 20


@dataclass(frozen=True, slots=True)
class Server:
    """Where letters are handed in."""

    host: str
    port: int
    kind: str
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"Server({self.kind}://{self.host}:{self.port})"


def server_of(environment: Mapping[str, str]) -> Server | None:
    """The server that is named, None without one; raises Refused when the address cannot be used."""
    url = environment.get("HOLDORD_SMTP_URL", "")
    if not url:
        return None
    try:
        parts = urlsplit(url)
        if parts.scheme == "maildir" and parts.path and not parts.netloc:
            return Server(unquote(parts.path), 0, "maildir")
        port = parts.port or {"smtp": 587, "smtps": 465, "smtp+plain": 25}[parts.scheme]
    except (ValueError, KeyError):
        parts, port = None, 0
    if parts is None or not parts.hostname or (parts.scheme == "smtp+plain" and parts.hostname not in HERE):
        raise refuse(
            "mail-address",
            "HOLDORD_SMTP_URL names no mail server that can be used",
            "write smtp://user:password@host:587 (STARTTLS) or smtps://…; smtp+plain:// only for localhost",
        )
    return Server(
        parts.hostname, port, parts.scheme, unquote(parts.username or ""), unquote(parts.password or "")
    )


def queue(
    office: Office,
    id: str,
    kind: str,
    to: str,
    letter: Letter,
    now: datetime,
    key: str = "",
    code: Code | None = None,
) -> bool:
    """Queue a letter, once for each (request, kind, key); False when it was queued before.

    A code that it tells is worth something only if the letter was queued.
    """
    return office.store.mail_queue(kind, id, _kept(to, letter, now), now, key, code)


def to_queue(id: str, kind: str, to: str, letter: Letter, now: datetime, key: str) -> Queued:
    """The same letter to be queued together with others."""
    return Queued(kind, id, _kept(to, letter, now), now, key)


def _kept(to: str, letter: Letter, now: datetime) -> Keep:
    told = {"to": to, "subject": headed(letter.title), "text": as_text(letter)}
    return Keep("mail", as_kept(told), now + LETTER_WAITS)


def reach(server: Server) -> str:
    """Whether the server takes our letters; what is wrong in a word, empty when nothing is."""
    try:
        with connected(server, lambda: None):
            return ""
    except smtplib.SMTPAuthenticationError:
        return "refuses the log-in"
    except smtplib.SMTPNotSupportedError as fault:
        if "AUTH" in str(fault):
            return "takes no log-in, though its address has a user"
        return "offers no encryption (STARTTLS); for one on this machine there is smtp+plain://"
    except ssl.SSLError:
        return "has no certificate that is trusted"
    except (smtplib.SMTPException, OSError):
        return "does not answer"


def send_waiting(office: Office, now: datetime, limit: int = 20) -> int:
    """Send letters that wait, each by itself; how many went out. `now` is when this begins."""
    server = server_of(office.environment)
    if server is None:
        return 0
    began, sent = time.monotonic(), 0

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - began)

    for _ in range(limit):
        mails = office.store.mail_claim(clock(), 1)
        if not mails:
            break
        reached("mail-claimed")
        sent += _send(office, server, mails[0], clock)
    return sent


def send_again(office: Office, mail: int, by: str, now: datetime, queue: str = MAIL) -> None:
    """A person of staff has a letter that may have arrived sent once more."""
    if not office.store.mail_again(mail, now, by, note_kind="letter-unsure-sent-again", queue=queue):
        raise decided_already()


def leave(office: Office, mail: int, by: str, now: datetime, queue: str = MAIL) -> None:
    """A person of staff takes a letter that may have arrived for sent."""
    if not office.store.mail_leave(mail, now, by, note_kind="letter-unsure-left", queue=queue):
        raise decided_already()


def decided_already() -> Refused:
    """What whoever decides about a letter is told that somebody has decided about."""
    return refuse(
        "letter-decided", "it is known by now what became of this letter: nothing was changed", "look again"
    )


class _Begun(Exception):
    """Another sender has begun to hand the letter in."""


Write = Callable[["Mail", Mapping[str, str], datetime], EmailMessage]
"""What makes the message of a letter from what the vault holds of it."""
Connect = Callable[[Callable[[], None]], AbstractContextManager["smtplib.SMTP | _Folder"]]
"""What opens a connection that calls a mark just before it is given a letter."""


def _send(office: Office, server: Server, mail: "Mail", clock: Callable[[], datetime]) -> bool:
    return hand_in(office, mail, clock, partial(connected, server), partial(message_to, office))


def hand_in(
    office: Office,
    mail: "Mail",
    clock: Callable[[], datetime],
    connect: Connect,
    write: Write,
    queue: str = MAIL,
) -> bool:
    """Hand in one letter of a queue, marked just before; what became of it is noted. Whether it went out."""
    store, begun = office.store, False

    def mark() -> None:
        nonlocal begun
        if not store.mail_begin(mail.id, clock(), queue=queue):
            raise _Begun
        begun = True
        reached("mail-begun")

    content = store.get(mail.content)
    if content is None:
        store.mail_failed(mail.id, clock(), permanent=True, queue=queue, why="gone")
        return False
    try:
        message = write(mail, json.loads(content), clock())
        with connect(mark) as connection:
            connection.send_message(message)
            reached("mail-taken")
            sent = store.mail_sent(mail.id, clock(), queue=queue)
            reached("mail-noted")
            return sent
    except _Begun:
        return False
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        permanent = all(code >= 500 for code in codes)
        store.mail_failed(mail.id, clock(), permanent, queue, "address")
    except smtplib.SMTPDataError as refused:
        store.mail_failed(mail.id, clock(), refused.smtp_code >= 500, queue, "letter")
    except (smtplib.SMTPException, OSError, ValueError) as fault:
        if begun:
            store.mail_unsure(mail.id, clock(), queue=queue)
        else:
            unfit = isinstance(fault, ValueError)
            store.mail_failed(mail.id, clock(), unfit, queue, "unfit" if unfit else "server")
    return False


def message_to(office: Office, mail: "Mail", letter: Mapping[str, str], now: datetime) -> EmailMessage:
    """The message; a line break in an address or a subject raises ValueError and begins no header.

    Its id is that of the letter, so that a letter that is sent once more can be known as the same.
    """
    controller = office.policy.controller
    message = EmailMessage()
    message["From"] = formataddr((controller.name, controller.contact.email))
    message["To"] = _as_sent(letter["to"])
    message["Subject"] = letter["subject"]
    message["Date"] = format_datetime(now)
    domain = controller.contact.email.rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<{mail.content}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter["text"])
    return message


def _as_sent(address: str) -> str:
    """The address with its domain in the letters that every mail server takes: børn.dk is xn--brn-0na.dk.

    Raises ValueError where that cannot be.
    """
    name, mark, domain = address.rpartition("@")
    if domain.isascii():
        return address
    return name + mark + ".".join(_label(one) for one in domain.replace("\u3002", ".").split("."))


def _label(text: str) -> str:
    """A part of a domain. Python's codec is of 2003, and takes straße for strasse: somebody else's, today."""
    small = normalize("NFC", "".join(letter.lower() for letter in text))
    if any(letter in "ßς\u200c\u200d" for letter in small):  # kept since RFC 5891
        return f"xn--{small.encode('punycode').decode('ascii')}"
    return text.encode("idna").decode("ascii")


class _Marking(smtplib.SMTP):
    """Marks the letter just before the server is given it."""

    mark: Callable[[], None]

    def data(self, msg: Any) -> tuple[int, bytes]:
        """The command DATA (RFC 5321, 4.1.1.4)."""
        self.mark()
        return super().data(msg)


class _MarkingTls(_Marking, smtplib.SMTP_SSL):
    """The same over TLS from the beginning."""


class _Folder:
    """A folder (Maildir) that letters are put into instead of being sent, for trying things out."""

    def __init__(self, path: str, mark: Callable[[], None]) -> None:
        self._path, self.mark = path, mark

    def send_message(self, message: EmailMessage) -> None:
        """Put a letter there."""
        for name in ("tmp", "new", "cur"):  # an empty folder becomes one for letters
            Path(self._path, name).mkdir(parents=True, exist_ok=True)
        self.mark()
        mailbox.Maildir(self._path, create=True).add(message)


@contextmanager
def connected(server: Server, mark: Callable[[], None]) -> "Iterator[smtplib.SMTP | _Folder]":
    """A connection that is logged in; its end is of no consequence to what was handed in."""
    if server.kind == "maildir":
        yield _Folder(server.host, mark)
        return
    context = ssl.create_default_context()
    if server.kind == "smtps":
        connection: _Marking = _MarkingTls(server.host, server.port, timeout=SECONDS, context=context)
    else:
        connection = _Marking(server.host, server.port, timeout=SECONDS)
    try:
        connection.mark = mark
        if server.kind == "smtp":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
        yield connection
    finally:
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()
        connection.close()
