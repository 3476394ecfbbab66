"""What is held about somebody, by which purposes, until when: what the mechanism knows, told.

One statement a collection gives, for every purpose, how many rows it still holds and the latest date of each
event it counts from. A later event never gives an earlier end, so the latest event
gives the latest end, and nobody has to look at single rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from holdord.planning.atlas import Atlas, Unplannable
from holdord.planning.mechanism import AT_ONCE, Mechanism, event_name
from holdord.planning.once import PARENTS, Answers, Below, Once, made_first
from holdord.planning.ownership import PEOPLE
from holdord.planning.predicates import ALWAYS, NEVER, Condition, all_of
from holdord.planning.statements import EPOCH, Query, Setting, Slot, slots_in
from holdord.words.finding import Finding
from holdord.words.period import Calendar, Fixed, free_from
from holdord.words.plan import SHARED, Kept
from holdord.words.policy import Collection, EventTerm, Field, Link, Purpose

FAR = datetime(2300, 1, 1, tzinfo=UTC)
"""A moment at which only those rows are still held whose event has not happened."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Where the answer to one question stands in a statement's result.

    `waiting_at` counts the rows whose event has not happened; None where every row's has. What is `shared`
    stays for others alone; without a purpose, until a sweep.
    """

    purpose: str
    field: Field | None
    held_at: int
    waiting_at: int | None
    dates_at: tuple[int, ...]
    terms: tuple[EventTerm, ...]
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """Where what is told of one collection stands in the one row of a survey; `rows_at`: how many they are.

    `steps_at` says where the rows of each step of a plan stand, `odd_at` those of dates that cannot be meant.
    """

    collection: Collection
    rows_at: int
    readings: tuple[Reading, ...]
    stopped_at: int
    steps_at: tuple[tuple[int, int], ...]
    odd_at: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """One statement about the rows that some people have in a collection, and in those below it."""

    sql: str
    slots: Mapping[str, Slot]
    accounts: tuple[Account, ...]
    by_index: bool = False

    def query(self, setting: Setting) -> Query:
        """The statement with its parameters."""
        return Query(self.sql, setting.fill(self.slots), by_index=self.by_index)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a survey is to count: the rows of PEOPLE in a collection.

    `steps` are the conditions of a plan's steps by their numbers (rows that are due, and still hold
    something), `odd` those of dates that cannot be meant by their columns; both speak of the collection's
    first alias.
    """

    collection: Collection
    steps: Mapping[int, tuple[Condition, str]]
    odd: Mapping[str, str]


def write_survey(mechanism: Mechanism, asked: Asked, below: Sequence[Asked] = ()) -> Survey:
    """The survey of one collection, and with it of those whose rows belong to its rows alone."""
    if below:
        return _with_below(mechanism, asked, below)
    selected: dict[str, int] = {}
    once = Once(given=_asked_rows(mechanism, asked)[1])
    account = _account(mechanism, once, asked, selected)
    sql = f"SELECT {', '.join(selected)} FROM {once.tables(*_asked_rows(mechanism, asked))}"
    return Survey(sql, slots_in(mechanism.draft, sql), (account,))


def _with_below(mechanism: Mechanism, asked: Asked, below: Sequence[Asked]) -> Survey:
    """One statement that reads each of the tables once, however they are asked about each other."""
    alias = mechanism.draft.alias("", asked.collection.name)
    id = f"{alias}.{mechanism.q(mechanism.atlas.id_column(asked.collection))}"
    children = [
        Below(f"below{number}", _asked_rows(mechanism, one)[0], f"{_up(mechanism, one)} = {id}", alias)
        for number, one in enumerate(below, 1)
    ]
    parents = Answers(PARENTS, below=children)
    onces = [Once(parents), *(Once(child.rows, parents) for child in children)]
    accounts, counts, first = [], [], 0
    for one, once in zip((asked, *below), onces, strict=True):
        once.given = _asked_rows(mechanism, one)[1]
        selected: dict[str, int] = {}
        accounts.append(_account(mechanism, once, one, selected, first))
        counts.append(", ".join(f"{text} AS n{first + at}" for text, at in selected.items()))
        first += len(selected)
    made, tables = [], [PARENTS]
    for one, once, child in zip(below, onces[1:], children, strict=True):
        up = _up(mechanism, one) if child.grouped else ""
        answered = once.answered(*_asked_rows(mechanism, one), up)
        made += [(child.name, answered)] if child.grouped else []
        tables.append(once.beside(child.name if child.grouped else f"({answered})"))
    counted = (f"(SELECT {counts[i]} FROM {table}) AS of{i + 1}" for i, table in enumerate(tables))
    head = made_first(parents, id, *_asked_rows(mechanism, asked), made)
    sql = f"{head} SELECT * FROM {' CROSS JOIN '.join(counted)}"
    named = [(one.collection, mechanism.draft.alias("", one.collection.name)) for one in (asked, *below)]
    by_index = mechanism.atlas.found_by_lists(sql, *named)
    return Survey(sql, slots_in(mechanism.draft, sql), tuple(accounts), by_index)


def _up(mechanism: Mechanism, asked: Asked) -> str:
    """The column by which a row belongs to its parent."""
    link = mechanism.belongs_only_by(asked.collection)
    assert link is not None
    return f"{mechanism.draft.alias('', asked.collection.name)}.{mechanism.q(link.column)}"


def _asked_rows(mechanism: Mechanism, asked: Asked) -> tuple[str, str]:
    """The table of a collection with its alias, and which of its rows are the people's."""
    collection = asked.collection
    alias = mechanism.draft.alias("", collection.name)
    source = f"{mechanism.atlas.source(collection.table)} AS {alias}"
    return source, mechanism.belongs(PEOPLE, collection, alias).yes


def _account(
    mechanism: Mechanism, once: Once, asked: Asked, selected: dict[str, int], first: int = 0
) -> Account:
    """What is selected about one collection, from where in the result (`first`) it begins."""
    atlas, collection = mechanism.atlas, asked.collection
    alias = mechanism.draft.alias("", collection.name)

    def at(expression: str) -> int:
        """Where an expression stands in the result; each is asked for once."""
        return first + selected.setdefault(expression, len(selected))

    rows_at = at("count(*)")
    stopped_at = at(_count(once.meets(mechanism.unstopped(collection, alias).opposite())))
    readings = []
    for one, purpose in _questions(atlas, collection):
        owner = one.owner if one else ""
        held = _held(mechanism, purpose, collection, owner)
        if held == NEVER:
            continue
        held_at, waiting_at = at(_count(once.meets(held))), None
        if isinstance(purpose.keep, Fixed):
            mechanism.draft.at, mechanism.draft.period = 1, AT_ONCE
            waiting_at = at(_count(once.meets(_held(mechanism, purpose, collection, owner))))
            mechanism.draft.at, mechanism.draft.period = 0, None
        terms = tuple(_terms(atlas, collection, purpose))
        dates = (_asked(mechanism, once, collection, *term) for term in terms)
        if owner or not mechanism.by_time_alone(purpose, collection):  # else later dates are held longer
            dates = (f"CASE WHEN {once.meets(held)} THEN {value} END" for value in dates)
        dates_at = tuple(at(f"max({value})") for value in dates)
        last = tuple(term for term, _, _ in terms)
        shared = mechanism.shape.asked and purpose.name in mechanism.shape.dropped
        readings.append(Reading(purpose.name, one, held_at, waiting_at, dates_at, last, shared))
    for left, condition in _left(mechanism, collection):
        readings.append(Reading("", left, at(_count(once.meets(condition))), None, (), (), True))
    steps_at = tuple((number, at(_count(_due(once, *step)))) for number, step in asked.steps.items())
    odd_at = tuple((column, at(_count(once.meets(Condition(yes, ""))))) for column, yes in asked.odd.items())
    return Account(collection, rows_at, tuple(readings), stopped_at, steps_at, odd_at)


def _held(mechanism: Mechanism, purpose: Purpose, collection: Collection, owner: str) -> Condition:
    """Rows that a purpose still holds, at the moment the statement is being written for."""
    alias = mechanism.draft.alias("", collection.name)
    if mechanism.shape.asked and collection.shared and not owner:
        return mechanism.ended_for_others(purpose, collection, alias).opposite()
    mine = mechanism.belongs(PEOPLE, collection, alias, owner=owner) if owner else ALWAYS
    ended = all_of(mechanism.ended(purpose, collection, alias, owner=owner))
    return all_of([ended.opposite(), mine])


def _left(mechanism: Mechanism, collection: Collection) -> Iterator[tuple[Field | None, Condition]]:
    """What people who asked have together with others and nothing holds any more: a sweep takes it."""
    if not (mechanism.shape.asked and collection.shared):
        return
    policy, alias = mechanism.atlas.policy, mechanism.draft.alias("", collection.name)
    others = mechanism.belongs_wholly(PEOPLE, collection, alias).opposite()
    common = {f.category: f for f in collection.fields if not f.owner and not mechanism.stays(f)}
    for one in common.values() if collection.fields else (None,):
        purposes = policy.purposes_of(collection, one.category) if one else policy.purposes_of_row(collection)
        over = [mechanism.ended_for_others(purpose, collection, alias) for purpose in purposes]
        yield one, all_of([mechanism.unstopped(collection, alias), others, *over])


def _due(once: Once, due: Condition, still: str) -> str:
    """Rows that a step would change."""
    return f"{once.meets(due)} AND {once.meets(Condition(still, ''))}" if still else once.meets(due)


def _asked(
    mechanism: Mechanism,
    once: Once,
    collection: Collection,
    term: EventTerm,
    at: Collection,
    links: tuple[Link, ...],
) -> str:
    """The date of a term for a row; where it stands with a parent, that parent is asked once for all rows."""
    atlas, alias = mechanism.atlas, mechanism.draft.alias("", collection.name)
    if not links or not mechanism.belongs_by(links[0], collection):
        value = _latest(mechanism, once.rows, collection, alias, term) if not links else None
        return once.value(value or _date(atlas, collection, alias, links, at, term))
    parent, inner = mechanism.parent(links[0]), mechanism.draft.alias(alias, f"up {links[0].column}")
    value = _latest(mechanism, once.parents, parent, inner, term) if not links[1:] else None
    value = value or _date(atlas, parent, inner, links[1:], at, term)
    return once.above(mechanism.parents_listed(links[0], alias), value)


def _latest(
    mechanism: Mechanism, answers: Answers, collection: Collection, alias: str, term: EventTerm
) -> str | None:
    """The date of a term that stands in rows below, where those are read beside; else None."""
    if not term.collection:
        return None
    child = mechanism.atlas.system.collections[term.collection]
    link = mechanism.belongs_only_by(child)
    if link is None or link.parent != collection.name:
        return None
    inner = mechanism.below(child, link, alias)
    source, join = mechanism.joined_child(child, inner, collection, alias, link)
    return answers.latest(source, join, f"{inner}.{mechanism.q(term.column)}")


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
        loose = atlas.link_is_loose(collection, links[0])
        return (
            f"(SELECT {value} FROM {atlas.source(parent.table)} AS {inner} "
            f"WHERE {atlas.joined(loose, f'{inner}.{q(referred)}', f'{alias}.{q(links[0].column)}')})"
        )
    if not term.collection:
        return f"{alias}.{q(term.column)}"
    other = atlas.system.collections[term.collection]
    inner = f"{alias}_of"
    parents = [link for link in collection.links if link.parent == term.collection]
    if parents:
        loose = atlas.link_is_loose(collection, parents[0])
        pairs = [(atlas.parent_column(other, parents[0].parent_column), parents[0].column, loose)]
    else:
        pairs = [
            (
                link.column,
                atlas.parent_column(collection, link.parent_column),
                atlas.link_is_loose(other, link),
            )
            for link in other.links
            if link.parent == collection.name
        ]
    joined = " OR ".join(
        atlas.joined(loose, f"{inner}.{q(there)}", f"{alias}.{q(here)}") for there, here, loose in pairs
    )
    return (
        f"(SELECT max({inner}.{q(term.column)}) FROM {atlas.source(other.table)} AS {inner} WHERE {joined})"
    )


def read_account(
    atlas: Atlas, account: Account, row: Sequence[object], calendar: Calendar, stops: str = ""
) -> list[Kept]:
    """What stays, from the one row of the statement: a line for each category and purpose that holds rows."""
    kept = []
    collection = account.collection
    for reading in account.readings:
        rows = int(str(row[reading.held_at] or 0))
        if not rows:
            continue
        if not reading.purpose:
            what = (collection.system, collection.name, reading.field.category if reading.field else "")
            kept.append(Kept(*what, "", "", "", rows, stopped_by=SHARED))
            continue
        purpose = atlas.policy.purposes[reading.purpose]
        until = _until(atlas, reading, row, purpose, calendar)
        waiting = rows
        if until:
            waiting = 0 if reading.waiting_at is None else int(str(row[reading.waiting_at] or 0))
        if rows > waiting:
            kept.append(_kept(collection, reading, purpose, rows - waiting, until))
        if waiting:
            kept.append(_kept(collection, reading, purpose, waiting, "", _waits_for(purpose)))
    stopped = int(str(row[account.stopped_at] or 0))
    if stopped:
        kept.append(
            Kept(collection.system, collection.name, "", "", "", "", stopped, stopped_by=stops or "hold")
        )
    return kept


def _kept(
    collection: Collection, reading: Reading, purpose: Purpose, rows: int, until: str, waits_for: str = ""
) -> Kept:
    return Kept(
        system=collection.system,
        collection=collection.name,
        category=reading.field.category if reading.field else "",
        purpose=purpose.name,
        basis=str(purpose.basis),
        law=purpose.law,
        rows=rows,
        until=until,
        waits_for=waits_for,
        stopped_by=SHARED if reading.shared else "",
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
        value = row[at]
        if value is None or _is_endless(value):
            continue
        try:
            moment = as_event(value, term.unit, atlas.system.time_zone)
        except (ValueError, OverflowError):
            raise Unplannable(_odd(atlas, term)) from None
        end = free_from(purpose.keep, moment, calendar)
        if end < FAR:  # 9999-12-31 and the like stand for what has not happened
            ends.append(end)
    if not ends:
        return ""
    last = max(ends).astimezone(calendar.zone) - timedelta(microseconds=1)
    return last.date().isoformat()


def _is_endless(value: object) -> bool:
    """Whether a date is one that Python does not reach: "infinity", or in a year of five digits."""
    return isinstance(value, str) and (value == "infinity" or value[:5].isdigit())


def _odd(atlas: Atlas, term: EventTerm) -> Finding:
    return Finding(
        "odd-date",
        f"column {term.column} of system {atlas.system.name} holds dates that cannot be meant",
        "mend them, or name in the map another column that tells when it happened",
    )


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
