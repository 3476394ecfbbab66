"""What the vault holds of a request: the only place where anything personal stands, encrypted and with an
end.

Kinds: `keys` (how the person is found), `contact` (where they are answered), `words` (what they wrote),
`mail` (a letter on its way), `refusal` (why somebody proposed to refuse), `corrections` (what a plan
corrects), `sealed` (the values of a plan), `changes` (what was corrected, as the answer tells it: a list of
{"what", "now"}), `statement` (what the person had added), `review` (what a human decided about a machine's
decision: {"what", "changed", "reasoning", "outcome", "decided"}), `recipients` (how others know the person,
and what they are told), `lifting` (the letters that a restriction ends, by its id), `destination` and
`portable` (the company to which the person's data is handed over, and the file), `answer` (what they are
given). Everything else about a request is ids and names of the policy.
"""

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from holdord.workflows.office import Office, refuse

if TYPE_CHECKING:
    from holdord.store import Store

WHILE_OPEN = timedelta(days=400)
"""No request stays open for so long; what nobody closed is gone by then all the same."""

ANSWER_STAYS = timedelta(days=30)
"""So long an answer can be fetched; then it is really gone."""


def put(store: "Store", request: str, kind: str, value: Any, expires: datetime) -> str:
    """Keep a plain value, as JSON, for a request until a moment; returns its id."""
    return store.put(request, kind, as_kept(value), expires)


def contact_of(office: Office, request: str) -> str:
    """The address at which the person is answered; "" when there is none, or none any more."""
    return str(perhaps(office.store, request, "contact") or "").strip()


def as_kept(value: Any) -> bytes:
    """A plain value as the vault holds it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def newest(store: "Store", request: str, kind: str) -> Any:
    """The newest value of a kind; raises Refused when there is none any more."""
    found = perhaps(store, request, kind)
    if found is None:
        raise refuse(
            "content-gone",
            f"the {kind} of request {request} is no longer kept",
            "what people write and are given is kept only as long as their request needs it: ask them again",
        )
    return found


def perhaps(store: "Store", request: str, kind: str, at: datetime | None = None) -> Any:
    """The newest value of a kind, None when there is none; `at` a moment none that is past its end."""
    content = store.newest(request, kind, at)
    return None if content is None else json.loads(content)


def replace(
    store: "Store", request: str, kind: str, value: Any, expires: datetime, lasting: bool = True
) -> str:
    """Keep a value in place of all of its kind; `lasting` or not, see `Base._transaction`."""
    return store.replace(request, kind, as_kept(value), expires, lasting)
