"""May a person's data be used for a purpose, now? Other software asks before it acts, and is told the reason.

The answer comes from the store alone, in a few indexed look-ups, so that it can be asked for each message
sent and each page shown. It says what people and staff have stated; whether a period has ended is for the
systems to tell, and what has ended there is no longer there to be used.

No consent on record means no. A restriction means no whatever the purpose (Art. 18(2)); one of some
categories means no for each purpose that needs any of them. One that lasts until an objection is weighed
means no for what was objected to alone: an order is still sent to whoever objects to statistics. Who may
still use the data, with consent or for a claim, is a decision a person takes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from holdord.planning.typed import normal
from holdord.words.policy import Basis, Policy, Purpose
from holdord.workflows.office import refuse
from holdord.workflows.people import read_keys

if TYPE_CHECKING:
    from holdord.store import Store


class Reason(StrEnum):
    """Why the answer is what it is."""

    CONSENT_GIVEN = "consent-given"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    CONSENT_MISSING = "consent-missing"
    OBJECTED = "objected"
    RESTRICTED = "restricted"
    BASIS = "basis"  # a ground that stands without the person's word


@dataclass(frozen=True, slots=True)
class Allowance:
    """The answer. `since` is when the person or staff said what decides it; None where nobody did."""

    may: bool
    reason: Reason
    basis: Basis
    since: datetime | None = None


def may(policy: Policy, store: "Store", keys: Mapping[str, str], purpose: str, at: datetime) -> Allowance:
    """Whether the data of whoever has these keys may be used for a purpose; raises Refused when misasked.

    A person nobody has stated anything about gets the answer of the purpose's basis. Two keys that lead to
    two people are refused: no answer could be right for both.
    """
    asked = policy.purposes.get(purpose)
    if asked is None:
        raise refuse(
            "unknown-name", "the policy has no such purpose", f"ask for one of: {', '.join(policy.purposes)}"
        )
    standing = store.standing(_normal(policy, keys), purpose, at, asked.categories)
    if standing is None:
        raise refuse("several-people", "these keys lead to different people", "ask for one person at a time")
    if standing.restricted is not None:
        return Allowance(False, Reason.RESTRICTED, asked.basis, standing.restricted)
    if asked.basis is Basis.CONSENT:
        if standing.consent is None:
            return _unsaid(asked)
        reason = Reason.CONSENT_GIVEN if standing.consent else Reason.CONSENT_WITHDRAWN
        if standing.consent and asked.marketing and _ended(asked, standing.objection):
            return Allowance(False, Reason.OBJECTED, asked.basis, standing.objected_at)
        return Allowance(standing.consent, reason, asked.basis, standing.consented_at)
    if _ended(asked, standing.objection):
        return Allowance(False, Reason.OBJECTED, asked.basis, standing.objected_at)
    return _unsaid(asked)


def _unsaid(purpose: Purpose) -> Allowance:
    if purpose.basis is Basis.CONSENT:
        return Allowance(False, Reason.CONSENT_MISSING, purpose.basis)
    return Allowance(True, Reason.BASIS, purpose.basis)


def _ended(purpose: Purpose, objection: str) -> bool:
    """An objection to marketing ends it at once; another when it was upheld (Art. 21)."""
    return objection == "upheld" or (objection == "made" and purpose.marketing)


def _normal(policy: Policy, keys: Mapping[str, str]) -> dict[str, set[str]]:
    known = read_keys(policy, [f"{name}={value}" for name, value in keys.items()])
    return {name: {normal(policy.keys[name], value) for value in values} for name, values in known.items()}
