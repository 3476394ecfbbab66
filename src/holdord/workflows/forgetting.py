"""Forgetting what names rows by id: plans of no more use, and whose the rows were that are gone."""

from datetime import datetime, timedelta

from holdord.planning.typed import row_id
from holdord.words.facts import RowId, Rows
from holdord.words.policy import Policy
from holdord.workflows.office import Office, Readers

MARGIN = timedelta(days=1)


def plans_needed_since(policy: Policy, now: datetime) -> datetime | None:
    """Before which moment ended plans are needed no more; None while some system does not say.

    The oldest back-up of any system decides, counted in days; a month is taken as 31.
    """
    kept = [system.backups for system in policy.systems.values()]
    if any(backups is None for backups in kept):
        return None
    days = [one.months * 31 + one.days + one.hours / 24 for one in kept if one is not None]
    return now - timedelta(days=max(days, default=0)) - MARGIN


def forget_plans(office: Office, now: datetime) -> int:
    """Drop the plans that nothing can need any more; returns how many. Evidence stays."""
    before = plans_needed_since(office.policy, now)
    return office.store.forget_plans(before) if before else 0


def vanished(office: Office, readers: Readers, known: Rows) -> Rows:
    """Those of some rows that are not there any more: their ids may be somebody else's one day."""
    gone: dict[tuple[str, str], frozenset[RowId]] = {}
    for (system, name), ids in known.ids.items():
        mapped = office.policy.systems.get(system)
        collection = mapped.collections.get(name.partition(":")[0]) if mapped else None
        if collection is None:
            continue
        there: set[RowId] = set()
        for query in office.planner.still_there(collection, ids):
            there |= {row_id(row[0]) for row in readers.rows(system, query)}
        gone[system, name] = frozenset(ids - there)
    return Rows({where: ids for where, ids in gone.items() if ids})


def forget_vanished(office: Office, readers: Readers) -> None:
    """Forget whose the rows were that the company has deleted by itself since the last look."""
    gone = vanished(office, readers, office.store.remembered())
    if gone:
        office.store.forget_rows(gone)
