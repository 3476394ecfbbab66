"""Requests as durable runs: begun when a request is proved or decided, carried to the end whatever dies.

Importing this registers the runs. What a step does is in `carrying`; here stands only in which order, and
who tries again. Requests that wait at the same time are carried by one run, in a round. What is done about
one ends where a person has to do something first; with their decision the request joins the next round.
"""

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from holdord.store.request_records import Notice
from holdord.words.request import State
from holdord.workflows.engine import RECIPIENTS, REQUESTS, ROUNDS, SHARES, Run, durable, scheduled
from holdord.workflows.office import Office
from holdord.workflows.requests import carrying
from holdord.workflows.requests.handing import tell_ready
from holdord.workflows.requests.identity import ask_proof
from holdord.workflows.requests.lifting import lift_due
from holdord.workflows.requests.mailing import send_waiting
from holdord.workflows.requests.notifying import due, is_called, settle, tell, tell_each
from holdord.workflows.requests.porting import TRIES, give_up, hand_over
from holdord.workflows.requests.receiving import lapse_unproved
from holdord.workflows.requests.recipients import ACTS
from holdord.workflows.requests.reminding import remind

if TYPE_CHECKING:
    from holdord.workflows.engine import Client

UNPROVED_STAYS = timedelta(days=14)
"""So long a request waits for the person to prove the address."""

QUIET = timedelta(minutes=10)
"""After so long without anything a request is no longer taken for one that is at work."""

TOGETHER = 20
"""So many requests are carried by one run, one after the other."""

SHARE_LASTS = 5.0
"""Seconds after which a run begins with no further one of them: something is slow, and it is not theirs."""

KEY_STAYS = timedelta(days=7)
"""So long a program that asks again under the same Idempotency-Key is given the request it asked for."""


def _now() -> datetime:
    return datetime.now(UTC)


def carry_soon(client: "Client", office: Office, id: str) -> None:
    """Have a request carried on as it stands, with the others that wait at the moment."""
    number = office.store.join_round(id)
    client.enqueue("carry-round", _round(number), number, queue=ROUNDS)


def _round(number: int) -> str:
    """The key of the run that carries a round."""
    return f"round {number}"


def ask_soon(client: "Client", office: Office, id: str, once: bool = False) -> None:
    """Have the person asked to show who they are; the page that calls this learns nothing.

    Asked again before a worker has got to it, one code is sent. `once` stands for the first time of all:
    asked so again, however much later, nothing is sent.
    """
    client.enqueue("ask-proof", f"{id}/code" if once else f"{id}/{_turn(office, id, 'code')}", id)


def link_soon(client: "Client", office: Office, id: str) -> None:
    """Have another link to the answer sent; asked again before a worker has got to it, one is sent."""
    client.enqueue("send-link", f"{id}/{_turn(office, id, 'ready')}", id)


def _turn(office: Office, id: str, kind: str) -> str:
    """How many letters of a kind there were, and the minute: one that led to none can be asked for anew."""
    return f"{kind}/{office.store.mails_queued(id, kind)}/{_now():%Y%m%d%H%M}"


@durable("ask-proof")
def ask_for_proof(run: Run, id: str) -> None:
    """Find out where a code may go, queue it, and send what waits."""
    run.step("ask", _ask, id)
    run.step("send", _send)


@durable("send-link")
def send_link(run: Run, id: str) -> None:
    """Queue another link to an answer that is still there, and send what waits."""
    run.step("tell", _tell_again, id)
    run.step("send", _send)


@durable("carry-round")
def carry_round(run: Run, number: int) -> None:
    """Carry the requests of a round; where they are many, other runs of any worker take their share."""
    ids = run.step("close", _close, number)
    for at in range(TOGETHER, len(ids), TOGETHER):
        run.enqueue("carry-share", f"{run.key}/{at}", number, *ids[at : at + TOGETHER], queue=SHARES)
    carry_share(run, number, *ids[:TOGETHER])


@durable("carry-share")
def carry_share(run: Run, number: int, *ids: str) -> None:
    """Carry some requests one after the other; one that cannot be carried now gets a run of its own.

    So whatever is in the way of one is waited for by that one alone.
    """
    left, called = run.step("carry and tell", _carry_each, number, *ids) if ids else ([], [])
    for id in left:
        run.enqueue("carry-request", f"{id}/{run.key}", id, queue=REQUESTS)
    _call_each(run, called)


@durable("carry-request")
def carry_request(run: Run, id: str) -> None:
    """Every step that can be done now, with the letters and notices that come of it; then whom to call.

    Where the request stands is in the store, so all of it can be one step of the run: done again it goes on
    from there.
    """
    _call_each(run, run.step("carry and tell", _carry, id))


@scheduled("carry-on", every=timedelta(minutes=15))
def carry_on(run: Run) -> None:
    """Requests whose run has failed, because a system was away for long, are tried again until it is back.

    Rounds that nobody was asked to carry are carried: whoever wrote a request into one died before asking.
    """
    for number in run.step("rounds", _rounds):
        run.enqueue("carry-round", _round(number), number, queue=ROUNDS)
    for id, moment in run.step("left", _left):
        run.enqueue("carry-request", f"{id}/{moment}", id, queue=REQUESTS)


@scheduled("send-letters", every=timedelta(minutes=1))
def send_letters(run: Run) -> None:
    """Letters that could not be sent are tried again."""
    run.step("send", _send)


@scheduled("notify-recipients", every=timedelta(minutes=1))
def notify_recipients(run: Run) -> None:
    """What is to be done about each notice now; one by webhook gets a run of its own, to hold up no other."""
    _call_each(run, run.step("tell", _tell_all))
    run.step("settle", _settle)


def _call_each(run: Run, notices: list[list[str]]) -> None:
    for id, moment in notices:
        run.enqueue("tell-recipient", f"{id}/{moment}", id, queue=RECIPIENTS)


@durable("tell-recipient")
def tell_recipient(run: Run, id: str) -> None:
    """Send one notice, or send it again, or hand it over to a person of staff."""
    run.step("tell", _tell, id)
    run.step("send", _send)


def hand_over_soon(client: "Client", office: Office, id: str) -> None:
    """Have a person's data handed over to the company that was chosen last."""
    version = office.store.request(id).version
    client.enqueue("hand-over", f"{id}/{version}/hand-over", id, queue=RECIPIENTS)


@durable("hand-over")
def hand_over_to_another(run: Run, id: str) -> None:
    """Send the file until the other company has it, or staff have to look at why not."""
    for number in range(TRIES):
        if run.step(f"send {number}", _hand_over, id) != "again":
            return
        run.sleep(15 * 2**number)
    run.step("give up", _give_up, id)


@scheduled("remind-staff", every=timedelta(days=1), after=timedelta(hours=5))
def remind_staff(run: Run) -> None:
    """Once a day, before work begins: what is due soon, today, or was."""
    run.step("remind", _remind)
    run.step("send", _send)


@scheduled("let-go", every=timedelta(hours=1))
def let_go(run: Run) -> None:
    """What is past its moment goes, rows of failed tries too; requests that nobody proved are closed.

    Restrictions whose end has been told are lifted on its day.
    """
    run.step("vault", _expire)
    run.step("unproved", _lapse)
    run.step("restrictions", _lift)
    run.step("log-ins", _forget_logins)


def _close(office: Office, number: int) -> list[str]:
    return office.store.close_round(number)


def _rounds(office: Office) -> list[int]:
    return office.store.rounds_waited_for()


def _carry_each(office: Office, number: int, *ids: str) -> list[list[Any]]:
    """Those left for runs of their own, and the others' notices whose recipients are to be called."""
    left, called, ends = [], [], time.monotonic() + SHARE_LASTS
    for id in ids:
        try:
            if time.monotonic() > ends:
                left.append(id)
                continue
            called += _carry_one(office, id)
        except Exception:  # its own run meets it again, and tells of it by its code
            left.append(id)
    office.store.leave_round(number, ids)
    _send(office)
    return [left, called]


def _carry(office: Office, id: str) -> list[list[str]]:
    called = _carry_one(office, id)
    _send(office)
    return called


def _carry_one(office: Office, id: str) -> list[list[str]]:
    """Everything but sending the letters; the notices whose recipients are to be called."""
    _wait_for_turn(office)
    request = carrying.carry(office, id, _now)
    if request.right not in ACTS or request.state is State.OPEN:
        return []  # nobody is told of it, or not yet
    return _tell_those(office, [one for one in office.store.notices(id) if one.next_at])


def _wait_for_turn(office: Office) -> None:
    """Begin no more runs a second than each system is said to bear; all workers count together."""
    for system, rate in office.rates.items():
        while not office.store.throttle(f"rate of {system}", _now(), rate, timedelta(seconds=1)):
            time.sleep(0.1)


def _left(office: Office) -> list[list[str]]:
    """Requests that nobody has to decide about and that nothing has happened to for a while."""
    now = _now()
    states = (State.OPEN, State.RUNNING)
    return [
        [one.id, f"{now:%Y%m%dT%H%M}"]
        for one in office.store.requests(states, limit=1000)
        if carrying.goes_on_by_itself(office, one) and office.store.events(one.id)[-1].at < now - QUIET
    ]


def _ask(office: Office, id: str) -> bool:
    return ask_proof(office, id, _now())


def _tell_again(office: Office, id: str) -> bool:
    return tell_ready(office, office.store.request(id), _now(), again=True)


def _send(office: Office) -> int:
    return send_waiting(office, _now())


def _tell_all(office: Office) -> list[list[str]]:
    return _tell_those(office, due(office, _now()))


def _tell_those(office: Office, notices: Iterable[Notice]) -> list[list[str]]:
    """A letter or a task is written down at once; whose program has to be called is returned."""
    every = list(notices)
    called = [one for one in every if is_called(office, one)]
    tell_each(office, [one for one in every if one not in called], _now)
    return _keys(called)


def _keys(notices: Iterable[Notice]) -> list[list[str]]:
    """Ids of notices, each with the moment from which it is due and the hour: the key of this telling.

    The hour lets one whose run has failed be begun anew.
    """
    now = _now()
    return [[one.id, f"{one.next_at:%Y%m%dT%H%M%S%f} {now:%Y%m%dT%H}"] for one in notices]


def _tell(office: Office, id: str) -> None:
    tell(office, id, _now)


def _hand_over(office: Office, id: str) -> str:
    return hand_over(office, id, _now)


def _give_up(office: Office, id: str) -> None:
    give_up(office, id, _now())


def _settle(office: Office) -> int:
    return settle(office)


def _remind(office: Office) -> int:
    return remind(office, _now())


def _expire(office: Office) -> int:
    now = _now()
    office.store.forget_keys(now - KEY_STAYS)
    gone = office.store.drop_expired(now) + office.store.drop_closed()
    return gone + office.store.drop_entries(now) + office.store.drop_receptions(now)


def _lapse(office: Office) -> int:
    now = _now()
    return lapse_unproved(office, now - UNPROVED_STAYS, now)


def _lift(office: Office) -> int:
    return lift_due(office, _now())


def _forget_logins(office: Office) -> int:
    return office.store.forget_logins(_now())
