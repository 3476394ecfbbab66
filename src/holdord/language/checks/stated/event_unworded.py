"""An event that periods count from, without words for people to read (Art. 12(1), 13(2)(a))."""

from collections.abc import Iterator

from holdord.language.checks.phrases import languages
from holdord.words.event_names import EVENTS
from holdord.words.finding import Finding, Severity
from holdord.words.place import Place
from holdord.words.policy import Policy

CODE = "event-unworded"


def find(policy: Policy) -> Iterator[Finding]:
    """Every event of a published period that is called by its name in the files in some language."""
    seen: set[str] = set()
    for event, place in _events(policy):
        said = policy.events[event].says if event in policy.events else {}
        missing = [code for code in policy.controller.texts if not said.get(code, "").strip()]
        if event in seen or event.lower() in EVENTS or not missing:
            continue
        seen.add(event)
        yield Finding(
            CODE,
            f"event '{event}' has no words in {languages(missing)}: where people read until when their data "
            f"is kept, the policy text would say “{_named(event)}” (Art. 13(2)(a))",
            f"state it under 'events': {{{event}: {{says: {{{missing[0]}: …}}}}}}, as a noun",
            place,
            Severity.NOTE,
        )


def _events(policy: Policy) -> Iterator[tuple[str, Place]]:
    for purpose in policy.purposes.values():
        for period in (purpose.keep, purpose.at_least, purpose.at_most):
            if period is not None and period.event:
                yield period.event, purpose.keep_place
    for limit in policy.limits.values():
        for period in (limit.at_least, limit.at_most):
            if period is not None and period.event:
                yield period.event, limit.place


def _named(event: str) -> str:
    return event.replace("_", " ")
