"""Nobody named to complain to, where the country does not say who it is (Art. 13(2)(d), 77)."""

from collections.abc import Iterator

from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy

CODE = "authority-unstated"


def find(policy: Policy) -> Iterator[Finding]:
    """A controller whose supervisory authority is not known."""
    controller = policy.controller
    if not controller.authority.strip():
        yield Finding(
            CODE,
            f"the controller does not say whom people in {controller.country} complain to (Art. 13(2)(d)): "
            "letters of refusal cannot be written, and the policy text names no authority",
            "add 'authority:' with the supervisory authority's name, address, telephone number and site",
            controller.place,
            Severity.WARNING,
        )
