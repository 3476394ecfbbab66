"""How findings speak: lists, dates and near spellings, the same in every check."""

from collections.abc import Iterable
from datetime import date

from holdord.words.policy import Text

LANGUAGES = {
    "da": "Danish",
    "nb": "Norwegian bokmål",
    "nn": "Norwegian nynorsk",
    "en": "English",
    "sv": "Swedish",
}


def listed(names: Iterable[str], last: str = "and") -> str:
    """Names in quotes as a sentence has them: 'a', 'b' and 'c'."""
    quoted = [f"'{name}'" for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"


def plural(names: Iterable[str], one: str, many: str = "") -> str:
    """The word for one or for several, with the names after it: category 'a'; categories 'a' and 'b'."""
    names = list(names)
    return f"{one if len(names) == 1 else many or one + 's'} {listed(names)}"


def day(when: date) -> str:
    """A date as people write it: 1 January 2026."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def language(code: str) -> str:
    """The name of a language, or its code where the name is not known."""
    return LANGUAGES.get(code, f"the language '{code}'")


def languages(codes: Iterable[str]) -> str:
    """Several languages in a sentence: Danish and English."""
    names = [language(code) for code in codes]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def is_said(text: Text) -> bool:
    """Whether a text says anything in any language."""
    return any(words.strip() for words in text.values())
