"""Random ids that people can read out: no vowels, and no letters that look like digits."""

import secrets

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"


def new_id(prefix: str, length: int) -> str:
    """A fresh id such as H-7K2M; 27 possibilities a letter, so 16 letters are 76 bits."""
    drawn, letters = secrets.randbelow(len(ALPHABET) ** length), []
    for _ in range(length):
        drawn, letter = divmod(drawn, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return f"{prefix}-{''.join(letters)}"
