"""A recipient that would be told of a person by a key that several people share (Art. 19, Art. 5(1)(d))."""

from collections.abc import Iterator

from holdord.words.finding import Finding
from holdord.words.policy import Policy

CODE = "recipient-knows-by-shared"


def find(policy: Policy) -> Iterator[Finding]:
    """Every recipient whose `known_by` is a shared key."""
    for recipient in policy.recipients.values():
        if recipient.known_by and policy.keys[recipient.known_by].shared:
            yield Finding(
                CODE,
                f"recipient '{recipient.name}' knows people by key '{recipient.known_by}', which several can "
                "share: told of one of them, it would erase the others too",
                "name a key under 'known_by' that belongs to one person alone",
                recipient.place,
            )
