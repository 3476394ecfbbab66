"""A section that is still cited although the rule has moved to another."""

from collections.abc import Iterator

from holdord.language.checks.promised import name_of
from holdord.language.laws import superseded_by
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Limit, Policy, Purpose

CODE = "law-superseded"


def find(policy: Policy) -> Iterator[Finding]:
    """Every law named by a section that no longer holds the rule."""
    stated: list[Purpose | Limit] = [*policy.purposes.values(), *policy.limits.values()]
    for noun in stated:
        if moved := superseded_by(noun.law):
            yield Finding(
                CODE,
                f"{name_of(noun)} names '{noun.law}', a section that no longer holds the rule",
                f"the rule is {moved}",
                noun.place,
                Severity.WARNING,
            )
