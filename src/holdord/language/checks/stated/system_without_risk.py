"""A system with personal data of which no risk was assessed (Art. 32(1)-(2))."""

from collections.abc import Iterator

from holdord.words.by_hand import ByHand
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy, System

CODE = "system-without-risk"


def find(policy: Policy) -> Iterator[Finding]:
    """Every system and place by hand without a risk, once the company states risks at all."""
    if not policy.risks:
        return
    assessed = {risk.system for risk in policy.risks.values()}
    places: list[System | ByHand] = [*policy.systems.values(), *policy.by_hand.values()]
    for one in places:
        if one.name not in assessed:
            noun = "system" if isinstance(one, System) else "place by hand"
            yield Finding(
                CODE,
                f"{noun} '{one.name}' holds personal data, and no risk of it was assessed (Art. 32(1)-(2))",
                f"add a risk under 'risks' with 'system: {one.name}'",
                one.place,
                Severity.NOTE,
            )
