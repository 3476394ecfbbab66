"""Data kept for legal claims longer than claims usually live."""

from collections.abc import Iterator

from holdord.language.checks.bounds import outlasting
from holdord.language.checks.promised import name_of
from holdord.language.laws import Rule, law_cited
from holdord.words.finding import Finding, Severity
from holdord.words.period import Fixed
from holdord.words.policy import Policy

CODE = "longer-than-limitation"


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose that names an act on limitation and keeps beyond its general period."""
    for purpose in policy.purposes.values():
        law = law_cited(purpose.law)
        if law is None or law.rule is not Rule.LIMITATION or not isinstance(purpose.keep, Fixed):
            continue
        found = outlasting(purpose.keep, law.period(purpose.keep.event), policy.controller.calendar)
        if found is not None:
            yield Finding(
                CODE,
                f"{name_of(purpose)} keeps longer than the general period of {law.cited}: '{purpose.keep}', "
                f"where {law.about}",
                f"write 'keep: {law.period(purpose.keep.event)}', or have the reason for the longer time in "
                "writing",
                purpose.keep_place,
                Severity.NOTE,
                found.example("the purpose keeps it", "claims have usually lapsed"),
            )
