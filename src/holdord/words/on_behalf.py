"""What a company does with data on behalf of others, as their processor (Art. 30(2))."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from holdord.words.place import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """One category of work done for other controllers.

    `says` what is done, `controllers` for whom; `systems` are where the data stands, `recipients` whom we
    engage for it in our turn, `security` what protects it.
    """

    name: str
    says: Mapping[str, str] = field(default_factory=dict)
    controllers: Mapping[str, str] = field(default_factory=dict)
    systems: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    security: Mapping[str, str] = field(default_factory=dict)
    place: Place = NOWHERE
