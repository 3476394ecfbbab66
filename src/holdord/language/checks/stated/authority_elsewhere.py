"""The authority of one country in the language of another (Art. 13(2)(d), 77(1)).

Denmark and Norway both call theirs Datatilsynet. A policy that is copied, or written for customers across the
border, so easily sends people to an authority that is not theirs, or does not read their language.
"""

import re
from collections.abc import Iterator

from holdord.language.checks.phrases import language, languages
from holdord.words.finding import Finding, Severity
from holdord.words.languages import FIRST_OF
from holdord.words.policy import Policy

CODE = "authority-elsewhere"

_NAMES = {"DK": "the Danish Datatilsynet", "NO": "the Norwegian Datatilsynet"}
_MARKS = {
    "DK": re.compile(
        r"datatilsynet\.dk|Carl Jacobsens|\bValby\b|33 ?19 ?32 ?00|\bdansk|\bDanish\b", re.IGNORECASE
    ),
    "NO": re.compile(r"datatilsynet\.no|\bOslo\b|22 ?39 ?69 ?00|\bnorsk|\bNorwegian\b", re.IGNORECASE),
}


def find(policy: Policy) -> Iterator[Finding]:
    """An authority of the other country; or texts in that country's language, and not in one's own."""
    here = policy.controller
    if here.country not in FIRST_OF:
        return
    there = "NO" if here.country == "DK" else "DK"
    named = [country for country, mark in _MARKS.items() if mark.search(here.authority)]
    if named == [there]:
        yield Finding(
            CODE,
            f"the controller is in {here.country}, and the authority named is {_NAMES[there]}",
            f"leave 'authority' out, then {_NAMES[here.country]} is named with its address; or name both, "
            "for people may complain where they live (Art. 77(1))",
            here.place,
        )
    elif FIRST_OF[here.country] not in here.texts and FIRST_OF[there] in here.texts and there not in named:
        yield Finding(
            CODE,
            f"the controller is in {here.country}, whose authority people are sent to, and its texts are in "
            f"{languages(here.texts)}, not in {language(FIRST_OF[here.country])}",
            f"add '{FIRST_OF[here.country]}' to 'texts'; where people live in {there}, name its authority "
            "too, under 'authority' (Art. 77(1)); or correct 'country'",
            here.place,
            Severity.WARNING,
        )
