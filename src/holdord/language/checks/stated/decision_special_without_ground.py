"""An automated decision on special categories without one of the two grounds there are (Art. 22(4))."""

from collections.abc import Iterator

from holdord.language.checks.phrases import plural
from holdord.words.finding import Finding
from holdord.words.policy import CategoryKind, Policy, SpecialGround

CODE = "decision-special-without-ground"

GROUNDS = (SpecialGround.EXPLICIT_CONSENT, SpecialGround.SUBSTANTIAL_PUBLIC_INTEREST)


def find(policy: Policy) -> Iterator[Finding]:
    """Every kind of decision that uses special categories on no ground, or on one that does not serve."""
    for one in policy.decisions.values():
        special = [name for name in one.categories if policy.categories[name].kind is CategoryKind.SPECIAL]
        if special and one.special not in GROUNDS:
            yield Finding(
                CODE,
                f"automated decision '{one.name}' uses special {plural(special, 'category', 'categories')}, "
                "which a machine may do only on explicit consent or for a substantial public interest by law "
                "(Art. 22(4))",
                "leave the data out of the decision, or add 'special: explicit_consent' where there is such "
                "consent",
                one.place,
            )
