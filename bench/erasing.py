"""What the benchmarks that erase people share: two copies of a shop, one for each side, equal afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg

from bench import by_hand, databases
from bench.offices import NOW, office
from bench.timing import Timed, in_turn
from holdord import demo
from holdord.workflows.office import Office
from holdord.workflows.planning import plan_erasure
from holdord.workflows.running import run_plan

People = Sequence[str]
"""E-mail addresses of those who are erased together."""

TABLES = [table.name for table in demo.tables("retailer")]


@dataclass(slots=True)
class Erased:
    """How it went. `rows` were changed by ours; `equal`: whether both copies held the same afterwards."""

    timed: Timed = field(default_factory=Timed)
    rows: int = 0
    transactions: int = 0
    longest_ms: float = 0.0
    equal: bool = False


def erase(opened: Office, emails: People, found: Erased) -> None:
    """Ours: plan, save the plan, run it with read-back and evidence, as the command line does."""
    plan = plan_erasure(opened, [{"email": [email]} for email in emails], NOW)
    opened.store.save_plan(plan)
    report = run_plan(opened, plan.digest, lambda: NOW, "bench")
    if not report.complete:
        raise RuntimeError("; ".join(fault.message for fault in report.faults))
    found.rows += sum(report.changed.values())
    found.transactions += report.transactions
    found.longest_ms = max(found.longest_ms, report.longest * 1000)


def erased(shop: str, choose: Callable[["psycopg.Connection[Any]"], list[People]], warm: int) -> Erased:
    """Erase the same groups of people on both sides; the first `warm` groups are not timed."""
    found = Erased()
    with databases.copies(shop) as (mine, theirs):
        with office(mine) as opened, psycopg.connect(theirs, autocommit=True) as connection:
            groups = choose(connection)
            for emails in groups[:warm]:
                erase(opened, emails, Erased())
                by_hand.erase(connection, emails)
            turns = in_turn(
                groups[warm:],
                lambda emails: erase(opened, emails, found),
                lambda emails: by_hand.erase(connection, emails),
                found.timed,
            )
            for _ in turns:
                pass
        found.equal = databases.contents(mine, TABLES) == databases.contents(theirs, TABLES)
    return found
