"""A trigger by which the database itself may remove, change or copy rows, unseen by any plan.

A trigger is named as `NAME#DIGEST`: whoever has looked at it states what they have seen.
"""

import json
import re
from collections.abc import Iterator

from holdord.language.checks.mapped import mapped
from holdord.language.checks.phrases import listed, plural
from holdord.words.catalogue import Catalogue, Table
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Collection, Policy, System

CODE = "undeclared-trigger"


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Tables with triggers that the map does not name, that have changed, or that cannot be seen."""
    unseen = []
    for collection, table in mapped(system, catalogue):
        stated = dict(map(_stated, collection.triggers))
        new = [name for name in table.triggers if name not in stated]
        gone = [name for name in stated if name not in table.triggers]
        seen = {name: stated[name] for name in table.triggers if name in stated and name in table.bodies}
        if new:
            yield _undeclared(collection, table, new)
        if changed := [name for name, digest in seen.items() if digest and digest != table.bodies[name]]:
            yield _changed(collection, table, changed)
        if loose := [name for name, digest in seen.items() if not digest]:
            yield _loose(collection, table, loose)
        if not table.shows_triggers:
            unseen.append(table.name)
        elif gone:
            yield _gone(collection, gone)
    if unseen:
        yield _unseen(system, unseen)


def _stated(text: str) -> tuple[str, str]:
    """The name of a trigger and the digest of what it was when somebody looked, "" where none is stated."""
    named = re.fullmatch(r"(.+)#([0-9a-f]{12})", text, re.DOTALL)
    return (named[1], named[2]) if named else (text, "")


def _undeclared(collection: Collection, table: Table, new: list[str]) -> Finding:
    return Finding(
        CODE,
        f"deleting or changing a row of '{collection.name}' makes the database run "
        f"{plural(new, 'trigger')} too, and nobody has said what happens there: no plan shows rows that are "
        "erased or copied so",
        f"look at what is run; where it erases and copies nothing, add '{_line(table)}' to "
        f"'{collection.name}', else have it dropped",
        collection.place,
    )


def _changed(collection: Collection, table: Table, changed: list[str]) -> Finding:
    return Finding(
        CODE,
        f"{plural(changed, 'trigger')} of '{collection.name}' may do something else than when looked at",
        f"look at what is run now; where it still erases and copies nothing, write '{_line(table)}', else "
        "have it dropped",
        collection.place,
    )


def _loose(collection: Collection, table: Table, loose: list[str]) -> Finding:
    return Finding(
        CODE,
        f"nobody would notice if {plural(loose, 'trigger')} of '{collection.name}' did something else",
        f"look at what is run, and write '{_line(table)}'",
        collection.place,
        Severity.WARNING,
    )


def _line(table: Table) -> str:
    return f"triggers: [{', '.join(_written(name, table.bodies.get(name, '')) for name in table.triggers)}]"


def _gone(collection: Collection, gone: list[str]) -> Finding:
    return Finding(
        CODE,
        f"table '{collection.table}' has no {plural(gone, 'trigger')} that runs when a row is deleted or "
        "changed",
        "leave the name out: a new trigger of this name would not be asked about",
        collection.place,
        Severity.WARNING,
    )


def _unseen(system: System, tables: list[str]) -> Finding:
    return Finding(
        CODE,
        f"the user of system '{system.name}' may not see the triggers of {listed(tables)}: whether rows are "
        "erased or copied by one is not known",
        "grant the user the right TRIGGER on these tables",
        system.place,
        Severity.WARNING,
    )


def _written(name: str, digest: str) -> str:
    text = f"{name}#{digest}" if digest else name
    return text if re.fullmatch(r"[A-Za-z_]\w*", name) else json.dumps(text, ensure_ascii=False)
