"""Notices to recipients by webhook, signed as the Standard Webhooks specification (1.0.0) says.

    webhook-id: N-7K2MBCDFGH.0       the notice, and how often it went out before; the same when tried again
    webhook-timestamp: 1764172800    seconds since 1970
    webhook-signature: v1,BASE64     HMAC-SHA-256 of "id.timestamp.body", keyed with the recipient's secret

The secret is `whsec_` and at least 24 bytes in base64. The body alone names the person.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum

from holdord.store.request_records import Notice
from holdord.words.policy import Telling
from holdord.workflows.office import Refused, refuse
from holdord.workflows.outside import OutsideFault, post
from holdord.workflows.requests.recipients import Notices, Told

TYPE = "holdord.notice"
"""The type of the message; its version is in the body."""

SHORTEST = 24
"""Bytes of a secret, at least."""


class Heard(StrEnum):
    """What a recipient's webhook said."""

    CONFIRMED = "confirmed"
    TAKEN = "taken"
    FAILED = "failed"
    GONE = "gone"  # it wants no more calls, or cannot be called at all


def filled(text: str, environment: Mapping[str, str]) -> str:
    """A text with its `${NAME}` filled in; raises Refused where the environment has none."""
    if not text.startswith("${"):
        return text
    name = text[2:-1]
    if not environment.get(name):
        raise refuse(
            "recipient-unset",
            f"the environment variable {name} is not set, so a recipient cannot be told",
            f"set {name} for the worker to what the policy means by it",
        )
    return environment[name]


def body_of(
    notice: Notice, told: Told, notices: Notices, recipient: str, confirm: str, confirm_by: date, at: datetime
) -> bytes:
    """What is sent: which notice, what was done, to which categories, about whom, and what is right now."""
    return json.dumps(
        {
            "type": TYPE,
            "timestamp": at.astimezone(UTC).isoformat(timespec="seconds"),
            "data": {
                "format": "holdord-notice/1",
                "notice": notice.id,
                "request": notice.request,
                "recipient": recipient,
                "act": str(notices.act),
                "articles": [notices.act.article, "Art. 19"],
                "done_on": notices.on.date().isoformat(),
                "categories": list(told.categories),
                "person": {"key": told.key, "values": list(told.values)},
                "changes": [{"what": one.what, "now": one.now} for one in told.changes],
                "confirm": confirm,
                "confirm_by": confirm_by.isoformat(),
            },
        },
        ensure_ascii=False,
    ).encode("utf-8", "backslashreplace")


def signed(secret: str, id: str, body: bytes, at: datetime) -> dict[str, str]:
    """The headers of a call; raises Refused for a secret that is none."""
    moment = str(int(at.timestamp()))
    digest = hmac.new(_secret(secret), f"{id}.{moment}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": id,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
        "Content-Type": "application/json",
        "User-Agent": "Holdord",
    }


def _secret(text: str) -> bytes:
    try:
        secret = base64.b64decode(text.strip().removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) < SHORTEST:
        raise refuse(
            "webhook-secret",
            "the secret with which calls to a recipient are signed is none",
            f"write whsec_ and at least {SHORTEST} random bytes in base64, the same as the recipient has",
        )
    return secret


def call(
    telling: Telling, id: str, body: bytes, environment: Mapping[str, str], at: datetime
) -> tuple[Heard, str]:
    """Call a recipient's webhook: what it said, and the code of what went wrong."""
    try:
        url = filled(telling.webhook, environment)
        headers = signed(filled(telling.secret, environment), id, body, at)
        answer = post(url, body, headers, environment)
    except Refused as refused:
        return Heard.FAILED, refused.findings[0].code
    except OutsideFault as fault:
        return Heard.GONE if fault.permanent else Heard.FAILED, fault.finding.code
    if 200 <= answer.status < 300:
        return (Heard.CONFIRMED if _confirms(answer.body) else Heard.TAKEN), ""
    return Heard.GONE if answer.status == 410 else Heard.FAILED, f"status-{answer.status}"


def _confirms(body: bytes) -> bool:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict) and told.get("confirmed") is True
