"""Nouns that people read of, without words for people to read (Art. 12(1), 13, 14, 15)."""

from collections.abc import Iterator

from holdord.language.checks.phrases import is_said
from holdord.words.finding import Finding, Severity
from holdord.words.place import Place
from holdord.words.policy import Policy, Text

CODE = "unexplained"


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose, recipient, category, decision and kind of people that has no text."""
    for noun, name, says, place, severity, article in _nouns(policy):
        if not is_said(says):
            yield Finding(
                CODE,
                f"{noun} '{name}' has no text for people to read ({article})",
                f"add 'says:' with what it is, such as {{{policy.controller.texts[0]}: …}}",
                place,
                severity,
            )


def _nouns(policy: Policy) -> Iterator[tuple[str, str, Text, Place, Severity, str]]:
    for purpose in policy.purposes.values():
        yield "purpose", purpose.name, purpose.says, purpose.place, Severity.ERROR, "Art. 13(1)(c)"
    for recipient in policy.recipients.values():
        yield "recipient", recipient.name, recipient.says, recipient.place, Severity.WARNING, "Art. 13(1)(e)"
    for category in policy.categories.values():
        yield (
            "category",
            category.name,
            category.says,
            category.place,
            Severity.WARNING,
            "Art. 14(1)(d), 15(1)(b)",
        )
    for one in policy.decisions.values():
        yield "automated decision", one.name, one.says, one.place, Severity.ERROR, "Art. 13(2)(f)"
    for people in policy.people.values():
        yield "kind of people", people.name, people.says, people.place, Severity.NOTE, "Art. 30(1)(c)"
