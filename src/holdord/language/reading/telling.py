"""The report of a reading: what was found, what was not understood, what a complete policy needs."""

from collections.abc import Iterator
from typing import Any

from holdord.words.draft import Draft, Kind

_HEADINGS = {
    Kind.CONTROLLER: "The company",
    Kind.AUTHORITY: "The authority",
    Kind.PEOPLE: "People",
    Kind.CATEGORY: "Kinds of data",
    Kind.SOURCE: "Where data comes from",
    Kind.PURPOSE: "Purposes",
    Kind.BASIS: "Legal bases",
    Kind.PERIOD: "Periods",
    Kind.RIGHT: "Rights",
    Kind.TERM: "What goes with the rights",
    Kind.RECIPIENT: "Recipients by name",
    Kind.DISCLOSURE: "Passing-on",
    Kind.TRANSFER: "Where data goes",
    Kind.COOKIE: "Cookies",
    Kind.MEASURE: "Security measures",
    Kind.NEVER: "What is not done",
    Kind.DUTY: "What is done at a time",
    Kind.PRINCIPLE: "Principles",
    Kind.VERSION: "Version",
}


def report(draft: Draft) -> Iterator[str]:
    """The report as lines of Markdown."""
    for kind, heading in _HEADINGS.items():
        facts = [fact for fact in draft.facts if fact.kind is kind]
        if not facts:
            continue
        yield f"## {heading}"
        yield ""
        for fact in facts:
            value = f": {fact.value}" if fact.value else ""
            about = f" ({', '.join(fact.about)})" if fact.about else ""
            guess = f" [a guess: {fact.guess}]" if fact.guess else ""
            yield f"- {fact.name.replace('_', ' ')}{value}{about}{guess}"
            yield f"  line {fact.sentence.line}: {fact.sentence.text}"
        yield ""
    if draft.unclear:
        yield "## Promises that were not understood"
        yield ""
        for one in draft.unclear:
            yield f"- line {one.sentence.line}: {one.sentence.text}"
            yield f"  {one.reason}"
        yield ""
    if draft.missing:
        yield "## What a complete policy needs and the text does not say"
        yield ""
        yield from (f"- {each}" for each in draft.missing)
        yield ""


def as_json(draft: Draft) -> dict[str, Any]:
    """The reading as plain values."""
    return {
        "language": draft.language,
        "facts": [
            {
                "kind": str(fact.kind),
                "name": fact.name,
                "value": fact.value,
                "about": list(fact.about),
                "guess": fact.guess,
                "line": fact.sentence.line,
                "sentence": fact.sentence.text,
            }
            for fact in draft.facts
        ],
        "not_understood": [
            {
                "about": one.about,
                "line": one.sentence.line,
                "sentence": one.sentence.text,
                "reason": one.reason,
            }
            for one in draft.unclear
        ],
        "missing": list(draft.missing),
    }
