"""The languages that people are written to in."""

from collections.abc import Mapping

LANGUAGES = ("da", "nb", "en")
"""Danish, Norwegian bokmål and English, by their codes (BCP 47)."""

FIRST_OF: Mapping[str, str] = {"DK": "da", "NO": "nb"}
"""In which language people of a country are written to first; elsewhere in English."""
