"""Data about a person that somebody else gave, without saying so (Art. 14(2)(f), 15(1)(g)).

Where a row has several owners, one of them wrote what stands there about the other.
"""

from collections.abc import Iterator

from holdord.language.checks.phrases import is_said, listed, plural
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy

CODE = "source-unstated"


def find(policy: Policy) -> Iterator[Finding]:
    """Every collection of co-owned rows that is held by purposes without a source."""
    for collection in policy.collections():
        if not collection.shared:
            continue
        silent = [p.name for p in policy.purposes_of_row(collection) if not is_said(p.source)]
        if silent:
            yield Finding(
                CODE,
                f"rows of '{collection.name}' belong to {listed(owner.name for owner in collection.owners)} "
                f"together, so that one gives data about another, and {plural(silent, 'purpose')} "
                f"{'does' if len(silent) == 1 else 'do'} not say where it comes from (Art. 14(2)(f))",
                "add 'source:' to the purpose with a sentence, such as that the writer of a message gave it",
                collection.place,
                Severity.NOTE,
            )
