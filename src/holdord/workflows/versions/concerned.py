"""Who is told of a change: the people in the company's systems whose data the touched purposes hold.

Each person once: rows that share a key are one person's, and of several addresses one is written to. Who has
said no to a purpose, or withdrawn the consent it rests on, is not told of changes in that purpose alone. What
is read here stands in memory only, until the addresses are in the vault.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from holdord.planning.audience import Audience, audiences
from holdord.planning.typed import normal_form, row_id
from holdord.store.version_records import NewTold
from holdord.words.facts import RowId
from holdord.words.policy import KeyKind
from holdord.workflows.office import Office, Readers
from holdord.workflows.people import apart, find
from holdord.workflows.requests.contents import as_kept

Key = tuple[str, str]
"""The name of a key, and a value in its normal form."""

SEARCHED = 2000
"""For so many people without an address the other systems are searched at a time."""


@dataclass(slots=True)
class Someone:
    """A person as far as the rows that were read tell; `row` is one of theirs (system, collection, id)."""

    row: tuple[str, str, RowId]
    keys: set[Key] = field(default_factory=set, repr=False)
    addresses: dict[Key, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Found:
    """Whom letters can be sent to, and how many others are concerned."""

    people: Sequence[NewTold]
    unreached: int


def people_concerned(office: Office, purposes: Iterable[str], number: int, now: datetime) -> Found:
    """Everybody whom the purposes concern and who was not told of this version before."""
    with office.readers() as readers:
        office.look_anew(now)
        found = _joined(_rows(office, readers, frozenset(purposes), now), _email_keys(office))
        missing = [one for one in found if not one.addresses]
        for start in range(0, len(missing), SEARCHED):
            _search(office, readers, missing[start : start + SEARCHED], now)
    reached = [one for one in found if one.addresses]
    people = [_told(one) for one in reached if not _told_before(office, number, one)]
    return Found(people, len(found) - len(reached))


def _email_keys(office: Office) -> tuple[str, ...]:
    """The keys that are e-mail addresses, in the order in which the policy states them."""
    keys = office.policy.keys.items()
    return tuple(name for name, key in keys if key.kind is KeyKind.EMAIL and not key.shared)


def _rows(
    office: Office, readers: Readers, purposes: frozenset[str], now: datetime
) -> Iterator[tuple[Audience, Sequence[object], Mapping[str, str]]]:
    """Each row of somebody concerned, with its keys in their normal form, by name."""
    policy, planner = office.policy, office.planner
    leads = frozenset((one.system, one.name) for one in planner.searcher.leading)
    lapsed = {name: rows for name, rows in office.stated(now).lapsed.items() if name in purposes and rows}
    looks = [(purposes - lapsed.keys(), None), *(({name}, rows) for name, rows in sorted(lapsed.items()))]
    for some, gone in looks:
        for audience in audiences(policy, planner.atlases, some, leads):
            left = gone.of(audience.system, audience.where) if gone else frozenset()
            forms = [normal_form(policy.keys[key]) for key in audience.keys]
            for row in readers.rows(audience.system, audience.query):
                if row_id(row[0]) in left:
                    continue
                keys = {
                    key: form(value)
                    for key, form, value in zip(audience.keys, forms, row[1:], strict=True)
                    if value is not None
                }
                yield audience, row, keys


def _joined(
    rows: Iterable[tuple[Audience, Sequence[object], Mapping[str, str]]], emails: Sequence[str]
) -> list[Someone]:
    """The people behind the rows: rows that share a key, or are one row, are one person's (union-find)."""
    by_node: dict[object, Someone] = {}
    up: dict[int, Someone] = {}

    def top(one: Someone) -> Someone:
        while (above := up.get(id(one))) is not None:
            one = above
        return one

    everybody: list[Someone] = []
    for audience, row, keys in rows:
        here = (audience.system, audience.where, row_id(row[0]))
        named = [(key, value) for key, value in keys.items() if value]
        if not audience.together:  # keys that anybody may type beside each other make nobody one
            named = [key for key in named if key[0] in emails][:1] or named[:1]
        known = [top(by_node[node]) for node in (here, *named) if node in by_node]
        person = known[0] if known else Someone(here)
        if not known:
            everybody.append(person)
        for other in known[1:]:
            if other is not person:
                up[id(other)] = person
                person.keys |= other.keys
                person.addresses |= other.addresses
        for node in (here, *named):
            by_node[node] = person
        person.keys.update(named)
        columns = dict(zip(audience.keys, row[1:], strict=True))
        person.addresses |= {key: str(columns[key[0]]).strip() for key in named if key[0] in emails}
    return [one for one in everybody if id(one) not in up]


def _search(office: Office, readers: Readers, people: Sequence[Someone], now: datetime) -> None:
    """Look in every system for addresses of those whose own rows tell none, all at once."""
    emails = _email_keys(office)
    by_key = {key: one for one in people for key in one.keys}
    known: dict[str, list[str]] = {}
    for name, value in by_key:
        known.setdefault(name, []).append(value)
    if not known or not emails:
        return
    found = find(office, readers, known, now)
    for person in apart(office.planner, found):
        theirs = [(name, value) for name, values in person.keys.items() for value in sorted(values)]
        addresses = {key: key[1] for key in theirs if key[0] in emails}
        for key in theirs:
            if key in by_key:
                by_key[key].addresses |= addresses


def _address(one: Someone) -> Key:
    """The one address that is written to: always the same of several."""
    return min(one.addresses)


def _told_before(office: Office, number: int, one: Someone) -> bool:
    """Whether a letter went to any address of theirs, as when the first of them has changed since."""
    return len(one.addresses) > 1 and office.store.told_before(number, sorted(one.addresses))


def _told(one: Someone) -> NewTold:
    key, form = _address(one)
    system, collection, row = one.row
    return NewTold(key, form, as_kept({"to": one.addresses[key, form]}), system, collection, row)
