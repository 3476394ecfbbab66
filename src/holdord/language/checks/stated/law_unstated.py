"""A legal obligation, or a public task, without the law that lays it down (Art. 6(3))."""

from collections.abc import Iterator

from holdord.language.checks.promised import name_of
from holdord.words.finding import Finding
from holdord.words.policy import Basis, Policy

CODE = "law-unstated"
_LAID_DOWN = (Basis.LEGAL_OBLIGATION, Basis.PUBLIC_TASK)


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose whose basis has to be laid down by law, and that names none."""
    for purpose in policy.purposes.values():
        if purpose.basis in _LAID_DOWN and not purpose.law.strip():
            yield Finding(
                CODE,
                f"{name_of(purpose)} rests on a {purpose.basis.replace('_', ' ')} ({purpose.basis.article}) "
                "and does not name the law that lays it down (Art. 6(3))",
                "add 'law:' with the act and the section, such as 'bogføringsloven § 12'",
                purpose.place,
            )
