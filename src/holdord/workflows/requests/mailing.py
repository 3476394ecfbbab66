"""Letters by e-mail: written into the vault, queued by id, sent by whoever claims them.

HOLDORD_SMTP_URL names the server: `smtp://user:password@host:port` demands STARTTLS, `smtps://` speaks TLS
from the beginning, and `smtp+plain://` sends in the open, for a server on the same machine only. No letter
carries personal data beyond the address it goes to: what a person is given is fetched behind a link.
"""

import json
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from holdord.workflows.office import Office, refuse
from holdord.workflows.requests.contents import put

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
    office: Office, id: str, kind: str, to: str, subject: str, text: str, now: datetime, key: str = ""
) -> bool:
    """Queue a letter, once for each (request, kind, key); False when it was queued before."""
    content = put(office.store, id, "mail", {"to": to, "subject": subject, "text": text}, now + LETTER_WAITS)
    if office.store.mail_queue(kind, id, content, now, key):
        return True
    office.store.drop(content)
    return False


def send_waiting(office: Office, now: datetime, limit: int = 20) -> int:
    """Send the letters that wait, each by itself; how many went out."""
    server = server_of(office.environment)
    if server is None:
        return 0
    sent = 0
    for mail in office.store.mail_claim(now, limit):
        sent += _send(office, server, mail, now)
    return sent


def _send(office: Office, server: Server, mail: "Mail", now: datetime) -> bool:
    content = office.store.get(mail.content)
    if content is None:
        office.store.mail_failed(mail.id, now, permanent=True)
        return False
    try:
        message = _message(office, mail, json.loads(content), now)
        _hand_in(server, message)
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        office.store.mail_failed(mail.id, now, permanent=all(code >= 500 for code in codes))
        return False
    except (smtplib.SMTPException, OSError, ValueError) as fault:
        office.store.mail_failed(mail.id, now, permanent=isinstance(fault, ValueError))
        return False
    return office.store.mail_sent(mail.id, now)


def _message(office: Office, mail: "Mail", letter: Mapping[str, str], now: datetime) -> EmailMessage:
    """The message; a line break in an address or a subject raises ValueError and begins no header."""
    controller = office.policy.controller
    message = EmailMessage()
    message["From"] = formataddr((controller.name, controller.contact.email))
    message["To"] = letter["to"]
    message["Subject"] = letter["subject"]
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(f"{mail.id}", controller.contact.email.rpartition("@")[2] or None)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter["text"])
    return message


def _hand_in(server: Server, message: EmailMessage) -> None:
    context = ssl.create_default_context()
    with _connected(server, context) as connection:
        if server.kind == "smtp":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
        connection.send_message(message)


def _connected(server: Server, context: ssl.SSLContext) -> smtplib.SMTP:
    if server.kind == "smtps":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=SECONDS)
