"""A purpose that keeps longer than the act it names allows: some acts say when data must go."""

from collections.abc import Iterator

from holdord.language.checks.bounds import outlasting
from holdord.language.checks.promised import name_of
from holdord.language.laws import Rule, law_cited
from holdord.words.finding import Finding
from holdord.words.period import Fixed
from holdord.words.policy import Policy

CODE = "longer-than-law"


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose that can end after the day on which the law it names wants the data gone."""
    for purpose in policy.purposes.values():
        law = law_cited(purpose.law)
        if law is None or law.rule not in (Rule.EXACT, Rule.CEILING):
            continue
        event = purpose.keep.event if isinstance(purpose.keep, Fixed) else None
        most = law.period(event or "event")
        found = outlasting(purpose.keep, most, policy.controller.calendar)
        if found is not None:
            yield Finding(
                CODE,
                f"{name_of(purpose)} keeps longer than {law.cited} allows: '{purpose.keep}', where "
                f"{law.about}",
                f"write 'keep: {most}'" if event else f"count 'keep' from an event: {law.about}",
                purpose.keep_place,
                example=found.example("the purpose keeps it", "the law wants it gone"),
            )
