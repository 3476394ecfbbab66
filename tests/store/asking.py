"""A request as the tests of the store write it down."""

import secrets
from datetime import datetime

from holdord.store import Store
from holdord.store.request_records import Code, Keep
from holdord.words.request import Channel, Right, Strength
from tests.store.cast import day


def ask(store: Store, right: Right = Right.ERASURE, number: int = 0) -> str:
    return store.new_request(
        right,
        Channel.WEB,
        "da",
        day(number),
        day(number + 30).date(),
        day(number + 30).date(),
        Strength.CLAIMED,
        {"purposes": "newsletter"} if right is Right.OBJECTION else {},
    )


def code_sent(store: Store, id: str, code: str, expires: datetime) -> None:
    """A letter that tells a code which shows who asks; it stays in the queue for years."""
    letter = Keep("mail", b"{}", expires)
    store.mail_queue("proof", id, letter, day(4000), secrets.token_hex(8), Code("proof", code, expires))
