"""A recipient of whom it is not said what it gets, or what for (Art. 13(1)(e), Art. 28(3), Art. 30(1)(d))."""

from collections.abc import Iterator

from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy

CODE = "recipient-of-nothing"


def find(policy: Policy) -> Iterator[Finding]:
    """Every recipient without categories or without purposes."""
    for recipient in policy.recipients.values():
        missing = [key for key in ("categories", "purposes") if not getattr(recipient, key)]
        if missing:
            yield Finding(
                CODE,
                f"recipient '{recipient.name}' does not say {_what(missing)} (Art. 13(1)(e), Art. 30(1)(d))",
                f"add {' and '.join(f'{key!r}' for key in missing)}, or take the recipient out if it gets "
                "nothing",
                recipient.place,
                Severity.WARNING,
            )


def _what(missing: list[str]) -> str:
    said = {"categories": "which categories it gets", "purposes": "what it gets them for"}
    return " or ".join(said[key] for key in missing)
