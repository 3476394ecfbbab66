"""Recipients are told what was corrected, erased or restricted, and chased until they confirm it (Art. 19).

A notice goes out by e-mail or by webhook, whichever the policy says, and again after some days while nobody
confirms it; after the last time a person of staff takes over, by a task. Each recipient is told by itself, so
that one who cannot be reached holds up no other. A letter goes through the outbox, once for each sending; a
webhook is called with the same id until it answers, so that whoever is told twice can know it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from holdord.connectors.faults import reached
from holdord.letters.answers import recipient_notice
from holdord.store.request_records import MailState, Notice, Queued
from holdord.words.chasing import retry_after
from holdord.words.languages import FIRST_OF
from holdord.words.policy import Recipient, Telling
from holdord.words.request import Request
from holdord.workflows.office import Office, Refused
from holdord.workflows.requests import mailing
from holdord.workflows.requests.links import address_of
from holdord.workflows.requests.recipients import (
    KIND,
    Notices,
    Told,
    chasing_of,
    notices_of,
    settle_recipients,
)
from holdord.workflows.requests.webhooks import Heard, body_of, call, filled

Clock = Callable[[], datetime]

TASK = "tell-recipient"
"""What the task of staff is called when a recipient has to be told by hand; its system is the recipient."""

POLL = timedelta(minutes=5)
"""How often a letter that is on its way is looked at."""


class Why(StrEnum):
    """Why a notice was handed over to a person of staff."""

    BY_HAND = "by-hand"  # the policy says so, or says nothing
    UNKEYED = "unkeyed"  # the recipient knows the person by a key that this person does not have
    UNSORTED = "unsorted"  # it is not known whether it was given what was corrected
    UNDELIVERED = "undelivered"  # the letter was refused, or the webhook not reached in all that time
    UNANSWERED = "unanswered"  # it was told, and told again, and did not confirm
    GONE = "gone"  # what was to be told is no longer kept


class Stand(StrEnum):
    """Where a notice stands."""

    TO_SEND = "to-send"
    UNSURE = "unsure"  # the letter may have arrived: somebody has to decide whether to send it again
    WAITING = "waiting"  # it went out, and is not confirmed yet
    WITH_STAFF = "with-staff"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Standing:
    """A notice as the console shows it: who has to be told since when, and how far that has come.

    A letter counts as gone out once the outbox says so, whether or not that has been noted of the notice.
    """

    notice: Notice
    recipient: Recipient | None
    stand: Stand
    way: str
    sendings: int = 0

    @property
    def since(self) -> datetime:
        """Since when it is due."""
        return self.notice.at


def begin_notices(office: Office, request: Request, now: datetime) -> list[str]:
    """Make the notices of a request that has been carried out, once; their ids."""
    with office.store.together(lasting=False):  # made again from what was noted before
        notices = settle_recipients(office, request, now)
        told = tuple(notices.told) if notices else ()
        return office.store.notices_new(request.id, told, now) if told else []


def due(office: Office, now: datetime) -> list[Notice]:
    """Notices about which something is to be done, now."""
    return office.store.notices_due(now)


def is_called(office: Office, notice: Notice) -> bool:
    """Whether its recipient is told by calling a program of theirs, which may take its time."""
    recipient = office.policy.recipients.get(notice.recipient)
    return bool(recipient and recipient.notice and recipient.notice.webhook)


def tell(office: Office, id: str, clock: Clock) -> None:
    """Do what is to be done about one notice now: send it, send it again, or hand it over."""
    tell_each(office, [office.store.notice(id)], clock)


def tell_each(office: Office, notices: Iterable[Notice], clock: Clock) -> None:
    """The same for several; the letters of one request are queued together."""
    by_request: dict[str, list[Notice]] = {}
    for one in notices:
        by_request.setdefault(one.request, []).append(one)
    for request, some in by_request.items():
        now = clock()
        if now_due := [one for one in some if one.next_at and one.next_at <= now]:
            reached("notice-looked-at")
            _tell_some(office, notices_of(office, request, now), now_due, now)


def _tell_some(office: Office, notices: Notices | None, some: Sequence[Notice], now: datetime) -> None:
    letters: dict[str, Queued | None] = {}
    states = office.store.mail_states(some[0].request, "notice")
    called = [one for one in some if is_called(office, one)]
    for notice in called:
        _tell(office, notice, notices, states, letters, now)
    with office.store.together():
        for notice in some:
            if notice not in called:
                _tell(office, notice, notices, states, letters, now)
        if queued := [letter for letter in letters.values() if letter]:
            office.store.mails_queue(queued)
            reached("notice-queued")
        if letters:
            office.store.notices_later(tuple(letters), now + POLL)


def _tell(
    office: Office,
    notice: Notice,
    notices: Notices | None,
    states: Mapping[str, MailState],
    letters: dict[str, Queued | None],
    now: datetime,
) -> None:
    """Tell one, but for a letter: that is put among `letters`, None where it is on its way already."""
    told = notices.told.get(notice.recipient) if notices else None
    recipient = office.policy.recipients.get(notice.recipient)
    if chasing_of(office.environment).given_up(notice.sendings):
        _hand_over(office, notice, Why.UNANSWERED, now)
    elif notices is None or told is None:
        _hand_over(office, notice, Why.GONE, now)
    elif told.by_hand:
        _hand_over(office, notice, Why(told.by_hand), now)
    elif recipient and recipient.notice and recipient.notice.email:
        if (state := states.get(_sending(notice))) is None:
            _write(office, notice, recipient, recipient.notice, notices, told, letters, now)
        else:
            _follow(office, notice, state, letters, now)
    elif recipient and recipient.notice and recipient.notice.webhook:
        _call(office, notice, recipient.notice, notices, told, now)
    else:
        _hand_over(office, notice, Why.BY_HAND, now)


def _sending(notice: Notice) -> str:
    """The key under which the letter of the next sending is queued."""
    return f"{notice.id}.{notice.sendings}"


def _write(
    office: Office,
    notice: Notice,
    recipient: Recipient,
    telling: Telling,
    notices: Notices,
    told: Told,
    letters: dict[str, Queued | None],
    now: datetime,
) -> None:
    """Write the letter of the next sending."""
    try:
        to = filled(telling.email, office.environment)
    except Refused:
        _try_later(office, notice, now)
        return
    language = _language(recipient)
    days = office.policy.controller.calendar.zone
    letter = recipient_notice(
        office.policy,
        language,
        notice.recipient,
        notices.act,
        about_of(told),
        told.changes or told.categories,
        notices.on.astimezone(days).date(),
        confirm_link(office, language, notice.id),
        reference=notice.id,
        confirm_by=chasing_of(office.environment).next_at(now).astimezone(days).date(),
    )
    letters[notice.id] = mailing.to_queue(notice.request, "notice", to, letter, now, _sending(notice))


def _follow(
    office: Office, notice: Notice, state: MailState, letters: dict[str, Queued | None], now: datetime
) -> None:
    """Once the letter has gone, note that; once it cannot go, hand over; else look again later."""
    if state.sent_at:
        next_at = chasing_of(office.environment).next_at(state.sent_at)
        office.store.notice_sent(notice.id, notice.sendings, state.sent_at, next_at)
        reached("notice-noted")
    elif state.failed_at:
        _hand_over(office, notice, Why.UNDELIVERED, now)
    else:
        letters[notice.id] = None


def _call(
    office: Office, notice: Notice, telling: Telling, notices: Notices, told: Told, now: datetime
) -> None:
    """Call the webhook for the next sending, and note what it said."""
    chasing = chasing_of(office.environment)
    confirm = f"{address_of(office.environment)}/api/v1/notices/{notice.id}/confirmation"
    by = chasing.next_at(now).astimezone(office.policy.controller.calendar.zone).date()
    body = body_of(notice, told, notices, notice.recipient, confirm, by, now)
    heard, _ = call(telling, f"{notice.id}.{notice.sendings}", body, office.environment, now)
    reached("notice-called")
    if heard in (Heard.CONFIRMED, Heard.TAKEN):
        office.store.notice_sent(notice.id, notice.sendings, now, chasing.next_at(now))
        if heard is Heard.CONFIRMED:
            confirm_notice(office, notice.id, "webhook", now)
        reached("notice-noted")
        return
    if heard is Heard.FAILED:
        _try_later(office, notice, now)
    else:
        _hand_over(office, notice, Why.UNDELIVERED, now)


def _try_later(office: Office, notice: Notice, now: datetime) -> None:
    """It could not be told this time: again later, and after the last time by a person of staff."""
    if wait := retry_after(notice.tries + 1):
        office.store.notice_later(notice.id, notice.tries + 1, now + wait)
    else:
        _hand_over(office, notice, Why.UNDELIVERED, now)


def _hand_over(office: Office, notice: Notice, why: Why, now: datetime) -> None:
    """Give a notice to a person of staff, with a task."""
    with office.store.together():
        assigned = office.store.request(notice.request).assigned
        office.store.task_new(notice.request, notice.recipient, TASK, assigned, now)
        office.store.notice_handed(notice.id, now, str(why))


def about_of(told: Told) -> str:
    """How a recipient knows the person, as a letter says it."""
    return f"{told.key.replace('_', ' ')}: {', '.join(told.values)}"


def _language(recipient: Recipient) -> str:
    return FIRST_OF.get(recipient.country, "en")


def confirm_link(office: Office, language: str, id: str) -> str:
    """The page on which a recipient confirms a notice: its id and a code, and nothing about the person."""
    code = office.store.notice_code(id)
    return f"{address_of(office.environment)}/{language}/notices/{id}/{code}/"


def opens(office: Office, id: str, code: str) -> bool:
    """Whether a code confirms a notice. A wrong code and a notice that is none look the same."""
    return office.store.notice_opens(id, code)


def confirm_notice(office: Office, id: str, by: str, now: datetime) -> bool:
    """A recipient has done what the notice asks, as `by` says; False when that was known.

    Whoever calls this has made sure of it: by the code, by a token, or by asking.
    """
    notice = office.store.notice(id)
    first = office.store.notice_confirmed(id, now, by)
    for task in office.store.tasks(notice.request, open_only=True):
        if (task.system, task.what) == (notice.recipient, TASK):
            office.store.task_done(task.id, now, by)
    _let_go(office, notice.request)
    return first


def settle(office: Office) -> int:
    """Notices whose task somebody has done count as confirmed by them; how many that were."""
    open_ones = [one for one in office.store.notices(open_only=True) if one.handed_at]
    done = 0
    for request in {one.request for one in open_ones}:
        by_recipient = {
            task.system: task for task in office.store.tasks(request) if task.what == TASK and task.done_at
        }
        for one in open_ones:
            task = by_recipient.get(one.recipient) if one.request == request else None
            if task and task.done_at:
                done += office.store.notice_confirmed(one.id, task.done_at, task.done_by)
        _let_go(office, request)
    return done


def _let_go(office: Office, request: str) -> None:
    """When the last recipient has confirmed, nobody needs to know any more whom it was about."""
    if any(one.confirmed_at is None for one in office.store.notices(request)):
        return
    for id in office.store.contents(request, KIND):
        office.store.drop(id)


def open_notices(office: Office) -> list[Standing]:
    """Every notice that nobody has confirmed yet, the oldest first."""
    return list(_standing(office, office.store.notices(open_only=True)))


def notices_standing(office: Office, request: str) -> list[Standing]:
    """Every notice of a request, the oldest first."""
    return list(_standing(office, office.store.notices(request)))


def _standing(office: Office, notices: Iterable[Notice]) -> Iterable[Standing]:
    unsure = {mail.request for mail in office.store.mails_unsure()}
    letters: dict[str, dict[str, MailState]] = {}
    for notice in notices:
        recipient = office.policy.recipients.get(notice.recipient)
        told = recipient.notice if recipient else None
        way = "email" if told and told.email else "webhook" if told and told.webhook else "by_hand"
        letter, over = None, notice.confirmed_at or notice.handed_at
        if way == "email" and not over and (notice.sent_at is None or notice.request in unsure):
            if notice.request not in letters:
                letters[notice.request] = office.store.mail_states(notice.request, "notice")
            letter = letters[notice.request].get(_sending(notice))
        gone = bool(letter and letter.sent_at)
        yield Standing(notice, recipient, _stand(notice, letter), way, notice.sendings + gone)


def _stand(notice: Notice, letter: MailState | None) -> Stand:
    if notice.confirmed_at:
        return Stand.CONFIRMED
    if notice.handed_at or (letter and letter.failed_at and not letter.sent_at):
        return Stand.WITH_STAFF
    if letter and letter.unsure_at:
        return Stand.UNSURE
    return Stand.WAITING if notice.sent_at or (letter and letter.sent_at) else Stand.TO_SEND


def shown_to_staff(office: Office, id: str, by: str, now: datetime) -> Told | None:
    """Whom a notice is about, for whoever has to tell it by hand; that they looked is written down."""
    notice = office.store.notice(id)
    office.store.look(notice.request, by, f"notice {notice.recipient}", now)
    notices = notices_of(office, notice.request, now)
    return notices.told.get(notice.recipient) if notices else None
