"""What a complete policy says (Art. 13 and 14) and a text does not."""

from collections.abc import Iterable

from holdord.words.draft import Drafted, Kind

_NEEDED: tuple[tuple[Kind, str, str], ...] = (
    (Kind.CONTROLLER, "name", "the company's name (Art. 13(1)(a))"),
    (Kind.CONTROLLER, "email|phone|web", "how to reach the company (Art. 13(1)(a))"),
    (Kind.PURPOSE, "", "what data is used for (Art. 13(1)(c))"),
    (Kind.BASIS, "", "the legal basis of each purpose (Art. 13(1)(c))"),
    (Kind.CATEGORY, "", "the kinds of data (Art. 14(1)(d))"),
    (Kind.DISCLOSURE, "", "the recipients, or kinds of recipients (Art. 13(1)(e))"),
    (Kind.PERIOD, "", "how long data is kept (Art. 13(2)(a))"),
    (Kind.RIGHT, "access", "the right of access (Art. 13(2)(b))"),
    (Kind.RIGHT, "rectification", "the right to rectification (Art. 13(2)(b))"),
    (Kind.RIGHT, "erasure", "the right to erasure (Art. 13(2)(b))"),
    (Kind.RIGHT, "restriction", "the right to restriction (Art. 13(2)(b))"),
    (Kind.RIGHT, "objection", "the right to object (Art. 13(2)(b))"),
    (Kind.RIGHT, "portability", "the right to data portability (Art. 13(2)(b))"),
    (Kind.RIGHT, "complaint", "the right to complain to the authority (Art. 13(2)(d))"),
)


def missing(facts: Iterable[Drafted]) -> tuple[str, ...]:
    """What is not said, each with its article."""
    said = {(fact.kind, fact.name) for fact in facts}
    kinds = {kind for kind, _ in said}
    if Kind.RECIPIENT in kinds:
        kinds.add(Kind.DISCLOSURE)
    lacking = [
        text
        for kind, names, text in _NEEDED
        if (kind not in kinds if not names else not any((kind, name) in said for name in names.split("|")))
    ]
    if (Kind.BASIS, "consent") in said and (Kind.RIGHT, "withdrawal") not in said:
        lacking.append("the right to withdraw consent at any time (Art. 13(2)(c))")
    if (Kind.TRANSFER, "third_countries") in said and not {"standard_clauses", "adequacy"} & {
        name for _, name in said
    }:
        lacking.append("what protects data that leaves the EEA (Art. 13(1)(f))")
    if (Kind.BASIS, "legitimate_interest") in said:
        lacking.append(
            "which legitimate interests are pursued, if the text does not name them (Art. 13(1)(d))"
        )
    if not {"automated_decisions", "human_review"} & {name for _, name in said}:
        lacking.append("whether anything is decided without a person (Art. 13(2)(f))")
    lacking.append("whether people must give the data, and what follows if they do not (Art. 13(2)(e))")
    return tuple(lacking)
