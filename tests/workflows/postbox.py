"""A mail server that keeps what it is given."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Postbox:
    """A server that keeps what it is given; `answer` is what it says to each recipient.

    `at_the_end` is what it says to the letter; without one it hangs up instead.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answer = "250 OK"
        self.at_the_end = "250 OK"

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
        if not self.at_the_end:
            session.loop.call_soon(server.transport.abort)
            await asyncio.sleep(5)
        return self.at_the_end


@contextmanager
def running_postbox(port: int) -> Iterator[tuple[Postbox, str]]:
    """The server on a port, with the address that HOLDORD_SMTP_URL names."""
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, f"smtp+plain://127.0.0.1:{port}"
    finally:
        controller.stop()
