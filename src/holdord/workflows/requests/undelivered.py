"""Letters that were given up: which wait for somebody, and what somebody decides about one.

A letter is given up when the mail server refuses it for good, or after so many tries. Whoever works on the
request then has it sent once more, as long as it is kept, or reaches the person otherwise and says so. A
letter that tells a code is not repeated: a new one is made, with a new code.
"""

from collections.abc import Callable
from datetime import datetime

from holdord.store.opening import Store
from holdord.store.request_records import GivenUp
from holdord.words.request import Channel, State
from holdord.workflows.office import Office, Refused, refuse
from holdord.workflows.requests import lifting
from holdord.workflows.requests.handing import sent_by_hand, tell_ready
from holdord.workflows.requests.mailing import decided_already

NOTICE = "notice"
"""What a recipient is told becomes a task where its letter is given up."""

CODE = "code"
READY = "ready"
OVER = (State.ANSWERED, State.CLOSED)


def undelivered(store: Store) -> list[GivenUp]:
    """The letters that wait for somebody to decide about them, the latest first."""
    return [one for one in store.mails_given_up() if _waits(store, one)]


def typed_codes(store: Store) -> int:
    """How many codes could not go to addresses that visitors of the centre typed: theirs to try again."""
    return sum(_is_typed(one) and one.state not in OVER for one in store.mails_given_up())


def _waits(store: Store, one: GivenUp) -> bool:
    """Whether anybody can still do anything about a letter.

    What is on the way to an answer is of no more use once that has been handed over. Of a restriction that
    ends people are told even so, unless somebody has done that as a task.
    """
    if one.kind == lifting.KIND:
        return not any(
            task.done_at and (task.what, task.system) == (lifting.TASK, one.key)
            for task in store.tasks(one.request)
        )
    return one.kind != NOTICE and one.state not in OVER and not _is_typed(one)


def _is_typed(one: GivenUp) -> bool:
    return one.kind == CODE and one.channel is Channel.WEB


def can_go(store: Store, one: GivenUp, now: datetime) -> bool:
    """Whether it can be sent once more: it is still kept, or a new one can be made."""
    if one.kind == CODE:
        return one.state is State.ASKED
    if one.kind == READY:
        return store.kept_until(one.request, "answer", now) is not None
    expires = store.expires(one.content)
    return expires is not None and expires > now


def send_once_more(office: Office, id: int, by: str, now: datetime, ask: Callable[[str], object]) -> None:
    """Have a letter that was given up sent once more; `ask` has a worker send a new code for a request."""
    store, one = office.store, _one(office.store, id)
    if not can_go(store, one, now):
        raise _gone()
    if one.kind not in (CODE, READY):
        done = store.mail_once_more(one.id, now, by, note_kind="letter-sent-again")
    elif one.kind == READY and not tell_ready(office, store.request(one.request), now, again=True):
        raise _gone()
    else:
        if one.kind == CODE:
            ask(one.request)
        done = store.mail_settled(one.id, now, by, note_kind="letter-sent-again", told=False)
    if not done:
        raise decided_already()


def told_otherwise(office: Office, id: int, by: str, now: datetime) -> None:
    """The person was reached in another way: by post, or on the telephone.

    An answer is handed over with that, and what a restriction's end needs is done.
    """
    store, one = office.store, _one(office.store, id)
    if one.kind == READY and one.state is State.READY:
        sent_by_hand(office, one.request, by, now)
    for task in store.tasks(one.request, open_only=True):
        if one.kind == lifting.KIND and (task.what, task.system) == (lifting.TASK, one.key):
            store.task_done(task.id, now, by)
    if not store.mail_settled(one.id, now, by, note_kind="letter-told-otherwise", told=True):
        raise decided_already()


def _one(store: Store, id: int) -> GivenUp:
    found = next((one for one in undelivered(store) if one.id == id), None)
    if found is None:
        raise decided_already()
    return found


def _gone() -> Refused:
    return refuse(
        "letter-gone",
        "what this letter says is no longer kept, or no more of them are sent",
        "reach the person in another way, and say that you have",
    )
