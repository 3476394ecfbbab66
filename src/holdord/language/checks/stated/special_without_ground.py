"""Special categories without an exception of Art. 9(2): a basis of Art. 6 alone does not allow them."""

from collections.abc import Iterator

from holdord.language.checks.phrases import plural
from holdord.language.checks.promised import name_of
from holdord.words.finding import Finding
from holdord.words.policy import CategoryKind, Policy

CODE = "special-without-ground"


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose that covers a special category and names no ground for it."""
    for purpose in policy.purposes.values():
        special = [c for c in purpose.categories if policy.categories[c].kind is CategoryKind.SPECIAL]
        if special and purpose.special is None:
            yield Finding(
                CODE,
                f"{name_of(purpose)} covers special {plural(special, 'category', 'categories')} without a "
                "ground: such data may not be used at all unless an exception applies (Art. 9(1)-(2))",
                "add 'special:' with the exception that applies, such as explicit_consent, or take the "
                "category out",
                purpose.place,
            )
