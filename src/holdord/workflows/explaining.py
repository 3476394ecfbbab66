"""Where a person's data stands, which purposes hold it until when, and what would go now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal

from holdord.planning.accounts import Survey, read_account
from holdord.planning.ownership import PEOPLE, Shape
from holdord.planning.search import Footprint
from holdord.planning.statements import Setting
from holdord.words.facts import Facts, Rows, Stop
from holdord.words.finding import Finding
from holdord.words.plan import Kept, Step, Unit
from holdord.workflows.mirroring import known_facts
from holdord.workflows.office import Office, Readers, Refused
from holdord.workflows.people import Known, apart, batches, find, merged

PEOPLE_AT_ONCE = 1000
"""So many people are asked about in one statement."""

BEFORE_ANY_END = datetime(1900, 1, 1, tzinfo=UTC)
"""No event lies before this day (an odd date is refused), so no period has ended then."""


@dataclass(frozen=True, slots=True)
class Held:
    """How much of one collection is the person's. `categories` are those the map says it holds."""

    system: str
    collection: str
    rows: int
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """`held` where data stands, `kept` what holds it until when, `going` what no purpose holds any more.

    `on_request` is what would go if the person asked for erasure now, `shared` what would stay all the same
    because others share it. `people` is how many the keys lead to.
    Nothing here names anybody.
    """

    held: tuple[Held, ...]
    kept: tuple[Kept, ...]
    going: tuple[Step, ...]
    on_request: tuple[Step, ...]
    people: int = 0
    shared: tuple[Kept, ...] = ()

    @property
    def known(self) -> bool:
        """Whether anything is held at all."""
        return bool(self.held)


def explain(office: Office, known: Known, now: datetime) -> Explanation:
    """Explain what is held about the people behind some keys; raises Refused when it cannot be told."""
    with office.readers(few=True) as readers:
        found = find(office, readers, known, now)
        if not found:
            return Explanation((), (), (), ())
        facts, people = _facts_about(office, readers, found, now)
        plain = office.planner.shape(facts, found)
        asked = office.planner.shape(facts, found, on_request=True)
        setting = office.planner.setting(now, facts, found)
        held, kept, going = look_everywhere(office, readers, found, plain, setting, facts)
        _, staying, on_request = look_everywhere(office, readers, found, asked, setting, facts)
    shared = tuple(one for one in staying if one.shared)
    return Explanation(tuple(held), tuple(kept), tuple(going), tuple(on_request), people, shared)


def explain_all(office: Office, people: Sequence[Known], now: datetime) -> Explanation:
    """Explain what is held about many together: as many statements as for one person, for each thousand."""
    told = [explain(office, merged(batch), now) for batch in batches(people, PEOPLE_AT_ONCE)]
    held: dict[tuple[str, str], Held] = {}
    for one in (one for part in told for one in part.held):
        known = held.get((one.system, one.collection))
        rows = one.rows + (known.rows if known else 0)
        held[one.system, one.collection] = replace(one, rows=rows)
    return Explanation(
        tuple(held.values()),
        tuple(added(one for part in told for one in part.kept)),
        _together(step for part in told for step in part.going),
        _together(step for part in told for step in part.on_request),
        sum(part.people for part in told),
        tuple(added(one for part in told for one in part.shared)),
    )


def _together(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The same step about different people once, with the rows of all."""
    found: dict[str, Step] = {}
    for step in steps:
        known = found.get(step.name)
        found[step.name] = replace(step, expected=step.expected + known.expected) if known else step
    return tuple(found.values())


def people_behind(office: Office, known: Known, now: datetime) -> int:
    """How many people some keys lead to."""
    with office.readers(few=True) as readers:
        found = find(office, readers, known, now)
        return len(apart(office.planner, found)) if found else 0


def _facts_about(office: Office, readers: Readers, found: Footprint, now: datetime) -> tuple[Facts, int]:
    """What is known about the people found that changes what may be kept; and how many they are."""
    people = [({k: set(v) for k, v in p.keys.items()}, p.rows) for p in apart(office.planner, found)]
    office.store.recognise(people)
    return known_facts(office, readers, now, found.rows), len(people)


def kept_now(office: Office, readers: Readers, found: Footprint, now: datetime) -> list[Kept]:
    """What holds the data of the people found, until when."""
    facts, _ = _facts_about(office, readers, found, now)
    setting = office.planner.setting(now, facts, found)
    return told_everywhere(office, readers, found, office.planner.shape(facts, found), setting, facts)[1]


def find_only(office: Office, known: Known, now: datetime) -> tuple[Footprint, list[Held]]:
    """Where a person's data stands, without asking what holds it."""
    return find_uses(office, known, now)[:2]


def find_uses(office: Office, known: Known, now: datetime) -> tuple[Footprint, list[Held], set[str]]:
    """Where a person's data stands, and which purposes held any of it, those that are over among them."""
    with office.readers(few=True) as readers:
        found = find(office, readers, known, now)
        if not found:
            return found, [], set()
        facts = Facts()
        shape = office.planner.shape(facts, found)
        setting = office.planner.setting(BEFORE_ANY_END, facts, found)
        held, kept = told_everywhere(office, readers, found, shape, setting, facts)
        return found, held, {one.purpose for one in kept if one.purpose}


@dataclass(slots=True)
class Looked:
    """What was found on one system: how much is held, what holds it, and what a plan would do."""

    unit: Unit
    held: list[Held] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)


def look(
    office: Office,
    readers: Readers,
    system: str,
    found: Footprint,
    shape: Shape,
    setting: Setting,
    facts: Facts,
    number: int = 0,
    *,
    acting: bool = True,
) -> Looked:
    """Survey what the people `found` have on one system; raises Refused when dates there cannot be meant.

    Where nobody is `acting`, nothing is asked about what a plan would do.
    """
    planner = office.planner
    atlas = planner.atlases[system]
    drafts = planner.steps(system, shape) if acting else planner.accounts(system, shape)
    stops = ", ".join(f"{stop.kind} {stop.name}" for stop in _stops_of(facts, setting.rows[PEOPLE]))
    counts = [0] * len(drafts.steps)
    looked = Looked(Unit(number, system, drafts.dialect, ()))
    odd: list[Finding] = []
    surveys = [one for one in drafts.surveys if _is_needed(found, one)]
    answers = readers.rows_of_each(system, [survey.query(setting) for survey in surveys])
    for survey, ((*values,),) in zip(surveys, answers, strict=True):
        row = [int(value) if isinstance(value, Decimal) else value for value in values]
        for account in survey.accounts:
            rows, collection = int(str(row[account.rows_at])), account.collection
            if not rows:
                found.none.add((system, collection.name))
                continue
            categories = tuple(dict.fromkeys(f.category for f in collection.fields))
            looked.held.append(Held(system, collection.name, rows, categories))
            for column, at in account.odd_at:
                if row[at]:
                    odd.append(_odd(office, system, collection.name, column, int(str(row[at]))))
            for step, at in account.steps_at:
                counts[step] = int(str(row[at] or 0))
            if not odd:
                looked.kept += read_account(atlas, account, row, setting.calendar, stops)
    if odd:
        raise Refused(*odd)
    apart_from = drafts.counting_apart(setting) if looked.held else None
    if apart_from:
        counted_apart = readers.rows(system, apart_from[1])[0]
        for step, count in zip(apart_from[0], counted_apart, strict=True):
            counts[step] = int(str(count))
    looked.unit = drafts.unit(number, counts, setting)
    return looked


def _is_needed(found: Footprint, survey: Survey) -> bool:
    """Whether a survey is about any collection that can hold something of theirs."""
    asked = (account.collection for account in survey.accounts)
    return any((one.system, one.name) not in found.none for one in asked)


def _stops_of(facts: Facts, people: Rows) -> list[Stop]:
    """The stops to be named where rows of these people are stopped: those on the people themselves.

    Those on others are named only where there is none such: then they reach a row that belongs to both. A
    hold on a condition is always named, for only the database knows its rows.
    """
    own = [
        stop
        for stop in facts.stops
        if stop.condition or any(ids & people.of(*where) for where, ids in stop.rows.ids.items())
    ]
    return own or list(facts.stops)


def look_everywhere(
    office: Office, readers: Readers, found: Footprint, shape: Shape, setting: Setting, facts: Facts
) -> tuple[list[Held], list[Kept], list[Step]]:
    """The survey of every system: what is held, what holds it, what would be done."""
    held: list[Held] = []
    kept: list[Kept] = []
    steps: list[Step] = []
    for system in office.planner.atlases:
        looked = look(office, readers, system, found, shape, setting, facts)
        held += looked.held
        kept += looked.kept
        steps += looked.unit.steps
    return held, kept, steps


def told_everywhere(
    office: Office, readers: Readers, found: Footprint, shape: Shape, setting: Setting, facts: Facts
) -> tuple[list[Held], list[Kept]]:
    """The survey of every system: what is held and what holds it; not what could be done about it."""
    looked = [
        look(office, readers, system, found, shape, setting, facts, acting=False)
        for system in office.planner.atlases
    ]
    return [held for one in looked for held in one.held], [kept for one in looked for kept in one.kept]


def counted(
    office: Office, readers: Readers, system: str, shape: Shape, setting: Setting, number: int, chunk: int
) -> Unit:
    """What could be done on one system about everybody, each step counted by itself."""
    drafts = office.planner.steps(system, shape, chunk)
    if not drafts.steps:
        return Unit(number, system, drafts.dialect, ())
    rows = readers.rows(system, drafts.counting(setting))
    odd = drafts.odd(rows)
    if odd:
        raise Refused(*(_odd(office, system, *one) for one in odd))
    return drafts.unit(number, drafts.counts(rows), setting)


def _odd(office: Office, system: str, collection: str, column: str, rows: int) -> Finding:
    return Finding(
        "odd-date",
        f"{system}.{collection}.{column} holds dates that cannot be meant",
        "mend them, or name in the map another column that tells when it happened",
        office.policy.systems[system].collections[collection].place,
        example=f"{rows} rows with a date before 1900, or with none that can be read",
    )


def added(kept: Iterable[Kept]) -> list[Kept]:
    """The same reason for the same data once, with the rows of all batches and the latest end."""
    found: dict[tuple[str, ...], Kept] = {}
    for one in kept:
        key = (one.system, one.collection, one.category, one.purpose, one.stopped_by, one.waits_for)
        known = found.get(key)
        if known is None:
            found[key] = one
            continue
        until = max(known.until, one.until)
        found[key] = replace(known, rows=known.rows + one.rows, until=until)
    return list(found.values())
