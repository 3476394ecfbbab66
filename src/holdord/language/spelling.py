"""What the user meant: near spellings, and how a word of the user's may be shown in a message."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

_CLOSE = 0.7
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ß": "ss"})
_SHOWABLE = re.compile(r"[\w .,:;/§½¼¾()\[\]{}$=\"'*<>!?+-]{1,60}")
_PERSONAL = re.compile(r"@|\d{6,}|(?:\d[ -]?){8,}")


def shown(text: str, otherwise: str = "this") -> str:
    """The user's own word in quotes, or `otherwise` where it might be a personal value or is too long.

    What has an at-sign or a long number in it may be somebody's address, telephone or identity number, and
    findings are written to logs.
    """
    if _SHOWABLE.fullmatch(text) and not _PERSONAL.search(text):
        return f"'{text}'"
    return otherwise


def near(word: str, names: Iterable[str]) -> str:
    """The name that `word` was most likely meant to be; empty if none is near."""
    if not word or len(word) > 80:
        return ""
    folded = _fold(word)
    best, best_ratio = "", _CLOSE
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(folded)
    for name in names:
        other = _fold(name)
        if other == folded:
            return name
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() <= best_ratio or matcher.quick_ratio() <= best_ratio:
            continue
        ratio = matcher.ratio()
        if ratio > best_ratio:
            best, best_ratio = name, ratio
    return best


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """A sentence that offers the near spelling, or the few names there are; empty if there is none."""
    known = list(names)
    if found := near(word, known):
        return f"did you mean '{found}'?"
    if known and len(known) <= 12:
        return "write " + either(known)
    return ""


def either(names: Iterable[str]) -> str:
    """`'a'`, `'a' or 'b'`, `'a', 'b' or 'c'`."""
    quoted = [f"'{name}'" for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def with_article(noun: str) -> str:
    """`a purpose`, `an owner`."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def plain_name(text: str) -> str:
    """The text as a name may be written: `Fødselsdato` as `foedselsdato`; empty if nothing is left of it."""
    letters = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return re.sub(r"[^a-z0-9]+", "_", letters.encode("ascii", "ignore").decode()).strip("_")


def _fold(word: str) -> str:
    return word.lower().replace("-", "_").replace(" ", "_")
