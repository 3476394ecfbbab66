"""A consent with a period of its own: it ends by withdrawal all the same, and people should read so."""

from collections.abc import Iterator

from holdord.language.checks.promised import name_of
from holdord.words.finding import Finding, Severity
from holdord.words.period import Fixed, UntilWithdrawn
from holdord.words.policy import Basis, Policy

CODE = "consent-with-period"


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose on consent that is kept otherwise than until withdrawn."""
    for purpose in policy.purposes.values():
        if purpose.basis is not Basis.CONSENT or isinstance(purpose.keep, UntilWithdrawn):
            continue
        yield Finding(
            CODE,
            f"{name_of(purpose)} rests on consent and is kept '{purpose.keep}': a withdrawal ends it at any "
            "time before that (Art. 7(3))",
            "write 'keep: until withdrawn', unless the consent is meant to lapse by time as well",
            purpose.keep_place,
            Severity.NOTE if isinstance(purpose.keep, Fixed) else Severity.WARNING,
        )
