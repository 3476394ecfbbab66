"""Making plans: for some people on request, for everybody by time. A plan changes nothing; it is shown."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from holdord.planning.planner import ends_on_request
from holdord.words.facts import NO_ROWS, Facts, Rows
from holdord.words.plan import Act, Kept, Plan, Unit
from holdord.workflows.explaining import Held, added, counted, look
from holdord.workflows.forgetting import forget_vanished
from holdord.workflows.mirroring import known_facts
from holdord.workflows.office import Office
from holdord.workflows.people import Known, Person, apart, batches, find, merged
from holdord.workflows.recognising import recognise_stopped
from holdord.workflows.remembering import assure_remembered

PEOPLE_PER_UNIT = 1000
"""So many people are erased in one transaction: enough to be quick, few enough to hold no lock for long.

They count as one where rows belong to several of them. What belongs to people of two such transactions loses
each one's fields in turn, and its row with the next sweep.
"""

ROWS_PER_CHUNK = 10_000
"""So many rows a sweep changes in one transaction."""


def plan_erasure(
    office: Office, people: Sequence[Known], now: datetime, withheld: frozenset[str] = frozenset()
) -> Plan:
    """A plan that erases whatever nothing holds once these people ask for it (Art. 17).

    What is of a `withheld` category stays, though nothing holds it: two people have refused to erase it.

    Raises Refused when it cannot be told what may go. For somebody unknown the plan is empty.
    """
    assure_remembered(office, office.policy.systems)
    units: list[Unit] = []
    kept: list[Kept] = []
    persons: list[Person] = []
    count = 0
    with office.readers(few=True) as readers:
        for batch in batches(people, PEOPLE_PER_UNIT):
            found = find(office, readers, merged(batch), now)
            if not found:
                continue
            apart_now = apart(office.planner, found)
            office.store.recognise([(_keys(person), person.rows) for person in apart_now])
            facts = _unless_asked(office, known_facts(office, readers, now, found.rows), apart_now, now)
            shape = office.planner.shape(facts, found, on_request=True, withheld=withheld)
            setting = office.planner.setting(now, facts, found)
            count += len(apart_now)
            stays = False
            for system in office.planner.atlases:
                looked = look(office, readers, system, found, shape, setting, facts, len(units))
                units.append(looked.unit)
                kept += looked.kept
                stays = stays or bool(looked.kept) or _remains(looked.held, [looked.unit])
            persons += apart_now if stays else []
    ended = [n for n, p in office.policy.purposes.items() if ends_on_request(p)] if persons else []
    named = tuple(_named(person.rows) for person in persons)
    return office.planner.plan("erasure", now, units, added(kept), count, named, tuple(ended))


def plan_expiry(office: Office, now: datetime, chunk: int = ROWS_PER_CHUNK) -> Plan:
    """A plan that removes whatever no purpose holds any more, of everybody, by time (Art. 5(1)(e))."""
    assure_remembered(office, office.policy.systems)
    office.look_anew(now)
    with office.readers() as readers:
        forget_vanished(office, readers)
        recognise_stopped(office, readers, now)
        facts = known_facts(office, readers, now)
        shape = office.planner.shape(facts)
        setting = office.planner.setting(now, facts)
        units = [
            counted(office, readers, system, shape, setting, number, chunk)
            for number, system in enumerate(office.planner.atlases)
        ]
    return office.planner.plan("expiry", now, units, ())


def _unless_asked(office: Office, facts: Facts, people: Sequence[Person], now: datetime) -> Facts:
    """Without what these people have restricted only until it is checked or weighed.

    Whoever contests data, or objects to its use, may have it erased; another's restriction still stops it.
    """
    if not any(stop.until_checked for stop in facts.stops):
        return facts
    rows = NO_ROWS
    for person in people:
        rows |= person.rows
    whose = office.store.one_with(office.store.pointed_at({}, rows))
    theirs = {one.id for one in office.store.restrictions(now) if one.subject in whose}
    return replace(
        facts, stops=tuple(one for one in facts.stops if not one.until_checked or one.name not in theirs)
    )


def _remains(held: Iterable[Held], units: Iterable[Unit]) -> bool:
    """Whether any row stays, if only for others who still refer to it or share it: its time will come."""
    removed = Counter(
        {
            (unit.system, step.collection): step.expected
            for unit in units
            for step in unit.steps
            if step.act is Act.REMOVE
        }
    )
    return any(one.rows > removed[one.system, one.collection] for one in held)


def _keys(person: Person) -> dict[str, set[str]]:
    return {name: set(values) for name, values in person.keys.items()}


def _named(rows: Rows) -> dict[str, list[int | str]]:
    found = {f"{system}.{name}": sorted(ids, key=str) for (system, name), ids in rows.ids.items()}
    return dict(sorted(found.items()))


def rows_named(named: Mapping[str, list[int | str]]) -> Rows:
    """Rows as a plan names them, back as rows."""
    return Rows({_where(name): frozenset(ids) for name, ids in named.items()})


def _where(name: str) -> tuple[str, str]:
    system, _, collection = name.partition(".")
    return system, collection
