"""A request as the tests of the store write it down."""

from holdord.store import Store
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
