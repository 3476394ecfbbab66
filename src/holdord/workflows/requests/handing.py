"""The answer handed out: on a page that opens once, for a while, and then really gone."""

import io
import secrets
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from holdord.letters.answers import answers_csv, answers_json, ready_notice
from holdord.letters.letter import Letter
from holdord.letters.plain import from_plain
from holdord.store.request_records import Code
from holdord.words.request import Request, State
from holdord.workflows.office import Office, refuse
from holdord.workflows.requests.contents import contact_of, perhaps
from holdord.workflows.requests.links import answer_link
from holdord.workflows.requests.mailing import queue

ONCE_OPENED = timedelta(hours=24)
"""So long whoever opened the page can come back to it and fetch the files."""

LINKS_AT_MOST = 10
"""So many links are sent for one answer; whoever needs more speaks to a person."""


def tell_ready(
    office: Office, request: Request, now: datetime, again: bool = False, until: datetime | None = None
) -> bool:
    """Send a link to the answer, once; `again` another to whoever proved once more that they are asking.

    `until` says how long the answer stays where that is known. False when there is no address, or nothing to
    fetch any more.
    """
    id = request.id
    contact = contact_of(office, id)
    sent = office.store.mails_queued(id, "ready")
    if sent and not again:
        return True
    until = until or office.store.kept_until(id, "answer", now)
    if not contact or not _open(request) or until is None or sent >= LINKS_AT_MOST:
        return False
    code = secrets.token_urlsafe(24)
    zone = office.policy.controller.calendar.zone
    url = answer_link(office.environment, request.language, id, code)
    letter = ready_notice(office.policy, request.language, id, url, until.astimezone(zone))
    return queue(office, id, "ready", contact, letter, now, str(sent), Code("answer", code, until))


def unlock(office: Office, id: str, code: str, now: datetime) -> bool:
    """Whether a link opens the answer. It does so once; wrong, used and late links look the same.

    From then on the answer stays for ONCE_OPENED.
    """
    if not office.store.code_try(id, code, now, "answer"):
        return False
    request = office.store.request(id)
    if not _open(request) or not is_there(office, id, now):
        return False
    for content in office.store.contents(id, "answer"):
        office.store.shorten(content, now + ONCE_OPENED)
    if request.state is State.READY:
        office.store.move(
            id, request.version, at=now, by="", note_kind="answer-fetched", state=State.ANSWERED
        )
    return True


def is_there(office: Office, id: str, now: datetime) -> bool:
    """Whether the answer is still kept."""
    return office.store.kept_until(id, "answer", now) is not None


def letter_of(office: Office, id: str, now: datetime) -> Letter | None:
    """The answer's letter; None when it is gone."""
    kept = _kept(office, id, now)
    return None if kept is None else from_plain(kept["letter"])


def files_of(office: Office, id: str, now: datetime) -> dict[str, bytes]:
    """The files beside the letter, by name; none when there are none, or when they are gone."""
    kept = _kept(office, id, now)
    if kept is None or kept["told"] is None:
        return {}
    texts = {"answer.json": answers_json(kept["told"]), **answers_csv(kept["told"])}
    return {name: text.encode() for name, text in texts.items()}


def tables_of(files: Mapping[str, bytes]) -> bytes | None:
    """All tables in one file; each with the same date, so that the same answer is the same file."""
    tables = {name: content for name, content in sorted(files.items()) if name.endswith(".csv")}
    if not tables:
        return None
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in tables.items():
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def sent_by_hand(office: Office, id: str, by: str, now: datetime) -> Request:
    """A member of staff printed the letter and sent it, or read it out: there is no address for a link."""
    request = office.store.request(id)
    if request.state is not State.READY:
        raise refuse(
            "nothing-to-send", f"request {id} has no answer that waits to be sent", "look at it again"
        )
    return office.store.move(
        id, request.version, at=now, by=by, note_kind="answer-sent-by-hand", state=State.ANSWERED
    )


def _open(request: Request) -> bool:
    return request.state in (State.READY, State.ANSWERED)


def _kept(office: Office, id: str, now: datetime) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = perhaps(office.store, id, "answer", now)
    return found
