"""Which language a text is in: by words that only one of the three has."""

import re
from collections import Counter

from holdord.language.reading.phrases import folded

_ONLY = {
    "da": "af og vi dig hvis efter også uden mellem være bliver oplysninger hvordan kun nødvendige "
    "gemmer sletter dine din mere "
    "hvilke adgang sikkerhed ved blive ikke længere personoplysninger opbevarer samt når give hver jer "
    "hvorfor",
    "nb": "av og vi deg hvis etter også uten mellom være blir opplysninger hvordan kun nødvendige "
    "lagrer sletter dine din mer "
    "hvilke tilgang sikkerhet ved bli ikke lenger personopplysninger oppbevarer samt når gi hver dere "
    "hvorfor vår våre fra",
    "en": "the of and we you if after also without between be is are information how only necessary "
    "keep delete your more "
    "which access security by not longer personal data when give each why our to for",
}
_WORDS = {language: set(words.split()) for language, words in _ONLY.items()}
_FEWEST = 3


def language_of(text: str) -> str:
    """ "da", "nb" or "en"; empty where the text has too few words of any of them."""
    counted = Counter(re.findall(r"[a-zæøåäö]+", folded(text[:60000])))
    scores = {language: sum(counted[word] for word in words) for language, words in _WORDS.items()}
    apart = {
        language: sum(counted[word] for word in words - _of_others(language))
        for language, words in _WORDS.items()
    }
    best = max(apart, key=lambda language: (apart[language], scores[language]))
    return best if apart[best] >= _FEWEST or scores[best] >= 3 * _FEWEST else ""


def _of_others(language: str) -> set[str]:
    return {word for other, words in _WORDS.items() if other != language for word in words}
