"""Cookies: what the company's site keeps in people's browsers, what for, and for how long."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from holdord.words.period import Duration
from holdord.words.place import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie, or anything else of the kind that a site keeps in a browser (ePrivacy Directive, Art. 5(3)).

    `called` is its name in the browser, where that is no plain name. `says` what it does, beside what its
    `purpose` is for. `recipient` sets or reads it; empty means the company itself. It `lives` so long after
    it was set; None means until the browser is closed. `necessary` ones need no consent: the visitor asked
    for the very thing that cannot do without them.
    """

    name: str
    purpose: str
    lives: Duration | None
    says: Mapping[str, str] = field(default_factory=dict)
    called: str = ""
    recipient: str = ""
    necessary: bool = False
    place: Place = NOWHERE

    @property
    def known_as(self) -> str:
        """Its name in the browser."""
        return self.called or self.name
