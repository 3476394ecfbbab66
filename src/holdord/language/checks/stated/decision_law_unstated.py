"""An automated decision that a law is said to allow, without the law (Art. 22(2)(b))."""

from collections.abc import Iterator

from holdord.words.decision import Allowed
from holdord.words.finding import Finding
from holdord.words.policy import Policy

CODE = "decision-law-unstated"


def find(policy: Policy) -> Iterator[Finding]:
    """Every kind of decision on the ground of a law that is not named."""
    for one in policy.decisions.values():
        if one.allowed is Allowed.LAW and not one.law.strip():
            yield Finding(
                CODE,
                f"automated decision '{one.name}' rests on a law, and does not say which (Art. 22(2)(b))",
                "add 'law:' with the act and section that allows a machine to decide alone",
                one.place,
            )
