"""What was proposed to be refused of a request, whole or in part, and whether a second person agreed.

A part is a purpose that was objected to, PART of a correction, or a category: one that is not handed out
(Art. 15(4), 20(4), national exceptions) or not erased (Art. 17(3)), while the rest is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced

from holdord.words.request import Request, Right
from holdord.workflows.office import Office
from holdord.workflows.requests.contents import newest

PART = "part"
"""Names a part of a correction that is refused while the rest is made."""

BY_CATEGORY = (Right.ACCESS, Right.PORTABILITY, Right.ERASURE)
"""The rights of which a category can be refused."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What one person proposed to refuse, and whether another agreed. `of` is the part; "" is all of it."""

    ground: str
    law: str
    proposed_by: str
    agreed_by: str = ""
    of: str = ""


def refusals(office: Office, id: str, known: Sequence[Refusal] | None = None) -> list[Refusal]:
    """What was proposed to be refused and not turned down, each part once, in order.

    `known` is the same without its grounds, which stand in the vault, where that has been read already.
    """
    found = proposed(office, id) if known is None else list(known)
    grounds = newest(office.store, id, "refusal") if found else {}
    return [replaced(one, ground=grounds[one.of]) for one in found]


def refusal_waits(office: Office, id: str) -> bool:
    """Whether a proposal waits for a second person."""
    return any(not one.agreed_by for one in proposed(office, id))


def withheld(office: Office, request: Request, known: Sequence[Refusal] | None = None) -> frozenset[str]:
    """The categories that are not handed out, or not erased, as two people have decided.

    `known` are the request's refusals where they have been read already.
    """
    if request.right not in BY_CATEGORY:
        return frozenset()
    found = proposed(office, request.id) if known is None else known
    agreed = {one.of for one in found if one.agreed_by}
    return frozenset(agreed & office.policy.categories.keys())


def proposed(office: Office, id: str) -> list[Refusal]:
    """The same as `refusals`, without the grounds, which stand in the vault."""
    found: dict[str, Refusal] = {}
    for event in office.store.events(id):
        of = event.facts.get("of", "")
        if event.kind == "refusal-proposed":
            found.pop(of, None)
            found[of] = Refusal("", event.facts["law"], event.by, of=of)
        elif event.kind in ("refusal-agreed", "rejected") and of in found:
            found[of] = replaced(found[of], agreed_by=event.by)
        elif event.kind in ("refusal-turned-down", "upheld"):
            found.pop(of, None)
    return list(found.values())
