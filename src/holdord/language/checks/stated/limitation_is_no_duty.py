"""The limitation act taken for a duty to keep: it is a reason to keep, and has to be weighed."""

from collections.abc import Iterator

from holdord.language.checks.promised import name_of
from holdord.language.laws import Rule, law_cited
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Basis, Policy

CODE = "limitation-is-no-duty"


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose said to be a legal obligation that names an act on limitation."""
    for purpose in policy.purposes.values():
        law = law_cited(purpose.law)
        if law is None or law.rule is not Rule.LIMITATION or purpose.basis is not Basis.LEGAL_OBLIGATION:
            continue
        yield Finding(
            CODE,
            f"{name_of(purpose)} rests on a legal obligation, yet {law.cited} obliges nobody to keep data: "
            f"{law.about}",
            "use 'basis: legitimate_interest' with the interest in establishing or defending legal claims, "
            "or name the act that demands it",
            purpose.place,
            Severity.WARNING,
        )
