"""Another company hands a person's data over to us (Art. 20(2)): our receiving end.

Staff make a code, good for one file, and give it to the person, who gives it to the company that has their
data. That company sends the file to `/portability/receive/CODE`, in the open format `holdord-portability/1`,
and is given a receipt. What came is encrypted until somebody of staff has looked at it and taken it over, or
discarded it; nothing of it is read into any system by itself. docs/portability.md describes both sides.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from holdord.letters.machine import PORTABILITY
from holdord.store.request_records import Reception
from holdord.workflows.office import Office, Refused, refuse
from holdord.workflows.requests.links import address_of

RECEIPT = "holdord-portability-receipt/1"
EXPECTED = timedelta(days=60)
"""So long a code is good: another company may take its month, and a month more."""

WAITS = timedelta(days=30)
"""So long a file waits for somebody to look at it."""

TAKEN_STAYS = timedelta(days=7)
"""So long a file that was taken over can still be fetched."""

LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"
LENGTH = 20


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came, as it can be shown before anybody reads it: how much of what, and from whom."""

    reception: Reception
    controller: str
    made_on: str
    rows: Mapping[str, int]


def expect(office: Office, by: str, now: datetime) -> tuple[str, str]:
    """Expect a person's data from another company: the reception's id, and the code for the person."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    id = office.store.reception_new(code, by, now, now + EXPECTED)
    return id, "-".join(code[at : at + 5] for at in range(0, LENGTH, 5))


def typed(code: str) -> str:
    """A code as it is compared: dashes, spaces and small letters do not count."""
    return "".join(letter for letter in code.upper() if letter in LETTERS)


def address_for(office: Office) -> str:
    """Where the other company sends the file; the code comes behind it."""
    return f"{address_of(office.environment)}/portability/receive/"


def receive_file(office: Office, code: str, body: bytes, now: datetime) -> dict[str, Any]:
    """Take a file under a code; the receipt. The same file again gets the same receipt.

    Raises Refused: `reception-unknown` for a code that is none, or no longer; `reception-used` where another
    file has come under it; `file-unfit` for what is no file of the format.
    """
    expected = office.store.reception_of(typed(code), now)
    if expected is None:
        raise _unknown()
    digest = hashlib.sha256(body).hexdigest()
    if expected.arrived_at is None:
        read_file(body)
        office.store.reception_arrived(expected.id, now, digest, body, now + WAITS)
        expected = office.store.reception_of(typed(code), now)
        if expected is None:
            raise _unknown()
    if expected.arrived_at is None or expected.sha256 != digest:
        raise refuse(
            "reception-used",
            "another file has come under this code",
            "ask the person for a new code; the company they are going to gives it to them",
        )
    return receipt_of(typed(code), expected.id, expected.arrived_at, digest, len(body))


def receipt_of(code: str, id: str, at: datetime, digest: str, size: int) -> dict[str, Any]:
    """A receipt, signed with the code: nobody who was not sent the file under it can have written it."""
    told: dict[str, Any] = {
        "format": RECEIPT,
        "reception": id,
        "received_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "sha256": digest,
        "bytes": size,
    }
    return {**told, "signature": _signature(code, told)}


def receipt_fits(receipt: Any, code: str, body: bytes) -> bool:
    """Whether a receipt is one for this file under this code."""
    if not isinstance(receipt, dict) or not isinstance(receipt.get("signature"), str):
        return False
    told = {name: receipt.get(name) for name in ("format", "reception", "received_at", "sha256", "bytes")}
    right = told["sha256"] == hashlib.sha256(body).hexdigest() and told["bytes"] == len(body)
    signed = hmac.compare_digest(
        receipt["signature"].encode("utf-8", "replace"), _signature(typed(code), told).encode()
    )
    return right and signed and told["format"] == RECEIPT and isinstance(told["reception"], str)


def _signature(code: str, told: Mapping[str, Any]) -> str:
    lines = "\n".join(str(told[name]) for name in ("format", "reception", "received_at", "sha256", "bytes"))
    return base64.b64encode(hmac.new(code.encode(), lines.encode(), hashlib.sha256).digest()).decode()


def read_file(body: bytes) -> dict[str, Any]:
    """A file of the format `holdord-portability/1`; raises Refused `file-unfit` for anything else."""
    try:
        told = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise _unfit("it is no JSON") from None
    if not isinstance(told, dict) or told.get("format") != PORTABILITY:
        raise _unfit(f"its format is not {PORTABILITY}")
    if not isinstance(told.get("controller"), str) or not isinstance(told.get("collections"), list):
        raise _unfit("it has no controller or no collections")
    for one in told["collections"]:
        named = isinstance(one, dict) and isinstance(one.get("collection"), str)
        if not named or not isinstance(one.get("fields"), list) or not isinstance(one.get("rows"), list):
            raise _unfit("a collection has no name, fields or rows")
        if not all(isinstance(row, dict) for row in one["rows"]):
            raise _unfit("a row is no object")
    return told


def _no_constant(name: str) -> None:
    raise ValueError(name)


def arrivals(office: Office) -> list[Reception]:
    """Files that wait for somebody's decision, the oldest first."""
    return office.store.receptions(arrived_only=True)


def look_at(office: Office, id: str, by: str, now: datetime) -> tuple[Arrival, bytes]:
    """What came, and the file itself; that somebody looked is written down."""
    reception = office.store.reception(id)
    content = office.store.reception_looked(id, by, now)
    if content is None:
        raise refuse("content-gone", f"the file of reception {id} is no longer kept", "ask for it again")
    told = read_file(content)
    rows: dict[str, int] = {}
    for one in told["collections"]:
        rows[one["collection"][:100]] = rows.get(one["collection"][:100], 0) + len(one["rows"])
    return Arrival(reception, told["controller"][:200], str(told.get("made_on", ""))[:10], rows), content


def take_over(office: Office, id: str, by: str, now: datetime) -> None:
    """Somebody has taken the data over into the company's systems; the file goes after TAKEN_STAYS."""
    _settle(office, id, by, now, taken=True)


def discard(office: Office, id: str, by: str, now: datetime) -> None:
    """Somebody decided that the data is not wanted; the file goes at once."""
    _settle(office, id, by, now, taken=False)


def _settle(office: Office, id: str, by: str, now: datetime, taken: bool) -> None:
    office.store.reception(id)
    if not office.store.reception_settled(id, now, by, taken, now + TAKEN_STAYS):
        raise refuse("reception-settled", "nothing waits here for a decision", "look at the list again")


def _unknown() -> Refused:
    return refuse(
        "reception-unknown",
        "no file is expected under this code",
        "ask the person for the code again; it is good for 60 days and one file",
    )


def _unfit(why: str) -> Refused:
    return refuse("file-unfit", f"this is no file that can be received: {why}", "see docs/portability.md")
