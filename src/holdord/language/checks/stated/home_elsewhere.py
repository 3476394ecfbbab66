"""A recipient said to be in one country, whose known home is another (Art. 13(1)(f), 30(1)(d) and (e), 44).

"All our processors are in Denmark" is often the office that sells, not the servers or the mother company. The
table is small and dated, so this asks and does not judge.
"""

from collections.abc import Iterator, Mapping

from holdord.language.known_companies import LOOKED_AT, SOURCE, Known, known_in
from holdord.language.laws import EEA
from holdord.words.finding import Finding, Severity
from holdord.words.place import Place
from holdord.words.policy import Policy

CODE = "home-elsewhere"


def find(policy: Policy) -> Iterator[Finding]:
    """Every recipient and sub-processor that names a company known to be at home in another country."""
    for one in policy.recipients.values():
        texts = _texts(one.name, one.says, one.function)
        yield from _found(f"recipient '{one.name}'", texts, one.country, one.place)
        for sub in one.sub_processors.values():
            texts = _texts(sub.name, sub.says)
            what = f"sub-processor '{sub.name}' of recipient '{one.name}'"
            yield from _found(what, texts, sub.country, sub.place)


def _texts(name: str, *said: Mapping[str, str]) -> list[str]:
    return [name.replace("_", " ").title(), name, *(text for each in said for text in each.values())]


def _found(what: str, texts: list[str], country: str, place: Place) -> Iterator[Finding]:
    for known in known_in(texts):
        if country not in (known.home, *known.contracts):
            yield _finding(what, known, country, place)


def _finding(what: str, known: Known, country: str, place: Place) -> Finding:
    outside = "" if known.home in EEA else ", outside the EEA"
    signs = f", and its companies in {' and '.join(known.contracts)} sign" if known.contracts else ""
    return Finding(
        CODE,
        f"{what} is said to be in {country}, and {known.name} is known to be at home in {known.home}{outside}"
        f"{signs} (a table of {LOOKED_AT}, from {SOURCE})",
        "look in the agreement with which company it was made, where the data is stored, and who reaches it "
        "from where; then correct 'country', and add 'safeguards' and 'sub_processors'",
        place,
        Severity.WARNING,
    )
