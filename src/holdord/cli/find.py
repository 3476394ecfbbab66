"""`holdord find`: where a person's data stands."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdord.cli.desk import Command, Desk, as_of
from holdord.cli.persons import listed, naming, one_person, people_in
from holdord.cli.phrases import category, of_rows, table

if TYPE_CHECKING:
    from holdord.words.policy import Policy
    from holdord.workflows.explaining import Held

NOTHING = "Nothing is held about anybody with these keys."


@click.command(cls=Command)
@naming(required=False)
@listed
@as_of()
@click.pass_obj
def command(
    desk: Desk, keys: tuple[str, ...], stdin: bool, people: Path | None, now: datetime | None
) -> None:
    """Say where a person's data stands.

    Systems and tables, numbers of rows, kinds of data. Begin with any key the policy knows, such as email=…;
    what belongs to the same person under other keys is found too. Nothing is written, and read-only access to
    the systems suffices. For somebody unknown the answer is a clear nothing. With --people it is told of each
    line of a file, in as many statements as for one person.
    """
    if people:
        _many(desk, people, keys, stdin, now or desk.clock())
        return
    from holdord.workflows.explaining import find_only
    from holdord.workflows.people import apart

    with desk.office() as office:
        found, held = find_only(office, one_person(office.policy, keys, stdin), now or desk.clock())
        count = len(apart(office.planner, found)) if found else 0
        policy = office.policy
    desk.give(lambda: {"known": bool(held), "people": count, "held": [asdict(one) for one in held]})
    for line in lines(policy, held, count):
        desk.say(line)


def _many(desk: Desk, file: Path, keys: tuple[str, ...], stdin: bool, now: datetime) -> None:
    from holdord.workflows.exporting import find_each

    with desk.office() as office:
        named = people_in(office.policy, file, keys, stdin)
        each = dict(zip(named, find_each(office, list(named.values()), now), strict=True))
        policy = office.policy
    desk.give(
        lambda: {
            "known": any(each.values()),
            "people": sum(len(people) for people in each.values()),
            "lines": [
                {"line": number, "people": [[asdict(one) for one in held] for held in people]}
                for number, people in each.items()
            ],
        }
    )
    for number, people in each.items():
        if len(people) == 1:
            desk.say(f"line {number}")
        else:
            desk.say(f"line {number}: " + (f"{len(people)} different people" if people else "nothing"))
        for held in people:
            for line in lines(policy, held, 1):
                desk.say(f"  {line}")


def lines(policy: "Policy", held: "list[Held]", people: int) -> Iterator[str]:
    """Where data stands, in words."""
    if not held:
        yield NOTHING
        return
    if people > 1:
        yield several(people)
    yield from table(
        (
            (
                f"{one.system}.{one.collection}",
                of_rows(one.rows),
                ", ".join(category(policy, name) for name in one.categories),
            )
            for one in held
        ),
        right=[1],
        indent="",
    )


def several(people: int) -> str:
    """The warning that the keys do not name one person."""
    return f"Take care: these keys lead to {people} different people. What follows is about all of them."
