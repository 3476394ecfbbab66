"""Handing a person's data directly over to another company (Art. 20(2)), over HTTPS.

The person names the company and brings the code that it gave them; staff type its address. The file is made
once and kept until the other side has it, so that whatever is repeated after a crash is the same file, which
the other side knows again. It counts as handed over only with a receipt that fits the file and the code.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from holdord.connectors.faults import reached
from holdord.letters.answers import answers_json
from holdord.words.request import LARGEST_FILE, Outcome, Request, Right, State
from holdord.workflows.office import Office, refuse
from holdord.workflows.outside import OutsideFault, checked_address, post
from holdord.workflows.requests.answering import NotSure, NotWeighed, write_answer
from holdord.workflows.requests.arriving import LENGTH, receipt_fits, typed
from holdord.workflows.requests.contents import perhaps, replace
from holdord.workflows.requests.refusing import refusals
from holdord.workflows.running import Clock

KEPT = timedelta(days=7)
"""So long a file that could not be handed over yet is kept for the next try."""

SECONDS = 60.0
"""So long one sending may take."""

FINAL = (400, 401, 403, 404, 409, 410, 413, 415, 422)
"""Answers after which trying the same again cannot help."""

TRIES = 6
"""How often it is tried, twice as late each time, before staff are told that it failed."""


def can_hand_over(request: Request) -> bool:
    """Whether there is something that can be handed over: proved, found, and not refused."""
    nothing = (Outcome.NOTHING_HELD, Outcome.REFUSED)
    return request.right is Right.PORTABILITY and request.state in _OPEN and request.outcome not in nothing


def choose_company(
    office: Office, id: str, address: str, code: str, company: str, by: str, now: datetime
) -> Request:
    """Write down where a person's data is to be handed over; it is done when the request is carried on.

    `address` is the other company's, as https://privacy.company.example; its receiving end is below it.
    """
    request = office.store.request(id)
    if not can_hand_over(request):
        raise refuse(
            "not-this-right", f"request {id} is none whose data can be handed over now ({_ARTICLE})", ""
        )
    name, word = " ".join(company.split()), typed(code)
    if not name or len(name) > 200 or len(word) != LENGTH:
        raise refuse(
            "company-unfit",
            "a hand-over says to which company, and under which code",
            "write the company's name, and the code that it gave the person",
        )
    url = f"{address.strip().rstrip('/')}/portability/receive/{word}"
    try:
        checked_address(url)
    except OutsideFault as fault:
        raise refuse(fault.finding.code, fault.finding.message, fault.finding.help) from None
    value = {"company": name, "url": url, "code": word}
    replace(office.store, id, "destination", value, now + KEPT * 8)
    for old in office.store.contents(id, "portable"):
        office.store.drop(old)
    return office.store.move(id, request.version, at=now, by=by, note_kind="hand-over-asked")


def hand_over(office: Office, id: str, clock: Clock) -> str:
    """Send the file: "sent", "again" where it may succeed later, else the code of why it cannot."""
    where = perhaps(office.store, id, "destination")
    if not where:
        return "content-gone"
    if "receipt" in where:
        return _note(office, id, where, clock())
    try:
        body = _file(office, id, clock())
    except NotSure:
        return _failed(office, id, "more-proof-needed", clock())
    except NotWeighed:
        return _failed(office, id, "to-be-weighed", clock())
    if not body:
        return _failed(office, id, "nothing-to-send", clock())
    if len(body) > LARGEST_FILE:
        return _failed(office, id, "file-too-large", clock())
    reached("hand-over-begun")
    headers = {"Content-Type": "application/json", "User-Agent": "Holdord"}
    try:
        answer = post(where["url"], body, headers, office.environment, SECONDS)
    except OutsideFault as fault:
        return _failed(office, id, fault.finding.code, clock()) if fault.permanent else "again"
    reached("hand-over-sent")
    if answer.status in FINAL:
        return _failed(office, id, f"status-{answer.status}", clock())
    if not 200 <= answer.status < 300:
        return "again"
    try:
        receipt = json.loads(answer.body)
    except (ValueError, RecursionError):
        receipt = None
    if not receipt_fits(receipt, where["code"], body):
        return _failed(office, id, "receipt-unfit", clock())
    where = {**where, "handed_to": where["company"], "receipt": receipt}
    replace(office.store, id, "destination", where, clock() + KEPT * 52)
    reached("hand-over-noted")
    return _note(office, id, where, clock())


def give_up(office: Office, id: str, now: datetime) -> None:
    """It could not be handed over in all that time: staff see so, and choose again."""
    _failed(office, id, "address-unreached", now)


def _file(office: Office, id: str, now: datetime) -> bytes:
    """The file, made once, empty for nothing; raises NotSure where it may not be given to whoever asked."""
    for kept in office.store.contents(id, "portable"):
        content = office.store.get(kept, now)
        if content is not None:
            return content
    told = dict(write_answer(office, office.store.request(id), now).told or {})
    if not told:
        return b""
    if "left_out" in told:  # why something is refused is for the person alone
        grounds = {one.ground for one in refusals(office, id)}
        told["left_out"] = [part for part in told["left_out"] if part["reason"] not in grounds]
    body = answers_json(told).encode("utf-8", "backslashreplace")
    office.store.put(id, "portable", body, now + KEPT)
    return body


def _note(office: Office, id: str, where: Mapping[str, Any], now: datetime) -> str:
    """Note that it was handed over, once; the answer, where nobody has fetched it yet, says so too."""
    request, receipt = office.store.request(id), where["receipt"]
    note = {"reception": str(receipt["reception"])[:40], "sha256": str(receipt["sha256"])}
    if not any(event.kind == "handed-over" and event.facts == note for event in office.store.events(id)):
        keep = write_answer(office, request, now).kept(now) if request.state is State.READY else None
        office.store.move(id, request.version, at=now, by="", note_kind="handed-over", note=note, keep=keep)
    for old in office.store.contents(id, "portable"):
        office.store.drop(old)
    return "sent"


def _failed(office: Office, id: str, code: str, now: datetime) -> str:
    """Note that it failed; the code of the other company may be used up, so it is asked for anew."""
    request = office.store.request(id)
    office.store.move(id, request.version, at=now, by="", note_kind="hand-over-failed", note={"code": code})
    for kind in ("portable", "destination"):
        for old in office.store.contents(id, kind):
            office.store.drop(old)
    return code


_OPEN = (State.RUNNING, State.READY, State.ANSWERED)
_ARTICLE = "Art. 20(2)"
