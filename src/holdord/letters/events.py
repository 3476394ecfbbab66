"""What happened, as a letter calls it: an event as a noun in each language."""

from collections.abc import Mapping

from holdord.words.event_names import EVENTS
from holdord.words.policy import Text

_AT = {"da": 0, "nb": 1, "en": 2}
_OTHER = {"da": "begivenheden “{}”", "nb": "hendelsen «{}»", "en": "the event “{}”"}


def event(name: str, language: str, said: Mapping[str, Text] | None = None) -> str:
    """An event as a noun: as the policy says it where it does, else a word known here, else its name."""
    own = (said or {}).get(name, {}).get(language)
    if own:
        return own
    known = EVENTS.get(name.lower())
    return known[_AT[language]] if known else _OTHER[language].format(name.replace("_", " ").strip() or name)
