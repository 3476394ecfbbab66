"""Where a person's data stands, which purposes hold it until when, and what would go now."""

from dataclasses import dataclass
from datetime import datetime

from holdord.planning.accounts import read_account
from holdord.planning.ownership import Shape
from holdord.planning.search import Footprint
from holdord.planning.statements import Setting
from holdord.words.facts import Facts
from holdord.words.finding import Finding
from holdord.words.plan import Kept, Step, Unit
from holdord.workflows.mirroring import known_facts
from holdord.workflows.office import Office, Readers, Refused
from holdord.workflows.people import Known, apart, find


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

    `on_request` is what would go if the person asked for erasure now. Nothing here names the person.
    """

    held: tuple[Held, ...]
    kept: tuple[Kept, ...]
    going: tuple[Step, ...]
    on_request: tuple[Step, ...]

    @property
    def known(self) -> bool:
        """Whether anything is held at all."""
        return bool(self.held)


def explain(office: Office, known: Known, now: datetime) -> Explanation:
    """Explain what is held about the people behind some keys; raises Refused when it cannot be told."""
    with office.readers() as readers:
        found = find(office, readers, known, now)
        if not found:
            return Explanation((), (), (), ())
        people = [({k: set(v) for k, v in p.keys.items()}, p.rows) for p in apart(office.planner, found)]
        office.store.recognise(people)
        facts = known_facts(office, readers, now, found.rows)
        plain = office.planner.shape(facts, found)
        asked = office.planner.shape(facts, found, on_request=True)
        setting = office.planner.setting(now, facts, found)
        held, kept = accounted(office, readers, plain, setting, facts)
        going = due(office, readers, plain, setting)
        on_request = due(office, readers, asked, setting)
    return Explanation(tuple(held), tuple(kept), tuple(going), tuple(on_request))


def find_only(office: Office, known: Known, now: datetime) -> tuple[Footprint, list[Held]]:
    """Where a person's data stands, without asking what holds it."""
    with office.readers() as readers:
        found = find(office, readers, known, now)
        if not found:
            return found, []
        facts = Facts()
        shape = office.planner.shape(facts, found)
        setting = office.planner.setting(now, facts, found)
        return found, accounted(office, readers, shape, setting, facts)[0]


def accounted(
    office: Office, readers: Readers, shape: Shape, setting: Setting, facts: Facts
) -> tuple[list[Held], list[Kept]]:
    """What is held, and what keeps it, collection by collection."""
    held: list[Held] = []
    kept: list[Kept] = []
    stops = ", ".join(f"{stop.kind} {stop.name}" for stop in facts.stops)
    for system, atlas in office.planner.atlases.items():
        for account in office.planner.accounts(system, shape):
            row = readers.rows(system, account.query(setting))[0]
            rows = int(str(row[0]))
            if not rows:
                continue
            collection = account.collection
            categories = tuple(dict.fromkeys(f.category for f in collection.fields))
            held.append(Held(system, collection.name, rows, categories))
            kept += read_account(atlas, account, row, setting.calendar, stops)
    return held, kept


def due(office: Office, readers: Readers, shape: Shape, setting: Setting) -> list[Step]:
    """The steps that have something to do, with how much."""
    steps: list[Step] = []
    for system in office.planner.atlases:
        unit = drafted(office, readers, system, shape, setting)
        steps += unit.steps
    return steps


def drafted(
    office: Office,
    readers: Readers,
    system: str,
    shape: Shape,
    setting: Setting,
    number: int = 0,
    chunk: int = 0,
) -> Unit:
    """What could be done on one system, counted; raises Refused when dates there cannot be meant."""
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
