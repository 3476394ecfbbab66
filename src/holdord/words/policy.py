"""The nouns of a policy: what a company says it holds, why, about whom and for how long.

All are frozen and know where they were stated. References between them are names, as in the files, of which
`language` has checked each. Legal sources are articles of the GDPR (Regulation (EU) 2016/679) if not named.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from holdord.words.by_hand import ByHand
from holdord.words.cookie import Cookie
from holdord.words.decision import AutomatedDecision, Recorded
from holdord.words.ending import CLEARED
from holdord.words.ending import Ending as Ending
from holdord.words.ending import How as How
from holdord.words.form import Form
from holdord.words.measure import Measure
from holdord.words.on_behalf import OnBehalf
from holdord.words.own import OwnTime
from holdord.words.period import Calendar, Duration, FiscalYears, Period
from holdord.words.place import NOWHERE, Place
from holdord.words.proof import Proof as Proof
from holdord.words.prose import Prose, SectionKey
from holdord.words.recipient import Recipient as Recipient
from holdord.words.recipient import RecipientKind as RecipientKind
from holdord.words.recipient import Telling as Telling
from holdord.words.risk import Risk

Text = Mapping[str, str]
"""The same sentence in several languages: {"da": …, "nb": …, "en": …}."""


class Basis(StrEnum):
    """The six legal bases, Art. 6(1)(a)-(f)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTERESTS = "vital_interests"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTEREST = "legitimate_interest"

    @property
    def article(self) -> str:
        """The point of Art. 6(1) that this basis is."""
        return f"Art. 6(1)({'abcdef'[list(Basis).index(self)]})"

    @property
    def objectable(self) -> bool:
        """Whether people can object to it for reasons of their own (Art. 21(1)); to marketing, always."""
        return self in (Basis.LEGITIMATE_INTEREST, Basis.PUBLIC_TASK)


class SpecialGround(StrEnum):
    """The exceptions of Art. 9(2)(a)-(j) that allow special categories."""

    EXPLICIT_CONSENT = "explicit_consent"
    EMPLOYMENT_LAW = "employment_law"
    VITAL_INTERESTS = "vital_interests"
    MEMBERS = "members"
    MADE_PUBLIC = "made_public"
    LEGAL_CLAIMS = "legal_claims"
    SUBSTANTIAL_PUBLIC_INTEREST = "substantial_public_interest"
    HEALTH_CARE = "health_care"
    PUBLIC_HEALTH = "public_health"
    ARCHIVES_AND_RESEARCH = "archives_and_research"

    @property
    def article(self) -> str:
        """The point of Art. 9(2) that this ground is."""
        return f"Art. 9(2)({'abcdefghij'[list(SpecialGround).index(self)]})"


class CategoryKind(StrEnum):
    """How sensitive a category is by law.

    `special` is Art. 9(1); `criminal` Art. 10; `identity_number` the national number (Art. 87; in Denmark
    databeskyttelsesloven § 11, in Norway personopplysningsloven § 12); `anonymous` is not personal data at
    all (Recital 26) and may be kept without limit.
    """

    ORDINARY = "ordinary"
    SPECIAL = "special"
    IDENTITY_NUMBER = "identity_number"
    CRIMINAL = "criminal"
    ANONYMOUS = "anonymous"


class KeyKind(StrEnum):
    """How two values of a key compare: e-mails without regard to letter case, the others exactly."""

    EMAIL = "email"
    NUMBER = "number"
    TEXT = "text"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Contact:
    """How people reach the controller (Art. 13(1)(a)-(b))."""

    person: str = ""
    email: str = ""
    phone: str = ""
    web: str = ""


@dataclass(frozen=True, slots=True)
class Controller:
    """The company that decides why and how personal data is used (Art. 4(7))."""

    name: str
    country: str
    number: str = ""
    address: str = ""
    contact: Contact = Contact()
    protection_officer: Contact | None = None
    calendar: Calendar = field(default=None)  # type: ignore[assignment]
    texts: tuple[str, ...] = ("en",)
    authority: str = ""
    site: str = ""
    automated_decisions: Text = field(default_factory=dict)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Key:
    """A name by which a person can be found: an e-mail address, a customer number.

    A `shared` key, such as a family's telephone, belongs to several people and never widens a search.
    """

    name: str
    kind: KeyKind = KeyKind.TEXT
    shared: bool = False
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class People:
    """A kind of subject (Art. 4(1)): customers, subscribers, visitors; and the keys they can prove."""

    name: str
    known_by: tuple[str, ...]
    says: Text = field(default_factory=dict)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of personal data, as the policy text names it (Art. 14(1)(d), Art. 15(1)(b)).

    What is to be weighed first is handed out only after somebody looked whether it harms others (Art. 15(4)).
    """

    name: str
    kind: CategoryKind = CategoryKind.ORDINARY
    says: Text = field(default_factory=dict)
    weigh_first: bool = False
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why data of some categories about some people is held, on which ground, and until when.

    `keep` ends it. `at_least` and `at_most` are promises about that end which `check` compares with it.
    `interest` is the interest weighed (Art. 13(1)(d)); `overriding` the compelling grounds claimed against an
    objection (Art. 21(1)); `marketing` purposes end at once when objected to (Art. 21(3)); `special` is the
    Art. 9(2) ground; `identity_route` the national rule that allows an identity number; `required` says
    whether the person must give the data (Art. 13(2)(e)); `source` where it comes from when not from the
    person (Art. 14(2)(f)); `profiling` whether it evaluates the person (Art. 4(4)).
    """

    name: str
    basis: Basis
    people: tuple[str, ...]
    categories: tuple[str, ...]
    keep: Period
    says: Text = field(default_factory=dict)
    law: str = ""
    at_least: Period | None = None
    at_most: Period | None = None
    interest: Text = field(default_factory=dict)
    overriding: Text = field(default_factory=dict)
    special: SpecialGround | None = None
    identity_route: str = ""
    marketing: bool = False
    profiling: bool = False
    required: Text = field(default_factory=dict)
    source: Text = field(default_factory=dict)
    place: Place = NOWHERE
    keep_place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound the company promised for some categories, whichever purpose holds them."""

    name: str
    categories: tuple[str, ...]
    at_least: Period | None = None
    at_most: Period | None = None
    law: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise made in the published policy, and the fact that keeps it.

    `kept_by` names facts of the policy ("purposes.bookkeeping") or a capability; empty means that nothing
    keeps it yet, and the promise is unproven. `public` shows how it stands on the public board too. `section`
    is where it stands in the published text; None leaves that to what keeps it.
    """

    name: str
    says: Text
    kept_by: tuple[str, ...] = ()
    proof: Proof = Proof.AUTO
    public: bool = False
    section: SectionKey | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class EventWords:
    """What an event that periods are counted from is called in texts: a noun, "the last visit"."""

    name: str
    says: Text
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Field:
    """A column that holds a category of data. `owner` is the one owner it is about; empty means all."""

    column: str
    category: str
    ending: Ending = CLEARED
    owner: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Link:
    """A row belongs to the person of its parent row: `column` here equals `parent_column` there."""

    parent: str
    column: str
    parent_column: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Owner:
    """One person whose row this is: through keys in the row itself, through a parent, or either.

    Most collections have one owner. Where a row belongs to several people, each has a name (`writer`,
    `recipient`), and nobody is given, or loses, what is another's.
    """

    name: str
    person: str
    keys: Mapping[str, str] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class EventTerm:
    """One place an event's date is read from.

    `collection` is empty for the row itself, else a parent's name (its one row) or a child's (the latest of
    its rows). `known_only` ignores children whose event has not happened; otherwise such a child means
    that the event is still to come. `unit` is "" for dates and times, "seconds" or "milliseconds" for Unix
    time in a number.
    """

    column: str
    collection: str = ""
    unit: str = ""
    known_only: bool = False


@dataclass(frozen=True, slots=True)
class EventSource:
    """When an event happened for a row: the latest of its terms.

    With `or_never`, a row for which no term has a row to look at is not held by the purpose at all (a
    customer without any invoice is not held by the bookkeeping); else it is held until the event happens.
    """

    name: str
    terms: tuple[EventTerm, ...]
    or_never: bool = False
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Collection:
    """A table (mailbox, folder, endpoint) whose rows are about people."""

    name: str
    system: str
    table: str
    owners: tuple[Owner, ...]
    fields: tuple[Field, ...]
    id: str = ""
    events: Mapping[str, EventSource] = field(default_factory=dict)
    purposes: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    row_stays: bool = False
    widens: bool | None = None
    triggers: tuple[str, ...] = ()
    """Triggers of its table that somebody has looked at: they erase and copy nothing."""
    secret: tuple[str, ...] = ()
    """Columns that prove who somebody is (a password's hash, a token): erased, and never shown to anybody."""
    derived: tuple[str, ...] = ()
    """Columns that are worked out, or somebody's judgement: they are not corrected where they stand."""
    records: Recorded | None = None
    """Its rows are decisions that a machine made about people (Art. 22)."""
    place: Place = NOWHERE
    links: tuple[Link, ...] = field(init=False, repr=False, compare=False)
    """Every link to a parent, of every owner."""
    people: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """The kinds of people its rows are about."""

    def __post_init__(self) -> None:
        # Worked out once: planning asks for them a hundred thousand times.
        object.__setattr__(self, "links", tuple(link for owner in self.owners for link in owner.links))
        object.__setattr__(self, "people", tuple(dict.fromkeys(owner.person for owner in self.owners)))

    @property
    def leads_on(self) -> bool:
        """Whether keys found in its rows, and parents its rows point at, may widen a search for a person.

        Unless the map says otherwise only rows that belong to nobody else's row do: an address typed into a
        form by somebody who was logged in proves nothing about who owns that address.
        """
        return not self.links if self.widens is None else self.widens

    @property
    def shared(self) -> bool:
        """Whether a row can belong to more than one person."""
        return len(self.owners) > 1


@dataclass(frozen=True, slots=True)
class System:
    """Where data lives: a database. `url` may hold `${NAME}`, never a secret itself.

    `time_zone` is that of date-times stored without one; `backups` how long the oldest back-up is kept.
    """

    name: str
    kind: str
    url: str
    collections: Mapping[str, Collection] = field(default_factory=dict)
    schema: str = ""
    time_zone: str = "UTC"
    backups: Duration | None = None
    ignores: tuple[str, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Policy:
    """All that a company has stated, checked. `digest` is the SHA-256 of its canonical form."""

    controller: Controller
    keys: Mapping[str, Key]
    people: Mapping[str, People]
    categories: Mapping[str, Category]
    purposes: Mapping[str, Purpose]
    recipients: Mapping[str, Recipient] = field(default_factory=dict)
    limits: Mapping[str, Limit] = field(default_factory=dict)
    promises: Mapping[str, Promise] = field(default_factory=dict)
    decisions: Mapping[str, AutomatedDecision] = field(default_factory=dict)
    systems: Mapping[str, System] = field(default_factory=dict)
    by_hand: Mapping[str, ByHand] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    risks: Mapping[str, Risk] = field(default_factory=dict)
    on_behalf: Mapping[str, OnBehalf] = field(default_factory=dict)
    cookies: Mapping[str, Cookie] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)
    prose: Mapping[str, Prose] = field(default_factory=dict)
    events: Mapping[str, EventWords] = field(default_factory=dict)
    own_data: Mapping[str, OwnTime] = field(default_factory=dict)
    digest: str = ""
    _children: Mapping[tuple[str, str], tuple[tuple[Collection, Link], ...]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        children: dict[tuple[str, str], list[tuple[Collection, Link]]] = {}
        for collection in self.collections():
            for link in collection.links:
                children.setdefault((collection.system, link.parent), []).append((collection, link))
        object.__setattr__(self, "_children", {parent: tuple(found) for parent, found in children.items()})

    def collections(self) -> Iterator[Collection]:
        """Every collection of every system, in the order stated."""
        for system in self.systems.values():
            yield from system.collections.values()

    def children_of(self, collection: Collection) -> Iterator[tuple[Collection, Link]]:
        """The collections of the same system whose rows belong to this one's rows, with the link."""
        return iter(self._children.get((collection.system, collection.name), ()))

    def event_of(self, collection: Collection, event: str) -> tuple[tuple[Link, ...], EventSource] | None:
        """Where a collection's rows get an event from: its own source, else that of its only parent.

        Returns the links to climb (none for an own event) and the source found at the end of them, or None
        when nobody on the way defines the event, or when there are several parents to choose from.
        """
        climbed: tuple[Link, ...] = ()
        at = collection
        while event not in at.events:
            if len(at.links) != 1 or at.links[0] in climbed:
                return None
            climbed += (at.links[0],)
            at = self.systems[at.system].collections[at.links[0].parent]
        return climbed, at.events[event]

    def purposes_of(self, collection: Collection, category: str, owner: str = "") -> tuple[Purpose, ...]:
        """The purposes that may hold a category in a collection: the one rule everything else reads.

        A purpose holds a datum when the collection serves it, it covers the category, and it is about the
        people whose rows these are; for a field of one `owner`, about the people that owner is one of.
        """
        people = {o.person for o in collection.owners if not owner or o.name == owner}
        return tuple(
            purpose
            for purpose in map(self.purposes.__getitem__, collection.purposes)
            if category in purpose.categories and people & set(purpose.people)
        )

    def purposes_of_row(self, collection: Collection) -> tuple[Purpose, ...]:
        """The purposes that hold a whole row: those of all its fields, or all that the collection serves."""
        if not collection.fields:
            return tuple(
                purpose
                for purpose in map(self.purposes.__getitem__, collection.purposes)
                if set(purpose.people) & set(collection.people)
            )
        found = (self.purposes_of(collection, f.category, f.owner) for f in collection.fields)
        return tuple({purpose.name: purpose for purposes in found for purpose in purposes}.values())


__all__ = [
    "Basis",
    "ByHand",
    "Calendar",
    "Category",
    "CategoryKind",
    "Collection",
    "Contact",
    "Controller",
    "Ending",
    "EventSource",
    "EventTerm",
    "Field",
    "FiscalYears",
    "How",
    "Key",
    "KeyKind",
    "Limit",
    "Link",
    "Owner",
    "People",
    "Period",
    "Policy",
    "Promise",
    "Proof",
    "Purpose",
    "Recipient",
    "RecipientKind",
    "SpecialGround",
    "System",
    "Text",
]
