"""A text that is not there in one of the languages in which the policy is published (Art. 12(1))."""

from collections.abc import Iterator

from holdord.language.checks.phrases import is_said, languages
from holdord.words.finding import Finding
from holdord.words.place import Place
from holdord.words.policy import Policy, Text

CODE = "translation-missing"


def find(policy: Policy) -> Iterator[Finding]:
    """Every text that is there in some language and lacks others."""
    for owner, key, text, place in _texts(policy):
        missing = [code for code in policy.controller.texts if not text.get(code, "").strip()]
        if missing and is_said(text):
            yield Finding(
                CODE,
                f"'{key}' of {owner} is missing in {languages(missing)}, and the policy is published in "
                f"{languages(policy.controller.texts)}",
                f"add it beside the others: {{{', '.join(f'{code}: …' for code in missing)}}}",
                place,
            )


def _texts(policy: Policy) -> Iterator[tuple[str, str, Text, Place]]:
    controller = policy.controller
    yield "the controller", "automated_decisions", controller.automated_decisions, controller.place
    for people in policy.people.values():
        yield f"people '{people.name}'", "says", people.says, people.place
    for category in policy.categories.values():
        yield f"category '{category.name}'", "says", category.says, category.place
    for purpose in policy.purposes.values():
        for key in ("says", "interest", "overriding", "required", "source"):
            yield f"purpose '{purpose.name}'", key, getattr(purpose, key), purpose.place
    for decision in policy.decisions.values():
        for key in ("says", "logic", "consequences"):
            yield f"automated decision '{decision.name}'", key, getattr(decision, key), decision.place
        for outcome, text in decision.outcomes.items():
            yield f"automated decision '{decision.name}'", f"outcomes.{outcome}", text, decision.place
    for recipient in policy.recipients.values():
        yield f"recipient '{recipient.name}'", "says", recipient.says, recipient.place
        yield f"recipient '{recipient.name}'", "function", recipient.function, recipient.place
        for sub in recipient.sub_processors.values():
            yield f"sub-processor '{sub.name}'", "says", sub.says, sub.place
    yield from _published(policy)


def _published(policy: Policy) -> Iterator[tuple[str, str, Text, Place]]:
    """What stands in the policy text and the notices beside forms."""
    for promise in policy.promises.values():
        yield f"promise '{promise.name}'", "says", promise.says, promise.place
    for measure in policy.measures.values():
        if measure.public:
            yield f"measure '{measure.name}'", "says", measure.says, measure.place
    for cookie in policy.cookies.values():
        yield f"cookie '{cookie.name}'", "says", cookie.says, cookie.place
    for form in policy.forms.values():
        yield f"form '{form.name}'", "says", form.says, form.place
    for prose in policy.prose.values():
        key = "replaces" if prose.replaces else "adds"
        yield f"section '{prose.section}' of the text", key, prose.text, prose.place
    for event in policy.events.values():
        yield f"event '{event.name}'", "says", event.says, event.place
