"""A risk that was to be assessed again, and was not (Art. 24(1), 32(1)(d))."""

from collections.abc import Iterator, Mapping
from datetime import date

from holdord.words.attestation import Attestation
from holdord.words.finding import Finding, Severity
from holdord.words.period import lasts_until
from holdord.words.policy import Policy

CODE = "risk-outdated"


def find(policy: Policy, today: date, confirmed: Mapping[str, Attestation]) -> Iterator[Finding]:
    """Every risk whose time is over, counted from the day it was assessed; and those of a day to come."""
    for risk in policy.risks.values():
        if risk.assessed > today:
            yield Finding(
                CODE,
                f"risk '{risk.name}' says that it was assessed on {risk.assessed}, which is still to come",
                "write the day on which it was assessed",
                risk.place,
                Severity.WARNING,
            )
        if risk.every is None:
            continue
        due = lasts_until(risk.every, risk.assessed, policy.controller.calendar)
        if due < today:
            yield Finding(
                CODE,
                f"risk '{risk.name}' was assessed on {risk.assessed} and is assessed every {risk.every}: "
                f"that was due on {due}",
                "assess it again, and write the new day under 'assessed'",
                risk.place,
                Severity.WARNING,
            )
