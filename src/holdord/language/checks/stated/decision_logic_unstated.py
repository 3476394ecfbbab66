"""An automated decision that nobody explains (Art. 13(2)(f), 14(2)(g), 15(1)(h))."""

from collections.abc import Iterator

from holdord.language.checks.phrases import is_said, listed
from holdord.words.finding import Finding
from holdord.words.policy import Policy

CODE = "decision-logic-unstated"


def find(policy: Policy) -> Iterator[Finding]:
    """Every kind of decision without its logic or its consequences in words."""
    for one in policy.decisions.values():
        stated = {"logic": one.logic, "consequences": one.consequences}
        missing = [key for key, text in stated.items() if not is_said(text)]
        if missing:
            yield Finding(
                CODE,
                f"automated decision '{one.name}' does not say {listed(missing)}: whoever it is about is "
                "told how it is made and what it means for them (Art. 13(2)(f), 15(1)(h))",
                f"add {' and '.join(f'{key!r}' for key in missing)} in plain words, with what weighs and how",
                one.place,
            )
