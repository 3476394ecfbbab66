"""Personal data kept without end: only what is anonymous, and so nobody's, may be (Recital 26)."""

from collections.abc import Iterator

from holdord.language.checks.phrases import plural
from holdord.language.checks.promised import name_of
from holdord.words.finding import Finding
from holdord.words.period import Indefinitely
from holdord.words.policy import CategoryKind, Policy

CODE = "kept-for-ever"


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose that keeps a category indefinitely which is not anonymous."""
    for purpose in policy.purposes.values():
        if not isinstance(purpose.keep, Indefinitely):
            continue
        personal = [c for c in purpose.categories if policy.categories[c].kind is not CategoryKind.ANONYMOUS]
        if personal:
            one = len(personal) == 1
            yield Finding(
                CODE,
                f"{name_of(purpose)} keeps {plural(personal, 'category', 'categories')} without end, and "
                f"{'it is' if one else 'they are'} not anonymous: personal data is kept no longer than its "
                "purpose needs (Art. 5(1)(e))",
                "give 'keep' a period, or state the category with 'kind: anonymous' if nobody can be singled "
                "out by it",
                purpose.keep_place,
            )
