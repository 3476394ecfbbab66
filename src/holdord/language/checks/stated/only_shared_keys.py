"""People who can prove no key of their own, so that no request of theirs can be answered (Art. 12(2))."""

from collections.abc import Iterator

from holdord.language.checks.phrases import plural
from holdord.words.finding import Finding, Severity
from holdord.words.policy import People, Policy

CODE = "only-shared-keys"


def find(policy: Policy) -> Iterator[Finding]:
    """Every kind of people known by shared keys alone, or by none."""
    for people in policy.people.values():
        if not any(not policy.keys[key].shared for key in people.known_by):
            yield Finding(
                CODE,
                f"people '{people.name}' {_known(people)}",
                "add a key to 'known_by' that belongs to one person alone",
                people.place,
                Severity.WARNING,
            )


def _known(people: People) -> str:
    if not people.known_by:
        return (
            "are known by no key: no request of theirs could be answered, for nothing tells one from another"
        )
    return (
        f"are known by {plural(people.known_by, 'key')} alone, which several people can share: a request "
        "of theirs could not be answered without giving or erasing somebody else's data"
    )
