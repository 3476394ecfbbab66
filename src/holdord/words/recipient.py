"""Who is given data: processors, other controllers, authorities."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from holdord.words.agreement import Agreement
from holdord.words.place import NOWHERE, Place


class RecipientKind(StrEnum):
    """Who gets the data: a processor on our behalf (Art. 28), another controller, or an authority."""

    PROCESSOR = "processor"
    CONTROLLER = "controller"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Telling:
    """How a recipient is told of rectification, erasure and restriction (Art. 19): one of four ways.

    `email` and `webhook` (with its `secret`) may be or hold `${NAME}`; `by_hand` says how a person of staff
    does it, `unneeded` why nobody has to.
    """

    email: str = ""
    webhook: str = ""
    secret: str = ""
    by_hand: str = ""
    unneeded: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SubProcessor:
    """Whom a processor engages in its turn (Art. 28(2) and (4)); `says` who it is and what it does."""

    name: str
    country: str
    says: Mapping[str, str] = field(default_factory=dict)
    safeguards: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Recipient:
    """A natural or legal person to whom data is disclosed (Art. 4(9), Art. 13(1)(e)-(f)).

    `says` who it is, `function` what it does for us. `agreement` is a processor's, with its clauses or as a
    plain note of it. `known_by` is the key by which it knows a person; empty means the first that belongs to
    one alone.
    """

    name: str
    kind: RecipientKind
    country: str
    says: Mapping[str, str] = field(default_factory=dict)
    safeguards: str = ""
    categories: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    agreement: Agreement | str = ""
    known_by: str = ""
    notice: Telling | None = None
    function: Mapping[str, str] = field(default_factory=dict)
    sub_processors: Mapping[str, SubProcessor] = field(default_factory=dict)
    place: Place = NOWHERE

    def gets(self, categories: Iterable[str], purposes: Iterable[str]) -> bool:
        """Whether it is given something of these categories for one of these purposes.

        A list that the recipient leaves out limits nothing.
        """
        of_these = not self.categories or not set(self.categories).isdisjoint(categories)
        return of_these and (not self.purposes or not set(self.purposes).isdisjoint(purposes))
