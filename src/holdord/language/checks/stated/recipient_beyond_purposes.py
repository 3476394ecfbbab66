"""A recipient that gets a category for purposes that do not cover it (Art. 5(1)(b))."""

from collections.abc import Iterator

from holdord.language.checks.phrases import plural
from holdord.words.finding import Finding
from holdord.words.policy import Policy

CODE = "recipient-beyond-purposes"


def find(policy: Policy) -> Iterator[Finding]:
    """Every recipient with a category that none of its purposes covers."""
    for recipient in policy.recipients.values():
        if not recipient.purposes:
            continue
        covered = {c for name in recipient.purposes for c in policy.purposes[name].categories}
        beyond = [category for category in recipient.categories if category not in covered]
        if beyond:
            yield Finding(
                CODE,
                f"recipient '{recipient.name}' gets {plural(beyond, 'category', 'categories')}, which "
                f"{plural(recipient.purposes, 'purpose')} {'does' if len(recipient.purposes) == 1 else 'do'} "
                "not cover (Art. 5(1)(b))",
                "name the purpose it gets the category for, or take the category out",
                recipient.place,
            )
