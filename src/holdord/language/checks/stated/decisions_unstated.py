"""Profiling without a word on automated decisions (Art. 13(2)(f), 14(2)(g), 22)."""

from collections.abc import Iterator

from holdord.language.checks.phrases import is_said, plural
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy

CODE = "decisions-unstated"


def find(policy: Policy) -> Iterator[Finding]:
    """A controller that does not say whether it decides automatically: worse where it profiles people."""
    if is_said(policy.controller.automated_decisions) or policy.decisions:
        return
    profiling = [purpose.name for purpose in policy.purposes.values() if purpose.profiling]
    if profiling:
        yield Finding(
            CODE,
            f"{plural(profiling, 'purpose')} {'evaluates' if len(profiling) == 1 else 'evaluate'} people, "
            "and the controller does not say whether decisions are made automatically (Art. 13(2)(f), Art. "
            "22)",
            "add 'automated_decisions:' to the controller, with the logic and what it means for people",
            policy.purposes[profiling[0]].place,
        )
    else:
        yield Finding(
            CODE,
            "the controller does not say whether decisions are made automatically (Art. 13(2)(f))",
            "add 'automated_decisions:' to the controller, if only to say that there are none",
            policy.controller.place,
            Severity.NOTE,
        )
