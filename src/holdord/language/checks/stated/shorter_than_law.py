"""A purpose that keeps shorter than the act it names demands."""

from collections.abc import Iterator

from holdord.language.checks.bounds import outlasting
from holdord.language.checks.promised import name_of
from holdord.language.laws import LAWS, Law, Rule, law_cited
from holdord.words.finding import Finding, Severity
from holdord.words.period import Fixed
from holdord.words.policy import Policy, Purpose

CODE = "shorter-than-law"
_DEMANDING = (Rule.DUTY, Rule.EXACT)


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose that can end before the law it names lets it."""
    for purpose in policy.purposes.values():
        law = law_cited(purpose.law)
        if law is not None and law.rule in _DEMANDING:
            yield from _compared(policy, purpose, law)


def _compared(policy: Policy, purpose: Purpose, law: Law) -> Iterator[Finding]:
    calendar = policy.controller.calendar
    event = purpose.keep.event if isinstance(purpose.keep, Fixed) else None
    found = outlasting(law.period(event or "event"), purpose.keep, calendar)
    if found is None:
        return
    shorter = _shorter_rule_that_fits(policy, purpose, law)
    demand = f"write 'keep: {law.period(event)}'" if event else f"count 'keep' from an event: {law.about}"
    yield Finding(
        CODE,
        f"{name_of(purpose)} keeps shorter than {law.cited} demands: '{purpose.keep}', where {law.about}",
        f"{demand}, or cite {shorter.cited} if that is the rule that applies" if shorter else demand,
        purpose.keep_place,
        Severity.WARNING if shorter else Severity.ERROR,
        found.example(f"{law.name} keeps it", "the purpose lets it go")
        or "whoever withdraws tomorrow takes away what the law demands to be kept",
    )


def _shorter_rule_that_fits(policy: Policy, purpose: Purpose, law: Law) -> Law | None:
    """Another rule of the same act that the purpose does satisfy, such as that for contracts in Norway."""
    if not isinstance(purpose.keep, Fixed):
        return None
    for other in LAWS:
        if other.name == law.name and other is not law and other.rule in _DEMANDING:
            least = other.period(purpose.keep.event)
            if outlasting(least, purpose.keep, policy.controller.calendar) is None:
                return other
    return None
