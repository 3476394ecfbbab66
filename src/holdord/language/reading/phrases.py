"""Words and phrases to look for, in a notation short enough for tables of three languages.

    phrase("slet* | opbevar* | trække … tilbage | kontakt~oplysning* | (ret/rett) til")

`|` parts phrases, `*` is the rest of a word, `…` some words of the same clause, `~` a blank, a hyphen or
nothing, `(a/b)` one of several. A phrase begins and ends where words do. Texts are looked at as `folded`
gives them: lower case, one kind of blank, quote and dash.
"""

import re
import unicodedata
from functools import lru_cache

_SIGNS = str.maketrans(
    {
        "\u00ad": None,  # a soft hyphen
        "\u200b": None,
        "\u200c": None,
        "\u200d": None,
        "\u2060": None,
        "\ufeff": None,
        "\u00a0": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2019": "'",
        "\u2018": "'",
        "\u00b4": "'",
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
    }
)
_SPECIAL = {
    "*": r"\w*",
    "…": r"(?=\W)[^.;:!?]{0,110}?(?<=\W)",
    "~": r"[\s\-]?",
    "(": "(?:",
    ")": ")",
    "/": "|",
    "?": "?",
    "<": "(?:",
    ">": ")?",
    "_": r"\s+",
    " ": r"\s+",
}


def plain_signs(text: str) -> str:
    """A text without invisible signs and ligatures, with one kind of blank, hyphen and apostrophe."""
    text = text.translate(_SIGNS)
    if "\u030a" in text or "\u0308" in text or "\u0301" in text:
        text = unicodedata.normalize("NFC", text)
    return text


def folded(text: str) -> str:
    """A text as phrases are looked for in it."""
    return re.sub(r"\s+", " ", plain_signs(text).lower()).strip()


_PLAIN: dict[str, str | int | None] = {
    "æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "é": "e", "ü": "ue", "ß": "ss"
}  # fmt: skip


def as_name(text: str) -> str:
    """A text as a name in the policy language: small letters, digits and underscores."""
    made = folded(text).translate(str.maketrans(_PLAIN))
    return re.sub(r"[^a-z0-9]+", "_", made).strip("_")


@lru_cache(maxsize=4096)
def phrase(*texts: str) -> re.Pattern[str]:
    """The pattern that finds any of the phrases in a folded text."""
    parts = [part for text in texts for part in (each.strip() for each in text.split("|")) if part]
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_converted, parts))})(?!\w)")


def _converted(part: str) -> str:
    part = " ".join(part.split()).replace("/ ", "/")
    part = part.replace(" … ", "…")
    part = re.sub(
        r"(?<![\w*)])(\([^()]*\))\? ", r"<\1_>", part
    )  # a blank after what may be missing belongs to it
    made = "".join(_SPECIAL.get(sign) or re.escape(sign) for sign in part)
    return made
