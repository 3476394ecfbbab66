"""Random ids that people can read out: no vowels, and no letters that look like digits."""

import secrets

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"


def new_id(prefix: str, length: int) -> str:
    """A fresh id such as H-7K2M; 27 possibilities a letter, so 16 letters are 76 bits."""
    return f"{prefix}-{_letters(length)}"


def new_ids(prefix: str, length: int, count: int) -> list[str]:
    """Fresh ids of people who are made together, in order; none tells more than that it is one of them.

    They begin with the same five random letters: what is written about them lies together in every index,
    where ids from everywhere each touch a page of their own. Sixteen letters still leave 52 random bits.
    """
    common = 5
    own = length - common
    together = new_id(prefix, common)
    found: set[str] = set()
    while missing := count - len(found):
        letters = _letters(missing * own)
        found.update(together + letters[at : at + own] for at in range(0, len(letters), own))
    return sorted(found)


_EVEN = 256 - 256 % len(ALPHABET)
_LETTER_OF_BYTE = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
_UNEVEN = bytes(range(_EVEN, 256))
"""Bytes that would make some letters likelier than others."""


def _letters(count: int) -> str:
    letters = ""
    while len(letters) < count:
        letters += secrets.token_bytes(count + 16).translate(_LETTER_OF_BYTE, _UNEVEN).decode("ascii")
    return letters[:count]
