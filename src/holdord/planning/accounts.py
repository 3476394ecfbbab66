"""What is held about somebody, by which purposes, until when: the mechanism read aloud.

One statement a collection gives, for every purpose, how many rows it still holds and the latest date of each
event it counts from. The end of a period is a non-decreasing function of its event, so the latest event
gives the latest end, and nobody has to look at single rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from holdord.planning.atlas import Atlas
from holdord.planning.mechanism import Mechanism, event_name
from holdord.planning.ownership import PEOPLE, Shape
from holdord.planning.predicates import ALWAYS, all_of
from holdord.planning.statements import EPOCH, Draft, Query, Setting, Slot
from holdord.words.period import Calendar, Fixed, free_from
from holdord.words.plan import Kept
from holdord.words.policy import Collection, EventTerm, Field, Link, Purpose


@dataclass(frozen=True, slots=True)
class Reading:
    """Where the answer to one question stands in a statement's result."""

    purpose: str
    field: Field | None
    held_at: int
    dates_at: tuple[int, ...]
    terms: tuple[EventTerm, ...]


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """The statement about one collection, and how to read its one row."""

    collection: Collection
    sql: str
    slots: Mapping[str, Slot]
    readings: tuple[Reading, ...]
    stopped_at: int

    def query(self, setting: Setting) -> Query:
        """The statement with its parameters."""
        return Query(self.sql, setting.fill(self.slots))


def write_account(atlas: Atlas, shape: Shape, collection: Collection) -> AccountDraft | None:
    """The statement that accounts for a collection's rows (of PEOPLE, where the shape is scoped).

    None when no row of the collection can concern them.
    """
    draft = Draft(atlas.dialect)
    mechanism = Mechanism(atlas, shape, draft)
    alias = draft.alias("", collection.name)
    where = ALWAYS
    if shape.scoped:
        if not mechanism.touches(PEOPLE, collection):
            return None
        where = mechanism.belongs(PEOPLE, collection, alias)
    selected: dict[str, int] = {}

    def at(expression: str) -> int:
        """Where an expression stands in the result; each is asked for once."""
        return selected.setdefault(expression, len(selected))

    at("count(*)")
    stopped_at = at(_count(mechanism.unstopped(collection, alias).no))
    readings = []
    for one, purpose in _questions(atlas, collection):
        owner = one.owner if one else ""
        ended = mechanism.ended(purpose, collection, alias, owner=owner)
        held_at = at(_count(all_of(ended).no))
        terms = tuple(_terms(atlas, collection, purpose))
        dates_at = tuple(at(f"max({_date(atlas, collection, alias, up, top, t)})") for t, top, up in terms)
        readings.append(Reading(purpose.name, one, held_at, dates_at, tuple(term for term, _, _ in terms)))
    sql = f"SELECT {', '.join(selected)} FROM {atlas.source(collection.table)} AS {alias} WHERE {where.yes}"
    return AccountDraft(collection, sql, draft.slots, tuple(readings), stopped_at)


def _count(condition: str) -> str:
    return f"sum(CASE WHEN {condition} THEN 1 ELSE 0 END)"


def _questions(atlas: Atlas, collection: Collection) -> Iterator[tuple[Field | None, Purpose]]:
    """Every (category of an owner, purpose) of a collection once; a row without fields once a purpose."""
    if not collection.fields:
        for purpose in atlas.policy.purposes_of_row(collection):
            yield None, purpose
    seen = set()
    for one in collection.fields:
        for purpose in atlas.policy.purposes_of(collection, one.category, one.owner):
            if (one.category, one.owner, purpose.name) not in seen:
                seen.add((one.category, one.owner, purpose.name))
                yield one, purpose


def _terms(
    atlas: Atlas, collection: Collection, purpose: Purpose
) -> Iterator[tuple[EventTerm, Collection, tuple[Link, ...]]]:
    """The dates a purpose counts from, each with the collection it stands in and the way there."""
    event = event_name(purpose)
    found = atlas.policy.event_of(collection, event) if event else None
    if found is None or not isinstance(purpose.keep, Fixed):
        return
    links, source = found
    at = collection
    for link in links:
        at = atlas.system.collections[link.parent]
    for term in source.terms:
        yield term, at, links


def _date(
    atlas: Atlas, collection: Collection, alias: str, links: tuple[Link, ...], at: Collection, term: EventTerm
) -> str:
    """The value of one term for a row, as an expression."""
    q = atlas.dialect.quote
    if links:
        parent = atlas.system.collections[links[0].parent]
        inner = f"{alias}_up"
        referred = atlas.parent_column(parent, links[0].parent_column)
        value = _date(atlas, parent, inner, links[1:], at, term)
        return (
            f"(SELECT {value} FROM {atlas.source(parent.table)} AS {inner} "
            f"WHERE {inner}.{q(referred)} = {alias}.{q(links[0].column)})"
        )
    if not term.collection:
        return f"{alias}.{q(term.column)}"
    other = atlas.system.collections[term.collection]
    inner = f"{alias}_of"
    parents = [link for link in collection.links if link.parent == term.collection]
    if parents:
        here, there = parents[0].column, atlas.parent_column(other, parents[0].parent_column)
    else:
        link = next(link for link in other.links if link.parent == collection.name)
        here, there = atlas.parent_column(collection, link.parent_column), link.column
    return (
        f"(SELECT max({inner}.{q(term.column)}) FROM {atlas.source(other.table)} AS {inner} "
        f"WHERE {inner}.{q(there)} = {alias}.{q(here)})"
    )


def read_account(
    atlas: Atlas, account: AccountDraft, row: Sequence[object], calendar: Calendar, stops: str = ""
) -> list[Kept]:
    """What stays, from the one row of the statement: a line for each category and purpose that holds rows."""
    kept = []
    collection = account.collection
    for reading in account.readings:
        rows = int(str(row[reading.held_at] or 0))
        if not rows:
            continue
        purpose = atlas.policy.purposes[reading.purpose]
        until = _until(atlas, reading, row, purpose, calendar)
        kept.append(
            _kept(collection, reading.field, purpose, rows, until, "" if until else _waits_for(purpose))
        )
    stopped = int(str(row[account.stopped_at] or 0))
    if stopped:
        kept.append(
            Kept(collection.system, collection.name, "", "", "", "", stopped, stopped_by=stops or "hold")
        )
    return kept


def _kept(
    collection: Collection, field: Field | None, purpose: Purpose, rows: int, until: str, waits_for: str
) -> Kept:
    return Kept(
        system=collection.system,
        collection=collection.name,
        category=field.category if field else "",
        purpose=purpose.name,
        basis=str(purpose.basis),
        law=purpose.law,
        rows=rows,
        until=until,
        waits_for=waits_for,
    )


def _waits_for(purpose: Purpose) -> str:
    """What has to happen before the end of a purpose can be named."""
    return purpose.keep.event or str(purpose.keep)


def _until(
    atlas: Atlas, reading: Reading, row: Sequence[object], purpose: Purpose, calendar: Calendar
) -> str:
    """The last day on which a purpose holds any of the rows (ISO), "" when no event has happened."""
    if not isinstance(purpose.keep, Fixed):
        return ""
    ends = []
    for at, term in zip(reading.dates_at, reading.terms, strict=True):
        if row[at] is None:
            continue
        moment = as_event(row[at], term.unit, atlas.system.time_zone)
        ends.append(free_from(purpose.keep, moment, calendar))
    if not ends:
        return ""
    last = max(ends).astimezone(calendar.zone) - timedelta(microseconds=1)
    return last.date().isoformat()


def as_event(value: object, unit: str, zone: str) -> date | datetime:
    """A stored date as a date or a moment; a moment without a zone is taken in its system's."""
    if unit:
        return EPOCH + timedelta(milliseconds=int(str(value)) * (1 if unit == "milliseconds" else 1000))
    if isinstance(value, str):
        value = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone), fold=1)
    if isinstance(value, date):
        return value
    raise ValueError(f"a date was expected, found {type(value).__name__}")
