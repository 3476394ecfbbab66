"""A cookie that nobody can do without and nobody has agreed to (ePrivacy Directive, Art. 5(3))."""

from collections.abc import Iterator

from holdord.words.finding import Finding, Severity
from holdord.words.policy import Basis, Policy

CODE = "cookie-without-consent"


def find(policy: Policy) -> Iterator[Finding]:
    """Every cookie that is not necessary, for a purpose that does not rest on consent."""
    for cookie in policy.cookies.values():
        purpose = policy.purposes[cookie.purpose]
        if not cookie.necessary and purpose.basis is not Basis.CONSENT:
            yield Finding(
                CODE,
                f"cookie '{cookie.name}' is not necessary, and purpose '{purpose.name}' rests on "
                f"{purpose.basis.replace('_', ' ')}: it needs the visitor's consent first (ePrivacy "
                "Directive, Art. 5(3))",
                "give it a purpose with 'basis: consent', or write 'necessary: yes' where the site cannot do "
                "what the visitor asked for without it",
                cookie.place,
                Severity.WARNING,
            )
