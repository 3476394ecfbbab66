"""Data about offences without the law that allows it (Art. 10)."""

from collections.abc import Iterator

from holdord.language.checks.phrases import plural
from holdord.language.checks.promised import name_of
from holdord.language.laws import CRIMINAL_DATA_RULES
from holdord.words.finding import Finding
from holdord.words.policy import Basis, CategoryKind, Policy

CODE = "criminal-without-law"


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose that covers a criminal category, on no consent and under no named law."""
    rule = CRIMINAL_DATA_RULES.get(policy.controller.country)
    for purpose in policy.purposes.values():
        criminal = [c for c in purpose.categories if policy.categories[c].kind is CategoryKind.CRIMINAL]
        if not criminal or purpose.law or purpose.basis is Basis.CONSENT:
            continue
        yield Finding(
            CODE,
            f"{name_of(purpose)} covers criminal {plural(criminal, 'category', 'categories')} without naming "
            "the law that allows it (Art. 10)",
            f"add 'law:' with the rule that applies{f', such as {rule}' if rule else ''}, or take the "
            "category out",
            purpose.place,
        )
