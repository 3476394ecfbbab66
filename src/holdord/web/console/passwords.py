"""What makes a password too weak, beyond its length, common ones, and likeness to the person's name."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from holdord.web.languages import say

FEWEST_CHARACTERS = 6


class NotOnlyRepeats:
    """Refuses a password of a few characters again and again, or of one short word repeated."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when there is hardly anything in it."""
        if len(set(password.casefold())) < FEWEST_CHARACTERS or _repeats(password.casefold()):
            raise ValidationError(_said("c_password_repeats"), "password_repeats")

    def get_help_text(self) -> str:
        """What is asked for."""
        return _said("c_password_repeats")


def _repeats(text: str) -> bool:
    """Whether a text is a shorter one, again and again (the last time perhaps cut off)."""
    return any((text[:n] * len(text)).startswith(text) for n in range(1, len(text) // 2 + 1))


def _said(name: str) -> str:
    return say((get_language() or "en")[:2], name)
