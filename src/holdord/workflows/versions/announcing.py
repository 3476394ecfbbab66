"""Telling the people concerned of a change: found, queued once each, and sent at a bearable rate.

1. A version that people are told of is written down together with that (`store.publish`).
2. Everybody whom the change concerns is found, and queued in small transactions: the address goes into the
   vault, its keyed digest is unique for the version. Killed on the way, it is done again from the beginning,
   and whoever is queued already is not queued twice.
3. Letters go out as all letters do (`store.outbox`): marked, handed in, noted. One whose sender died after
   the mark is unsure, and a person decides.

The text is that which was kept with the version, so that what people were told can be shown word for word.
It is a notice that the law demands (Art. 12-14), no marketing, and cannot be refused; where the change is
about marketing, the letter carries what ends that with one click (Art. 21(2)-(4), RFC 8058).
"""

import json
import smtplib
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from holdord.connectors.faults import reached
from holdord.store.outbox import TOLD
from holdord.store.version_records import Announced
from holdord.words.policy import Basis
from holdord.workflows.office import Office, refuse
from holdord.workflows.requests import mailing
from holdord.workflows.requests.links import address_of
from holdord.workflows.versions.concerned import people_concerned

if TYPE_CHECKING:
    from holdord.store.request_records import Mail

RATE = "HOLDORD_LETTERS_A_MINUTE"
"""How many letters about a change may go out in a minute, over all workers."""
USUAL_RATE = 300
QUEUED = 200
"""So many people are queued in one transaction."""
AT_ONCE = timedelta(seconds=45)
"""So long one run sends; what is left waits for the next."""

Clock = Callable[[], datetime]


def rate_of(environment: Mapping[str, str]) -> int:
    """Letters a minute; raises Refused where the setting is no number."""
    said = environment.get(RATE, str(USUAL_RATE))
    if not said.isdecimal() or not 0 < int(said) <= 1_000_000:
        raise refuse("rate-unfit", f"{RATE} is no number of letters a minute", f"write {RATE}=300")
    return int(said)


def list_people(office: Office, clock: Clock) -> int:
    """Find and queue everybody of each version of which that is not yet done; how many were queued."""
    queued = 0
    for announced in office.store.announcements_unlisted():
        queued += _list(office, announced, clock)
    return queued


def _list(office: Office, announced: Announced, clock: Clock) -> int:
    known = [name for name in announced.purposes if name in office.policy.purposes]
    found = people_concerned(office, known, announced.number, clock())
    reached("people-found")
    queued = 0
    for start in range(0, len(found.people), QUEUED):
        queued += office.store.told_put(announced.number, found.people[start : start + QUEUED], clock())
        reached("people-queued")
    office.store.told_listed(announced.number, found.unreached, clock())
    reached("people-listed")
    return queued


def send_some(office: Office, now: datetime, lasting: timedelta = AT_ONCE) -> int:
    """Send letters that wait, within the rate and for so long; how many went out."""
    server = mailing.server_of(office.environment)
    if server is None:
        return 0
    rate, began, sent = rate_of(office.environment), time.monotonic(), 0

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - began)

    write = _writer(office)
    with _line(server) as connect:
        while clock() - now < lasting:
            if not office.store.throttle("letters about changes", clock(), rate, timedelta(minutes=1)):
                break
            mails = office.store.mail_claim(clock(), 1, queue=TOLD)
            if not mails:
                break
            reached("mail-claimed")
            sent += mailing.hand_in(office, mails[0], clock, connect, write, TOLD)
    return sent


@contextmanager
def _line(server: mailing.Server) -> Iterator[mailing.Connect]:
    """One connection for many letters, opened anew where it was lost."""
    with ExitStack() as stack:
        opened: list[object] = []

        @contextmanager
        def connect(mark: Callable[[], None]) -> Iterator[object]:
            if not opened:
                opened.append(stack.enter_context(mailing.connected(server, mark)))
            connection = opened[0]
            connection.mark = mark  # type: ignore[attr-defined]
            try:
                yield connection
            except smtplib.SMTPRecipientsRefused:
                raise
            except BaseException:
                opened.clear()
                stack.close()
                raise

        yield connect  # type: ignore[misc]


class _Notice(NamedTuple):
    """What all letters about a version share; `stop` is None where it is not about marketing."""

    subject: str
    text: str
    stop: str | None


def _writer(office: Office) -> mailing.Write:
    """Writes letters; what those about a version share is read once."""

    @cache
    def notice(number: int) -> _Notice:
        announced = office.store.announced(number)
        about_marketing = announced is not None and announced.objectable
        return _Notice(*_kept(office, number), _stop_words(office, number) if about_marketing else None)

    return lambda mail, letter, now: _message(office, mail, notice(int(mail.request)), letter["to"], now)


def _message(office: Office, mail: "Mail", notice: _Notice, to: str, now: datetime) -> EmailMessage:
    stop = "" if notice.stop is None else stop_link(office, mail.id)
    text = f"{notice.text}\n{notice.stop}\n{stop}\n" if stop else notice.text
    message = mailing.message_to(office, mail, {"to": to, "subject": notice.subject, "text": text}, now)
    if stop:
        message["List-Unsubscribe"] = f"<{stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def letter_of(office: Office, number: int) -> str:
    """What people were told of a version, in every language it was told in."""
    return _kept(office, number)[1]


def _kept(office: Office, number: int) -> tuple[str, str]:
    """Subject and text of a version's letter: a person's language is not known, so it is told in all."""
    subjects, texts = [], []
    for language in office.store.published_languages(number, "letter"):
        kept = office.store.published_text(number, language, "letter")
        assert kept is not None
        letter = json.loads(kept)
        subjects.append(letter["subject"])
        texts.append(letter["text"])
    return " / ".join(subjects), "\n\n".join(texts)


def message_on_site(office: Office, number: int, language: str) -> dict[str, str]:
    """The words that stood on the site about a version; empty where there are none."""
    kept = office.store.published_text(number, language, "message")
    found: dict[str, str] = json.loads(kept) if kept else {}
    return found


def _stop_words(office: Office, number: int) -> str:
    spoken = office.store.published_languages(number, "message")
    words = (message_on_site(office, number, one).get("stop", "") for one in spoken)
    return " / ".join(filter(None, words))


def stop_link(office: Office, id: int) -> str:
    """Where the marketing that a change was about ends for who got a letter, by one click."""
    language = office.policy.controller.texts[0]
    return f"{address_of(office.environment)}/{language}/stop/T-{id}/{office.store.told_code(id)}/"


def stop_marketing(office: Office, id: int, at: datetime) -> tuple[str, ...]:
    """End the marketing a letter was about for the person who got it; the purposes. Twice changes nothing.

    On consent it is withdrawn (Art. 7(3)); else it is objected to, which ends it at once (Art. 21(3)). That
    it was done is written down last: what a death cuts short, the next click does.
    """
    told = office.store.told(id)
    announced = office.store.announced(told.number) if told else None
    if told is None or announced is None:
        return ()
    purposes = [name for name in announced.objectable if name in office.policy.purposes]
    if told.objected_at is not None:
        return tuple(purposes)
    subject = office.store.told_subject(id)
    how = f"by the link in the letter about version {told.number}"
    for name in purposes:
        if office.policy.purposes[name].basis is Basis.CONSENT:
            office.store.consent(subject, name, False, at, how=how, by="the person")
        else:
            office.store.objection(subject, name, "made", at, reason=how, by="the person")
    office.store.told_objected(id, at)
    return tuple(purposes)
