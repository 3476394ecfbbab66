"""`holdord explain`: what holds a person's data until when, on which ground, and what goes."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdord.cli.desk import Command, Desk, as_of
from holdord.cli.find import NOTHING, several
from holdord.cli.persons import listed, naming, one_person, people_in
from holdord.cli.phrases import category, folded
from holdord.cli.told import for_them, what_goes, what_stays, what_stops

if TYPE_CHECKING:
    from holdord.words.plan import Step
    from holdord.words.policy import Policy
    from holdord.workflows.explaining import Explanation
    from holdord.workflows.office import Office


@click.command(cls=Command)
@naming(required=False)
@listed
@as_of()
@click.pass_obj
def command(
    desk: Desk, keys: tuple[str, ...], stdin: bool, people: Path | None, now: datetime | None
) -> None:
    """Say what holds a person's data until when, and what goes.

    For each kind of data: where it stands, which purposes hold it until when and on what ground. Then what
    would go now because nothing holds it any more, what would go if the person asked for erasure, and what
    stands in the way. With --people it is told of everybody in a file together, in as many statements as for
    one person.
    """
    from holdord.workflows.explaining import explain, explain_all

    at = now or desk.clock()
    with desk.office() as office:
        if people:
            told = explain_all(office, list(people_in(office.policy, people, keys, stdin).values()), at)
        else:
            told = explain(office, one_person(office.policy, keys, stdin), at)
        desk.give(lambda: as_json(office.policy, told))
        for line in lines(office, told, several if not people else _together):
            desk.say(line)


def _together(people: int) -> str:
    return f"{people} people, told together:"


def lines(office: "Office", told: "Explanation", of_many: Callable[[int], str] = several) -> Iterator[str]:
    """The explanation in words."""
    if not told.known:
        yield NOTHING
        return
    if told.people > 1:
        yield of_many(told.people)
    policy = office.policy
    yield from by_category(policy, told)
    stops = list(what_stops(told.kept))
    if stops:
        yield ""
        yield "What stands in the way of every ending"
        yield from stops
    yield from _steps(office, "What would go now, for nothing holds it any more", told.going)
    yield from _steps(office, "What would go if the person asked for erasure", told.on_request)
    if told.shared:
        yield ""
        yield "What would stay all the same, because others share it"
        yield from what_stays(policy, told.shared)


def _steps(office: "Office", title: str, steps: "tuple[Step, ...]") -> Iterator[str]:
    yield ""
    yield title
    found = [(_system(step), step) for step in steps]
    yield from what_goes(office.policy, found) or ["  nothing"]


def _system(step: "Step") -> str:
    return step.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of data about a person: where it stands with how many rows, and what holds it where.

    `holding` has (purpose, until, whether that is the latest of several ends, places); `free` are the places
    where nothing holds it any more.
    """

    category: str
    where: dict[str, int]
    holding: tuple[tuple[str, str, bool, tuple[str, ...]], ...]
    free: tuple[str, ...]


def kinds(policy: "Policy", told: "Explanation") -> Iterator[Kind]:
    """Every kind of data that is held, in the order of the policy."""
    for name in policy.categories:
        where = {f"{one.system}.{one.collection}": one.rows for one in told.held if name in one.categories}
        if not where:
            continue
        holding: dict[tuple[str, str], list[str]] = {}
        several = set()
        for one in told.kept:
            if one.category == name and not one.halted:
                several |= {(one.purpose, one.until)} if one.latest else set()
                places = holding.setdefault((one.purpose, one.until), [])
                if f"{one.system}.{one.collection}" not in places:
                    places.append(f"{one.system}.{one.collection}")
        held = {place for places in holding.values() for place in places}
        ordered = sorted(holding.items(), key=lambda one: one[0][1] or "9")
        yield Kind(
            name,
            where,
            tuple((*what, what in several, tuple(places)) for what, places in ordered),
            tuple(place for place in where if place not in held),
        )


def by_category(policy: "Policy", told: "Explanation") -> Iterator[str]:
    """A paragraph for each kind of data that is held."""
    for kind in kinds(policy, told):
        yield category(policy, kind.category)
        yield f"  in {folded(kind.where)}"
        for purpose, until, latest, places in kind.holding:
            yield f"  stays {for_them(policy, purpose, until, latest)} in {', '.join(places)}"
        if kind.free:
            yield f"  nothing holds it in {', '.join(kind.free)}"
    for one in told.kept:
        if not one.category and not one.halted:
            yield f"{one.system}.{one.collection}"
            yield f"  stays {for_them(policy, one.purpose, one.until, one.latest)}"


def as_json(policy: "Policy", told: "Explanation") -> dict[str, Any]:
    """The explanation as plain values."""
    return {
        "known": told.known,
        "people": told.people,
        "policy": policy.digest,
        "held": [asdict(one) for one in told.held],
        "kept": [asdict(one) | {"period": _period(policy, one.purpose)} for one in told.kept],
        "going": [_step(step) for step in told.going],
        "on_request": [_step(step) for step in told.on_request],
        "shared": [asdict(one) | {"period": _period(policy, one.purpose)} for one in told.shared],
    }


def _period(policy: "Policy", purpose: str) -> str:
    found = policy.purposes.get(purpose)
    return str(found.keep) if found else ""


def _step(step: "Step") -> dict[str, Any]:
    return {
        "system": _system(step),
        "collection": step.collection,
        "act": str(step.act),
        "rows": step.expected,
        "columns": list(step.columns),
        "categories": list(step.categories),
        "purposes": list(step.purposes),
    }
