"""An act of another country than the controller's, as when a policy was copied across the border."""

from collections.abc import Iterator

from holdord.language.checks.promised import name_of
from holdord.language.laws import LAWS, law_cited
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Limit, Policy, Purpose

CODE = "law-of-another-country"
_NAMES = {"DK": "Danish", "NO": "Norwegian"}


def find(policy: Policy) -> Iterator[Finding]:
    """Every law of Denmark or Norway named by a controller in the other country."""
    home = policy.controller.country
    if home not in {law.country for law in LAWS}:
        return
    stated: list[Purpose | Limit] = [*policy.purposes.values(), *policy.limits.values()]
    for noun in stated:
        law = law_cited(noun.law)
        if law is not None and law.country != home:
            yield Finding(
                CODE,
                f"{name_of(noun)} names the {_NAMES[law.country]} act {law.name}, and the controller is in "
                f"{home}",
                f"name the {_NAMES[home]} act that applies, and check the period against it",
                noun.place,
                Severity.WARNING,
            )
