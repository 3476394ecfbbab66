"""A trigger by which the database itself may remove, change or copy rows, unseen by any plan."""

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
    """Every table with triggers that the map does not name, and every one whose triggers cannot be seen."""
    unseen = []
    for collection, table in mapped(system, catalogue):
        new = [name for name in table.triggers if name not in collection.triggers]
        gone = [name for name in collection.triggers if name not in table.triggers]
        if new:
            yield _undeclared(collection, table, new)
        if not table.shows_triggers:
            unseen.append(table.name)
        elif gone:
            yield _gone(collection, gone)
    if unseen:
        yield _unseen(system, unseen)


def _undeclared(collection: Collection, table: Table, new: list[str]) -> Finding:
    line = ", ".join(map(_written, table.triggers))
    return Finding(
        CODE,
        f"deleting or changing a row of '{collection.name}' makes the database run "
        f"{plural(new, 'trigger')} too, and nobody has said what happens there: no plan shows rows that are "
        "erased or copied so",
        f"look at what is run; where it erases and copies nothing, add 'triggers: [{line}]' to "
        f"'{collection.name}', else have it dropped",
        collection.place,
    )


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


def _written(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_]\w*", name) else json.dumps(name, ensure_ascii=False)
