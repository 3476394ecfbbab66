"""Legitimate interest without the interest: people are told which one it is (Art. 13(1)(d), 14(2)(b))."""

from collections.abc import Iterator

from holdord.language.checks.phrases import is_said
from holdord.language.checks.promised import name_of
from holdord.words.finding import Finding
from holdord.words.policy import Basis, Policy

CODE = "interest-unstated"


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose on legitimate interest that does not say which interest is weighed."""
    for purpose in policy.purposes.values():
        if purpose.basis is Basis.LEGITIMATE_INTEREST and not is_said(purpose.interest):
            yield Finding(
                CODE,
                f"{name_of(purpose)} rests on a legitimate interest and does not say which: people are told "
                "the interest (Art. 13(1)(d)), and it is weighed against theirs (Art. 6(1)(f))",
                "add 'interest:' with the interest, in the languages of 'texts'",
                purpose.place,
            )
