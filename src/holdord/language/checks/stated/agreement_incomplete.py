"""An agreement with a processor that lacks what it must lay down (Art. 28(3))."""

from collections.abc import Iterator

from holdord.language.checks.phrases import is_said
from holdord.words.agreement import Agreement
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy, RecipientKind

CODE = "agreement-incomplete"


def find(policy: Policy) -> Iterator[Finding]:
    """Every stated agreement without one of (a)-(h), or without its subject-matter or its duration."""
    for recipient in policy.recipients.values():
        agreement = recipient.agreement
        if recipient.kind is not RecipientKind.PROCESSOR or not isinstance(agreement, Agreement):
            continue
        if missing := agreement.missing:
            points = ", ".join(f"{clause} ({clause.article[-2]})" for clause in missing)
            yield Finding(
                CODE,
                f"the agreement with processor '{recipient.name}' is not said to have: {points} (Art. 28(3))",
                "add under 'clauses' where in the document each stands; what it lacks has to be agreed",
                agreement.place,
                Severity.WARNING,
            )
        unsaid = [key for key in ("subject", "lasts") if not is_said(getattr(agreement, key))]
        if unsaid:
            yield Finding(
                CODE,
                f"the agreement with processor '{recipient.name}' does not say "
                f"{' and '.join(_SAID[key] for key in unsaid)} (Art. 28(3))",
                f"add {' and '.join(repr(key + ':') for key in unsaid)}",
                agreement.place,
                Severity.WARNING,
            )


_SAID = {"subject": "what it is about", "lasts": "for how long it holds"}
